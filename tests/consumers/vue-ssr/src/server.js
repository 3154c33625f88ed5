import { createMemoryHistory } from "vue-router";
import { renderToString } from "vue/server-renderer";
import { createMyApp } from "./app.js";

export async function render(url) {
  const { app, router } = createMyApp(createMemoryHistory());
  await router.push(url);
  return renderToString(app);
}
