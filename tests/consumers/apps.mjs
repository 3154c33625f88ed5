// The consumers, by name: what each installs, how it is built, and how it comes to life. README.md says what the members mean.

/** The day before which npm looks for what the tools depend on. */
export const BEFORE = "2026-11-25";
// What several of them install.
const NODE = "24.21.0";
const ESBUILD = "esbuild@0.28.2";
const KIT = "@sveltejs/kit@3.2.0";
const PARCEL = "parcel@2.16.4";
const REACT = "react@19.3.1";
const REACT_DOM = "react-dom@19.3.1";
const REACT_ROUTER = "react-router@8.5.3";
const VITE = "vite@8.3.8";
const VUE = "vue@3.5.45";
const VUE_ROUTER = "vue-router@5.5.1";
const NEXT = ["next@16.4.6", REACT, REACT_DOM];
const REACT_ON_VITE = [REACT, REACT_DOM, VITE, "@vitejs/plugin-react@6.3.0"];
const SVELTE = ["svelte@5.57.3", VITE, "@sveltejs/vite-plugin-svelte@7.3.1"];
const TESTING_LIBRARY = ["@testing-library/dom@10.4.2", "@testing-library/react@16.3.3"];
const VUE_ON_VITE = [VUE, VITE, "@vitejs/plugin-vue@6.0.11"];
const WEBPACK = ["webpack@5.112.2", "webpack-cli@7.3.1"];

// How several of them are built.
const ON_PARCEL = { build: "parcel build index.html --no-cache --no-source-maps", site: "dist" };
const ON_VITE = { build: "vite build", site: "dist" };
const ON_WEBPACK = { build: "webpack --mode=production --entry=./main.js && cp index.html dist/", site: "dist" };

/** Without a bundler: the app's files, those of the package beside them, and the address of these in place of a name. */
const UNBUNDLED = {
  build:
    "mkdir dist dist/coolsms-oauth2 && cp index.html *.js dist/ && " +
    "cp node_modules/coolsms-oauth2/dist/index.js node_modules/coolsms-oauth2/dist/shared.js dist/coolsms-oauth2/ && " +
    "sed s#coolsms-oauth2#./coolsms-oauth2/index.js# client.js > dist/client.js",
  site: "dist",
};

/** Where an app is rendered on a server: the frameworks then report the most. */
const FOR_DEVELOPMENT = "NODE_ENV=development vite build --mode development";
/** What the apps have in common whose framework brings a server. */
const WITH_A_SERVER = { overlays: ["complaints", "server"], node: NODE, routes: true };

// What several of them cannot live with.
const POLICY_OF_VUE = {
  allow: { "trusted-types": "vue" },
  because: "Vue makes a policy of Trusted Types for its templates.",
};
const POLICY_OF_SVELTE = {
  allow: { "trusted-types": "svelte-trusted-html" },
  because: "Svelte makes a policy of Trusted Types for its templates.",
};
const POLICY_OF_SVELTEKIT = {
  allow: { ...POLICY_OF_SVELTE.allow, "default-src": "'unsafe-inline'" },
  because: `SvelteKit announces routes in an element with inline styles. ${POLICY_OF_SVELTE.because}`,
};

// Frameworks that write files, for any server.
const NEXT_IN_FILES = {
  overlays: ["next"],
  tools: NEXT,
  site: "out",
  policy: {
    hashInlineScripts: true,
    because: "Next.js writes what a page is made of into inline scripts.",
  },
};
const SVELTEKIT_IN_FILES = {
  guide: "svelte",
  overlays: ["sveltekit"],
  build: "vite build",
  site: "build",
  routes: true,
  policy: {
    ...POLICY_OF_SVELTEKIT,
    hashInlineScripts: true,
    because: `SvelteKit starts with an inline script. ${POLICY_OF_SVELTEKIT.because}`,
  },
};

