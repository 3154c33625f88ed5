import { Component, inject } from "@angular/core";
import { Answer } from "./answer";
import { CLIENT, session, signInError } from "./session";

@Component({
  selector: "app-account",
  imports: [Answer],
  template: `
    @if (session()) {
      <h1>Account{{ search }} {{ from }}</h1>
      <app-answer path="/users/v1/member" needed="users:read" />
      <app-answer path="/cash/v1/balance" needed="cash:read" />
    } @else {
      <p>
        @if (error(); as error) {
          You are not signed in ({{ error.error ?? error.code }}).
        } @else {
          You are signed out.
        }
        <button id="sign-in" (click)="signIn()">Sign in with CoolSMS</button>
      </p>
    }
  `,
})
export class Account {
  private readonly client = inject(CLIENT);
  protected readonly session = session;
  protected readonly error = signInError;
  protected readonly search = location.search;
  protected readonly from = history.state?.from;

  protected signIn() {
    this.client.signInWithRedirect({ appState: { from: this.from } });
  }
}
