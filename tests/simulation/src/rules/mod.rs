//! What must hold after every step. Each rule names the lines of `SECURITY.md` that it is about.

mod addresses;
mod held;
mod judged;
mod newest;
mod pending;
mod sent;

pub(crate) use judged::{Judged, accepted, coded, refused, told};
pub(crate) use newest::Received;

use crate::world::World;

/// What was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A response is accepted only for a sign-in that this tab, or the one that it was duplicated from, has started (S9,
    /// S10), and for the very client, provider, redirect URI and response type (S14).
    Issued,
    /// A nonce is good once in each line of storage, and none comes back to life (S11).
    Once,
    /// A nonce is good for its lifetime, whichever way the clock was set (S12, S49).
    Young,
    /// No token that an attacker made or had is held, stored or sent (S9, S24).
    Attacker,
    /// A sign-in under way ends by its own response or its age, as the oldest of more than sixteen, or with the storage
    /// (S10, S12, S47).
    Survives,
    /// A session is the one that its own sign-in ended in, whole: token, scope, place and note (S22, S29, S36).
    Mixed,
    /// A second call gives what the first gave (S29).
    Same,
    /// The server's error is told for a sign-in of ours alone (S13).
    Error,
    /// Where a response was handled, neither the address nor the history hold anything of it (S26).
    Address,
    /// The app's own query and route are what is left (S27).
    Own,
    /// A token is stored only as part of an accepted session, and not at all where it is to live in memory (S9, S45).
    Stored,
    /// The token goes to listed origins, in one header, while it is good (S31, S32, S34, S49).
    Sent,
    /// A session that is over is used nowhere: not in the tab that signed out of it, nor in one that was frozen or away,
    /// as soon as it acts. A tab whose localStorage does not behave may only learn it by a message (S48).
    SignedOut,
    /// No session has two refreshes in flight: none at all with Web Locks, and without them none in one page (S42).
    Alone,
    /// A new refresh token that has arrived is in some page, in a store, or on its way between pages, for as long as any of
    /// them has the session (S40). Excused: the session is over; every page that had the token is gone or has gone on to
    /// another session, and the token was to be in memory alone or the store did not behave; it came to a page that had
    /// gone on to another session, and no other page that listens has this one. An answer that reaches nobody, or that
    /// nobody can read, brings no token.
    Newest,
    /// A page sends no refresh token when it knows a newer one of that session (S40).
    Old,
    /// A session is not ended by a refused refresh token while there is a newer one; with Web Locks (S42, S43).
    Ended,
    /// A refresh token goes to the token endpoint, or to be revoked, and a refresh asks for no scope (S41, S44).
    Endpoint,
    /// A code goes to its own server, with the verifier of its own sign-in (S7, S16).
    Proof,
    /// A popup's response goes to the page that has opened it, and ends nothing that the popup's storage remembers (S30).
    Popup,
    /// A call is made twice at the most, after one refresh (S35).
    Retried,
    /// Nothing that is told holds a token (S38).
    Told,
    /// Every call and every sign-in settles when the world runs out (S39).
    Settles,
}

/// A rule that did not hold, and how.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// What was seen.
    pub what: String,
}

/// Looks at everything that is held anywhere.
pub(crate) fn check(world: &mut World) {
    newest::check(world);
    let World { tabs, common } = world;
    for tab in tabs {
        pending::check(tab, common);
        held::check_stored(tab, common);
        held::check_held(tab, common);
        addresses::check(tab, common);
        tab.storage.settle();
        tab.excused.clear();
    }
    common.local.settle();
}
