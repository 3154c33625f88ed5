//! What the core is measured by: a typical response and a hostile one, a typical challenge and a hostile one.
//!
//! The platform is that of the native tests, so that the times are not those of a browser; what grows here grows there.
//! `benches/core.rs` times the cases with criterion; `src/main.rs` runs one of them, for callgrind to count.

#[path = "../../../support/mod.rs"]
#[allow(unreachable_pub, reason = "other suites are other crates")]
mod support;

use coolsms_oauth2::client::call::judge;
use coolsms_oauth2::protocol::Value;
use coolsms_oauth2::protocol::pending::Pending;
use serde_json::json;
use support::app::{NOW, REDIRECT_URI, arrive, jwt, plain, sign_in};

/// The longest response and the longest challenge that are read.
const LONGEST: usize = 64 * 1024;

/// Something that the core does, with its input.
pub struct Case {
    /// As tables and the baseline call it.
    pub name: &'static str,
    /// How long its input is.
    pub bytes: usize,
    work: Box<dyn Fn()>,
}

impl Case {
    fn new(name: &'static str, input: String, work: impl Fn(&str) + 'static) -> Self {
        Self { name, bytes: input.len(), work: Box::new(move || work(&input)) }
    }

    /// Does it once. Callgrind counts between the entry of this function and its return, which it knows by this name.
    #[inline(never)]
    pub fn measured(&self) {
        (self.work)();
    }

    /// Does it once, uncounted: what only the first time costs is not the core's.
    pub fn unmeasured(&self) {
        (self.work)();
    }
}

/// All of them.
///
/// # Panics
/// When a case is run that does not come to what it is named after.
#[must_use]
pub fn cases() -> Vec<Case> {
    let member = json!({ "iss": "https://api.coolsms.co.kr", "clientId": "our-app", "scope": "users:read cash:read",
        "accountId": "12345678901234", "memberId": "MEMBER0000000001", "iat": NOW / 1000.0, "exp": NOW / 1000.0 + 86_400.0 });
    let token = jwt(&member);
    let typical = format!("{REDIRECT_URI}#access_token={token}&refresh_token={}&state=ours", "r".repeat(48));
    let challenge = r#"Bearer realm="coolsms", error="insufficient_scope", scope="message:write users:read""#;
    vec![
        callback("callback", typical),
        callback("callback of 64 KiB: parameters", hostile("#access_token=t&state=ours&", "a=&")),
        callback("callback of 64 KiB: escapes", hostile("#access_token=t&state=ours&own=", "%ZZ")),
        callback("callback of 64 KiB: a JWT without end", hostile("#state=ours&access_token=a.", "e30.")),
        Case::new("challenge", challenge.to_owned(), |header| {
            let error = judge(403, header).expect_err("more scope is needed");
            assert!(!error.details.get("missingScopes").is_null());
        }),
        Case::new("challenge of 64 KiB: schemes", "Bearer a=b,".repeat(LONGEST / 11), |header| {
            assert!(judge(401, header).is_err());
        }),
        Case::new("challenge of 64 KiB: quotes", "\\\"".repeat(LONGEST / 2), |header| {
            assert!(judge(401, header).is_err());
        }),
    ]
}

/// A response that begins so and is filled up with a piece.
fn hostile(front: &str, piece: &str) -> String {
    let front = [REDIRECT_URI, front].concat();
    let times = (LONGEST - front.len()) / piece.len();
    front + &piece.repeat(times)
}

/// The arrival of a response to the one sign-in that waits.
fn callback(name: &'static str, url: String) -> Case {
    let client = plain();
    let pending = Pending::from_value(Value::List(vec![sign_in("ours", NOW).0]));
    Case::new(name, url, move |url| {
        let outcome = arrive(&client, &mut pending.clone(), url, NOW + 1_000.0).expect("it is a callback");
        assert!(outcome.is_ok(), "{:?}", outcome.err());
    })
}

#[cfg(test)]
mod tests {
    use super::cases;

    #[test]
    fn every_case_comes_to_what_it_is_named_after() {
        let cases = cases();
        cases.iter().for_each(super::Case::measured);
        assert!(cases.iter().filter(|case| case.bytes > 60_000).count() >= 5);
    }
}
