/** Tries what every policy here forbids, an inline script without a hash; says whether it ran. */
window.inlineScriptRuns = () => {
  const script = document.createElement("script");
  script.append("window.forbiddenScriptRan = true");
  document.body.append(script);
  return window.forbiddenScriptRan === true;
};
