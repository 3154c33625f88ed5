//! `token.js`, and what `src/browser/tokens.rs` does for it: a request to a token endpoint starts here, and is answered in
//! another step.

use coolsms_oauth2::client::tokens::{Answer, Purpose, receive, request};
use coolsms_oauth2::protocol::{Result, Value};

use crate::app::APPS;
use crate::fault::Fault;
use crate::page::Page;
use crate::rules;
use crate::store::plain;
use crate::support::{Native, shown, value};
use crate::text;

/// A request on its way.
pub(crate) struct Flight {
    pub(crate) number: u32,
    pub(crate) document: u32,
    pub(crate) purpose: Purpose,
    pub(crate) app: usize,
    /// What it is made of: a session or a code.
    pub(crate) of: Value,
    pub(crate) url: String,
    pub(crate) parameters: Value,
    /// The answer, once the server has acted: status and body.
    pub(crate) answer: Option<(u16, String)>,
}

impl Page<'_> {
    /// `ask`, as far as the request; `None` where there is no such endpoint.
    pub(crate) fn ask_endpoint(&mut self, app: usize, purpose: Purpose, of: &Value) -> Option<u32> {
        let asked = request(&APPS[app].config, purpose, of, &Native);
        if asked.is_null() {
            return None;
        }
        let number = self.common.number();
        let mut parameters = asked.get("parameters").clone();
        if self.common.fault == Fault::ReusesVerifier && purpose == Purpose::Exchange {
            parameters.replace("code_verifier", value(&serde_json::json!("a".repeat(64))));
        }
        let url = match self.common.fault {
            Fault::AsksTheApi => [APPS[app].base, "/token"].concat(),
            _ => asked.get("url").text().to_owned(),
        };
        self.say(|| format!("asks {url} ({number}): {purpose:?} of {}", text::session(of)));
        let document = self.document.id;
        let flight = Flight { number, document, purpose, app, of: of.clone(), url, parameters, answer: None };
        self.check_flight(&flight);
        self.common.flights.push(flight);
        Some(number)
    }

    /// `receiveTokens`.
    pub(crate) fn receive_tokens(&mut self, app: usize, of: &Value, answer: &(u16, String)) -> Result<Value> {
        let session_id = format!("session-{}", self.common.number());
        let (status, body) = answer;
        let answer = Answer { status: f64::from(*status), body, now: self.common.now, session_id: &session_id };
        let received = receive(&APPS[app].config, of, &answer, &Native);
        match &received {
            Ok(session) => {
                let session = plain(&session.0);
                self.check_tokens(app, of, &session, body);
                return Ok(session);
            }
            Err(error) => rules::told(&shown(error), self.common),
        }
        received.map(|session| session.0)
    }
}
