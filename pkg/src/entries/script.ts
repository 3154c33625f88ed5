// The script-tag file: the default entry as the global `CoolsmsOAuth2`.
export * from "./index.ts";
