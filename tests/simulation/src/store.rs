//! `store.js`: a session in sessionStorage, and in localStorage what became of sessions.

use coolsms_oauth2::protocol::{Platform, Value};

use crate::app::App;
use crate::fault::Fault;
use crate::page::Page;
use crate::storage::Refused;
use crate::support::{Native, json};
use crate::text::refreshes;

/// The key in localStorage.
const MARKS: &str = "coolsms-oauth2.marks";

/// The key in sessionStorage, and the name of the channel.
pub(crate) fn stored_as(key: &str) -> String {
    ["coolsms-oauth2.session", key].concat()
}

/// As it would be stored.
pub(crate) fn text_of(value: &Value) -> String {
    json(value).to_string()
}

/// As it comes back from a store.
pub(crate) fn plain(value: &Value) -> Value {
    Native.json(&text_of(value))
}

/// A session without one of its tokens.
pub(crate) fn without(session: &Value, token: &str) -> Value {
    Value::Map(session.members().iter().filter(|(name, _)| name != token).cloned().collect())
}

/// `isSession`.
pub(crate) fn is_session(value: &Value) -> bool {
    let token = |name: &str| value.get(name).is_null() || value.get(name).as_text().is_some();
    let has = |name: &str| !value.get(name).text().is_empty();
    let has_token = has("accessToken") || has("refreshToken");
    let has_scope = matches!(value.get("scope"), Value::Null | Value::List(_));
    let is_whole = value.get("id").as_text().is_some() && token("accessToken") && token("refreshToken") && has_scope;
    is_whole && value.get("refreshes").as_number().is_some() && has_token
}

/// `lasting`: what of a session is to survive a reload.
fn lasting(session: &Value, app: &App) -> Option<Value> {
    let mut kept = session.clone();
    if app.is_in_memory() {
        kept = without(&kept, "accessToken");
    }
    if !app.stores_refresh_token() {
        kept = without(&kept, "refreshToken");
    }
    Some(kept).filter(is_session)
}

impl Page<'_> {
    /// `stored`: what is there, as far as it is to be; an error where nobody can say.
    pub(crate) fn stored(&mut self, key: &str, app: &App) -> Result<Option<Value>, Refused> {
        let text = self.storage.get(&stored_as(key))?;
        Ok(text.and_then(|text| lasting(&Native.json(&text), app)))
    }

    /// `storedId`.
    pub(crate) fn stored_id(&mut self, key: &str) -> Option<String> {
        let text = self.storage.get(&stored_as(key)).ok().flatten()?;
        Native.json(&text).get("id").as_text().map(String::from)
    }

    /// `keep`: where no more may survive, it is the id.
    pub(crate) fn keep(&mut self, key: &str, session: Option<&Value>, app: &App) -> bool {
        let kept = match session {
            Some(session) if self.common.fault == Fault::StoresAll => Some(session.clone()),
            session => session.and_then(|session| lasting(session, app)),
        };
        let name = stored_as(key);
        let mut id = Value::object();
        id.set_copy("id", session.map_or(&Value::Null, |session| session.get("id")));
        let is_kept = match kept.as_ref().or(session.map(|_| &id)) {
            Some(kept) => self.storage.set(&name, &text_of(kept)).is_ok(),
            None => self.storage.remove(&name).is_ok(),
        };
        if !is_kept {
            let _ = self.storage.remove(&name);
        }
        is_kept && kept.is_some()
    }

    /// The marks of sessions in localStorage, each an id and what became of it.
    fn marks(&mut self) -> Vec<Value> {
        let text = self.common.local.get(MARKS).ok().flatten().unwrap_or_default();
        let marks = Native.json(&text);
        let more = marks.items().len().saturating_sub(16);
        marks.items().iter().skip(more).cloned().collect()
    }

    fn mark_of(&mut self, id: &str) -> Value {
        let marks = self.marks();
        let is_its = |mark: &&Value| mark.items().first().is_some_and(|marked| marked.is(id));
        marks.iter().find(is_its).and_then(|mark| mark.items().get(1)).cloned().unwrap_or_default()
    }

    fn mark(&mut self, session: &Value, what: Value) {
        let mut marks = self.marks();
        marks.retain(|mark| mark.items().first() != Some(session.get("id")));
        marks.push(Value::List(vec![session.get("id").clone(), what]));
        if self.common.fault != Fault::MarksNothing {
            let _ = self.common.local.set(MARKS, &text_of(&Value::List(marks)));
        }
    }

    /// `hasEnded`.
    pub(crate) fn has_ended(&mut self, session: &Value) -> bool {
        self.has_ended_id(session.get("id").text())
    }

    /// The same, by an id alone.
    pub(crate) fn has_ended_id(&mut self, id: &str) -> bool {
        self.mark_of(id).is("ended") && self.common.fault != Fault::ForgetsMarks
    }

    /// `markEnded`.
    pub(crate) fn mark_ended(&mut self, session: &Value) {
        self.mark(session, Value::from("ended"));
        self.common.marked(session, true);
    }

    /// `isOutdated`.
    pub(crate) fn is_outdated(&mut self, session: &Value) -> bool {
        self.mark_of(session.get("id").text()).as_number().is_some_and(|mark| mark > refreshes(session))
    }

    /// `markRotated`.
    pub(crate) fn mark_rotated(&mut self, session: &Value) {
        self.mark(session, session.get("refreshes").clone());
        self.common.marked(session, false);
    }
}
