// What the console was told: a framework reports there that a page is not what its server had rendered.
const complaints = (window.complaints = []);
for (const level of ["error", "warn"]) {
  const original = console[level];
  console[level] = (...said) => {
    complaints.push(said.map(String).join(" "));
    original(...said);
  };
}
addEventListener("error", ({ message }) => complaints.push(message));
addEventListener("unhandledrejection", ({ reason }) => complaints.push(String(reason)));
