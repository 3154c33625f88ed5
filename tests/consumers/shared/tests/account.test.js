// A test of an app, as `docs/en/testing.md` has it. What its API answers comes from the sandbox.
import { act, render, screen, waitFor } from "@testing-library/react";
import { OAuthError } from "coolsms-oauth2";
import { RequireSession, SessionProvider, useClient, useScopes, useSession } from "coolsms-oauth2/react";
import { createTestClient, oauthError } from "coolsms-oauth2/testing";
import { writeFileSync } from "node:fs";
import { createElement, StrictMode, useEffect, useState } from "react";

const answers = JSON.parse(process.env.ANSWERS);

function Account() {
  const client = useClient();
  const { session } = useSession();
  const { missing } = useScopes("users:read message:read");
  const [text, say] = useState("");
  useEffect(() => {
    const get = async (path) => (await client.fetch(path)).json();
    Promise.all([get("/users/v1/member"), get("/cash/v1/balance")]).then(
      ([{ name }, { balance }]) => say(`Hello, ${name}. Your balance is ${balance} won.`),
      (error) => say(error.message),
    );
  }, [client, session]);
  return createElement("p", null, `${text} Missing: ${missing.join()}.`);
}

const app = (client, navigate = () => {}) => {
  const guard = createElement(RequireSession, { signedOut: ({ error }) => error?.error ?? "out" }, createElement(Account));
  return createElement(StrictMode, null, createElement(SessionProvider, { client, navigate }, guard));
};

test("the account greets who is signed in, until they sign out", async () => {
  const client = createTestClient({ scopes: "users:read cash:read", fetch: answers });
  render(app(client));
  const { textContent } = await screen.findByText(/won\. Missing: message:read\./);
  writeFileSync("shown.txt", textContent);
  await act(() => client.signOut());
  await screen.findByText("out");
  expect(client.redirects).toEqual([]);
});

test("a call without its permission says so", async () => {
  render(app(createTestClient({ scopes: "users:read message:read", fetch: answers })));
  await screen.findByText(/GET \/cash\/v1\/balance needs `cash:read`/);
});

test("who is not signed in leaves once, although effects run twice", async () => {
  const client = createTestClient({ session: null });
  render(app(client));
  await waitFor(() => expect(client.redirects).toEqual([{ appState: undefined }]));
});

test("who said no is back at the route, and is not asked again", async () => {
  const callback = oauthError("authorization_error", { error: "access_denied", returnTo: "/account", appState: 7 });
  const client = createTestClient({ session: null, callback });
  const went = [];
  render(app(client, (...where) => went.push(where)));
  await screen.findByText("access_denied");
  expect(went).toEqual([["/account", { replace: true, state: 7 }]]);
  expect(client.redirects).toEqual([]);
  expect(callback).toBeInstanceOf(OAuthError);
});
