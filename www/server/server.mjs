// An app's own server, which keeps the client secret: for the app's page, and for no other, it exchanges codes at CoolSMS
// and refreshes tokens.
//
//   CLIENT_ID=… CLIENT_SECRET=… REDIRECT_URI=https://app.example/ node server.mjs
//
// It answers POST /token at 127.0.0.1, behind whatever serves https: for the app. The page names it:
//
//   const provider = { ...coolsms(), tokenEndpoint: "https://app.example/token" };
//   const client = createClient({ …, provider, responseType: "code" });

import { once } from "node:events";
import { createServer } from "node:http";

const { CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, PORT = "8403", COOLSMS = "https://api.coolsms.co.kr" } = process.env;
if (!CLIENT_ID || !CLIENT_SECRET || !REDIRECT_URI) {
  console.error("Set CLIENT_ID, CLIENT_SECRET and REDIRECT_URI.");
  process.exit(2);
}

/** The app's page: it is where its redirect URI is. */
const { origin: ORIGIN, protocol } = new URL(REDIRECT_URI);
if (!/^https?:$/.test(protocol)) {
  console.error("REDIRECT_URI must be a web page.");
  process.exit(2);
}
const MAX_BYTES = 8192;
const MAX_CONNECTIONS = 1000;
/** How long CoolSMS may take. */
const TIMEOUT_MS = 20_000;
/** How long the head of a request may take to arrive, and then its body. */
const { RECEIVE_MS = "10000" } = process.env;

const HEADERS = {
  "Access-Control-Allow-Origin": ORIGIN, // needed where the page is on another origin than this server
  "Access-Control-Allow-Headers": "Content-Type",
  "Cache-Control": "no-store", // RFC 6749 §5.1
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", // an answer is no page
  "Content-Type": "application/json",
  "X-Content-Type-Options": "nosniff",
};

/** An answer in CoolSMS's words, as the page gets all others. */
const refuse = (status, errorCode, errorMessage) => ({ status, body: JSON.stringify({ errorCode, errorMessage }) });

/** What to ask CoolSMS for; nothing but that, whatever else the page sends. Null where it is not for this app. */
function questionOf({ grant_type, code, redirect_uri, client_id, code_verifier, refresh_token }) {
  if (grant_type === "refresh_token") return isText(refresh_token) ? { grant_type, refresh_token } : null;
  const isExchange = grant_type === "authorization_code" && client_id === CLIENT_ID;
  const isOurs = isExchange && [code, redirect_uri, code_verifier].every(isText) && isRedirectUri(redirect_uri);
  return isOurs ? { grant_type, code, redirect_uri, client_id, code_verifier, client_secret: CLIENT_SECRET } : null;
}

const isText = (value) => typeof value === "string";

/** Byte for byte, but for the nonce that `coolsms({ stateIn: "redirect_uri" })` puts behind it. */
const isRedirectUri = (uri) =>
  uri.startsWith(REDIRECT_URI) && /^([?&]oauth_state=[a-z-]+)?$/.test(uri.slice(REDIRECT_URI.length));

/** The members of CoolSMS's answers that a page may need. Others stay here, whatever they hold. */
const TOKENS = ["access_token", "refresh_token", "token_type", "expires_in", "scope"];
const ERRORS = ["errorCode", "errorMessage"];

/**
 * What the page hears of an answer; null where that is no JSON object. Should CoolSMS repeat what it was sent, the page
 * does not hear the secret: it is looked for in the texts as they are read, since JSON can write any letter in many ways.
 */
function relayed(answer) {
  const said = objectIn(answer);
  if (!said) return null;
  const tokens = TOKENS.map((name) => [name, said[name]]);
  // In a text with escapes of its own, such as a request that is quoted, the secret can look otherwise.
  const errors = ERRORS.map((name) => [name, /[\\%&]/.test(said[name]) ? undefined : said[name]]);
  return JSON.stringify(Object.fromEntries([...tokens, ...errors].map(([name, value]) => [name, redacted(value)])));
}

/** Texts without the secret, and numbers. Nothing else is in an answer. */
function redacted(value) {
  if (isText(value)) return value.replaceAll(CLIENT_SECRET, "…");
  return typeof value === "number" && !String(value).includes(CLIENT_SECRET) ? value : undefined;
}

function objectIn(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

async function ask(question) {
  try {
    const answer = await fetch(`${COOLSMS}/oauth2/v1/access_token`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(question),
      redirect: "error", // it would carry the secret on
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = relayed(await answer.text());
    if (body) return { status: answer.status, body };
    return refuse(answer.ok ? 502 : answer.status, "BadGateway", "CoolSMS answered what cannot be read.");
  } catch {
    return refuse(502, "BadGateway", "CoolSMS did not answer.");
  }
}

async function answerTo(request) {
  const { method, url, headers } = request;
  if (url !== "/token") return refuse(404, "NotFound", "There is only /token.");
  if (headers.origin !== ORIGIN) return refuse(403, "Forbidden", "This server is for one app's page.");
  if (method === "OPTIONS") return { status: 204 };
  if (method !== "POST") return refuse(405, "MethodNotAllowed", "It takes POST.");
  if (headers["content-type"] !== "application/json") return refuse(415, "UnsupportedMediaType", "It takes JSON.");
  // A body that does not say its length is not read either.
  if (!(Number(headers["content-length"]) <= MAX_BYTES))
    return refuse(413, "PayloadTooLarge", "It takes token requests.");
  const text = await bodyOf(request);
  if (text === null) return refuse(408, "RequestTimeout", "The body did not arrive in time.");
  const question = questionOf(JSON.parse(text) ?? {});
  return question ? ask(question) : refuse(403, "Forbidden", "That is another app's.");
}

/** As text; null where it takes too long. Its length was checked. */
async function bodyOf(request) {
  const deadline = AbortSignal.timeout(Number(RECEIVE_MS));
  let text = "";
  request.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  try {
    await once(request, "end", { signal: deadline });
    return text;
  } catch (error) {
    if (deadline.aborted) return null;
    throw error;
  }
}

// Node ends what is not read here: a head that does not arrive, and the body of a request that was refused before it.
const limits = {
  headersTimeout: Number(RECEIVE_MS),
  requestTimeout: 2 * Number(RECEIVE_MS), // after `bodyOf`, whose answer the page can read
  connectionsCheckingInterval: Number(RECEIVE_MS) / 10,
};
const server = createServer(limits, async (request, response) => {
  const { status, body } = await answerTo(request).catch(() => refuse(400, "BadRequest", "The body cannot be read."));
  // A body that is late is not waited for.
  response.writeHead(status, status === 408 ? { ...HEADERS, Connection: "close" } : HEADERS).end(body);
  console.log(request.method, status); // and nothing of what was asked or answered
});
server.maxConnections = MAX_CONNECTIONS;

server.listen(Number(PORT), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/token serves ${ORIGIN}`);
});
