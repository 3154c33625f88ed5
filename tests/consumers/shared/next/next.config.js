import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export default {
  output: "export", // a single-page app: files, and no server
  turbopack: { root: dirname(fileURLToPath(import.meta.url)) },
};
