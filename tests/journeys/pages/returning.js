// The redirect URI of an app: in a popup as in the page itself.

begin("callback", () => newClient().handleRedirectCallback());
