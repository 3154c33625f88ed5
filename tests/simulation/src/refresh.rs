//! `refresh.js`: one request, however many calls and tabs want it.

use coolsms_oauth2::client::tokens::Purpose;
use coolsms_oauth2::protocol::{Code, Error, Result, Value};

use crate::fault::Fault;
use crate::locks::Lock;
use crate::page::Page;
use crate::text::refresh_token;

/// `run`, as far as it has come.
pub(crate) struct Refreshing {
    app: usize,
    /// The session that it is about; none while one may still arrive.
    pub(crate) before: Option<Before>,
    work: u32,
    pub(crate) is_told: bool,
    /// Its turn has come: from now on it does not listen to others.
    pub(crate) is_at_work: bool,
    /// What came of the work.
    done: Option<Result<()>>,
}

/// A session, and which object.
#[derive(Clone)]
pub(crate) struct Before {
    id: String,
    pub(crate) version: u32,
}

/// What `alone` does; it goes on where nobody waits for it any more.
pub(crate) struct Work {
    number: u32,
    shared: usize,
    app: usize,
    version: u32,
    /// It waits for a tab that knows a newer refresh token.
    pub(crate) is_lost: bool,
    /// Since the session was this object.
    since: Option<u32>,
    /// A tab has told of it.
    is_found: bool,
    /// What was sent, and of which session.
    flight: Option<(u32, Value)>,
    /// It is done, and keeps its lock for a second.
    pub(crate) lingers: bool,
}

fn login_required() -> Error {
    Error::new(Code::LoginRequired, "nobody is signed in, there is no refresh token, or the session has ended")
}

