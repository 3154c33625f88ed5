// A server that renders every route of the app, and serves its files: at the port PORT, with the policy CONTENT_SECURITY_POLICY.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

import { render } from "./rendering/server.js";

const { PORT, CONTENT_SECURITY_POLICY } = process.env;
const TYPES = { ".js": "text/javascript", ".css": "text/css" };
const dist = join(import.meta.dirname, "dist");
const template = await readFile(join(dist, "index.html"), "utf8");

createServer(async (request, response) => {
  const { pathname, search } = new URL(request.url, "http://127.0.0.1");
  const extension = extname(pathname);
  const type = extension ? TYPES[extension] : "text/html; charset=utf-8";
  try {
    const body = extension
      ? await readFile(join(dist, pathname))
      : template.replace("<!--app-->", await render(pathname + search));
    response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": CONTENT_SECURITY_POLICY }).end(body);
  } catch (error) {
    response.writeHead(error.code === "ENOENT" ? 404 : 500).end(String(error));
  }
}).listen(PORT, "127.0.0.1");
