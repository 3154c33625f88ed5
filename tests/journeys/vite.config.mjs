// Builds the apps of `apps` with the built package, as the developer of an app would, into `target/journeys/apps`, from
// where the tests serve them.
export default {
  base: "/apps/",
  define: { "process.env.NODE_ENV": '"development"' },
  build: {
    target: "es2022",
    outDir: "../../target/journeys/apps",
    emptyOutDir: true,
    rolldownOptions: {
      input: ["vue-router.js", "react-router.jsx"].map((app) => `apps/${app}`),
      output: { entryFileNames: "[name].js" },
    },
  },
};
