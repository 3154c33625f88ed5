// A plugin of typedoc: what is said of each member of a union of literals becomes a list below what is said of the union.
// The Markdown plugin leaves it out.
import { Converter } from "typedoc";

const listed = (type, summaries) =>
  type.types.flatMap((member, index) => [
    { kind: "text", text: "\n- " },
    { kind: "code", text: `\`${member}\`` },
    { kind: "text", text: ": " },
    ...summaries[index].map((part) => ({ ...part, text: part.text.replaceAll("\n", " ") })),
  ]);

export const load = (app) => {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const { type, comment } of Object.values(project.reflections)) {
      const summaries = type?.elementSummaries;
      if (!summaries) continue;
      const unsaid = type.types.filter((_, index) => !summaries[index]?.length);
      if (unsaid.length > 0) app.logger.warn(`not documented: ${unsaid.join(", ")}`);
      else comment.summary.push({ kind: "text", text: "\n" }, ...listed(type, summaries));
    }
  });
};
