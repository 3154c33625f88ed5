export * from "./shared.js";
export const provideSession = () => {};
