import { HttpClient } from "@angular/common/http";
import { Component, computed, effect, inject, input, signal } from "@angular/core";
import { provider } from "./client";
import { CLIENT, session } from "./session";

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
export class Answer {
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
