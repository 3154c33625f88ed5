import Account from "../Account.vue"; // first of all imports
import { createApp } from "vue";

createApp(Account).mount("#app");
