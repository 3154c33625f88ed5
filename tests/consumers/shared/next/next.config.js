export default {
  output: "export", // a single-page app: files, and no server
  turbopack: { root: import.meta.dirname },
};
