export * from "../../pkg/dist/types/entries/react.js";
