//! What is sent: calls to the API, and requests to the token endpoint.

use coolsms_oauth2::client::tokens::Purpose;
use coolsms_oauth2::protocol::Value;
use serde_json::Value as Json;

use super::{Received, Rule};
use crate::app::APPS;
use crate::lineage::Accepted;
use crate::page::Page;
use crate::request::Call;
use crate::text::{refresh_token, refreshes};
use crate::token::Flight;

impl Page<'_> {
    /// What is sent is the token of a session of this app's, still good, and goes where it may.
    pub(crate) fn check_sent(&mut self, call: &Call, origin: &str, authorization: &str) {
        let app = &APPS[call.app];
        let now = self.common.now;
        if !app.origins.contains(&origin) {
            self.common.broke(Rule::Sent, || format!("{authorization} goes to {origin}")); // S32
        }
        if call.sent > 2 || call.refreshes > 1 {
            self.common.broke(Rule::Retried, || format!("call {} is sent again and again", call.number)); // S35
        }
        let token = authorization.strip_prefix("Bearer ");
        let is_its = |it: &&Accepted| token == it.value.get("accessToken").as_text();
        match self.common.accepted.iter().find(is_its) {
            None => self.common.broke(Rule::Attacker, || format!("{authorization} is no session's")), // S31, S34
            Some(session) if APPS[session.app].key != app.key => {
                self.common.broke(Rule::Mixed, || format!("{authorization} is of another app")); // S36
            }
            Some(session) => {
                if session.value.get("expiresAt").as_number().is_some_and(|end| now >= end) {
                    self.common.broke(Rule::Sent, || format!("{authorization} has run out")); // S49
                }
            }
        }
    }

    /// A call that was sent once, or has waited for a refresh, is made for the same session.
    pub(crate) fn check_same(&mut self, before: &Value, call: &Call) {
        let now = call.used.as_ref().map(|(session, _)| session.get("id").clone());
        if now.as_ref() != Some(before.get("id")) {
            let (number, before) = (call.number, before.get("id").text());
            self.common.broke(Rule::Mixed, || format!("call {number} was {before}'s, and is made with {now:?}")); // S36
        }
    }

    /// A refresh token goes to its endpoint, alone, and is the newest that is known here.
    pub(crate) fn check_flight(&mut self, flight: &Flight) {
        let app = &APPS[flight.app];
        let endpoint = match flight.purpose {
            Purpose::Revoke => "revocationEndpoint",
            Purpose::Exchange | Purpose::Refresh => "tokenEndpoint",
        };
        let is_scope_asked = flight.purpose == Purpose::Refresh && !flight.parameters.get("scope").is_null();
        if flight.url != app.endpoint(endpoint) || is_scope_asked {
            self.common.broke(Rule::Endpoint, || format!("{:?} goes to {}", flight.parameters, flight.url)); // S41, S44
        }
        if flight.purpose == Purpose::Refresh {
            self.check_alone(flight);
            self.check_newest(&flight.of);
        }
    }

    fn check_alone(&mut self, flight: &Flight) {
        let is_other = |other: &&Flight| {
            let is_same = other.purpose == Purpose::Refresh && other.of.get("id") == flight.of.get("id");
            let is_seen = other.document == flight.document || self.common.has_locks;
            let is_there = other.document == flight.document || self.common.is_shown(other.document);
            is_same && is_seen && is_there
        };
        if let Some(other) = self.common.flights.iter().find(is_other).map(|other| other.number) {
            self.common.broke(Rule::Alone, || format!("{other} and {} are in flight", flight.number)); // S42
        }
    }

    fn check_newest(&mut self, of: &Value) {
        let (id, sent) = (of.get("id").text(), refresh_token(of));
        let known = self.document.heard.iter().filter(|(heard, _)| heard == id);
        if known.into_iter().any(|(_, token)| self.common.family_of(token) > self.common.family_of(sent)) {
            self.common.broke(Rule::Old, || format!("{sent} is sent, and a newer one is known")); // S40
        }
    }

    /// A session is about to be ended, since this token of it was refused.
    pub(crate) fn check_refused(&mut self, session: &Value) {
        let (id, token) = (session.get("id").text(), refresh_token(session));
        // Without localStorage, who missed a refresh cannot know.
        if self.common.has_locks && self.common.has_newer(id, token) && !self.common.local.was_trouble() {
            self.common.broke(Rule::Ended, || format!("{id} is ended for {token}, and there is a newer one")); // S42
        }
    }

    /// A session with a refresh token was held or heard of here.
    pub(crate) fn heard(&mut self, session: &Value) {
        let heard = (session.get("id").text().to_owned(), refresh_token(session).to_owned());
        if !heard.1.is_empty() && !self.document.heard.contains(&heard) {
            self.document.heard.push(heard);
        }
    }

    /// An answer of the token endpoint, to a refresh or for a code, became a session.
    pub(crate) fn check_tokens(&mut self, app: usize, of: &Value, session: &Value, body: &str) {
        let answer: Json = serde_json::from_str(body).unwrap_or_default();
        let token = answer["access_token"].as_str().unwrap_or_default();
        let is_code = !of.get("code").is_null();
        let family = if is_code {
            self.common.families.iter().find(|family| of.get("state").is(&family.state))
        } else {
            self.common.family_of(refresh_token(of)).map(|(family, _)| &self.common.families[family])
        };
        let grant = self.common.grants.iter().find(|grant| grant.token == token && grant.is_good);
        let is_its = grant.zip(family).is_some_and(|(grant, family)| {
            grant.state == family.state && serde_json::json!(grant.scope) == crate::support::json(session.get("scope"))
        });
        let kept = answer["refresh_token"].as_str().unwrap_or(refresh_token(of));
        let is_next = session.get("id") == of.get("id") && refreshes(session) == refreshes(of) + 1.0;
        let is_begun = is_code && refreshes(session) == 0.0;
        if !is_its || !(is_next || is_begun) || refresh_token(session) != kept || !session.get("accessToken").is(token)
        {
            self.common.broke(Rule::Mixed, || format!("{body} became {session:?}")); // S40
        }
        let id = session.get("id").text();
        if is_code {
            self.lineage.own.push(id.to_owned());
        }
        self.common.accepted.push(Accepted { app, value: session.clone() });
        self.common.received.retain(|it| it.id != id);
        self.common.received.push(Received::new(id, kept, self.tab));
        self.heard(session);
    }
}
