// The message that is being written. It outlives a change of the page and a sign-in: the app's own note (`appState`)
// carries it to CoolSMS's page and back, inside this browser.

export interface Draft {
  from: string;
  to: string;
  text: string;
}

const EMPTY: Draft = { from: "", to: "", text: "" };

let draft = EMPTY;

export const currentDraft = (): Draft => draft;

export function keepDraft(changed: Partial<Draft>): void {
  draft = { ...draft, ...changed };
}

export function dropDraft(): void {
  draft = EMPTY;
}
