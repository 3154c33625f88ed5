//! The parameters of an authorization response, by name: which there are, and whether an address carries them.

use super::text::is_one_of;
use super::{Platform, form};

/// The parameters of a response; all others are the app's own. The first three decide what it is.
/// `capture.ts` has the same list, and a test compares the two.
pub const PARAMETERS: &str = "access_token code error state refresh_token oauth_state token_type expires_in \
                              expires scope error_description error_uri iss";

/// The three that decide.
pub const DECIDING: &str = "access_token code error";

/// The parameter in the redirect URI's own query that carries the nonce, for a provider that does not echo
/// `state`.
pub const STATE_IN_REDIRECT_URI: &str = "oauth_state";

/// Whether the address carries a parameter of one of these names, in query or fragment.
#[must_use]
#[inline(never)]
pub fn carries(url: &str, names: &str, platform: &impl Platform) -> bool {
    form::pairs_of(url).any(|(name, _)| platform.decode(name).is_some_and(|name| is_one_of(&name, names, b' ')))
}
