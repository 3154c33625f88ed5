// The lines of this app that make a page what it is, shown beside it.

import { h, say } from "./html.js";

const CODE = {
  start: `import { createClient } from "coolsms-oauth2";

const client = createClient({
  clientId: "your-client-id",
  redirectUri: location.origin + "/",
  scope: "users:read accounts:read cash:read",
});

await client.handleRedirectCallback();
if (!client.getSession()) {
  await client.signInWithRedirect();
}`,

  call: `import { apiError } from "coolsms-oauth2";

const response = await client.fetch("/cash/v1/balance");
if (!response.ok) throw await apiError(response);

const { balance, point } = await response.json();`,

  need: `const needed = "senderid:read";
if (client.missingScopes(needed).length > 0) {
  await client.requestScopes(needed);
}
const path = "/senderid/v1/numbers/active";
const response = await client.fetch(path);`,

  refused: `import { explain } from "coolsms-oauth2/explain";

try {
  await client.fetch("/messages/v4/send", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ message }),
  });
} catch (error) {
  show(explain(error));
  if (error.code === "insufficient_scope") {
    const { missingScopes } = error;
    offer(() => client.requestScopes(missingScopes));
  }
}`,
};

/** Words of the language, and texts. */
const COLOURED = /("[^"]*"|\b(?:await|catch|const|else|if|import|from|throw|try)\b)/;

export function code(name: keyof typeof CODE): HTMLElement {
  const parts = CODE[name]
    .split(COLOURED)
    .map((part, index) => (index % 2 === 0 ? part : h(part.startsWith('"') ? "i" : "b", {}, part)));
  return h(
    "figure",
    { class: "code" },
    say("figcaption", "behind"),
    h("pre", { tabindex: "0" }, h("code", {}, ...parts)),
  );
}
