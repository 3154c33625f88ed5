// The entry `coolsms-oauth2/svelte`, for the reference.
export * from "../../pkg/dist/types/entries/svelte.js";
