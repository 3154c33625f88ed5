import { Component, inject } from "@angular/core";
import { RouterLink, RouterOutlet } from "@angular/router";
import { CLIENT, session } from "./session";

@Component({
  selector: "app-root",
  imports: [RouterLink, RouterOutlet],
  template: `
    <nav>
      <a routerLink="/">Home</a> <a routerLink="/account" [state]="{ from: 'home' }">Account</a>
      @if (session()) {
        <button id="sign-out" (click)="client.signOut()">Sign out</button>
      }
    </nav>
    <router-outlet />
  `,
})
export class App {
  protected readonly client = inject(CLIENT);
  protected readonly session = session;
}

@Component({ selector: "app-home", template: `<p>{{ session() ? "You are signed in." : "You are signed out." }}</p>` })
export class Home {
  protected readonly session = session;
}