impl Page<'_> {
    /// `refresh`.
    pub(crate) fn refresh(&mut self, shared: usize, app: usize) {
        if self.document.shared[shared].refreshing.is_none() {
            let new = Refreshing { app, before: None, work: 0, is_told: false, is_at_work: false, done: None };
            self.document.shared[shared].refreshing = Some(new);
        } else if self.common.fault == Fault::RefreshesEach
            && let Some(version) = self.document.shared[shared].now()
        {
            self.work(shared, app, version);
        }
    }

    /// Goes on with `run` as far as it can; whether it has.
    pub(crate) fn go_on_refreshing(&mut self, shared: usize) -> bool {
        let has_arrived = self.has_arrived(shared);
        let Some(refreshing) = &self.document.shared[shared].refreshing else { return false };
        let Some(before) = refreshing.before.clone() else { return has_arrived && self.start_refreshing(shared) };
        let result = match &refreshing.done {
            Some(result) => result.clone(),
            None if refreshing.is_told => Ok(()),
            None => return false,
        };
        self.document.shared[shared].refreshing = None;
        let is_same = |session: Value| session.get("id").is(&before.id);
        let result = result
            .and_then(|()| if self.current(shared).is_some_and(is_same) { Ok(()) } else { Err(login_required()) });
        self.refreshed(shared, &result);
        true
    }

    fn start_refreshing(&mut self, shared: usize) -> bool {
        let session = self.current(shared).filter(|session| !refresh_token(session).is_empty());
        let (Some(session), Some(version)) = (session, self.document.shared[shared].now()) else {
            self.document.shared[shared].refreshing = None;
            self.refreshed(shared, &Err(login_required()));
            return true;
        };
        let Some(app) = self.document.shared[shared].refreshing.as_ref().map(|it| it.app) else { return false };
        let before = Before { id: session.get("id").text().to_owned(), version };
        if let Some(refreshing) = &mut self.document.shared[shared].refreshing {
            refreshing.before = Some(before);
        }
        self.work(shared, app, version);
        true
    }

    /// `alone`: queues for the lock, where there are such.
    fn work(&mut self, shared: usize, app: usize, version: u32) {
        let number = self.common.number();
        let work = Work {
            number,
            shared,
            app,
            version,
            is_lost: false,
            since: None,
            is_found: false,
            flight: None,
            lingers: false,
        };
        self.document.works.push(work);
        if let Some(refreshing) = self.document.shared[shared].refreshing.as_mut().filter(|it| it.work == 0) {
            refreshing.work = number;
        }
        if self.common.has_locks && self.common.fault != Fault::RefreshesEach {
            let id = self.document.shared[shared].id().unwrap_or_default();
            let name = ["coolsms-oauth2.refresh.", &id].concat();
            let document = self.document.id;
            self.common.locks.push(Lock { name, document, work: number, is_held: false });
        } else {
            self.locked(number);
        }
    }

    /// The turn of work has not come, and it gives up.
    pub(crate) fn give_up_waiting(&mut self, number: u32) {
        self.end_work(number, Err(Error::new(Code::Timeout, "another tab is refreshing, and does not end")), false);
    }

    /// `refreshOnce`, up to where it may have to wait: a tab that missed a newer refresh token asks for it.
    pub(crate) fn locked(&mut self, number: u32) {
        let Some(at) = self.document.works.iter().position(|work| work.number == number) else { return };
        let shared = self.document.works[at].shared;
        if let Some(refreshing) = self.document.shared[shared].refreshing.as_mut().filter(|it| it.work == number) {
            refreshing.is_at_work = true;
        }
        let is_outdated = self.current(shared).is_some_and(|session| self.is_outdated(&session));
        if !is_outdated || self.common.fault == Fault::SendsOldToken {
            self.send_refresh(at);
            return;
        }
        self.common.counts.outcome("refresh", "outdated");
        // Any change counts from now on, also to another object of the same.
        self.document.works[at].is_lost = true;
        self.document.works[at].since = self.document.shared[shared].now();
        let id = self.document.shared[shared].id();
        self.ask_tabs(shared, id);
    }

    /// The session has changed, which may be what some work waits for.
    pub(crate) fn look_after_lost(&mut self, shared: usize, now: Option<u32>) {
        for work in self.document.works.iter_mut().filter(|work| work.shared == shared && work.is_lost) {
            work.is_found |= work.since != now;
        }
    }

    /// Goes on with work that has heard of a newer refresh token; whether there was such.
    pub(crate) fn go_on_found(&mut self) -> bool {
        let Some(at) = self.document.works.iter().position(|work| work.is_lost && work.is_found) else { return false };
        self.end_lost(at);
        true
    }

    /// The wait is over: if nothing has changed, the session is lost here.
    pub(crate) fn end_lost(&mut self, at: usize) {
        let Work { number, shared, since, .. } = self.document.works[at];
        self.document.works[at].is_lost = false;
        if self.document.shared[shared].now() == since {
            self.lose(shared);
            self.end_work(number, Ok(()), false);
        } else {
            self.send_refresh(at);
        }
    }

    /// `refreshOnce`, up to the request.
    fn send_refresh(&mut self, at: usize) {
        let Work { number, shared, app, version, .. } = self.document.works[at];
        let session = self.current(shared).filter(|_| self.document.shared[shared].now() == Some(version));
        let Some(session) = session else {
            self.end_work(number, Ok(()), false);
            return;
        };
        let flight = self.ask_endpoint(app, Purpose::Refresh, &session);
        self.document.works[at].flight = flight.map(|flight| (flight, session));
    }

    /// `refreshOnce`, from the answer on.
    pub(crate) fn refresh_answered(&mut self, flight: u32, answer: Result<(u16, String)>) {
        let is_its = |work: &Work| work.flight.as_ref().is_some_and(|(number, _)| *number == flight);
        let Some(at) = self.document.works.iter().position(is_its) else { return };
        let Work { number, shared, app, version, .. } = self.document.works[at];
        let Some((_, session)) = self.document.works[at].flight.take() else { return };
        let next = answer.and_then(|answer| self.receive_tokens(app, &session, &answer));
        match next {
            Err(error) => {
                let is_same = self.current(shared).is_some() && self.document.shared[shared].now() == Some(version);
                if error.code == Code::LoginRequired && is_same {
                    self.common.counts.outcome("session", "refused");
                    self.check_refused(&session);
                    self.end(shared);
                }
                self.end_work(number, Err(error), false);
            }
            Ok(next) => {
                let next =
                    if self.common.fault == Fault::KeepsOldToken { with_token_of(&next, &session) } else { next };
                if !self.renew(shared, (&session, version), next.clone(), app) {
                    self.ask_endpoint(app, Purpose::Revoke, &next);
                }
                self.end_work(number, Ok(()), true);
            }
        }
    }

    /// The work is done. After a refresh it keeps its lock for a while, until the others have heard.
    fn end_work(&mut self, number: u32, result: Result<()>, has_changed: bool) {
        let Some(at) = self.document.works.iter().position(|work| work.number == number) else { return };
        let shared = self.document.works[at].shared;
        if let Some(refreshing) = self.document.shared[shared].refreshing.as_mut().filter(|it| it.work == number) {
            refreshing.done = Some(result);
        }
        self.document.works[at].lingers = true;
        if !has_changed || !self.common.has_locks {
            self.end_linger(at);
        }
    }

    /// The lock is for others now.
    pub(crate) fn end_linger(&mut self, at: usize) {
        let number = self.document.works.remove(at).number;
        if self.common.fault != Fault::KeepsLock {
            self.common.release(|lock| lock.work == number);
        }
    }

    /// What came of a refresh goes to all that wait for it.
    fn refreshed(&mut self, shared: usize, result: &Result<()>) {
        let code = result.as_ref().map_or_else(|error| error.code.as_str(), |()| "refreshed");
        self.say(|| format!("what came of the refresh: {code}"));
        self.common.counts.outcome("refresh", code);
        if let Err(error) = result {
            crate::rules::told(&crate::support::shown(error), self.common);
        }
        self.resume_calls(shared, result);
    }
}

/// The new session with the old refresh token.
fn with_token_of(next: &Value, session: &Value) -> Value {
    let mut next = next.clone();
    next.replace("refreshToken", session.get("refreshToken").clone());
    next
}
