// A fake of BroadcastChannel: what is posted arrives later in every other page that is shown and listens. What one page
// posts to another arrives in order; between those of several pages there is no order.
import type { Page } from "./page.ts";

export interface Message {
  from: Page;
  to: Channel;
  data: any;
}

export interface Channel {
  name: string;
  page: Page;
  isClosed: boolean;
  onmessage: ((event: { data: unknown }) => void) | null;
}

export const broadcastChannelOf = (page: Page) =>
  class FakeBroadcastChannel implements Channel {
    readonly name: string;
    readonly page = page;
    isClosed = false;
    onmessage: Channel["onmessage"] = null;

    constructor(name: string) {
      this.name = name;
      page.world.channels.push(this);
    }

    postMessage(data: unknown): void {
      if (this.isClosed) throw new TypeError("the channel is closed");
      const { world } = page;
      world.counts.outcome("channel", "posted");
      const text = JSON.stringify(data);
      page.posted.push({ channel: this.name, data: JSON.parse(text) });
      for (const to of world.channels) {
        if (to === this || to.name !== this.name || to.isClosed || to.page.state !== "shown") continue;
        world.messages.push({ from: page, to, data: JSON.parse(text) });
      }
    }

    close(): void {
      this.isClosed = true;
      page.world.channels = page.world.channels.filter((it) => it !== this);
      page.world.messages = page.world.messages.filter((it) => it.to !== this);
    }
  };

/** What a message says, for the trace. */
export const told = (data: any): string => {
  const { ask, session, end } = data ?? {};
  if (end) return `${end.slice(0, 6)} is over`;
  if (session)
    return `session ${session.id?.slice(0, 6)}, refreshed ${session.refreshes} times, ${session.refreshToken}`;
  return ask === undefined ? String(data) : `who has ${ask?.slice(0, 6) ?? "a session"}?`;
};
