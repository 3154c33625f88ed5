export * from "../../pkg/dist/types/entries/testing.js";
