// A client that is signed in to the sandbox, with the token that the test gives; in place of the guide's, which needs a page.
import { createTestClient } from "coolsms-oauth2/testing";

const { SANDBOX, TOKEN } = process.env;
/** CoolSMS's addresses, at the sandbox. */
const send = (request) => {
  const url = request.url.replace("https://api.coolsms.co.kr", SANDBOX);
  return fetch(new Request(url, request), { headers: { Authorization: `Bearer ${TOKEN}` } });
};
export const client = { ...createTestClient({ scopes: "users:read cash:read", fetch: send }), getAccessToken: async () => TOKEN };
