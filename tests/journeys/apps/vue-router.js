// An app of Vue whose router is there before the package. With `?hash`, its routes are in the fragment.
import "coolsms-oauth2/capture"; // first of all imports
import { createApp, h, onMounted } from "vue";
import { createRouter, createWebHashHistory, createWebHistory, RouterView } from "vue-router";
import { tell } from "./routed/kept.js";

const isHash = location.search === "?hash";
const history = isHash ? createWebHashHistory() : createWebHistory("/test");
const lazy = async () => {
  const { open } = await import("./routed/account.js");
  return { setup: () => onMounted(() => open(router.replace)), render: () => h("p", "Account") };
};
const router = createRouter({ history, routes: [{ path: "/:path(.*)*", component: lazy }] });
const look = (...routes) => tell(routes, router.currentRoute.value, history);
router.beforeEach(look);
router.afterEach(look);

createApp(RouterView).use(router).mount("#app");
