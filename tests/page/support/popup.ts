// Sign-ins by popup without a window: the popup is an object that stands for one, and its page is any document of this
// origin that is loaded with the response. Response and page meet by BroadcastChannel, as in a real popup.

import type { Client, ClientConfig, SignInResult } from "coolsms-oauth2";

import type { Frame } from "./frame.ts";
import type { Page } from "./page.ts";
import type { Member } from "./sandbox.ts";

/** What `window.open` gives the package. */
class Popup {
  opener: unknown = "the page that opened it";
  /** Whether it looks closed, as one does that was cut off (Cross-Origin-Opener-Policy). */
  isClosed = false;
  /** How often the package has closed it. */
  closings = 0;
  readonly #addresses = Promise.withResolvers<URL>();
  #looks: (() => void)[] = [];

  readonly location = { replace: (url: string): void => this.#addresses.resolve(new URL(url)) };

  get closed(): boolean {
    for (const look of this.#looks.splice(0)) look();
    return this.isClosed;
  }

  close(): void {
    this.closings += 1;
    this.isClosed = true;
  }

  /** Where it was sent. */
  get address(): Promise<URL> {
    return this.#addresses.promise;
  }

  /** Waits until the package has looked whether it is closed, and has judged what it saw. */
  async look(): Promise<void> {
    // The first look may have been under way; the second has seen how things are now.
    for (let time = 0; time < 2; time += 1) await new Promise<void>((resolve) => this.#looks.push(resolve));
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Every popup that a document opens from now on, oldest first. */
export const recordPopups = ({ window }: Frame): Popup[] => {
  const popups: Popup[] = [];
  window.open = () => {
    const popup = new Popup();
    popups.push(popup);
    return popup as unknown as Window;
  };
  return popups;
};

/** The channels that a document opens from now on: which of them are open, and what it is told there. */
export const recordChannels = ({ window }: Frame) => {
  const open = new Set<string>();
  const messages: unknown[] = [];
  window.BroadcastChannel = class extends window.BroadcastChannel {
    constructor(name: string) {
      super(name);
      open.add(name);
      this.addEventListener("message", ({ data }) => messages.push(data));
    }
    override close(): void {
      open.delete(this.name);
      super.close();
    }
  };
  return { open, messages };
};

/** What is not as usual of a sign-in by popup. */
interface Changes {
  config?: Partial<ClientConfig>;
  signIn?: (client: Client) => Promise<SignInResult>;
  /** The document that opens it; otherwise one of its own does. */
  opener?: Frame;
}

/** Opens a popup. */
export const openPopup = async (page: Page, { config = {}, signIn, opener }: Changes = {}) => {
  const frame = opener ?? (await page.openDocument("/blank.html?tab=inbox"));
  const redirectUri = `${location.origin}/blank.html`;
  const client = frame.newClient({ redirectUri, ...config });
  const popups = recordPopups(frame);
  let isOver = false;
  /** What the sign-in comes to. */
  const result = (signIn?.(client) ?? client.signInWithPopup()).finally(() => {
    isOver = true;
  });
  // Whoever waits for it hears of it.
  result.catch(() => {});
  const [popup] = popups;
  if (!popup) throw new Error("no popup was opened");
  const state = (await popup.address).searchParams.get("state");
  if (state === null) throw new Error(`the popup was sent to ${await popup.address}`);
  /** Loads a document with a response, as the popup's page, which asks for it at once; gives what it comes to there. */
  const returnWith = async (response: string, address = redirectUri) => {
    const returned = await page.openDocument(address + response);
    const callback = returned.newClient(config).handleRedirectCallback();
    callback.catch(() => {});
    return { frame: returned, callback };
  };
  /** The same with a good token of that member. */
  const allow = async (member?: Member, scope?: string[]) => {
    const { accessToken, refreshToken } = await page.sandbox.issueTokens(scope, member);
    return returnWith(`#access_token=${accessToken}&refresh_token=${refreshToken}&state=${state}`);
  };
  /** The same, until the page that opened it has the result. */
  const complete = (...granted: Parameters<typeof allow>) => allow(...granted).then(() => result);
  /** Whether the sign-in still goes on. */
  const goesOn = (): boolean => !isOver;
  return { frame, client, popup, state, redirectUri, result, goesOn, returnWith, allow, complete };
};

/** A sign-in by popup that is under way. */
export type UnderWay = Awaited<ReturnType<typeof openPopup>>;
