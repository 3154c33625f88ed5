// A fake of BroadcastChannel: what is posted arrives later in every other copy of the package that listens, in a page
// that is shown. What one posts to another arrives in order; between those of several there is no order.
import type { Copy } from "./copy.ts";

export interface Message {
  from: Copy;
  to: Channel;
  data: any;
}

export type Channel = InstanceType<ReturnType<typeof broadcastChannelOf>>;

export const broadcastChannelOf = (copy: Copy) =>
  class {
    readonly name: string;
    readonly copy = copy;
    isClosed = false;
    onmessage: ((event: { data: unknown }) => void) | null = null;

    constructor(name: string) {
      this.name = name;
      copy.world.channels.push(this);
    }

    postMessage(data: unknown): void {
      if (this.isClosed) throw new TypeError("the channel is closed");
      const { world } = copy;
      world.counts.outcome("channel", "posted");
      const text = JSON.stringify(data);
      copy.posted.push(JSON.parse(text));
      for (const to of world.channels) {
        if (to === this || to.name !== this.name || to.copy.page.state !== "shown") continue;
        world.messages.push({ from: copy, to, data: JSON.parse(text) });
      }
    }

    close(): void {
      this.isClosed = true;
      copy.world.channels = copy.world.channels.filter((it) => it !== this);
      copy.world.messages = copy.world.messages.filter((it) => it.to !== this);
    }
  };
