// Documents with the package: the test's page itself, and frames of this origin, where the package is imported anew. A frame is
// in the tab of the test, and has the same sessionStorage; addresses and history entries are its own. It goes by the clock of
// the test's page.
import type * as oauth from "coolsms-oauth2";
import type { Client, ClientConfig, SignInOptions } from "coolsms-oauth2";

export type FrameWindow = Window & typeof globalThis & { CoolsmsOAuth2: typeof oauth };

/** What clients have, but for the redirect URI. */
export type Settings = Omit<ClientConfig, "redirectUri">;

/** A document, the page itself or a frame. */
export abstract class Place {
  abstract readonly window: Window;

  /** The package of this document. */
  abstract readonly oauth: typeof oauth;

  readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Its address without query and fragment, which is the redirect URI of every client here unless told otherwise. */
  get redirectUri(): string {
    return this.window.location.origin + this.window.location.pathname;
  }

  newClient(changes: Partial<ClientConfig> = {}): Client {
    return this.oauth.createClient({ ...this.settings, redirectUri: this.redirectUri, ...changes });
  }

  /** A state that a response to `newClient` may carry. */
  generateState(): string {
    return this.oauth.generateState({ clientId: this.settings.clientId, redirectUri: this.redirectUri });
  }

  /** Puts a query or a fragment into its address, as a provider does that sends the user back. */
  arrive(response: string): void {
    const { history, location } = this.window;
    // Not `replaceState`, of which browsers allow a page only so many. Not a relative address: it would be the caller's.
    if (response.startsWith("#")) location.replace(location.href.split("#")[0] + response);
    else history.replaceState(history.state, "", location.pathname + response);
  }
}

/** The package, for `loadScript`. */
export const PACKAGE = "/dist/coolsms-oauth2.js";

/** A fresh document; it is gone when the case ends. */
export class Frame extends Place {
  readonly #element = document.createElement("iframe");

  constructor(settings: Settings) {
    super(settings);
    this.#element.style.cssText = "width: 400px; height: 100px";
  }

  /** Loads an address of this origin; resolves when its scripts have run. */
  async load(address: string): Promise<void> {
    if (!this.#element.isConnected) {
      this.#element.src = address;
      return this.#loaded(() => document.body.append(this.#element));
    }
    // A change of the fragment alone would load nothing.
    await this.#loaded(() => this.window.location.replace("about:blank"));
    return this.#loaded(() => this.window.location.replace(address));
  }

  /** Runs a script, as a page that loads it late. */
  loadScript(address: string): Promise<void> {
    const script = this.window.document.createElement("script");
    script.src = address;
    this.window.document.head.append(script);
    return new Promise((resolve) => script.addEventListener("load", () => resolve()));
  }

  /** Loads the same address again. */
  reload(): Promise<void> {
    return this.#loaded(() => this.window.location.reload());
  }

  get window(): FrameWindow {
    return this.#element.contentWindow as FrameWindow;
  }

  get oauth(): typeof oauth {
    return this.window.CoolsmsOAuth2;
  }

  get location(): Location {
    return this.window.location;
  }

  /** Leaves for the provider's page, and gives the state of this sign-in, which is pending then. */
  leave(options?: SignInOptions, changes: Partial<ClientConfig> = {}): Promise<string> {
    return this.leaveBy((client) => client.signInWithRedirect(options), changes);
  }

  /** The same by another call, such as one for more scope. */
  async leaveBy(act: (client: Client) => Promise<unknown>, changes: Partial<ClientConfig> = {}): Promise<string> {
    const client = this.newClient(changes);
    let refused: Promise<unknown> | undefined;
    const left = this.#loaded(() => {
      refused = act(client);
    });
    await Promise.race([left, refused]);
    const state = new URLSearchParams(this.location.search).get("state");
    if (state === null) throw new Error(`the frame is at ${this.location.href}`);
    return state;
  }

  #loaded(act: () => void): Promise<void> {
    return new Promise((resolve) => {
      this.#element.addEventListener("load", () => resolve(), { once: true });
      act();
    });
  }
}

/** How long each timer of a document is to take that is started from now on. */
export const recordTimers = ({ window }: Frame): number[] => {
  const { setTimeout } = window;
  const timers: number[] = [];
  const record = (run: TimerHandler, ms = 0, ...rest: unknown[]): number => {
    timers.push(ms);
    return setTimeout(run, ms, ...rest);
  };
  window.setTimeout = record as typeof window.setTimeout;
  return timers;
};
