// The forms of `www/server`, each before a CoolSMS that a test chooses: the handler of edge platforms in this process,
// Node.js's server and nginx as programs. And the local CoolSMS, which sends no CORS headers here.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import worker from "../../www/server/worker.mjs";

export const ORIGIN = "https://app.example";
/** How long a request may take to arrive here, and CoolSMS to answer, in milliseconds. */
export const PATIENCE_MS = 1000;

const file = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const NGINX = process.env.NGINX ?? "nginx";
const SANDBOX = process.env.SANDBOX ?? file("../../target/debug/sandbox");

/** Starts a program that ends with the tests, and waits until it does what shows that it is ready. */
async function run(program, args, cleanUp, isReady, options) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], ...options });
  cleanUp(() => child.kill("SIGKILL"));
  const ended = new Promise((_, reject) => {
    child.on("error", reject).on("exit", () => reject(new Error(`${program} has ended`)));
  });
  return Promise.race([isReady(child), ended]);
}

async function firstLine(child) {
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  child.stdout.resume();
  return line;
}

/** Its base URL. */
export async function startSandbox(cleanUp) {
  const line = await run(SANDBOX, ["--port", "0", "--no-cors"], cleanUp, firstLine);
  return /http:\S+/.exec(line)[0];
}

/** A request by hand: with any header, and a body that is a text or what writes it. */
function send(place, path, { method = "GET", headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const sent = request({ ...place, path, method, headers, agent: false }, async (response) => {
      let text = "";
      try {
        for await (const chunk of response.setEncoding("utf8")) text += chunk;
      } catch (error) {
        reject(error);
      }
      resolve({ status: response.statusCode, headers: new Headers(Object.entries(response.headers)), text });
    });
    sent.on("error", reject);
    if (typeof body === "function") body(sent);
    else sent.end(body);
  });
}

/** Each form: how to start one before a CoolSMS, which gives what asks it. */
export const FORMS = {
  async edge(coolsms, env) {
    const settings = { COOLSMS: coolsms, RECEIVE_MS: `${PATIENCE_MS}`, ANSWER_MS: `${PATIENCE_MS}`, ...env };
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

  async node(coolsms, env, cleanUp) {
    const times = { RECEIVE_MS: `${PATIENCE_MS}`, ANSWER_MS: `${PATIENCE_MS}` };
    const own = { PATH: process.env.PATH, COOLSMS: coolsms, PORT: "0", ...times, ...env };
    const program = file("../../www/server/server.mjs");
    const line = await run(process.execPath, [program], cleanUp, firstLine, { env: own });
    const { hostname, port } = new URL(line.split(" ")[0]);
    return (path, init = {}) => send({ hostname, port }, path, init);
  },

  async nginx(coolsms, _env, cleanUp) {
    const folder = await mkdtemp(join(tmpdir(), "coolsms-oauth2-"));
    const socketPath = join(folder, "socket");
    const written = await readFile(file("../../www/server/nginx.conf"), "utf8");
    const changes = [
      ["https://api.coolsms.co.kr", coolsms],
      ["127.0.0.1:8403;", `unix:${socketPath};`],
      ["client_body_timeout 10s", `client_body_timeout ${PATIENCE_MS}ms`],
      ["proxy_read_timeout 20s", `proxy_read_timeout ${PATIENCE_MS}ms`],
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
    cleanUp(() => rm(folder, { recursive: true, force: true }));
    const args = ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"];
    await run(NGINX, args, cleanUp, async (server) => {
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
