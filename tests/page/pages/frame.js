// In a frame: the clock of the test's page, and its count of replaced addresses (`support/turn.ts`).
if (parent !== window) {
  const { replaceState } = History.prototype;
  Date.now = () => parent.Date.now();
  History.prototype.replaceState = function (...entry) {
    parent.replacements += 1;
    return replaceState.apply(this, entry);
  };
}
