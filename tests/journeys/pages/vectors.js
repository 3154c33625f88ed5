"use strict";
// What rows of the test vectors come to, where that takes no address or answer of their own.

/**
 * Calls the target of each row with the token `t`, by a client that has signed in and by `callApi`. Nothing is really
 * sent: what stands in the place of `fetch` answers, and keeps the token.
 */
async function callTargets(rows) {
  const { createClient, callApi, generateState } = CoolsmsOAuth2;
  const config = { clientId: "our-app", redirectUri: location.origin + location.pathname, scope: "users:read" };
  const state = generateState({ clientId: config.clientId, redirectUri: config.redirectUri });
  history.replaceState(null, "", `#access_token=t&state=${state}`);
  await createClient(config).handleRedirectCallback();

  let sent = [];
  window.fetch = async (request) => {
    sent.push(request.headers.get("Authorization"));
    return new Response("{}");
  };
  const outcome = async (call) => {
    sent = [];
    const told = await call().then(() => "allowed", (error) => error.code ?? String(error));
    const isRight = told === "allowed" ? sent.join() === "Bearer t" : sent.length === 0;
    return isRight ? told : `${told}, and sent ${sent}`;
  };
  const called = async ({ apiOrigins, target }) => {
    let client;
    try {
      client = createClient({ ...config, apiOrigins });
    } catch (error) {
      return error.field === "apiOrigins" ? error.code : describe(error);
    }
    const byClient = await outcome(() => client.fetch(target));
    const alone = await outcome(() => callApi(target, "t", apiOrigins && { apiOrigins }));
    return byClient === alone ? alone : { byClient, alone };
  };

  const outcomes = [];
  for (const row of rows) outcomes.push(await called(row));
  return outcomes;
}
