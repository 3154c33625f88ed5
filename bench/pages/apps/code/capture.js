// This package behind `import()`, and its `capture` first, which opens the connections meanwhile.
import "coolsms-oauth2/capture";

export const open = async (facts) => {
  const app = await import("./coolsms-oauth2.js");
  return { app, client: app.open(facts) };
};

export const begin = ({ app, client }, facts) => app.begin(client, facts);

export const finish = ({ app, client }, facts) => app.finish(client, facts);
