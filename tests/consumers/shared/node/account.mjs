// What a server does with the package: prints who the token belongs to. The test says where the sandbox is, and gives a token for
// it. `tests/server/import.test.js` has all functions that need no page.
import { callApi, coolsms, parseAuthorizationResponse } from "coolsms-oauth2";

const { SANDBOX, TOKEN } = process.env;
const response = `https://app.example/#access_token=${TOKEN}&state=nonce`;
const { accessToken } = parseAuthorizationResponse(response, coolsms({ base: SANDBOX }));
const get = async (path) => (await callApi(SANDBOX + path, accessToken, { apiOrigins: [SANDBOX] })).json();
const [member, cash] = await Promise.all([get("/users/v1/member"), get("/cash/v1/balance")]);
console.log(`Hello, ${member.name}. Your balance is ${cash.balance} won.`);
