// Builds the apps of `apps` with the built package, as the developer of an app would, into `target/journeys/apps`, from
// where the tests serve them.
export default {
  base: "/apps/",
  // React's double effects are there in development only.
  define: { "process.env.NODE_ENV": '"development"' },
  build: {
    target: "es2022",
    outDir: "../../target/journeys/apps",
    emptyOutDir: true,
    rolldownOptions: {
      input: ["strict-mode.jsx", "vue-router.js", "react-router.jsx"].map((app) => `apps/${app}`),
      output: { entryFileNames: "[name].js" },
    },
  },
};
