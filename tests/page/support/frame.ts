// A fresh document: a frame of this origin, so that the package is imported anew. It is in the tab of the test, and has the
// same sessionStorage; addresses and history entries are its own.
import type * as oauth from "coolsms-oauth2";

type FrameWindow = Window & typeof globalThis & { CoolsmsOAuth2: typeof oauth };

export class Frame {
  readonly #element = document.createElement("iframe");

  constructor() {
    this.#element.style.cssText = "width: 400px; height: 100px";
    document.body.append(this.#element);
  }

  /** Loads an address of this origin; resolves when its scripts have run. */
  load(address: string): Promise<void> {
    return this.#loaded(() => {
      // A change of the fragment alone would load nothing.
      this.#element.contentWindow?.location.replace("about:blank");
      this.#element.src = address;
    }, address);
  }

  /** Loads the same address again. */
  reload(): Promise<void> {
    return this.#loaded(() => this.window.location.reload());
  }

  get window(): FrameWindow {
    return this.#element.contentWindow as FrameWindow;
  }

  /** The package of this document. */
  get oauth(): typeof oauth {
    return this.window.CoolsmsOAuth2;
  }

  remove(): void {
    this.#element.remove();
  }

  #loaded(act: () => void, address?: string): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (address !== undefined && this.window.location.href === "about:blank") return;
        this.#element.removeEventListener("load", look);
        resolve();
      };
      this.#element.addEventListener("load", look);
      act();
    });
  }
}
