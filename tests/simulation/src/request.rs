//! `request.js`, and what `src/browser/call.rs` does for it: a call starts here, waits for a session, a refresh and its
//! answer, and ends in another step.

use coolsms_oauth2::client::call::{Call as Request, Permit, judge, permit};
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::protocol::{Code, Error, Result, Value};

use crate::app::{APPS, App};
use crate::fault::Fault;
use crate::page::Page;
use crate::rules;
use crate::support::{Native, address, shown, value};
use crate::text::refresh_token;

/// A call, until it ends.
pub(crate) struct Call {
    pub(crate) number: u32,
    /// The client's app, and its place in `shared`.
    pub(crate) app: usize,
    pub(crate) shared: usize,
    method: &'static str,
    url: String,
    scope: Option<&'static str>,
    pub(crate) stage: Stage,
    /// The session that it was sent with, and which object.
    pub(crate) used: Option<(Value, Option<u32>)>,
    /// How often it was sent, for the rules.
    pub(crate) sent: u32,
    /// How often a refresh was asked for after a refusal, for the rules.
    pub(crate) refreshes: u32,
}

/// What a call waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// A session that may still arrive.
    Arrival,
    /// A refresh before it is sent.
    Refresh,
    /// The answer.
    Answer,
    /// A refresh after the API has refused the token.
    Retry,
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
    /// `fetch` of a client, as far as it does not wait.
    pub(crate) fn start_call(
        &mut self,
        client: usize,
        (method, target, scope): (&'static str, &str, Option<&'static str>),
    ) {
        let (app, shared) = self.client(client);
        let url = if target.starts_with('/') { [app.base, target].concat() } else { target.to_owned() };
        let number = self.common.number();
        self.say(|| format!("{} calls {url} ({number})", app.client_id));
        let app = self.document.clients[client].app;
        let stage = Stage::Arrival;
        self.document.calls.push(Call {
            number,
            app,
            shared,
            method,
            url,
            scope,
            stage,
            used: None,
            sent: 0,
            refreshes: 0,
        });
    }

    /// Goes on with the calls for which a session, or the last second for one, has come; whether there were such.
    pub(crate) fn go_on_calling(&mut self) -> bool {
        let is_ready = |call: &Call, page: &Self| call.stage == Stage::Arrival && page.has_arrived(call.shared);
        let Some(at) = self.document.calls.iter().position(|call| is_ready(call, self)) else { return false };
        let mut call = self.document.calls.remove(at);
        match self.permit(&mut call, true) {
            Ok(Some(permit)) => self.send(call, &permit),
            Ok(None) => self.wait_for_refresh(call, Stage::Refresh),
            Err(error) => self.refuse(&call, &error),
        }
        true
    }

    /// `permit`, for the session as it is now.
    fn permit(&mut self, call: &mut Call, may_refresh: bool) -> Result<Option<Permit>> {
        let session = self.current(call.shared);
        self.permit_with(session, call, may_refresh)
    }

    /// The same after a refresh: if somebody else has signed in meanwhile, it is not their call.
    fn permit_after(&mut self, before: &Value, call: &mut Call) -> Result<Option<Permit>> {
        let is_theirs = self.common.fault == Fault::RetriesAsAnother;
        let session = self.current(call.shared).filter(|now| is_theirs || now.get("id") == before.get("id"));
        self.permit_with(session, call, false)
    }

    /// `permitCall`.
    fn permit_with(&mut self, session: Option<Value>, call: &mut Call, may_refresh: bool) -> Result<Option<Permit>> {
        let version = self.document.shared[call.shared].now();
        call.used = session.clone().map(|session| (session, version));
        let target = address(&call.url);
        let mut options = Value::object();
        options.set("scope", call.scope.map_or(Value::Null, Value::from));
        if self.common.fault == Fault::SendsAnywhere {
            options.set("apiOrigins", value(&serde_json::json!([target.origin])));
        }
        let request = Request { method: call.method, target: &target, options: &options, may_refresh };
        let session = session.map_or_else(Session::default, Session);
        permit(&APPS[call.app].config, &session, &request, self.common.now, &Native)
    }

    fn send(&mut self, mut call: Call, permit: &Permit) {
        let number = call.number;
        self.say(|| format!("call {number} is sent"));
        self.common.counts.outcome("call", if call.sent == 0 { "sent" } else { "sent again" });
        call.sent += 1;
        call.stage = Stage::Answer;
        self.check_sent(&call, &address(&call.url).origin, &permit.authorization);
        self.document.calls.push(call);
    }

    fn wait_for_refresh(&mut self, mut call: Call, stage: Stage) {
        call.stage = stage;
        call.refreshes += u32::from(stage == Stage::Retry);
        self.refresh(call.shared, call.app);
        self.document.calls.push(call);
    }

    fn refuse(&mut self, call: &Call, error: &Error) {
        let number = call.number;
        self.say(|| format!("call {number} may not be made: {}", error.code.as_str()));
        self.common.counts.outcome("call", error.code.as_str());
        rules::told(&shown(error), self.common);
    }

    /// A refresh has ended, for all calls that wait for it.
    pub(crate) fn resume_calls(&mut self, shared: usize, result: &Result<()>) {
        let waits = |call: &Call| call.shared == shared && matches!(call.stage, Stage::Refresh | Stage::Retry);
        let calls = std::mem::take(&mut self.document.calls);
        let (waiting, others): (Vec<Call>, Vec<Call>) = calls.into_iter().partition(waits);
        self.document.calls = others;
        for call in waiting {
            self.go_on_after(call, result);
        }
    }

    fn go_on_after(&mut self, mut call: Call, result: &Result<()>) {
        if call.stage == Stage::Retry {
            match result {
                Ok(()) => self.send_again(call),
                Err(_) => self.ended_call(&call, "unauthorized"),
            }
            return;
        }
        let before = call.used.clone().map(|(session, _)| session).unwrap_or_default();
        match self.permit_after(&before, &mut call) {
            Ok(Some(permit)) => {
                self.check_same(&before, &call);
                self.send(call, &permit);
            }
            Ok(None) => unreachable!("one refresh was tried"),
            Err(error) => self.refuse(&call, result.as_ref().err().unwrap_or(&error)),
        }
    }

    /// Once more, where the token was refused, and the session is still the same.
    fn send_again(&mut self, mut call: Call) {
        let before = call.used.clone().map(|(session, _)| session).unwrap_or_default();
        let is_same = self.current(call.shared).is_some_and(|now| now.get("id") == before.get("id"));
        if !is_same && self.common.fault != Fault::RetriesAsAnother {
            self.ended_call(&call, "unauthorized");
            return;
        }
        match self.permit(&mut call, false) {
            Ok(Some(permit)) => {
                self.check_same(&before, &call);
                self.send(call, &permit);
            }
            Ok(None) => unreachable!("one refresh was tried"),
            Err(error) => self.refuse(&call, &error),
        }
    }

    fn ended_call(&mut self, call: &Call, outcome: &'static str) {
        let number = call.number;
        self.say(|| format!("call {number} ends: {outcome}"));
        self.common.counts.outcome("answer", outcome);
    }

    /// What comes of a call that was sent, or that the app gives up. Late it is only where there is a time-out: whether
    /// anything comes of it.
    pub(crate) fn end_call(&mut self, at: usize, end: End) -> bool {
        if end == End::Late && self.common.fault == Fault::WaitsForever {
            return false;
        }
        let call = self.document.calls.remove(at);
        let outcome = match end {
            End::Answer(status, challenge) => match judge(status, challenge) {
                Ok(()) => "answered",
                Err(error) if error.code == Code::Unauthorized => {
                    self.unauthorized(call);
                    return true;
                }
                Err(error) => error.code.as_str(),
            },
            End::NoNetwork => "network_error",
            End::Late => "timeout",
            End::Aborted => "aborted",
        };
        self.ended_call(&call, outcome);
        true
    }

    /// One refresh and one more request, where there is a refresh token.
    fn unauthorized(&mut self, call: Call) {
        let version = call.used.as_ref().and_then(|(_, version)| *version);
        let can_refresh = call.used.as_ref().is_some_and(|(session, _)| !refresh_token(session).is_empty());
        let may_again = call.sent == 1 || self.common.fault == Fault::NeverGivesUp;
        if !can_refresh || !may_again {
            self.ended_call(&call, "unauthorized");
        } else if self.current(call.shared).is_some() && self.document.shared[call.shared].now() == version {
            self.wait_for_refresh(call, Stage::Retry);
        } else {
            self.send_again(call);
        }
    }

    /// The app of a client, and what it shares.
    pub(crate) fn client(&mut self, client: usize) -> (&'static App, usize) {
        let app = self.document.clients[client].app;
        (&APPS[app], self.shared_of(app))
    }
}
