// @vitest-environment happy-dom
// The guard for loaders of React Router, as `docs/en/react.md` has it.
import { render, screen, waitFor } from "@testing-library/react";
import { requireSession, SessionProvider } from "coolsms-oauth2/react";
import { createTestClient, oauthError } from "coolsms-oauth2/testing";
import { createElement } from "react";
import { createBrowserRouter, RouterProvider, useLocation, useRouteError } from "react-router";

function Account() {
  const { search, state } = useLocation();
  return `account ${search} ${JSON.stringify(state)}`;
}
const NotSignedIn = () => `refused: ${useRouteError().error}`;

function open(client, url) {
  history.replaceState(null, "", url);
  const loader = (args) => requireSession(client, args);
  const [element, errorElement] = [createElement(Account), createElement(NotSignedIn)];
  const router = createBrowserRouter([
    { path: "/", element: "home" },
    { path: "/account", loader, element, errorElement, hydrateFallbackElement: "wait" },
  ]);
  const { navigate } = router;
  render(createElement(SessionProvider, { client, navigate }, createElement(RouterProvider, { router })));
}

test("a sign-in comes back to the route with its state", async () => {
  open(createTestClient({ callback: { returnTo: "/account?a=1", appState: { draft: 1 } } }), "/");
  await screen.findByText('account ?a=1 {"draft":1}');
});

test("who is not signed in leaves, for the same route", async () => {
  const client = createTestClient({ session: null });
  open(client, "/account?a=1");
  await waitFor(() => expect(client.redirects).toEqual([{ returnTo: `${location.origin}/account?a=1` }]));
});

test("who said no sees the error element, and is not asked again", async () => {
  const callback = oauthError("authorization_error", { error: "access_denied", returnTo: "/account" });
  const client = createTestClient({ session: null, callback });
  open(client, "/");
  await screen.findByText("refused: access_denied");
  expect(client.redirects).toEqual([]);
});
