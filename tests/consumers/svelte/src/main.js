import Account from "../Account.svelte"; // first of all imports
import { mount } from "svelte";

mount(Account, { target: document.getElementById("app") });
