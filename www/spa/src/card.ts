// A card that shows the answer to one call, or what it takes to get it.

import type { App } from "./app.js";
import { call } from "./client.js";
import { h, say } from "./html.js";
import type { View } from "./pages/index.js";
import { permissionNote } from "./permission.js";

interface Contents<Answer> {
  name: string;
  title: string;
  path: string;
  scope: string;
  /** Writes the answer into these elements, each time something is drawn. */
  lines: HTMLElement[];
  draw(answer: Answer | null): void;
}

export function card<Answer>(app: App, signal: AbortSignal, contents: Contents<Answer>): View {
  const { name, title, path, scope, lines } = contents;
  const missing = h("div", { class: "missing" });
  const note = permissionNote(app, scope, `missing.${scope}`);
  const element = h(
    "article",
    { class: "card", "data-card": name, "aria-busy": "true" },
    say("h2", title),
    missing,
    h("div", { class: "answer" }, ...lines),
  );
  let answer: Answer | null = null;

  async function load(): Promise<void> {
    try {
      answer = (await call(app.client, path, { scope, signal })) as Answer;
    } catch (error) {
      if (signal.aborted) return;
      if (app.report(error).length > 0) missing.append(note.element);
    }
    element.setAttribute("aria-busy", "false");
    app.draw();
  }

  void load();
  return {
    element,
    draw() {
      note.draw();
      contents.draw(answer);
    },
  };
}
