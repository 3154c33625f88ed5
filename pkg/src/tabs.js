// The tabs of one app: they ask each other for a session, and tell when theirs goes on or is over. Only pages of the same
// origin hear a BroadcastChannel.

/**
 * Meets the others at that name. `asked(id)` gives what to answer: a session, or null; an id of null stands for any.
 * `told(session)` and `ended(id)` hear what the others say. `returned()` gives the session of a page that was frozen
 * and heard nothing.
 */
export const meet = (name, { asked, told, ended, returned }) => {
  let channel;
  const post = (message) => {
    try {
      channel.postMessage(message);
    } catch {
      // The page is on its way out, or has no channel.
    }
  };
  const open = () => {
    try {
      channel = new BroadcastChannel(name);
    } catch {
      // The browser refuses it, as it does storage: this tab is for itself.
      return;
    }
    channel.onmessage = ({ data }) => {
      const { ask, session, end } = data ?? {};
      if (end) ended(end);
      else if (session) told(session);
      else if (ask !== undefined) {
        const answer = asked(ask);
        if (answer) post({ session: answer });
      }
    };
  };
  const ask = (id) => post({ ask: id });

  open();
  // An open channel may keep a page out of the browser's back/forward cache.
  addEventListener("pagehide", () => channel?.close());
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    open();
    const session = returned();
    if (session) ask(session.id);
  });
  return { ask, tell: (session) => post({ session }), tellEnd: (id) => post({ end: id }) };
};
