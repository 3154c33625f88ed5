// The forms of `www/server`, each before a CoolSMS that a test chooses: the handler of edge platforms in this process,
// Node.js's server and nginx as programs. And two of CoolSMS: the local one, which sends no CORS headers here, and one that
// answers as a test says. All of them end with the tests of a file.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import worker from "../../www/server/worker.mjs";

export const ORIGIN = "https://app.example";
/** How long a request may take to arrive here, and CoolSMS to answer. */
const PATIENCE = { RECEIVE_MS: "1000", ANSWER_MS: "1000" };

const file = (relative) => fileURLToPath(new URL(relative, import.meta.url));
/** Node.js's form. */
export const PROGRAM = file("../../www/server/server.mjs");
const NGINX = process.env.NGINX ?? "nginx";
const SANDBOX = process.env.SANDBOX ?? file("../../target/debug/sandbox");

const started = [];
after(async () => {
  for (const end of started.reverse()) await end();
});

/** Starts a program, and waits until it does what shows that it is ready. */
async function run(program, args, isReady, options) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], ...options });
  started.push(() => child.kill("SIGKILL"));
  const ended = new Promise((_, reject) => {
    child.on("error", reject).on("exit", () => reject(new Error(`${program} has ended`)));
  });
  return Promise.race([isReady(child), ended]);
}

/** The local CoolSMS: its base URL. */
export async function startSandbox() {
  const firstLine = async ({ stdout }) => `${await once(stdout, "data")}`;
  const line = await run(SANDBOX, ["--port", "0", "--no-cors"], firstLine);
  return /http:\S+/.exec(line)[0];
}

/** A CoolSMS that calls `answer`, which a test may set; `asked` is the body of the last request. */
export async function startScripted() {
  const scripted = { answer: (_request, response) => response.end(), asked: null };
  const server = createServer(async (request, response) => {
    scripted.asked = await text(request);
    scripted.answer(request, response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  started.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(scripted, { base: `http://127.0.0.1:${server.address().port}` });
}

/** Node.js's server: its address for tokens, and all that it has printed so far. */
export async function startServer(settings) {
  const printed = [];
  const env = { PATH: process.env.PATH, PORT: "0", ...PATIENCE, ...settings };
  const firstLine = ({ stdout, stderr }) => {
    for (const stream of [stdout, stderr]) stream.setEncoding("utf8").on("data", (text) => printed.push(text));
    return once(stdout, "data");
  };
  await run(process.execPath, [PROGRAM], firstLine, { env, stdio: ["ignore", "pipe", "pipe"] });
  return { address: new URL(printed.join("").split(" ")[0]), printed };
}

/** A request by hand: with any header, and a body that is a text or what writes it. */
function send(place, path, { method = "GET", headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const sent = request({ ...place, path, method, headers, agent: false }, (response) => {
      const { statusCode: status } = response;
      const headers = new Headers(Object.entries(response.headers));
      text(response).then((text) => resolve({ status, headers, text }), reject);
    });
    sent.on("error", reject);
    if (typeof body === "function") body(sent);
    else sent.end(body);
  });
}

/** Each form: how to start one before a CoolSMS, which gives what asks it. */
export const FORMS = {
  async edge(coolsms, env) {
    const settings = { COOLSMS: coolsms, ...PATIENCE, ...env };
    return async (path, { method = "GET", headers = {}, body } = {}) => {
      const given = typeof body === "function" ? new ReadableStream({ start: (to) => body(asWriter(to)) }) : body;
      const asked = new Request(new URL(path, "https://edge.example"), {
        method,
        headers,
        body: given,
        duplex: "half",
      });
      const response = await worker.fetch(asked, settings);
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
  },

  async node(coolsms, env) {
    const { hostname, port } = (await startServer({ COOLSMS: coolsms, ...env })).address;
    return (path, init = {}) => send({ hostname, port }, path, init);
  },

  async nginx(coolsms) {
    const folder = await mkdtemp(join(tmpdir(), "coolsms-oauth2-"));
    const socketPath = join(folder, "socket");
    const written = await readFile(file("../../www/server/nginx.conf"), "utf8");
    const changes = [
      ["https://api.coolsms.co.kr", coolsms],
      ["127.0.0.1:8403;", `unix:${socketPath};`],
      ["client_body_timeout 10s", `client_body_timeout ${PATIENCE.RECEIVE_MS}ms`],
      ["proxy_read_timeout 20s", `proxy_read_timeout ${PATIENCE.ANSWER_MS}ms`],
    ];
    for (const [from] of changes) if (!written.includes(from)) throw new Error(`nginx.conf has no ${from}`);
    const site = changes.reduce((text, [from, to]) => text.replaceAll(from, to), written);
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (it) => `${it}_temp_path ${folder}/${it};`,
    );
    await writeFile(join(folder, "site.conf"), site);
    await writeFile(
      join(folder, "nginx.conf"),
      `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit; events {}
       http { ${temporary.join(" ")} include ${folder}/site.conf; }`,
    );
    started.push(() => rm(folder, { recursive: true, force: true }));
    const args = ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"];
    await run(NGINX, args, async (server) => {
      while (server.exitCode === null && !(await listens(socketPath))) await wait(20);
    });
    return (path, init = {}) =>
      send({ socketPath }, path, { ...init, headers: { Host: "localhost", ...init.headers } });
  },
};

/** What a body's stream is written by, as a request is. */
const asWriter = (controller) => ({
  write: (text) => controller.enqueue(new TextEncoder().encode(text)),
  flushHeaders: () => {},
});

function listens(path) {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}
