// The app between the client and the pages: who is signed in, which page is shown, what the person is told.

import { type Client, OAuthError, type Session } from "coolsms-oauth2";

import { drawTexts } from "../../site/dom.js";
import { applyLanguage, text } from "../../site/language.js";
import { isOffline, isSandbox } from "../../site/online.js";
import { endOf, wasRefreshed } from "../../site/session.js";
import { newClient } from "./client.js";
import { currentDraft, type Draft, dropDraft, keepDraft } from "./draft.js";
import { type Notice, newFrame } from "./frame.js";
import { routeOf } from "./pages/index.js";
import type { App, View } from "./pages/page.js";
import { followRoutes, here, replaceRoute } from "./router.js";

/** What a sign-in takes along and brings back. */
interface Note {
  draft: Draft;
  /** The permission that it was started for. */
  asked: string | null;
}

/** Starts the app: ends with the first page on the screen. */
export async function startApp(): Promise<void> {
  const state = {
    session: null as Session | null,
    sandbox: false,
    refreshedAt: null as number | null,
    leaving: false,
    signingOut: false,
    problem: null as unknown, // what was thrown
    notice: null as Notice | null,
  };
  let client: Client | null = null;
  let base = ""; // where CoolSMS is
  let view: View | null = null;
  let left = new AbortController(); // aborted when the page on the screen is left

  const frame = newFrame({
    signOut,
    languageChosen: draw,
    tryAgain: showRoute,
  });

  const app: App = {
    get client() {
      if (!client) throw new Error("there is no client yet");
      return client;
    },
    get session() {
      return state.session;
    },
    get sandbox() {
      return state.sandbox;
    },
    get refreshedAt() {
      return state.refreshedAt;
    },
    get leaving() {
      return state.leaving;
    },
    signIn,
    report,
    forgetMessages,
    draw,
  };

  async function signIn(asked?: string): Promise<void> {
    if (!client) return location.reload(); // the app could not start
    if (state.leaving) return;
    forgetMessages();
    state.leaving = true;
    draw();
    if (await isOffline(base)) {
      state.leaving = false;
      state.notice = { key: "offline" };
      return draw();
    }
    const needed = asked ?? routeOf(location.pathname).needs;
    const note: Note = { draft: currentDraft(), asked: asked ?? null };
    const options = { returnTo: here(), appState: note };
    try {
      await (needed ? client.requestScopes(needed, options) : client.signInWithRedirect(options));
    } catch (error) {
      report(error);
    }
    state.leaving = false;
    draw();
  }

  /** Back from CoolSMS, with a session or an error: to the route and the message the person left with. */
  function comeBack({ returnTo, appState }: { returnTo?: string | null; appState?: unknown }): Note | null {
    if (returnTo) replaceRoute(returnTo);
    applyLanguage();
    const note = (appState ?? null) as Note | null; // what signIn wrote
    if (note) keepDraft(note.draft);
    return note;
  }

  async function signOut(): Promise<void> {
    if (!client || state.signingOut) return;
    forgetMessages();
    state.signingOut = true;
    draw();
    try {
      await client.signOut();
    } catch (error) {
      report(error);
    }
    state.signingOut = false;
    draw();
  }

  /** Brings the page in line with the session, after any change: by the user, another tab, the clock, CoolSMS (`reason`). */
  function followSession(reason?: OAuthError): void {
    const before = state.session;
    state.session = client?.getSession() ?? null;
    if (wasRefreshed(before, state.session)) state.refreshedAt = Date.now();
    if (before?.id === state.session?.id) {
      draw();
      return;
    }
    state.refreshedAt = null;
    if (before && !state.session) tellEnd(before, reason);
    changePage();
  }

  function tellEnd(before: Session, reason?: OAuthError): void {
    const end = endOf(before, reason, state.signingOut);
    // A message outlives a session that ran out, not a person who leaves.
    if (end !== "session-ended") dropDraft();
    if (reason) report(reason);
    else state.notice = { key: end };
  }

  function showRoute(): void {
    forgetMessages();
    changePage();
  }

  /** Puts the page of the route on the screen, from its beginning. */
  function showPage(): void {
    left.abort();
    left = new AbortController();
    const route = routeOf(location.pathname);
    view = route.view(app, left.signal);
    frame.page.replaceChildren(view.element);
    document.body.dataset.state = state.session ? "signed-in" : "signed-out";
    scrollTo(0, 0);
    draw();
  }

  /** Another page than before: it is read aloud from its heading. */
  function changePage(): void {
    showPage();
    frame.focusHeading();
  }

  function report(error: unknown): string[] {
    const { code, missingScopes } = error instanceof OAuthError ? error : {};
    if (code === "cancelled")
      state.notice = { error }; // the person's own choice, and no problem
    else if (code === "insufficient_scope" && missingScopes?.length) return missingScopes;
    else [state.problem, state.notice] = [error, null];
    draw();
    return [];
  }

  function forgetMessages(): void {
    state.problem = state.notice = null;
  }

  function draw(): void {
    const { title } = routeOf(location.pathname);
    document.title = text("app.title", { page: text(title) });
    frame.draw(state);
    view?.draw?.();
    drawTexts();
  }

  draw();
  let returned = null;
  try {
    ({ client, base } = await newClient());
    state.sandbox = isSandbox(base);
    returned = await client.handleRedirectCallback();
    const note = returned && comeBack(returned);
    if (note?.asked) {
      const key = client.missingScopes(note.asked).length === 0 ? "granted" : "not-granted";
      state.notice = { key, scope: note.asked };
    }
  } catch (error) {
    comeBack(error instanceof OAuthError ? error : {});
    report(error);
  }
  state.session = client?.getSession() ?? null;
  client?.subscribe(followSession);
  followRoutes(showRoute);
  showPage();
  if (returned || state.problem) frame.focusHeading();
}
