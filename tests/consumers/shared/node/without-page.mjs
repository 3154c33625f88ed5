// What a server does with the package: the functions that need no page are in `tests/server/import.test.js`. The test says
// where the sandbox is, and gives a token for it.
const { SANDBOX, TOKEN } = process.env;

/** Who the token belongs to. */
export async function account({ callApi, coolsms, parseAuthorizationResponse }) {
  const response = `https://app.example/#access_token=${TOKEN}&state=nonce`;
  const { accessToken } = parseAuthorizationResponse(response, coolsms({ base: SANDBOX }));
  const get = async (path) => (await callApi(SANDBOX + path, accessToken, { apiOrigins: [SANDBOX] })).json();
  const [member, cash] = await Promise.all([get("/users/v1/member"), get("/cash/v1/balance")]);
  return `Hello, ${member.name}. Your balance is ${cash.balance} won.`;
}
