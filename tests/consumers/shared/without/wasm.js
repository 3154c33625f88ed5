export * from "./index.js";
export const init = () => {};
