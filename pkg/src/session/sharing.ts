// The channel between the tabs of one app. Only pages of the same origin hear a BroadcastChannel.
import type { Session } from "./record.ts";

/**
 * What tabs send each other: `ask` for the session with an id, or, with null, for any; `session` as the answer, and after a
 * refresh; `end` with the id of a session that has ended.
 */
export type Message = { ask: string | null } | { session: Session } | { end: string };

/** A received message. It may come from another version of the package, or from the app. */
export interface Received {
  ask?: string | null;
  session?: unknown;
  end?: string;
}

/**
 * Connects to the other tabs under a name; returns the function that sends them a message. `onReturn` is called when the page
 * returns from the back/forward cache, where it received no messages.
 */
export const openTabChannel = (
  name: string,
  onMessage: (message: Received) => void,
  onReturn: () => void,
): ((message: Message) => void) => {
  let channel: BroadcastChannel | undefined;
  const open = () => {
    try {
      channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => onMessage(data ?? {});
    } catch {
      // The browser blocks channels along with storage. This tab shares nothing.
    }
  };
  open();
  // An open channel may keep a page out of the browser's back/forward cache.
  addEventListener("pagehide", () => channel?.close());
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    open();
    onReturn();
  });
  return (message) => {
    try {
      channel?.postMessage(message);
    } catch {
      // The page is being unloaded.
    }
  };
};
