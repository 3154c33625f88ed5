// OpenID Connect as oidc-provider does it, with its own pages to sign in and to allow: any name, any password.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { parseArgs } from "node:util";

import { Provider } from "oidc-provider";

const { values } = parseArgs({
  options: {
    // Where its one client is answered.
    "redirect-uri": { type: "string" },
    // How long an access token is good.
    "access-token-seconds": { type: "string", default: "3600" },
  },
});
const redirectUri = new URL(values["redirect-uri"]);
const asked = [];

// It listens first: its issuer names the port.
const server = createServer().listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on("request", provider(issuer).callback());
  console.log(issuer);
});

// It ends with whoever started it, however that ended.
process.stdin.resume().on("end", () => process.exit());

function provider(issuer) {
  const made = new Provider(issuer, {
    clients: [client()],
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    pkce: { required: () => true },
    rotateRefreshToken: () => true,
    clientBasedCORS: (_context, origin) => origin === redirectUri.origin,
    features: {
      devInteractions: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: false },
    },
    ttl: { AccessToken: () => Number(values["access-token-seconds"]) },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    renderError: (context, out) => (context.body = out),
  });
  made.use(withoutStyle);
  made.use(seen);
  return made;
}

/** A single-page app: it has no secret. */
function client() {
  return {
    client_id: "foreign-app",
    token_endpoint_auth_method: "none",
    redirect_uris: [redirectUri.href],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
  };
}

/** Middleware: the library's pages ask the internet for a font, and go without their style here. */
async function withoutStyle(context, next) {
  await next();
  context.set("Content-Security-Policy", "default-src 'none'");
}

/** Middleware: writes down each request, with what was answered, and tells all of them to tests. */
async function seen(context, next) {
  if (context.path === "/seen") {
    context.body = asked;
    return;
  }
  await next();
  const { method, path, query, status } = context;
  // What a browser asks by itself before a call to another origin is no request of the app's.
  if (method !== "OPTIONS") asked.push({ path, parameters: { ...query, ...context.oidc?.body }, status });
}
