import { appConfig } from "./app/app.config"; // first of all imports
import { bootstrapApplication } from "@angular/platform-browser";
import { App } from "./app/app";

bootstrapApplication(App, appConfig).catch((error) => console.error(error));
