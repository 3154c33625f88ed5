export * from "../../pkg/dist/types/entries/vue.js";
