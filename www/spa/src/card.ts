// A card that shows what CoolSMS answers, or what it takes to get it.

import { call } from "./client.js";
import { h, say } from "./html.js";
import type { App, View } from "./pages/page.js";
import { permissionNote } from "./permission.js";

/** Asks CoolSMS for what is at a path, if the user granted that scope. */
type Get = (path: string, scope: string[]) => Promise<unknown>;

interface Contents<Answer> {
  name: string;
  title: string;
  /** Asks, and shows what came as soon as it is there. */
  load(get: Get, show: (answer: Answer) => void): Promise<void>;
  /** Writes the answer into these elements, each time something is drawn. */
  lines: HTMLElement[];
  draw(answer: Answer | null): void;
}

export function card<Answer>(app: App, signal: AbortSignal, contents: Contents<Answer>): View {
  const missing = h("div", { class: "missing" });
  const element = h(
    "article",
    { class: "card", "data-card": contents.name, "aria-busy": "true" },
    say("h2", contents.title),
    missing,
    h("div", { class: "answer" }, ...contents.lines),
  );
  let notes: ReturnType<typeof permissionNote>[] = [];
  let answer: Answer | null = null;

  function show(came: Answer): void {
    answer = came;
    app.draw();
  }

  async function load(): Promise<void> {
    try {
      await contents.load((path, scope) => call(app.client, path, { scope, signal }), show);
    } catch (error) {
      if (signal.aborted) return;
      notes = app.report(error).map((scope) => permissionNote(app, scope));
      missing.replaceChildren(...notes.map((note) => note.element));
    }
    element.setAttribute("aria-busy", "false");
    app.draw();
  }

  void load();
  return {
    element,
    draw() {
      for (const note of notes) note.draw();
      contents.draw(answer);
    },
  };
}
