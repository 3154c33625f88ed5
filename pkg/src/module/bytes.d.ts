// The build's `#bytes`: the module's bytes as a string, and the module that decodes it (`inline.ts`).
declare const text: string;
export default text;
export const decoder: string;
