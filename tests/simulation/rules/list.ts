// The rules: what must hold after every step, and the requirements of SECURITY.md that each is about.

export const RULES = {
  issued: "S9 S10 S14", // a response is good for its own sign-in of this tab: same client, provider, redirect URI
  once: "S11", // a state is good once in each tab, and none comes back to life
  young: "S12 S49", // a state is good for its lifetime, whichever way the clock was set
  attacker: "S9 S24 S31 S34", // no token that an attacker made is held, stored or sent
  survives: "S10 S12 S47", // a pending sign-in ends by its response, by age, as one of over sixteen, or with the storage
  mixed: "S22 S29 S36 S40", // a session is the one that its own sign-in ended in, whole
  same: "S29", // a second call gives what the first gave
  apart: "S11 S29", // of two copies on a page one is given what a response brings, the other nothing
  error: "S13", // the server's error is told for a sign-in of ours alone
  address: "S26", // where a response was handled, address and history hold nothing of it
  own: "S27", // the app's own query and route are what is left
  stored: "S9 S45", // a token is stored only as part of an accepted session, and not where it is to live in memory
  sent: "S31 S32 S34 S49", // a token goes to listed origins, in one header, while it is good
  signed_out: "S48", // a session that is over is used nowhere
  kept: "S36 S40 S43 S48", // a session stays until it is over, runs out, is replaced, or goes with the storage
  alone: "S42", // no session has two refreshes in flight
  offered: "S40", // a session that begins is given to those that have none
  newest: "S40", // a new refresh token that has arrived is not lost
  old: "S40", // a copy sends no refresh token when it knows a newer one
  ended: "S42 S43", // a session is not ended by a refused refresh token while there is a newer one
  endpoint: "S41 S44", // a refresh token goes to its own endpoint, and asks for no scope
  proof: "S7 S16", // a code goes to its own server, with the verifier of its own sign-in
  popup: "S30", // a popup's response goes to the page that has opened it
  retried: "S35", // a call is made twice at the most
  told: "S38", // nothing that is told holds a token
  settles: "S39", // every call and every sign-in settles
} as const;

export type RuleName = keyof typeof RULES;