export const APPS = {
  // Without a bundler.
  "module": { quick: true, ...UNBUNDLED },
  "script": {
    quick: true,
    // Its client.js takes from the global what the README's imports.
    build:
      "mkdir dist && cp *.js node_modules/coolsms-oauth2/dist/coolsms-oauth2.js dist/ && " +
      `sed '/main.js/i <script src="coolsms-oauth2.js" charset="utf-8"></script>' index.html > dist/index.html && ` +
      "sed -E 's/^import (.*) from .*/const \\1 = CoolsmsOAuth2;/' client.js > dist/client.js",
    site: "dist",
  },
  "worker": {
    quick: true,
    ...UNBUNDLED,
    policy: {
      allow: { "trusted-types": "worker" },
      because: "A page under Trusted Types names a worker's script by a policy of its own.",
    },
  },

  // By a bundler.
  "esbuild": {
    quick: true,
    tools: [ESBUILD],
    build:
      "esbuild main.js --bundle --minify --format=esm --charset=utf8 --outfile=dist/main.js && cp index.html dist/",
    site: "dist",
  },
  "parcel": { tools: [PARCEL], ...ON_PARCEL },
  "parcel-wasm": {
    overlays: ["with-file"],
    tools: [PARCEL],
    package: { "@parcel/resolver-default": { packageExports: true } },
    ...ON_PARCEL,
    policy: {
      hashInlineScripts: true,
      because: "Parcel names the WebAssembly file in an inline import map.",
    },
  },
  "rollup": {
    tools: ["rollup@4.68.8", "@rollup/plugin-node-resolve@16.0.3", "@rollup/plugin-terser@1.0.2"],
    build:
      "rollup main.js --plugin=node-resolve --plugin=terser --format=es --file=dist/main.js && cp index.html dist/",
    site: "dist",
  },
  "rspack": {
    tools: ["@rspack/core@2.3.3", "@rspack/cli@2.2.8"],
    build: "rspack build --mode=production --entry=./main.js && cp index.html dist/",
    site: "dist",
  },
  "vite-5": { tools: ["vite@5.4.21"], ...ON_VITE },
  "vite-8": { tools: [VITE], ...ON_VITE },
  "vite-8-wasm": { overlays: ["with-file"], tools: [VITE], ...ON_VITE },
  "vite-8-dev": { overlays: ["dev-server"], tools: [VITE], serve: "vite" },
  "vite-8-dev-wasm": { overlays: ["dev-server", "with-file"], tools: [VITE], serve: "vite" },
  "webpack-5": { tools: WEBPACK, ...ON_WEBPACK },
  "webpack-5-wasm": { overlays: ["with-file"], tools: WEBPACK, ...ON_WEBPACK },

  // With a framework.
  "angular": {
    guide: "frameworks",
    node: NODE,
    tools: [
      "@angular/core@22.2.6",
      "@angular/build@22.2.7",
      "@angular/cli@22.2.7",
      "@angular/common@22.2.6",
      "@angular/compiler@22.2.6",
      "@angular/compiler-cli@22.2.6",
      "@angular/platform-browser@22.2.6",
      "@angular/router@22.2.6",
      "rxjs@7.8.2",
      "typescript@6.0.3",
    ],
    build: "ng build",
    site: "dist/browser",
    routes: true,
    policy: {
      allow: { "base-uri": "'self'" },
      because: "The page of Angular's command line has a base element, which tells the router where the app is.",
    },
  },
  "next-turbopack": { build: "rm -rf .next && next build --turbopack", ...NEXT_IN_FILES },
  "next-webpack": { build: "rm -rf .next && next build --webpack", ...NEXT_IN_FILES },
  "react": { overlays: ["react"], tools: REACT_ON_VITE, ...ON_VITE },
  "react-router": {
    guide: "react",
    overlays: ["react"],
    tools: [REACT_ROUTER, ...REACT_ON_VITE],
    ...ON_VITE,
    routes: true,
  },
  "svelte": { overlays: ["page"], tools: SVELTE, ...ON_VITE, policy: POLICY_OF_SVELTE },
  "sveltekit": {
    node: NODE,
    tools: [KIT, "@sveltejs/adapter-static@4.0.1", ...SVELTE],
    ...SVELTEKIT_IN_FILES,
  },
  "sveltekit-2": {
    tools: ["@sveltejs/kit@2.70.4", "@sveltejs/adapter-static@3.0.11", ...SVELTE],
    ...SVELTEKIT_IN_FILES,
  },
  "vue": { overlays: ["page", "vue"], tools: VUE_ON_VITE, ...ON_VITE, policy: POLICY_OF_VUE },
  "vue-router": {
    guide: "vue",
    overlays: ["page", "vue"],
    tools: [VUE_ROUTER, ...VUE_ON_VITE],
    ...ON_VITE,
    routes: true,
    policy: POLICY_OF_VUE,
  },

  // With a framework, and a server that renders its pages.
  "astro": {
    guide: "react#Astro",
    tools: ["astro@7.3.5", "@astrojs/node@11.1.6", "@astrojs/react@7.0.0", REACT, REACT_DOM],
    build: "astro build",
    serve: "node serve.mjs dist/server/entry.mjs",
    downloads: "dist/client",
    ...WITH_A_SERVER,
    policy: {
      allow: { "default-src": "'unsafe-inline'" },
      because: "Astro lays out its islands by an inline style.",
    },
  },
  "next-server": {
    guide: "react#Next.js",
    tools: NEXT,
    build: "next build --webpack",
    serve: "node serve.mjs server.mjs",
    downloads: ".next/static",
    ...WITH_A_SERVER,
    policy: {
      allow: { "trusted-types": "nextjs nextjs#bundler" },
      because: "Next.js makes policies of Trusted Types to load its scripts; where Turbopack does that, it makes none.",
    },
  },
  "nuxt": {
    guide: "vue#Nuxt",
    tools: ["nuxt@4.5.2", VUE],
    build: "nuxt build",
    serve: "node serve.mjs .output/server/index.mjs",
    downloads: ".output/public",
    ...WITH_A_SERVER,
    policy: POLICY_OF_VUE,
  },
  "react-router-framework": {
    guide: "react#React Router, framework mode",
    tools: ["@react-router/dev@8.4.0", VITE],
    dependencies: [
      "@react-router/node@8.4.0",
      "@react-router/serve@8.4.0",
      "isbot@5.2.3",
      REACT,
      REACT_DOM,
      "react-router@8.4.0",
    ],
    build: "react-router build",
    serve: "node serve.mjs node_modules/@react-router/serve/bin.cjs build/server/index.js",
    downloads: "build/client",
    ...WITH_A_SERVER,
  },
  "react-ssr": {
    quick: true,
    guide: "react",
    overlays: ["react", "complaints", "ssr"],
    tools: [...REACT_ON_VITE, REACT_ROUTER],
    build: `${FOR_DEVELOPMENT} && ${FOR_DEVELOPMENT} --ssr src/server.jsx --outDir rendering`,
    serve: "node serve.mjs",
    routes: true,
  },
  "sveltekit-server": {
    guide: "svelte",
    tools: [KIT, "@sveltejs/adapter-node@6.0.1", ...SVELTE],
    build: "vite build",
    serve: "node serve.mjs build/index.js",
    downloads: "build/client",
    ...WITH_A_SERVER,
    overlays: [...WITH_A_SERVER.overlays, "sveltekit"],
    policy: POLICY_OF_SVELTEKIT,
  },
  "vue-ssr": {
    quick: true,
    guide: "vue",
    overlays: ["page", "vue", "complaints", "ssr"],
    tools: [...VUE_ON_VITE, VUE_ROUTER],
    build: `${FOR_DEVELOPMENT} && ${FOR_DEVELOPMENT} --ssr src/server.js --outDir rendering`,
    serve: "node serve.mjs",
    routes: true,
    policy: POLICY_OF_VUE,
  },

  // Without a page.
  "http-libraries": {
    guide: "frameworks",
    tools: [
      "axios@1.21.1",
      "@tanstack/react-query@5.108.4",
      "ky@2.1.0",
      "openapi-fetch@0.17.0",
      "openapi-typescript@7.13.0",
      REACT,
      "typescript@5.9.3",
    ],
    build: "openapi-typescript node_modules/coolsms-oauth2/openapi.json --output coolsms-api.d.ts && tsc",
    run: "node main.js",
  },
  "jest": {
    overlays: ["tests"],
    tools: [
      "jest@30.5.2",
      "@babel/core@7.29.13",
      "@babel/preset-env@7.29.14",
      ...TESTING_LIBRARY,
      "babel-jest@30.5.2",
      "jest-environment-jsdom@30.5.2",
      "jest-fixed-jsdom@0.0.11",
      REACT,
      REACT_DOM,
    ],
    test: "jest",
    package: {
      jest: {
        testEnvironment: "jest-fixed-jsdom",
        transformIgnorePatterns: ["/node_modules/(?!coolsms-oauth2/)"],
      },
    },
    run: "node run.mjs",
  },
  "node-esm": { quick: true, overlays: ["node"], run: "node account.mjs" },
  "node-require": { quick: true, overlays: ["node"], run: "node require.cjs" },
  "runtimes": {
    overlays: ["node"],
    tools: ["miniflare@4.20260426.0", "bun@1.4.5", "deno@2.9.6", ESBUILD],
    build: "esbuild worker.js --bundle --format=esm --outfile=bundled.js --log-level=error",
    run: "node main.js",
  },
  "vitest": {
    overlays: ["tests"],
    tools: ["vitest@5.1.1", ...TESTING_LIBRARY, "happy-dom@21.0.4", "jsdom@26.1.0", REACT, REACT_DOM, REACT_ROUTER],
    test: "vitest run --globals --environment=happy-dom && vitest run --globals --environment=jsdom",
    run: "node run.mjs",
  },
};
