// What the page does: signs in, asks CoolSMS, sends, signs out. It changes the state and has view.js draw it.

import { forgetProblems, isComplete, messageOf, outcomeOf, recheck } from "./compose.js";
import { applyLanguage, chooseLanguage } from "./language.js";
import { MESSAGES } from "./messages.js";
import { isOffline, isSandbox } from "./online.js";
import { endOf, wasRefreshed } from "./session.js";
import { byId, drawTextLength, render } from "./view.js";

const SCOPES = ["users:read", "accounts:read", "cash:read", "senderid:read", "message:write"];

const RESOURCES = {
  member: { path: () => "/users/v1/member", scope: ["users:read"] },
  // CoolSMS's documents name users:read for this call. accounts:read is asked for as well, as its guide does.
  account: {
    path: () => `/users/v1/accounts/${state.data.member.selectedAccountId}`,
    scope: ["users:read", "accounts:read"],
    after: "member",
  },
  balance: { path: () => "/cash/v1/balance", scope: ["cash:read"] },
  senders: { path: () => "/senderid/v1/numbers/active", scope: ["senderid:read"] },
};

const state = {
  phase: "loading", // then "signed-out" or "signed-in"
  asks: SCOPES, // what a sign-in asks for
  sandbox: null, // whether CoolSMS is one
  session: null,
  refreshedAt: null, // when its token was last seen to be a new one
  missing: new Set(), // permissions that were not granted
  loading: new Set(), // names of RESOURCES on their way
  data: {}, // their answers
  leaving: false, // on the way to CoolSMS
  signingOut: false,
  sending: false,
  sent: null, // what became of the last message: { outcome: "accepted" | "refused" | "unknown", … }
  problem: null, // the error
  action: null, // what to do about the problem: "retry", "sign-in", or "leave" where no window opened
  notice: null, // the name of a text, or an error that is none
};

let client = null;
let base = null; // where CoolSMS is
let requests = new AbortController(); // those of this session
let popups = 0; // opened so far
let asked = null; // what the last of them is for
const draw = () => render(state);

// ---- Signing in and out

async function start() {
  applyLanguage();
  draw();
  let returned = null;
  try {
    client = await newClient();
    returned = await client.handleRedirectCallback();
    comeBack(returned);
  } catch (error) {
    comeBack(error);
    report(error);
  }
  client?.subscribe(followSession);
  followSession();
  if (returned) byId("account").focus();
  if (state.problem) byId("error").focus();
}

async function newClient() {
  const { createClient, coolsms } = CoolsmsOAuth2;
  const config = await (await fetch("config.json")).json();
  base = config.base;
  state.sandbox = isSandbox(base);
  return createClient({
    clientId: config.clientId,
    redirectUri: `${location.origin}/`,
    scope: SCOPES,
    provider: coolsms({ base }),
    // With it a session outlives its token, which is good for a day. CoolSMS's refresh token never expires and is bound
    // to no app, so without this line it is thrown away: an app keeps it where people stay for longer, and not on a
    // page that runs scripts of others. In memory it is gone with the last tab.
    refreshTokenStore: "memory",
  });
}

/** Back from CoolSMS, with a session or an error: to the address and the text the person left with. */
function comeBack(result) {
  if (result?.returnTo) history.replaceState(history.state, "", result.returnTo);
  applyLanguage();
  const { to, text } = result?.appState?.draft ?? {};
  if (to) byId("to").value = to;
  if (text) byId("text").value = text;
}

/** Signs in in this window, or asks for one more permission: it leaves the page, and what is typed goes along. */
async function leave(scope = null) {
  if (!client) return location.reload(); // the page could not start
  if (state.leaving) return;
  clearMessages();
  state.leaving = true;
  draw();
  if (await isOffline(base)) {
    state.leaving = false;
    state.notice = "offline";
    return draw();
  }
  const options = {
    returnTo: location.pathname + location.search + location.hash,
    appState: { draft: { to: byId("to").value, text: byId("text").value } },
  };
  try {
    await (scope ? client.requestScopes(scope, options) : client.signInWithRedirect(options));
  } catch (error) {
    report(error);
  }
  state.leaving = false;
  draw();
}

/** The same in a separate window, while the page stays as it is. A browser opens one in a click only. */
async function openPopup(scope = null) {
  if (!client) return location.reload();
  if (!navigator.onLine && (await isOffline(base))) {
    clearMessages();
    state.notice = "offline";
    return draw();
  }
  popups += 1;
  const number = popups;
  const signedIn = scope ? client.requestScopes(scope, { via: "popup" }) : client.signInWithPopup();
  clearMessages();
  asked = scope;
  state.notice = "popup";
  draw();
  try {
    await signedIn;
    state.notice = null;
  } catch (error) {
    if (number !== popups) return; // another click has opened a newer one
    report(error);
  }
  draw();
}

async function signOut() {
  if (state.signingOut) return;
  clearMessages();
  dropRequests();
  state.signingOut = true;
  draw();
  try {
    await client.signOut();
  } catch (error) {
    report(error);
  }
  followSession();
  state.signingOut = false;
  draw();
}

