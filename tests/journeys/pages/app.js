// What the tests call by WebDriver. Functions, for a script of Firefox's driver does not see a page's constants.

/** What scripts that load after the module see of the address, such as analytics and routers. */
var addressSeenByOthers = location.href;

/** A client of this page. */
function newClient(options) {
  return CoolsmsOAuth2.createClient({
    clientId: facts.clientId,
    redirectUri: location.origin + location.pathname,
    scope: "users:read cash:read senderid:read message:write",
    provider: CoolsmsOAuth2.coolsms({ base: facts.base }),
    ...options,
  });
}

/** An error as plain data: all its own members, and its cause: likewise where that is one of ours, else what it says. */
function describe(error) {
  const { name, message } = error;
  if (!(error instanceof CoolsmsOAuth2.OAuthError))
    return { name: name ?? typeof error, message: message ?? String(error) };
  const { response, cause, ...members } = error;
  return {
    ...members,
    name,
    message,
    ...(response && { response: { status: response.status, isReadable: !response.bodyUsed } }),
    ...(cause && { cause: cause instanceof CoolsmsOAuth2.OAuthError ? describe(cause) : String(cause) }),
  };
}

/** Starts a sign-in here. A failure is written where whoever waits for the next page finds it. */
function leave(client, options) {
  client.signInWithRedirect(options).catch((error) => {
    document.body.textContent = JSON.stringify(describe(error));
  });
}

/** Signs in by a short cut, by a clock that is so many seconds behind: the response is put into the address as it stands. */
async function signInHere(client, response, secondsAgo) {
  const { now } = Date;
  Date.now = () => now() - secondsAgo * 1000;
  const redirectUri = location.origin + location.pathname;
  const state = CoolsmsOAuth2.generateState({ clientId: facts.clientId, redirectUri });
  history.replaceState(null, "", `#${response}&state=${state}`);
  await client.handleRedirectCallback();
  Date.now = now;
}

/** What a listener was told, as data. */
var heard = [];

function listenTo(client) {
  client.subscribe((reason) => heard.push(reason ? describe(reason) : null));
}

/** Waits until a tab says the word, so that several tabs do something at once. */
async function theWord() {
  const word = new BroadcastChannel("test");
  await new Promise((resolve) => {
    word.onmessage = resolve;
    window.isReady = true;
  });
  word.close();
  window.isReady = false;
}

function sayTheWord() {
  new BroadcastChannel("test").postMessage("now");
}

/** Opens a copy of this tab, which gets the store as it is now and its page only after a sign-out here. */
async function signOutBeforeCopyLoads(client) {
  const copy = window.open("about:blank");
  copy.sessionStorage.length;
  await client.signOut();
  copy.location = location.href;
}

/** Waits until no refresh holds a lock. */
async function locksAreFree() {
  for (const { name } of (await navigator.locks.query()).held) {
    if (name.startsWith("coolsms-oauth2.refresh.")) await navigator.locks.request(name, () => {});
  }
}

/** What every server answers to this page from now on. */
var answers = [];

function recordAnswers() {
  const real = window.fetch;
  window.fetch = async (...request) => {
    const answer = await real(...request);
    answers.push(await answer.clone().text());
    return answer;
  };
}

/** What was begun in this page, by name: null while it goes on, then what it came to. */
var begun = {};

/** Starts something at once, and keeps what it comes to. */
function begin(name, act) {
  begun[name] = null;
  const keep = (outcome) => {
    begun[name] = outcome;
  };
  (async () => act())().then(
    (value) => keep({ value }),
    (error) => keep({ error: describe(error) }),
  );
}

/** The same at the next click on a button that comes for it and goes with it. */
function beginInAClick(name, act) {
  const button = document.createElement("button");
  button.id = "begin";
  button.textContent = name;
  button.onclick = () => {
    button.remove();
    begin(name, act);
  };
  document.body.append(button);
}

/** The names of the channels that this page opens from now on, and what others say on them. */
var channels = [];
var received = [];

function recordChannels() {
  window.BroadcastChannel = class extends BroadcastChannel {
    constructor(name) {
      super(name);
      channels.push(name);
      this.addEventListener("message", ({ data }) => received.push(data));
    }
  };
}

/** Says that on each of these channels, and listens to them from then on. */
function interfere(names, message) {
  recordChannels();
  for (const name of names) new BroadcastChannel(name).postMessage(message);
}
