//! What can be made to go wrong, and for how many requests.

mod apply;
mod effect;

use axum::http::Method;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

pub(crate) use apply::apply;
pub use effect::{AuthorizeAnswer, Effect, Place};

/// The endpoint that [`Effect::Answer`] belongs to.
pub(crate) const AUTHORIZE: &str = "/oauth2/v1/authorize";

/// Something that goes wrong when a request matches.
///
/// As JSON: `{"path": "/cash/v1/balance", "times": 2, "effect": {"kind": "latency", "ms": 500}}`.
/// A request meets the matching faults in the order in which they were added: it waits out every
/// latency, and the first of another kind ends the matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Only requests of this method; any but `OPTIONS` when left out. CORS preflights are always
    /// answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only requests to this path; with a final `*`, to every path that begins so.
    pub path: String,
    /// To how many requests it happens: one when left out.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens.
    pub effect: Effect,
}

const fn once() -> u32 {
    1
}

impl Fault {
    /// A fault that happens once, to the next request to that path.
    #[must_use]
    pub fn new(path: &str, effect: Effect) -> Self {
        Self { method: None, path: path.to_owned(), times: once(), effect }
    }

    /// A fault of the next answer that the authorize endpoint sends to an app.
    #[must_use]
    pub fn authorize_answer(answer: AuthorizeAnswer) -> Self {
        Self::new(AUTHORIZE, Effect::Answer(answer))
    }

    /// The same for this many requests.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// The same for requests of this method only.
    #[must_use]
    pub fn method(self, method: &str) -> Self {
        Self { method: Some(method.to_owned()), ..self }
    }

    /// What cannot be meant, in words; faults that come over HTTP are refused with it.
    pub(crate) fn objection(&self) -> Option<&'static str> {
        match &self.effect {
            Effect::Answer(_) if self.path != AUTHORIZE => {
                Some("The effect `answer` belongs to the path /oauth2/v1/authorize.")
            }
            effect => effect.objection(),
        }
    }

    fn matches(&self, method: &Method, path: &str) -> bool {
        let method_fits = match &self.method {
            Some(wanted) => method.as_str().eq_ignore_ascii_case(wanted),
            None => method != Method::OPTIONS,
        };
        let path_fits = match self.path.strip_suffix('*') {
            Some(prefix) => path.starts_with(prefix),
            None => path == self.path,
        };
        method_fits && path_fits
    }
}

/// The faults still to happen.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.0.lock().push(fault);
    }

    pub(crate) fn clear(&self) {
        self.0.lock().clear();
    }

    pub(crate) fn all(&self) -> Vec<Fault> {
        self.0.lock().clone()
    }

    /// What happens to this request. Counts as one time for each fault concerned.
    fn take(&self, method: &Method, path: &str) -> Vec<Effect> {
        let mut taken = Vec::new();
        let mut faults = self.0.lock();
        for fault in faults.iter_mut() {
            if matches!(fault.effect, Effect::Answer(_)) || !fault.matches(method, path) {
                continue;
            }
            fault.times = fault.times.saturating_sub(1);
            taken.push(fault.effect.clone());
            if !matches!(fault.effect, Effect::Latency { .. }) {
                break;
            }
        }
        faults.retain(|fault| fault.times > 0);
        taken
    }

    /// How the next answer of the authorize endpoint differs, if it does.
    pub(crate) fn take_answer(&self) -> Option<AuthorizeAnswer> {
        let mut faults = self.0.lock();
        let answer = faults.iter_mut().find_map(|fault| match &fault.effect {
            Effect::Answer(answer) => {
                fault.times = fault.times.saturating_sub(1);
                Some(answer.clone())
            }
            _ => None,
        });
        faults.retain(|fault| fault.times > 0);
        answer
    }
}
