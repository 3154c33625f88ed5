import { HttpClient } from "@angular/common/http";
import { Component, computed, effect, inject, input, signal } from "@angular/core";
import { provider } from "./client";
import { CLIENT, session, signInError } from "./session";

@Component({
  selector: "app-answer",
  template: `
    @if (missing().length > 0) {
      <p>This needs {{ missing().join(" and ") }}. <button id="ask" (click)="ask()">Allow it</button></p>
    } @else {
      <p>{{ said() }}</p>
    }
  `,
})
class Answer {
  readonly path = input.required<string>();
  readonly needed = input.required<string>();
  private readonly client = inject(CLIENT);
  private readonly http = inject(HttpClient);
  protected readonly missing = computed(() => (session() ? this.client.missingScopes(this.needed()) : []));
  protected readonly said = signal("");

  constructor() {
    effect((onCleanup) => {
      if (!session() || this.missing().length > 0) return;
      const answers = this.http.get<{ name?: string; balance?: number }>(provider.apiBase + this.path());
      const call = answers.subscribe({
        next: ({ name, balance }) => this.said.set(name ? `Hello, ${name}.` : `Your balance is ${balance} won.`),
        error: (error) => this.said.set(error.message),
      });
      onCleanup(() => call.unsubscribe());
    });
  }

  protected ask() {
    this.client.requestScopes(this.needed(), { appState: { from: "asking" } });
  }
}

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
