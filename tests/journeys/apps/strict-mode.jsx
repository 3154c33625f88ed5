// An app as people write them with React: each part has a client of its own and asks for the callback in an effect,
// which StrictMode runs twice.
import * as CoolsmsOAuth2 from "coolsms-oauth2";
import { StrictMode, useEffect, useState, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";

/** What the effects got, in their order. */
const effects = [];

function newClient() {
  return CoolsmsOAuth2.createClient({
    clientId: facts.clientId,
    redirectUri: location.origin + location.pathname,
    scope: ["users:read"],
    provider: CoolsmsOAuth2.coolsms({ base: facts.base }),
  });
}

function Part({ name }) {
  const [client] = useState(newClient);
  const session = useSyncExternalStore(client.subscribe, client.getSession);
  useEffect(() => {
    const result = client.handleRedirectCallback();
    effects.push(result);
    result.catch(() => {}); // the test looks at it
  }, [client]);
  return <p id={name}>{session?.id}</p>;
}

/** What all effects got: one and the same promise, unless there was no callback. */
async function outcomeOfEffects() {
  const outcomes = await Promise.allSettled(effects);
  const isOne = effects.every((effect) => effect === effects[0]);
  const isNone = outcomes.every(({ value }) => value === null);
  if (effects.length !== 4 || !(isOne || isNone)) return { effects: effects.length, isOne };
  const [{ value, reason }] = outcomes;
  return reason ? { refused: describe(reason) } : { value };
}

Object.assign(window, { CoolsmsOAuth2, effects, outcomeOfEffects });

createRoot(document.getElementById("app")).render(
  <StrictMode>
    <Part name="header" />
    <Part name="content" />
  </StrictMode>,
);
