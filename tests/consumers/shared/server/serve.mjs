// Starts the server that a framework built or has, `node serve.mjs MODULE ARGUMENTS…`, and stands before it: at the port PORT,
// with the policy CONTENT_SECURITY_POLICY, to which it adds the hash of each inline script of a page.
import { createHash } from "node:crypto";
import { createServer, request as ask } from "node:http";
import { createConnection } from "node:net";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";

const { PORT, CONTENT_SECURITY_POLICY } = process.env;
const INLINE = /<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs;
const host = "127.0.0.1";
const port = Number(PORT) + 1;

function policyOf(page) {
  const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const hashes = [...page.matchAll(INLINE)].map(([, text]) => hash(text));
  return CONTENT_SECURITY_POLICY.replace("script-src", `script-src ${hashes.join(" ")}`);
}

const isListening = () =>
  new Promise((settle) => {
    const socket = createConnection(port, host, () => settle(true) || socket.end()).on("error", () => settle(false));
  });

const [module, ...rest] = process.argv.slice(2);
Object.assign(process.env, { NODE_ENV: "production", PORT: port, HOST: host });
process.argv = [process.argv[0], resolve(module), ...rest];
await import(resolve(module));
while (!(await isListening())) await setTimeout(50);

createServer((request, response) => {
  const { method, url } = request;
  // Whole and readable: the policy of a page is made from its text.
  const { "if-none-match": _, "accept-encoding": __, ...headers } = request.headers;
  const asked = ask({ host, port, method, path: url, headers }, async (answer) => {
    const body = Buffer.concat(await answer.toArray());
    const isPage = answer.headers["content-type"]?.startsWith("text/html");
    const { "transfer-encoding": _, ...kept } = answer.headers;
    const policy = isPage ? policyOf(body.toString()) : CONTENT_SECURITY_POLICY;
    response.writeHead(answer.statusCode, { ...kept, "content-security-policy": policy }).end(body);
  });
  request.pipe(asked);
}).listen(PORT, host);
