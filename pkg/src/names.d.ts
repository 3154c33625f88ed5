// The build's `#names`: what the core says of itself (`pkg/names.rs`).

/** The key of the pending sign-ins in sessionStorage. */
export const STORAGE_KEY: string;
/** The parameters of a response (RFC 6749 §4.1.2, §4.2.2), and what providers add to it. */
export const PARAMETERS: string[];
/** The parameters that make a URL a response. */
export const DECIDING: string[];
/** The parameters of which a fragment has at least one if it is a response, and not the app's own route. */
export const TELLING: string[];
/** The parameter that only a response has. */
export const TOKEN: string[];
/** The parameter of a refusal. */
export const ERROR: string[];
/** The parameters that may carry a state. */
export const STATES: string[];
/** Finds a state of this package's own form in a URL; its second group is what that of a sign-in by popup begins with. */
export const STATE: RegExp;
/** The origins of CoolSMS's API, which are one API: first the default one. */
export const API_ORIGINS: [string, string];
/** The `apiScopes` of the settings for CoolSMS. */
export const API_SCOPES: Record<string, string>;
