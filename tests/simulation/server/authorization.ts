// The authorization endpoint (RFC 6749 §3.1): where it sends the user, with what response.
import { hasJwts, isForCode, isStateInUri } from "../world/apps.ts";
import type { Navigation } from "../world/tab.ts";
import type { World } from "../world/world.ts";
import type { AuthorizationRequest } from "./grants.ts";

export type Answer = (typeof ANSWERS)[number];

/** As often as they are to come. */
export const ANSWERS = [
  ...Array<"grants">(6).fill("grants"),
  "grants less",
  "denies",
  "denies",
  "fails",
  "sends a code",
  "names another client",
  "says twice",
  "other token type",
  "leaves the state out",
  "garbles",
] as const;

/** An address with a response in its query or its fragment. */
export const withResponse = (base: string, response: string, isInQuery: boolean): string => {
  const url = new URL(base);
  if (!isInQuery) url.hash = response;
  else url.search = url.search === "" ? response : `${url.search}&${response}`;
  return url.href;
};

export const answer = (world: World, request: AuthorizationRequest, how: Answer, isInQuery: boolean): Navigation => {
  const { app, redirectUri } = request;
  const number = world.number();
  const response = isForCode(app)
    ? codeResponse(world, request, how, number)
    : tokenResponse(world, request, how, number);
  // Names the response, for the rules: parameters that nobody knows are kept.
  const named = `${response.replace("error=", `error_description=grant-${number}&error=`)}&grant=${number}`;
  const url = withResponse(redirectUri, named, isForCode(app) || (isInQuery && hasJwts(app)));
  const navigation = { url, own: app.redirectUri };
  world.seen.push(navigation);
  return navigation;
};

const scopeOf = ({ scope }: AuthorizationRequest, how: Answer): string[] =>
  how === "grants less" ? scope.slice(0, 1) : scope;

const tokenResponse = (world: World, request: AuthorizationRequest, how: Answer, number: number): string => {
  const { app, state } = request;
  const scope = scopeOf(request, how);
  const clientId = how === "names another client" ? "evil-app" : app.clientId;
  const lifetime = hasJwts(app) ? 600 + 60 * (number % 50) : 600 + number;
  // CoolSMS gives one with every token.
  const refreshToken = hasJwts(app) ? world.issuer.begin(state, clientId, scope) : null;
  const isGood = how === "grants" || how === "grants less" || (how === "leaves the state out" && !hasJwts(app));
  const grant = { number: String(number), state, clientId, scope, refreshToken, isGood };
  const token = world.issuer.grant(app, lifetime, grant);
  const byAnswer: Partial<Record<Answer, string>> = {
    denies: "error=access_denied",
    fails: "error=server_error",
    "sends a code": `code=c${number}`,
    "says twice": `access_token=${token}&access_token=${token}x`,
    "other token type": `access_token=${token}&token_type=mac`,
    garbles: `access_token=${token}&expires_in=%FF%`,
  };
  let response = byAnswer[how] ?? `access_token=${token}&token_type=bearer`;
  if (!isStateInUri(app) && how !== "leaves the state out") response += `&state=${state}`;
  if (!hasJwts(app)) {
    response += `&iss=https://${how === "names another client" ? "evil" : "auth"}.example`;
    if (how !== "garbles") response += `&expires_in=${lifetime}`;
    if (how === "grants less") response += `&scope=${scope.join("+")}`;
  }
  if (refreshToken && response.includes("access_token")) response += `&refresh_token=${refreshToken}`;
  return response;
};

/** A code comes in the query, and names its issuer (RFC 9207). */
const codeResponse = (world: World, request: AuthorizationRequest, how: Answer, number: number): string => {
  const code = `code-${number}.`;
  const byAnswer: Partial<Record<Answer, string>> = {
    denies: "error=access_denied",
    fails: "error=server_error",
    "other token type": "error=server_error",
    "sends a code": "access_token=granted-in-place-of-a-code&token_type=bearer",
    "says twice": `code=${code}&code=${code}x`,
    garbles: `code=${code}&error=%FF%`,
  };
  let response = byAnswer[how] ?? `code=${code}`;
  if (how !== "leaves the state out") response += `&state=${request.state}`;
  response += `&iss=https://${how === "names another client" ? "evil" : "code"}.example`;
  const isGood = how === "grants" || how === "grants less";
  world.issuer.codes.push({ ...request, scope: scopeOf(request, how), code, isGood, isUsed: false });
  return response;
};
