// The token endpoint (RFC 6749 §3.2) and the revocation endpoint (RFC 7009): what they answer.
import { createHash } from "node:crypto";
import { type App, hasJwts } from "../world/apps.ts";
import type { TokenFlight } from "../world/network.ts";
import type { World } from "../world/world.ts";
import type { Family } from "./grants.ts";

/** How the endpoint answers what it could grant, as often as it is to come. */
export const SAYS = [
  ...Array<"grants">(7).fill("grants"),
  "grants less",
  "fails",
  "is busy",
  "garbles",
  "cuts",
  "names another type",
  "ends",
] as const;
export type Says = (typeof SAYS)[number];

/** The server acts on a request: what it answers. */
export const act = (world: World, flight: TokenFlight, says: Says): [status: number, body: string] => {
  const { parameters, app } = flight;
  if (says === "fails") return [503, "<h1>Unavailable</h1>"];
  if (says === "is busy") return [429, JSON.stringify({ error: "slow_down" })];
  switch (flight.purpose) {
    case "revoke": {
      const family = world.issuer.familyOf(parameters.token ?? "");
      if (family) family.isOver = true;
      return [200, ""];
    }
    case "refresh":
      return refresh(world, app, parameters.refresh_token ?? "", says);
    case "exchange":
      return exchange(world, app, parameters, says);
  }
};

const refresh = (world: World, app: App, refreshToken: string, says: Says): [number, string] => {
  const words = hasJwts(app) ? { errorCode: "InvalidRefreshToken" } : { error: "invalid_grant" };
  const refused: [number, string] = [400, JSON.stringify(words)];
  const { rotation } = world.issuer;
  const family = world.issuer.familyOf(refreshToken);
  if (!family) return refused;
  const isOld = rotation !== "off" && family.refreshTokens.at(-1) !== refreshToken;
  family.isOver ||= says === "ends" || (isOld && rotation === "strict");
  if (family.isOver || isOld) return refused;
  if (rotation === "off") return [200, written(tokens(world, app, family, says, refreshToken), says)];
  const next = `refresh-${world.issuer.families.indexOf(family)}-${family.refreshTokens.length}.`;
  family.refreshTokens.push(next);
  return [200, written({ ...tokens(world, app, family, says, next), refresh_token: next }, says)];
};

const exchange = (world: World, app: App, parameters: Record<string, string>, says: Says): [number, string] => {
  const refused: [number, string] = [400, JSON.stringify({ error: "invalid_grant" })];
  const issued = world.issuer.codes.find(({ code }) => code === parameters.code);
  if (!issued) {
    world.broke("proof", `nobody has issued ${parameters.code}`);
    return refused;
  }
  const challenge = createHash("sha256")
    .update(parameters.code_verifier ?? "")
    .digest("base64url");
  const { clientId } = issued.app;
  const isItsOwn = parameters.redirect_uri === issued.redirectUri && clientId === app.clientId;
  if (challenge !== issued.challenge || !isItsOwn) {
    world.broke("proof", `${issued.code} came with ${parameters.code_verifier} and ${parameters.redirect_uri}`);
  }
  if (issued.isUsed || says === "ends") return refused;
  issued.isUsed = true;
  const refresh_token = world.issuer.begin(issued.state, clientId, issued.scope);
  const family = world.issuer.families.at(-1) as Family;
  const answer = tokens(world, app, family, says, refresh_token);
  return [200, written({ ...answer, refresh_token, scope: answer.scope ?? issued.scope.join(" ") }, says)];
};

/** A new access token of a family. */
const tokens = (world: World, app: App, family: Family, says: Says, refreshToken: string) => {
  const number = world.number();
  if (says === "grants less") {
    family.scope = family.scope.slice(0, 1);
    family.isLess = true;
  }
  const { state, clientId, scope } = family;
  const lifetime = 600 + 60 * (number % 50);
  const grant = { number: String(number), state, clientId, scope, refreshToken, isGood: true };
  return {
    access_token: world.issuer.grant(app, lifetime, grant),
    token_type: says === "names another type" ? "mac" : "bearer",
    grant: String(number),
    ...(!hasJwts(app) && { expires_in: lifetime }),
    ...(!hasJwts(app) && family.isLess && { scope: scope.join(" ") }),
  } as Record<string, unknown>;
};

/** The body as it comes: some servers, and what stands before them, write no JSON. */
const written = (answer: object, says: Says): string => {
  const text = JSON.stringify(answer);
  if (says === "garbles") return "<!doctype html>";
  return says === "cuts" ? text.slice(0, text.length / 2) : text;
};
