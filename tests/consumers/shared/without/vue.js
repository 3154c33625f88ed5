export * from "./shared.js";
export const sessionPlugin = () => {};
export const sessionGuard = () => () => true;
