import { Component } from "@angular/core";
import { session } from "./session";

@Component({ selector: "app-home", template: `<p>{{ session() ? "You are signed in." : "You are signed out." }}</p>` })
export class Home {
  protected readonly session = session;
}
