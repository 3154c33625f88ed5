// The entry `coolsms-oauth2/testing`, for the reference.
export * from "../../pkg/dist/types/entries/testing.js";
