// A router that shows the route in the fragment, from the first moment on, and keeps all that it was given.

window.routes = [];

function show() {
  window.routes.push(location.hash);
  document.getElementById("route").textContent = location.hash;
}

/** Back to where the sign-in started. */
function goBack(result) {
  if (!result?.returnTo) return;
  history.replaceState(history.state, "", result.returnTo);
  show();
}

addEventListener("hashchange", show);
show();
window.outcome = newClient().handleRedirectCallback();
window.outcome.then(goBack, goBack);
