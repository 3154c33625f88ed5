//! The token endpoint (RFC 6749 §3.2): what it was asked, and what it answers. It may replace refresh tokens, and may take
//! an old one for a stolen one (RFC 9700 §4.14).

use coolsms_oauth2::client::tokens::Purpose;
use serde_json::{Value as Json, json};

use crate::app::APPS;
use crate::grant::Grant;
use crate::support::app::jwt;
use crate::world::Common;

/// What the server does with refresh tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rotation {
    /// One is good for ever.
    Off,
    /// Each answer brings a new one; the old is good no longer.
    On,
    /// The same, and who sends an old one ends them all.
    Strict,
}

/// All tokens of one sign-in.
#[derive(Clone)]
pub(crate) struct Family {
    /// The nonce of the request that began it.
    pub(crate) state: String,
    pub(crate) client_id: String,
    pub(crate) scope: Vec<String>,
    /// Its refresh tokens, the newest last.
    pub(crate) refresh_tokens: Vec<String>,
    /// Its scope has become less, which each answer says from then on.
    pub(crate) is_less: bool,
    /// The server refuses them from now on.
    pub(crate) is_over: bool,
}

/// How the endpoint answers what it could grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    Grants,
    GrantsLess,
    Fails,
    IsBusy,
    Garbles,
    Cuts,
    NamesAnotherType,
    Ends,
}

/// The answers, as often as they are to come.
pub(crate) const SAYS: [Says; 14] = [
    Says::Grants,
    Says::Grants,
    Says::Grants,
    Says::Grants,
    Says::Grants,
    Says::Grants,
    Says::Grants,
    Says::GrantsLess,
    Says::Fails,
    Says::IsBusy,
    Says::Garbles,
    Says::Cuts,
    Says::NamesAnotherType,
    Says::Ends,
];

impl Common {
    /// A family of tokens begins, with a first refresh token.
    pub(crate) fn begin_family(&mut self, state: &str, client_id: &str, scope: &[String]) -> String {
        let refresh_token = format!("refresh-{}-0.", self.families.len());
        self.families.push(Family {
            state: state.to_owned(),
            client_id: client_id.to_owned(),
            scope: scope.to_vec(),
            refresh_tokens: vec![refresh_token.clone()],
            is_less: false,
            is_over: false,
        });
        refresh_token
    }

    /// Which family, and the how-manieth of it.
    pub(crate) fn family_of(&self, refresh_token: &str) -> Option<(usize, usize)> {
        let place = |family: &Family| family.refresh_tokens.iter().position(|known| known == refresh_token);
        self.families.iter().enumerate().find_map(|(at, family)| Some((at, place(family)?)))
    }

    /// The server acts on a request, and answers.
    pub(crate) fn act(&mut self, at: usize, says: Says) {
        let flight = &self.flights[at];
        let (app, purpose) = (flight.app, flight.purpose);
        let get = |name: &str| flight.parameters.get(name).text().to_owned();
        let (refresh_token, token) = (get("refresh_token"), get("token"));
        let answer = match (says, purpose) {
            (Says::Fails, _) => (503, "<h1>Unavailable</h1>".to_owned()),
            (Says::IsBusy, _) => (429, json!({ "error": "slow_down" }).to_string()),
            (_, Purpose::Revoke) => {
                self.revoke(&token);
                (200, String::new())
            }
            (_, Purpose::Refresh) => self.refresh(app, &refresh_token, says),
            (_, Purpose::Exchange) => self.exchange(app, at, says),
        };
        let number = self.flights[at].number;
        self.say(|| format!("the token endpoint acts on {number}: {says:?}, {}", answer.1));
        self.flights[at].answer = Some(answer);
    }

    fn revoke(&mut self, token: &str) {
        let is_its = |family: &&mut Family| family.refresh_tokens.iter().any(|known| known == token);
        self.families.iter_mut().filter(is_its).for_each(|family| family.is_over = true);
    }

    fn refresh(&mut self, app: usize, refresh_token: &str, says: Says) -> (u16, String) {
        let refused = if APPS[app].has_jwts() {
            json!({ "errorCode": "InvalidRefreshToken" })
        } else {
            json!({ "error": "invalid_grant" })
        };
        let refused = (400, refused.to_string());
        let Some((at, place)) = self.family_of(refresh_token) else { return refused };
        let rotation = self.rotation;
        let family = &mut self.families[at];
        let is_old = rotation != Rotation::Off && place + 1 < family.refresh_tokens.len();
        family.is_over |= says == Says::Ends || (is_old && rotation == Rotation::Strict);
        if family.is_over || is_old {
            return refused;
        }
        let mut answer = self.tokens(app, at, says);
        if rotation != Rotation::Off {
            let family = &mut self.families[at];
            let next = format!("refresh-{at}-{}.", family.refresh_tokens.len());
            family.refresh_tokens.push(next.clone());
            answer["refresh_token"] = next.into();
        }
        (200, written(&answer, says))
    }

    /// A new access token of a family.
    pub(crate) fn tokens(&mut self, app: usize, family: usize, says: Says) -> Json {
        let number = self.number();
        let family = &mut self.families[family];
        if says == Says::GrantsLess {
            family.scope.truncate(1);
            family.is_less = true;
        }
        let Family { state, client_id, scope, is_less, .. } = family.clone();
        let lifetime = 600 + 60 * (number % 50);
        let has_jwts = APPS[app].has_jwts();
        let token = if has_jwts {
            jwt(&json!({ "clientId": client_id, "scope": scope, "iat": 7, "exp": 7 + lifetime, "number": number }))
        } else {
            format!("granted-{number}.")
        };
        self.grants.push(Grant {
            token: token.clone(),
            state,
            client_id,
            scope: scope.clone(),
            refresh_token: None,
            is_good: true,
        });
        let mut answer = json!({ "access_token": token, "token_type": "bearer" });
        if says == Says::NamesAnotherType {
            answer["token_type"] = "mac".into();
        }
        if !has_jwts {
            answer["expires_in"] = lifetime.into();
            if is_less {
                answer["scope"] = scope.join(" ").into();
            }
        }
        answer
    }
}

/// The body as it comes: some servers, and what stands before them, write no JSON.
pub(crate) fn written(answer: &Json, says: Says) -> String {
    let text = answer.to_string();
    match says {
        Says::Garbles => "<!doctype html>".to_owned(),
        Says::Cuts => text[..text.len() / 2].to_owned(),
        _ => text,
    }
}
