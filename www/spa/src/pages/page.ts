// What a page is: what it is given, and what it gives the app to show.

import type { Client, Session } from "coolsms-oauth2";

/** What pages can see and do. */
export interface App {
  readonly client: Client;
  readonly session: Session | null;
  /** Whether CoolSMS is a sandbox: it sends nothing and charges nothing. */
  readonly sandbox: boolean;
  /** When its token was last seen to be a new one. */
  readonly refreshedAt: number | null;
  /** On the way to CoolSMS. */
  readonly leaving: boolean;
  /** Leaves for CoolSMS, to come back to this page; asks for what was granted before, for what the page needs, and for this. */
  signIn(asked?: string): Promise<void>;
  /** Says what went wrong, unless that is for the page to say: then gives back the permissions that are missing. */
  report(error: unknown): string[];
  /** Takes away what the person was told: something new begins. */
  forgetMessages(): void;
  /** Draws what has changed. */
  draw(): void;
}

/** A page on the screen. */
export interface View {
  element: HTMLElement;
  /** Draws what has changed: an answer came, or another language was chosen. */
  draw?(): void;
}

/** Makes a page; the signal is aborted when it is left. */
export type Page = (app: App, signal: AbortSignal) => View;
