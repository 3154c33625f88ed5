// The channel between the tabs of one app. Only pages of the same origin hear a BroadcastChannel.
import type { Config } from "../module/exports.ts";
import type { Session } from "./record.ts";

/** Whether the app lets its tabs share a session, which is the default. */
export const isShared = ({ shareAcrossTabs }: Config): boolean => shareAcrossTabs !== false;

/**
 * What tabs send each other: `ask` for the session with an id, or, with null, for any; `session` as the answer, after a
 * refresh, and, with `isNew`, when it begins; `end` with the id of a session that has ended.
 */
export type Message = { ask: string | null } | { session: Session; isNew?: boolean } | { end: string };

/** A received message. It may come from another version of the package, or from the app. */
export interface Received {
  ask?: string | null;
  session?: unknown;
  isNew?: boolean;
  end?: string;
}

export interface TabChannel {
  post(message: Message): void;
  /** Opens the channel, unless it is open. Returns whether it was closed. */
  open(): boolean;
  /** Closes the channel. An open one keeps Node.js running. */
  close(): void;
}

/**
 * Connects to the other tabs under a name. `onReturn` is called when the page returns from the back/forward cache, where it
 * received no messages.
 */
export const openTabChannel = (
  name: string,
  onMessage: (message: Received) => void,
  onReturn: () => void,
): TabChannel => {
  let channel: BroadcastChannel | null = null;
  let isWanted = true;
  const open = () => {
    isWanted = true;
    if (channel) return false;
    try {
      channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => onMessage(data ?? {});
    } catch {
      // The browser blocks channels along with storage. This tab shares nothing.
    }
    return true;
  };
  const disconnect = () => {
    channel?.close();
    channel = null;
  };
  open();
  // An open channel may keep a page out of the browser's back/forward cache.
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted || !isWanted) return;
    open();
    onReturn();
  });
  return {
    open,
    close() {
      isWanted = false;
      disconnect();
    },
    post(message) {
      try {
        // A refresh may end after the last client was disposed of. Its tokens are news to other tabs all the same.
        const sender = channel ?? new BroadcastChannel(name);
        sender.postMessage(message);
        if (!channel) sender.close();
      } catch {
        // The browser blocks channels, or the page is being unloaded.
      }
    },
  };
};
