// The same at the edge, where compiling WebAssembly is forbidden.
import { seen } from "./app.js";

export default { fetch: async () => Response.json({ ...(await seen()), compiled: 0 }) };
