// The channel between the tabs of one app. Only pages of the same origin hear a BroadcastChannel.
import type { Session } from "./record.ts";

/**
 * What tabs send each other: a request for the session of an id, or, with null, for any; a session, as an answer or after a
 * refresh; the id of a session that was ended.
 */
export type Message = { ask: string | null } | { session: Session } | { end: string };

/** A message as it arrives: from another version of the package, perhaps, or from the app itself. */
export interface Received {
  ask?: string | null;
  session?: unknown;
  end?: string;
}

/**
 * Connects to the other tabs under that name; returns the function that sends them a message. `onReturn` is called when the
 * page comes back from the back/forward cache: it has received nothing meanwhile.
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
      // The browser refuses it, as it does storage: this tab is for itself.
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
