//! `session.js`: what the clients of one app on one page have in common.

use coolsms_oauth2::protocol::Value;

use crate::app::APPS;
use crate::document::Shared;
use crate::fault::Fault;
use crate::page::Page;
use crate::rules::Rule;
use crate::storage::Refused;
use crate::store::{plain, stored_as, without};
use crate::text::{refresh_token, refreshes};
use crate::world::Common;

/// What an app may know.
fn told(session: &Value) -> Value {
    let is_private =
        |name: &str| ["accessToken", "refreshToken", "refreshes", "rotatedAt", "freshUntil"].contains(&name);
    Value::Map(session.members().iter().filter(|(name, _)| !is_private(name)).cloned().collect())
}

impl Shared {
    pub(crate) fn id(&self) -> Option<String> {
        Some(self.session.as_ref()?.get("id").text().to_owned())
    }

    /// Another object from now on, even if it says the same.
    fn replace(&mut self, next: Option<Value>) {
        self.snapshot = next.as_ref().map(told);
        self.session = next;
        self.version += 1;
    }
}

impl Page<'_> {
    fn is_usable(&self, session: &Value) -> bool {
        let is_fresh = session.get("expiresAt").as_number().is_none_or(|end| self.common.now < end);
        !refresh_token(session).is_empty() || is_fresh
    }

    /// `sharedOf`: its place in the document.
    pub(crate) fn shared_of(&mut self, app: usize) -> usize {
        let key = &APPS[app].key;
        if let Some(at) = self.document.shared.iter().position(|shared| shared.key == *key) {
            return at;
        }
        let mut shared = Shared::new(key.clone(), app);
        shared.wanted = self.stored_id(key).filter(|id| !self.has_ended_id(id));
        self.document.shared.push(shared);
        let at = self.document.shared.len() - 1;
        self.restore(at);
        let shared = &mut self.document.shared[at];
        shared.is_awaiting = shared.session.is_none() && (shared.wanted.is_some() || APPS[app].is_shared());
        let (wanted, is_asking) = (shared.wanted.clone(), shared.is_awaiting || shared.session.is_some());
        if is_asking {
            self.ask_tabs(at, wanted);
        }
        at
    }

    /// `restore`: what this tab has stored, cut to what the app wants there.
    fn restore(&mut self, at: usize) {
        let Shared { key, app, .. } = &self.document.shared[at];
        let (key, app) = (key.clone(), *app);
        let id = self.stored_id(&key);
        let found = self.stored(&key, &APPS[app]).ok().flatten();
        if let Some(found) = found.filter(|found| !self.is_over(found) && self.is_usable(found)) {
            self.common.counts.outcome("session", "found in the store");
            self.document.shared[at].replace(Some(found));
        }
        if id.is_some() {
            let session = self.document.shared[at].session.clone();
            self.document.shared[at].is_stored = self.keep(&key, session.as_ref(), &APPS[app]);
        }
    }

    /// `returned`: the session of a document that was taken out of the cache.
    pub(crate) fn returned(&mut self, at: usize) -> Option<Value> {
        self.document.shared[at].is_awaiting = false;
        if self.document.shared[at].session.is_none() {
            self.restore(at);
            if self.document.shared[at].session.is_some() {
                self.notify(at);
            }
        }
        self.current(at)
    }

    /// `notify`: who listens in the package itself.
    pub(crate) fn notify(&mut self, at: usize) {
        let now = self.document.shared[at].now();
        self.document.shared[at].has_arrived |= now.is_some();
        self.look_after_lost(at, now);
        let Some(before) = self.document.shared[at].refreshing.as_ref().and_then(|it| it.before.clone()) else {
            return;
        };
        self.current(at);
        let now = self.document.shared[at].now();
        if let Some(refreshing) =
            self.document.shared[at].refreshing.as_mut().filter(|it| !it.is_at_work && now != Some(before.version))
        {
            refreshing.is_told = true;
        }
    }

    /// `set`.
    pub(crate) fn set(&mut self, at: usize, next: Option<Value>, app: usize) {
        self.document.shared[at].is_awaiting = false;
        if let Some(callback) = &mut self.document.shared[at].callback {
            callback.again = None;
        }
        let key = self.document.shared[at].key.clone();
        let is_stored = self.keep(&key, next.as_ref(), &APPS[app]);
        self.document.shared[at].replace(next);
        self.document.shared[at].is_stored = is_stored;
    }

    /// `adopt`: what another tab says of its session.
    pub(crate) fn adopt(&mut self, at: usize, mut found: Value) {
        let Shared { app: own, session, is_awaiting, wanted, .. } = &self.document.shared[at];
        let (own, session) = (*own, session.clone());
        let is_wanted = *is_awaiting && wanted.as_ref().is_none_or(|wanted| found.get("id").is(wanted));
        if !APPS[own].keeps_refresh_token() {
            found = without(&found, "refreshToken");
        }
        let mut knows_more = false;
        let is_taken = match &session {
            None => is_wanted,
            Some(session) if session.get("id") != found.get("id") => self.common.fault == Fault::TakesAny,
            Some(session) => {
                found = self.with_refresh_token(session, found);
                let has_more = !refresh_token(&found).is_empty() && refresh_token(session).is_empty();
                knows_more = refreshes(&found) == refreshes(session) && has_more;
                knows_more || refreshes(&found) > refreshes(session)
            }
        };
        if !is_taken || self.is_over(&found) {
            return;
        }
        // Where localStorage does not say that it is over, another tab may bring it back that has not heard of it yet.
        self.lineage.signed_out.retain(|id| !found.get("id").is(id));
        self.common.counts.outcome("session", if session.is_none() { "taken over" } else { "goes on elsewhere" });
        self.set(at, Some(plain(&found)), own);
        if !knows_more {
            self.notify(at);
        }
    }

    /// `withRefreshToken`.
    fn with_refresh_token(&mut self, session: &Value, mut found: Value) -> Value {
        let is_replaced = found.get("rotatedAt").number() > session.get("refreshes").number();
        let is_kept = refresh_token(&found).is_empty() && !is_replaced && !self.is_outdated(session);
        if is_kept && self.common.fault != Fault::ForgetsToken {
            found.set_copy("refreshToken", session.get("refreshToken"));
        }
        found
    }

    /// `isOver`.
    fn is_over(&mut self, session: &Value) -> bool {
        let is_known = self.document.shared.iter().any(|shared| shared.ended.iter().any(|id| session.get("id").is(id)));
        is_known || self.has_ended(session)
    }

    /// What to answer who asks for a session.
    pub(crate) fn asked(&mut self, at: usize, id: Option<&str>) -> Option<Value> {
        let shared = &self.document.shared[at];
        let session = shared.session.as_ref()?;
        let is_for = id.map_or(APPS[shared.app].is_shared(), |id| session.get("id").is(id));
        if is_for { self.current(at) } else { None }
    }

    /// Another tab says that a session is over.
    pub(crate) fn ended(&mut self, at: usize, id: &str) {
        self.document.shared[at].ended.push(id.to_owned());
        if self.document.shared[at].id().as_deref() != Some(id) {
            return;
        }
        self.common.counts.outcome("session", "ended elsewhere");
        let own = self.document.shared[at].app;
        self.set(at, None, own);
        self.notify(at);
    }

    /// `current`.
    pub(crate) fn current(&mut self, at: usize) -> Option<Value> {
        let Shared { app, key, session, is_stored, .. } = &self.document.shared[at];
        let (own, key, session, is_stored) = (*app, key.clone(), session.clone()?, *is_stored);
        let before = session.get("id").text().to_owned();
        if self.common.fault != Fault::KeepsSession {
            let found = if is_stored { self.stored(&key, &APPS[own]) } else { Ok(Some(session.clone())) };
            match found {
                Ok(Some(found)) if found.get("id").is(&before) => {
                    if refreshes(&found) > refreshes(&session) {
                        let found = self.with_refresh_token(&session, found);
                        self.document.shared[at].replace(Some(plain(&found)));
                    }
                }
                Ok(found) => self.document.shared[at].replace(found),
                Err(Refused) => {}
            }
        }
        if let Some(session) = self.document.shared[at].session.clone() {
            let has_ended = self.is_over(&session);
            let is_over = self.common.fault != Fault::KeepsSession && (has_ended || !self.is_usable(&session));
            if is_over {
                self.common.counts.outcome("session", if has_ended { "found to be over" } else { "ran out" });
                self.set(at, None, own);
            }
        }
        if self.document.shared[at].id().as_deref() != Some(&before) {
            self.common.counts.outcome("session", "changed");
            self.notify(at);
        }
        let session = self.document.shared[at].session.clone();
        self.check_signed_out(at, session.as_ref());
        session
    }

    /// `arrived`, as far as it waits.
    pub(crate) fn has_arrived(&self, at: usize) -> bool {
        let shared = &self.document.shared[at];
        let is_own = self.document.exchanges.iter().any(|it| Some(it.promise) == shared.own_sign_in);
        let has_come = if shared.own_sign_in.is_some() { !is_own } else { !shared.is_awaiting || shared.has_arrived };
        shared.session.is_some() || has_come
    }

    /// The second is over in which another tab might have handed its session over.
    pub(crate) fn end_arrival(&mut self, at: usize) {
        let shared = &mut self.document.shared[at];
        (shared.is_awaiting, shared.has_arrived) = (false, true);
    }

    /// `renew`: in every tab that has the session, also where this one has gone on to another meanwhile. Whether it was not
    /// ended.
    pub(crate) fn renew(&mut self, at: usize, before: (&Value, u32), next: Value, app: usize) -> bool {
        if self.is_over(&next) {
            return false;
        }
        if refresh_token(&next) != refresh_token(before.0) {
            self.mark_rotated(&next);
        }
        let is_ours = self.current(at).is_some() && self.document.shared[at].now() == Some(before.1);
        if is_ours {
            self.set(at, Some(next.clone()), app);
        } else if self.common.fault == Fault::DropsAnswer {
            return true;
        }
        self.tell_tabs(at, next);
        if is_ours {
            self.notify(at);
        }
        true
    }

    /// `awaits`: a code of this tab's own is being exchanged.
    pub(crate) fn awaits(&mut self, at: usize, promise: u32) {
        let shared = &mut self.document.shared[at];
        (shared.is_awaiting, shared.own_sign_in) = (false, Some(promise));
    }

    /// `isLost`, where nobody has told of a newer refresh token in time.
    pub(crate) fn lose(&mut self, at: usize) {
        self.common.counts.outcome("session", "lost");
        let own = self.document.shared[at].app;
        self.set(at, None, own);
        self.notify(at);
    }

    /// `end`.
    pub(crate) fn end(&mut self, at: usize) {
        let before = self.document.shared[at].session.clone();
        let key = stored_as(&self.document.shared[at].key);
        let own = self.document.shared[at].app;
        let was_stored = self.storage.peek(&key).is_some();
        self.document.shared[at].ends += 1;
        self.set(at, None, own);
        if let Some(before) = before {
            let id = before.get("id").text().to_owned();
            self.document.shared[at].ended.push(id.clone());
            self.mark_ended(&before);
            if was_stored && self.storage.peek(&key).is_none() {
                self.lineage.signed_out.push(id.clone());
            }
            self.common.over.push(id.clone());
            self.tell_end(at, id);
        }
        self.notify(at);
    }

    /// The rules' own look: a session that is over is used nowhere.
    fn check_signed_out(&mut self, at: usize, session: Option<&Value>) {
        let Some(id) = session.map(|session| session.get("id").text().to_owned()) else { return };
        // Who cannot read that it is over, cannot know.
        let is_readable = self.document.shared[at].is_stored && !self.storage.is_refused();
        let is_of_tab = is_readable && self.lineage.signed_out.contains(&id);
        let is_known = self.common.is_marked(&id) && !self.common.local.is_refused();
        if is_of_tab || is_known {
            self.common.broke(Rule::SignedOut, || format!("{id} is back")); // S48
        }
    }
}

impl Common {
    /// A session is marked, which every tab can see, unless localStorage does not behave; of the last sixteen.
    pub(crate) fn marked(&mut self, session: &Value, is_over: bool) {
        if self.local.is_refused() || self.local.is_lost() {
            self.marked.clear();
            return;
        }
        let id = session.get("id").text();
        self.marked.retain(|(marked, _)| marked != id);
        self.marked.push((id.to_owned(), is_over));
        let more = self.marked.len().saturating_sub(16);
        self.marked.drain(..more);
    }

    /// Whether every tab can know that it is over.
    fn is_marked(&self, id: &str) -> bool {
        self.marked.iter().any(|(marked, is_over)| marked == id && *is_over)
    }
}
