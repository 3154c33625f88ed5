// How the app is built: into files that need no inline script, no inline style and no data: address, so that the policy
// in index.html holds.

import { defineConfig, type Plugin } from "vite";

/** The development server reloads pages by inline scripts and styles: there, and only there, the policy is left out. */
const withoutPolicyInDevelopment: Plugin = {
  name: "without-policy-in-development",
  apply: "serve",
  transformIndexHtml: (html) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""),
};

/** As any host of the app should send it: no other page may show the app in a frame. A policy in a page cannot say so. */
const headers = { "Content-Security-Policy": "frame-ancestors 'none'" };

export default defineConfig({
  plugins: [withoutPolicyInDevelopment],
  build: {
    // The oldest browsers that the package supports.
    target: ["chrome116", "firefox124", "safari17.4"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // What is shared with the static pages, and the package.
  server: { fs: { allow: ["..", "../../pkg"] }, headers },
  preview: { headers },
});
