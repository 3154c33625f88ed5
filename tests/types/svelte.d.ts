export * from "../../pkg/dist/types/entries/svelte.js";
