import "./client.js"; // first of all imports
import "../complaints.js";
import { createWebHistory } from "vue-router";
import { createMyApp } from "./app.js";

const { app, router } = createMyApp(createWebHistory());
router.isReady().then(() => app.mount("#app"));
