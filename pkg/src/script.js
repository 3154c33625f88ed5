// The script-tag file: the default entry as the global `CoolsmsOAuth2`.
import { provide } from "./core.js";
import { bytes } from "./inline.js";

provide(bytes);

export * from "./api.js";
