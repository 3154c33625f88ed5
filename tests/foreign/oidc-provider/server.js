// OpenID Connect as oidc-provider does it, with its own pages to sign in and to allow: any name, any password.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

import { Provider } from "oidc-provider";

import { options } from "./options.js";
import { tell, writeDown } from "./seen.js";

const CLIENT_ID = "foreign-app";

// It listens first: its issuer names the port.
const server = createServer().listen(options.port, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on("request", provider(issuer).callback());
  console.log(JSON.stringify({ issuer, clientId: CLIENT_ID }));
});

// It ends with whoever started it, however that ended.
process.stdin.resume().on("end", () => process.exit());

function provider(issuer) {
  const made = new Provider(issuer, {
    clients: [client()],
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    pkce: { required: () => true },
    rotateRefreshToken: () => true,
    clientBasedCORS: (_context, origin, { redirectUris }) => redirectUris.some((uri) => new URL(uri).origin === origin),
    features: {
      devInteractions: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: false },
    },
    ttl: { AccessToken: () => options.accessTokenSeconds },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    renderError: (context, out) => (context.body = out),
  });
  made.use(withoutStyle);
  made.use(tell);
  made.use(writeDown);
  return made;
}

/** A single-page app: it has no secret. */
function client() {
  return {
    client_id: CLIENT_ID,
    token_endpoint_auth_method: "none",
    redirect_uris: options.redirectUris,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
  };
}

/** Middleware: the library's pages ask the internet for a font, and go without their style here. */
async function withoutStyle(context, next) {
  await next();
  context.set("Content-Security-Policy", "default-src 'none'");
}
