export * from "./shared.js";
export const SessionProvider = ({ children }) => children;
// A server renders nothing of a guarded page, as with the package.
export const RequireSession = ({ children }) => (globalThis.document ? children : null);
