//! `request.js`, and what `src/browser/call.rs` does for it: a call starts here, and ends in another step.

use coolsms_oauth2::client::call::{Call as Request, judge, permit};
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::protocol::Value;

use crate::fault::Fault;
use crate::page::Page;
use crate::rules::{self, Rule};
use crate::support::{Native, address, shown, value};

/// A call that waits for its answer.
pub(crate) struct Call {
    number: u32,
}

/// What an app asks for: a path below the API's base, or a whole address.
pub(crate) const TARGETS: [(&str, &str, Option<&str>); 10] = [
    ("GET", "/users/v1/member", None),
    ("GET", "/users/v1/member", None),
    ("GET", "/cash/v1/balance", None),
    ("POST", "/messages/v4/send", None),
    ("GET", "/anything", Some("cash:read")),
    ("GET", "https://api.solapi.com/users/v1/member", None),
    ("GET", "https://proxy.example/users/v1/member", None),
    ("GET", "https://evil.example/users/v1/member", None),
    ("GET", "https://api.coolsms.co.kr.evil.example/", None),
    ("GET", "https://api.coolsms.co.kr@evil.example/", None),
];

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// A status, and a challenge.
    Answer(u16, &'static str),
    NoNetwork,
    Late,
    Aborted,
}

/// The ends that an API, a network and a person make.
pub(crate) const ENDS: [End; 11] = [
    End::Answer(200, ""),
    End::Answer(200, ""),
    End::Answer(401, ""),
    End::Answer(401, "Bearer error=\"invalid_token\""),
    End::Answer(403, "Bearer error=\"insufficient_scope\", scope=\"cash:read\""),
    End::Answer(403, ""),
    End::Answer(500, ""),
    End::Answer(503, "Basic realm=x"),
    End::NoNetwork,
    End::Late,
    End::Aborted,
];

impl Page<'_> {
    /// `fetch` of a client, as far as the request.
    pub(crate) fn start_call(&mut self, client: usize, method: &str, target: &str, scope: Option<&str>) {
        let (app, shared) = self.client(client);
        let url = if target.starts_with('/') { [app.base, target].concat() } else { target.to_owned() };
        let session = self.current(shared).map_or_else(Session::default, Session);
        let mut options = Value::object();
        options.set("scope", scope.map_or(Value::Null, Value::from));
        let target = address(&url);
        if self.common.fault == Fault::SendsAnywhere {
            options.set("apiOrigins", value(&serde_json::json!([target.origin])));
        }
        let call = Request { method, target: &target, options: &options, may_refresh: true };
        match permit(&app.config, &session, &call, self.common.now, &Native) {
            Ok(None) => unreachable!("no refresh token is kept"),
            Ok(Some(permit)) => {
                let number = self.common.number();
                self.say(|| format!("{} calls {url} ({number})", app.client_id));
                self.common.counts.outcome("call", "sent");
                self.check_sent(client, &target.origin, &permit.authorization);
                self.document.calls.push(Call { number });
            }
            Err(error) => {
                self.say(|| format!("{} may not call {url}: {}", app.client_id, error.code.as_str()));
                self.common.counts.outcome("call", error.code.as_str());
                rules::told(&shown(&error), self.common);
            }
        }
    }

    /// What is sent is the token of a session of this app's, still good, and goes where it may.
    fn check_sent(&mut self, client: usize, origin: &str, authorization: &str) {
        let (app, _) = self.client(client);
        let now = self.common.now;
        if !app.origins.contains(&origin) {
            self.common.broke(Rule::Sent, || format!("{authorization} goes to {origin}")); // S32
        }
        let accepted = &self.lineage.accepted;
        let session = accepted.iter().find(|it| authorization.strip_prefix("Bearer ") == Some(&it.token));
        match session {
            None => self.common.broke(Rule::Attacker, || format!("{authorization} is no session's")), // S31, S34
            Some(session) if crate::app::APPS[session.app].key != app.key => {
                self.common.broke(Rule::Mixed, || format!("{authorization} is of another app")); // S36
            }
            Some(session) => {
                if session.value.get("expiresAt").as_number().is_some_and(|end| now >= end) {
                    self.common.broke(Rule::Sent, || format!("{authorization} has run out")); // S49
                }
            }
        }
    }

    /// The end of a call. Late it is only where there is a time-out.
    pub(crate) fn end_call(&mut self, at: usize, end: End) {
        if end == End::Late && self.common.fault == Fault::WaitsForever {
            return;
        }
        let Call { number } = self.document.calls.swap_remove(at);
        let outcome = match end {
            End::Answer(status, challenge) => match judge(status, challenge) {
                Ok(()) => "answered",
                Err(error) => error.code.as_str(),
            },
            End::NoNetwork => "network_error",
            End::Late => "timeout",
            End::Aborted => "aborted",
        };
        self.say(|| format!("call {number} ends: {outcome}"));
        self.common.counts.outcome("answer", outcome);
    }
}
