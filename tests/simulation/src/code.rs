//! Authorization codes (RFC 6749 §4.1.3, RFC 7636 §4.6): each is good once, for who can prove that the sign-in was theirs.

use crate::app::APPS;
use crate::endpoint::Says;
use crate::rules::Rule;
use crate::world::Common;
use serde_json::json;

/// A code that the server has issued.
#[derive(Clone)]
pub(crate) struct IssuedCode {
    pub(crate) code: String,
    pub(crate) state: String,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: Vec<String>,
    pub(crate) challenge: String,
    /// Whether the response that carries it is one that may be accepted.
    pub(crate) is_good: bool,
    pub(crate) is_used: bool,
}

/// What stands in for SHA-256: nobody here wants to invert it.
pub(crate) fn challenge_of(verifier: &str) -> String {
    verifier.chars().rev().collect()
}

impl Common {
    /// The server is asked for the tokens of a code.
    pub(crate) fn exchange(&mut self, app: usize, at: usize, says: Says) -> (u16, String) {
        let refused = (400, json!({ "error": "invalid_grant" }).to_string());
        let get = |name: &str| self.flights[at].parameters.get(name).text().to_owned();
        let (code, verifier, redirect_uri) = (get("code"), get("code_verifier"), get("redirect_uri"));
        let Some(known) = self.codes.iter().position(|it| it.code == code) else {
            self.broke(Rule::Proof, || format!("nobody has issued {code}")); // S16
            return refused;
        };
        let issued = self.codes[known].clone();
        let is_proven = issued.challenge == challenge_of(&verifier);
        if !is_proven || issued.redirect_uri != redirect_uri || issued.client_id != APPS[app].client_id {
            self.broke(Rule::Proof, || format!("{code} came with {verifier} and {redirect_uri}")); // S7
        }
        if issued.is_used || says == Says::Ends {
            return refused;
        }
        self.codes[known].is_used = true;
        let refresh_token = self.begin_family(&issued.state, &issued.client_id, &issued.scope);
        let mut answer = self.tokens(app, self.families.len() - 1, says);
        answer["refresh_token"] = refresh_token.into();
        if answer["scope"].is_null() {
            answer["scope"] = issued.scope.join(" ").into();
        }
        (200, crate::endpoint::written(&answer, says))
    }
}
