import { RequireSession } from "coolsms-oauth2/react";
import { Answer } from "./answer.jsx";
import { Island } from "./island.jsx";
import { SignedOut } from "./session.jsx";

export const Account = () => (
  <Island>
    <RequireSession state={{ from: "home" }} fallback={<p>Loading …</p>} signedOut={SignedOut}>
      <Balance />
    </RequireSession>
  </Island>
);

const Balance = () => (
  <>
    <h1>Account{location.search} {history.state?.from}</h1>
    <Answer path="/users/v1/member" needed="users:read" text={({ name }) => `Hello, ${name}.`} />
    <Answer path="/cash/v1/balance" needed="cash:read" text={({ balance }) => `Your balance is ${balance} won.`} />
  </>
);
