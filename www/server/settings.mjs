// What the server is told by its environment, checked whole before anything starts.

/**
 * @typedef {object} Settings
 * @property {{ id: string, secret: string, redirectUri: string } | null} app The app whose codes are exchanged, if any.
 * @property {ReadonlySet<string>} origins The origins whose pages may call the API.
 * @property {ReadonlySet<string>} tokenOrigins The origins whose pages may ask for tokens.
 * @property {string} coolsms The base URL of CoolSMS, without a slash at its end.
 * @property {readonly { method: string, path: RegExp }[]} calls The calls of the API that are passed on.
 * @property {number} receiveMs How long the body of a request may take to arrive.
 * @property {number} answerMs How long CoolSMS may take for a whole answer.
 */

/** @typedef {Readonly<Record<string, unknown>>} Environment Variables by name; the values are strings. */

/** The calls that CoolSMS's guide names. `:name` stands for one segment. */
const GUIDE = `
  GET /users/v1/member,
  GET /users/v1/accounts/:accountId,
  GET /cash/v1/balance,
  GET /senderid/v1/numbers/active,
  POST /messages/v4/send,
  GET /messages/v4/list`;

/** An invalid configuration. The message is a sentence for the person who starts the server. */
export class ConfigurationError extends Error {}

/**
 * Reads the settings.
 *
 * @param {Environment} env
 * @returns {Settings}
 * @throws {ConfigurationError} naming the variable.
 */
export function settingsOf(env) {
  const { CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, ORIGINS, COOLSMS, API_CALLS, RECEIVE_MS, ANSWER_MS } =
    /** @type {Record<string, string | undefined>} */ (env);
  const app = appOf(CLIENT_ID, CLIENT_SECRET, REDIRECT_URI);
  const home = app ? [webOrigin("REDIRECT_URI", app.redirectUri)] : [];
  const origins = new Set([...home, ...listOf(ORIGINS).map((origin) => exactOrigin("ORIGINS", origin))]);
  if (origins.size === 0) {
    throw new ConfigurationError(
      "Set CLIENT_ID, CLIENT_SECRET and REDIRECT_URI; or, to pass on API calls alone, ORIGINS.",
    );
  }
  return {
    app,
    origins,
    tokenOrigins: app ? new Set(home) : origins,
    coolsms: coolsmsBase(COOLSMS || "https://api.coolsms.co.kr"),
    calls: listOf(API_CALLS || GUIDE).map(callOf),
    receiveMs: milliseconds("RECEIVE_MS", RECEIVE_MS || "10000"),
    answerMs: milliseconds("ANSWER_MS", ANSWER_MS || "20000"),
  };
}

/** @type {(id?: string, secret?: string, redirectUri?: string) => Settings["app"]} */
function appOf(id, secret, redirectUri) {
  if (id && secret && redirectUri) return { id, secret, redirectUri };
  if (!id && !secret && !redirectUri) return null;
  const missing = Object.entries({ CLIENT_ID: id, CLIENT_SECRET: secret, REDIRECT_URI: redirectUri })
    .filter(([, value]) => !value)
    .map(([name]) => name);
  throw new ConfigurationError(`Set ${missing.join(" and ")} too.`);
}

/** @type {(list?: string) => string[]} Its items, between commas. */
const listOf = (list = "") =>
  list
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean);

/** @type {(name: string, address: string) => string} The origin of a web page. */
function webOrigin(name, address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new ConfigurationError(`${name} must be the URL of a web page.`);
  return url.origin;
}

/** @type {(name: string, origin: string) => string} */
function exactOrigin(name, origin) {
  if (webOrigin(name, origin) === origin) return origin;
  throw new ConfigurationError(`${name} must list origins, such as https://app.example.`);
}

/** @type {(base: string) => string} Secret and tokens go there. */
function coolsmsBase(base) {
  webOrigin("COOLSMS", base);
  const { protocol, hostname, origin, pathname, href } = new URL(base);
  if (protocol !== "https:" && !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)) {
    throw new ConfigurationError("COOLSMS must begin with https:// (on this machine, http:// will do).");
  }
  if (href !== origin + pathname) throw new ConfigurationError("COOLSMS must be a base URL, without query.");
  return href.replace(/\/+$/, "");
}

/** @type {(call: string) => { method: string, path: RegExp }} */
function callOf(call) {
  const [, method, path] = /^(GET|POST|PUT|PATCH|DELETE) ((?:\/:?[\w.~-]+)+)$/.exec(call) ?? [];
  if (!method || !path) {
    throw new ConfigurationError(`API_CALLS must list calls, such as GET /cash/v1/balance. This is none: ${call}`);
  }
  // No segment of a path that is passed on has an escape: what it stands for would be the API's to say.
  const segments = path.split("/").map((part) => (part.startsWith(":") ? "[\\w.~-]+" : part.replaceAll(".", "\\.")));
  return { method, path: new RegExp(`^${segments.join("/")}$`) };
}

/** @type {(name: string, value: string) => number} */
function milliseconds(name, value) {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new ConfigurationError(`${name} must be a number of milliseconds.`);
}
