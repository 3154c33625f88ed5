// What a rejection says, and that it holds no token. Errors of frames count too, whose classes are others.

import { expect } from "chai";
import type { OAuthError } from "coolsms-oauth2";

const isError = (it: unknown): it is Error => typeof it === "object" && it !== null && "name" in it && "message" in it;

/** Every text of an error, its own members and its causes included. */
export const textOf = (error: unknown): string => {
  if (!isError(error)) return String(error);
  const { response: _, cause, ...members } = error as Error & { response?: Response };
  return `${error.name} ${error.message} ${error} ${JSON.stringify(members)} ${cause === undefined ? "" : textOf(cause)}`;
};

/** Waits for a rejection, whatever it is; also where the call throws at once. */
export const rejection = async (act: Promise<unknown> | (() => unknown)): Promise<unknown> => {
  let value: unknown;
  try {
    value = await (typeof act === "function" ? act() : act);
  } catch (error) {
    expect(textOf(error), "no error holds a token (S38)").not.to.contain("eyJ");
    return error;
  }
  throw new Error(`not refused, but fulfilled with ${JSON.stringify(value)}`);
};

/** Waits for an `OAuthError` of that code. */
export const refusal = async (code: string, act: Promise<unknown> | (() => unknown)): Promise<OAuthError> => {
  const error = await rejection(act);
  if (!isError(error) || error.name !== "OAuthError") throw new Error(`${code} was expected, but: ${textOf(error)}`);
  const refused = error as OAuthError;
  expect(refused.code, textOf(error)).to.equal(code);
  return refused;
};
