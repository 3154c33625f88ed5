// Calls the API through each library as `docs/en/frameworks.md` says, and prints who is signed in.
import assert from "node:assert/strict";
import { api } from "./api.js";
import { client } from "./client.js";
import { withKy, withOpenApi } from "./fetching.js";
import { queries } from "./queries.js";

const [MEMBER, BALANCE, SEND] = ["/users/v1/member", "/cash/v1/balance", "/messages/v4/send"];
api.defaults.baseURL = process.env.SANDBOX;

const member = await (await client.fetch(MEMBER)).json();
assert.deepEqual(await withKy.get(MEMBER.slice(1)).json(), member);
assert.deepEqual((await withOpenApi.GET(MEMBER)).data, member);
assert.deepEqual((await api.get(MEMBER)).data, member);

// A missing permission arrives as the error of this package, and is not tried again.
const isMissing = { name: "OAuthError", code: "insufficient_scope" };
await assert.rejects(withKy.post(SEND.slice(1)), (error) => (error.cause ?? error).code === isMissing.code);
await assert.rejects(withOpenApi.POST(SEND), isMissing);
let tries = 0;
const queryFn = () => {
  tries += 1;
  return client.fetch(SEND, { method: "POST" });
};
await assert.rejects(queries.fetchQuery({ queryKey: ["send"], queryFn }), isMissing);
assert.equal(tries, 1);

const { balance } = await queries.fetchQuery({ queryKey: ["balance"], queryFn: () => withKy.get(BALANCE.slice(1)).json() });
console.log(`Hello, ${member.name}. Your balance is ${balance} won.`);
