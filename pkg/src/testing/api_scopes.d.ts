// The build's `#api-scopes`: the `apiScopes` of the settings for CoolSMS, as the core has them.

/** The scope that each call needs. */
declare const apiScopes: Record<string, string>;
export default apiScopes;
