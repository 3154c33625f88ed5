// The entry `coolsms-oauth2/vue`, for the reference.
export * from "../../pkg/dist/types/entries/vue.js";
