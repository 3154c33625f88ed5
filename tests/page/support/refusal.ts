// What a rejection says, and that it holds no token.
import { OAuthError } from "coolsms-oauth2";
import { expect } from "chai";

/** Every text of an error, its own members and its causes included. */
export const textOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
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
  if (!(error instanceof OAuthError)) throw new Error(`${code} was expected, but: ${textOf(error)}`);
  expect(error.code, textOf(error)).to.equal(code);
  return error;
};
