// The URL of the response that is to be handled.
import { STATE } from "#names";
import { warnIfUnhandled, warnOfRouter } from "../development/warnings.ts";
import { CAPTURED, hasResponse } from "./capture.ts";

const slot = globalThis as Record<symbol, unknown>;

/** The page's URL before the response was removed from it. Other scripts do not find it any more. */
let captured = (slot[CAPTURED] ?? null) as string | null;
delete slot[CAPTURED];

/** Whether anything has asked for it. */
let isAsked = false;
if (DEVELOPMENT && captured !== null) {
  warnOfRouter(captured);
  warnIfUnhandled(() => isAsked);
}

/** Returns the URL that may contain a response: the page's own, or the captured one. */
export const responseUrl = (): string => {
  if (DEVELOPMENT) isAsked = true;
  return captured === null || hasResponse() ? location.href : captured;
};

/** Keeps a URL as if it had been captured, so that a second call handles the same while the first is not done. */
export const keepResponse = (url: string): void => {
  captured = url;
};

/** Forgets the captured URL, once its response is used. */
export const forgetResponse = (): void => {
  captured = null;
};

/** Returns the state of a sign-in by popup, if the URL has one: letters that need no escape. */
export const popupStateOf = (url: string): string | undefined => {
  const [, state, popup] = STATE.exec(url) ?? [];
  return popup && state;
};
