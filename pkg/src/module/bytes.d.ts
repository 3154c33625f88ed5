// The build's `#bytes`: the module's bytes as a string (`inline.ts` decodes it).
declare const text: string;
export default text;
