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

/** What the server says to so many calls at once. */
async function callAtOnce(app, address, count) {
  const answers = await Promise.all(Array.from({ length: count }, () => app.fetch(address)));
  return Promise.all(answers.map((answer) => answer.json()));
}

/** The tokens before, between and after two refreshes, and of how many sessions they were. */
async function refreshTwice(app) {
  const tokens = [await app.getAccessToken()];
  const ids = new Set([app.getSession().id]);
  for (let time = 0; time < 2; time += 1) {
    ids.add((await app.refresh()).id);
    tokens.push(await app.getAccessToken());
  }
  return { tokens, sessions: ids.size };
}

/** Whether two calls at once, and one after them, get the same sign-in. */
async function isOneSignIn(app) {
  const results = await Promise.all([app.handleRedirectCallback(), app.handleRedirectCallback()]);
  results.push(await app.handleRedirectCallback());
  return new Set(results.map(({ session }) => session.id)).size === 1;
}
