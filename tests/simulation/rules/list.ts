// The rules: what must hold after every step. Each names the requirements of SECURITY.md that it is about.

export const RULES = {
  issued: {
    requirements: "S9 S10 S14",
    says: "a response is accepted only for a sign-in that this tab has started, of the same client, provider, redirect URI",
  },
  once: { requirements: "S11", says: "a state is good once in each tab, and none comes back to life" },
  young: { requirements: "S12 S49", says: "a state is good for its lifetime, whichever way the clock was set" },
  attacker: { requirements: "S9 S24 S31 S34", says: "no token that an attacker made is held, stored or sent" },
  survives: {
    requirements: "S10 S12 S47",
    says: "a pending sign-in ends by its own response or age, as the oldest of more than sixteen, or with the storage",
  },
  mixed: { requirements: "S22 S29 S36 S40", says: "a session is the one that its own sign-in ended in, whole" },
  same: { requirements: "S29", says: "a second call gives what the first gave" },
  apart: {
    requirements: "S11 S29",
    says: "of two copies on a page one is given what a response brings, the other nothing",
  },
  error: { requirements: "S13", says: "the server's error is told for a sign-in of ours alone" },
  address: { requirements: "S26", says: "where a response was handled, address and history hold nothing of it" },
  own: { requirements: "S27", says: "the app's own query and route are what is left" },
  stored: {
    requirements: "S9 S45",
    says: "a token is stored only as part of an accepted session, and not where it is to live in memory",
  },
  sent: { requirements: "S31 S32 S34 S49", says: "a token goes to listed origins, in one header, while it is good" },
  signed_out: { requirements: "S48", says: "a session that is over is used nowhere" },
  kept: {
    requirements: "S36 S40 S43 S48",
    says: "a session stays until it is over, has run out or is replaced by a later one, or with the storage",
  },
  alone: { requirements: "S42", says: "no session has two refreshes in flight" },
  offered: { requirements: "S40", says: "a session that begins is given to those that have none" },
  newest: { requirements: "S40", says: "a new refresh token that has arrived is not lost" },
  old: { requirements: "S40", says: "a copy sends no refresh token when it knows a newer one" },
  ended: {
    requirements: "S42 S43",
    says: "a session is not ended by a refused refresh token while there is a newer one",
  },
  endpoint: { requirements: "S41 S44", says: "a refresh token goes to its own endpoint, and asks for no scope" },
  proof: { requirements: "S7 S16", says: "a code goes to its own server, with the verifier of its own sign-in" },
  popup: { requirements: "S30", says: "a popup's response goes to the page that has opened it" },
  retried: { requirements: "S35", says: "a call is made twice at the most" },
  told: { requirements: "S38", says: "nothing that is told holds a token" },
  settles: { requirements: "S39", says: "every call and every sign-in settles" },
} as const;

export type RuleName = keyof typeof RULES;