/** Brings the page in line with the session, after any change: by the page, another tab, the clock, CoolSMS (`reason`). */
function followSession(reason) {
  const before = state.session;
  const now = client?.getSession() ?? null;
  state.session = now;
  state.phase = now ? "signed-in" : "signed-out";

  if (before && !now) closeSession(before, reason);
  if (wasRefreshed(before, now)) state.refreshedAt = Date.now();
  if (now && !(before && sameGrant(before, now))) openSession();
  draw();
  if (before && !now) byId("welcome").focus();
}

const sameGrant = (a, b) => a.id === b.id && String(a.scope) === String(b.scope);

function openSession() {
  dropRequests();
  state.missing = new Set(SCOPES.filter((scope) => client.missingScopes(scope).length > 0));
  state.data = {};
  state.notice = state.refreshedAt = null;
  loadAll();
}

function closeSession(before, reason) {
  dropRequests();
  state.missing.clear();
  state.data = {};
  state.sent = null;
  const end = endOf(before, reason, state.signingOut);
  // A text typed so far outlives a session that ran out, not a person who leaves.
  if (end !== "session-ended") {
    byId("send-form").reset();
    forgetProblems(byId("send-form"));
  }
  if (reason) report(reason);
  else if (!state.problem) state.notice = end;
}

// ---- Asking CoolSMS

/** What is not there yet; with a name, only what comes after that. */
function loadAll(before = null) {
  for (const [name, { scope, after = null }] of Object.entries(RESOURCES)) {
    if (before && after !== before) continue;
    const isPossible = !scope.some((needed) => state.missing.has(needed)) && (!after || state.data[after]);
    if (isPossible && !state.data[name] && !state.loading.has(name)) load(name);
  }
}

async function load(name) {
  const { path, scope } = RESOURCES[name];
  const { signal } = requests;
  state.loading.add(name);
  draw();
  try {
    const answer = await call(path(), { scope, signal });
    if (!signal.aborted && state.session) state.data[name] = answer;
  } catch (error) {
    if (!signal.aborted) {
      delete state.data[name];
      report(error, "retry");
    }
  }
  if (!signal.aborted) {
    state.loading.delete(name);
    if (state.data[name]) loadAll(name);
  }
  draw();
}

function dropRequests() {
  requests.abort();
  requests = new AbortController();
  state.loading.clear();
}

/** The answer's JSON. Throws an OAuthError, or what CoolSMS says is wrong: { status, errorCode, errorMessage }. */
async function call(path, init) {
  const response = await client.fetch(path, init);
  if (!response.ok) throw await CoolsmsOAuth2.apiError(response);
  return response.json();
}

async function send(form) {
  if (state.sending || !isComplete(form)) return;
  clearMessages();
  const message = messageOf(form);
  const { signal } = requests;
  state.sending = true;
  draw();
  try {
    const { messageId } = await call("/messages/v4/send", {
      method: "POST",
      scope: "message:write",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ message }),
      signal,
    });
    state.sent = { outcome: "accepted", to: message.to, messageId };
    form.to.value = form.text.value = "";
    if (state.data.balance) load("balance"); // it has gone down
  } catch (error) {
    if (!signal.aborted) {
      state.sent = outcomeOf(error);
      if (!state.sent) report(error);
    }
  }
  state.sending = false;
  draw();
}

// ---- Saying what happened

const WAYS_OUT = new Map([
  ["unauthorized", "sign-in"],
  ["login_required", "sign-in"],
  ["popup_blocked", "leave"],
]);

function report(error, action = null) {
  if (error.code === "cancelled") {
    state.notice = error; // the person's own choice, and no problem
    return;
  }
  // The card that needs the permission says so.
  if (error.code === "insufficient_scope" && error.missingScopes?.length) {
    for (const scope of error.missingScopes) state.missing.add(scope);
    return;
  }
  state.problem = error;
  state.action = WAYS_OUT.get(error.code) ?? action;
  state.notice = null;
}

function clearMessages() {
  state.problem = state.action = state.notice = state.sent = null;
}

// ---- What the person does

const errorActions = {
  "retry": () => {
    clearMessages();
    loadAll();
    draw();
  },
  "sign-in": () => leave(),
  "leave": () => leave(asked),
};

for (const language of Object.keys(MESSAGES)) {
  byId(`lang-${language}`).addEventListener("click", () => {
    chooseLanguage(language);
    draw();
  });
}
byId("sign-in").addEventListener("click", () => leave());
byId("sign-in-popup").addEventListener("click", () => openPopup());
byId("sign-out").addEventListener("click", signOut);
byId("error-action").addEventListener("click", () => errorActions[state.action]());
byId("send-form").addEventListener("input", ({ currentTarget }) => {
  drawTextLength();
  recheck(currentTarget);
});
byId("send-form").addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.currentTarget);
});
document.addEventListener("click", ({ target }) => {
  if (target.dataset?.ask) openPopup(target.dataset.ask);
});

start();
