// The start of the app: the callback first, then the router, which goes to where the sign-in was started.

import "coolsms-oauth2"; // first of all imports: it takes the response out of the address before a router sees it
import "../../site/look.css";
import "../../site/style.css";
import "./app.css";
import { startApp } from "./app.js";
import { startLanguage } from "./messages.js";

startLanguage();
await startApp();
