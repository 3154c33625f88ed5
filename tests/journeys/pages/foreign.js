// An app whose provider a test chooses: its settings are in sessionStorage, so that they are there after the sign-in too.

/** Settings of the client; `issuer` says where the provider describes itself, `signIn` how a sign-in starts. */
function settings() {
  return JSON.parse(sessionStorage.getItem("test.settings"));
}

/** The client of this page: one, for its refresh token is in memory. */
function client() {
  window.made ??= make();
  return window.made;
}

async function make() {
  const { issuer, provider, signIn, ...rest } = settings();
  const described = issuer && (await CoolsmsOAuth2.discover(issuer));
  return newClient({ ...rest, provider: { ...described, ...provider } });
}

document.querySelector("#sign-in").onclick = async () => {
  try {
    await (await client()).signInWithRedirect(settings().signIn);
  } catch (error) {
    document.body.textContent = JSON.stringify(describe(error));
  }
};
