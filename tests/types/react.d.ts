// The entry `coolsms-oauth2/react`, for the reference.
export * from "../../pkg/dist/types/entries/react.js";
