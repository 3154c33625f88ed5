//! How the member's decision goes back to the app: a redirect with the answer in its address.
//!
//! CoolSMS does not say whether tokens come in the query or in the fragment, nor how a denial is
//! told; the sandbox follows RFC 6749 §4.1.2 and §4.2.2. As in CoolSMS's samples, tokens come
//! without `token_type`, `expires_in` and `scope`. The redirect_uri keeps the query it has.

use axum::response::{IntoResponse, Redirect, Response};
use url::{Url, form_urlencoded};

use super::request::{AuthorizeRequest, ResponseType};
use crate::faults::{AuthorizeAnswer, Place};
use crate::grants::Grant;
use crate::state::Memory;

/// The answer's parameters, in order.
type Parameters = Vec<(String, String)>;

/// Tokens or a code, as the app asked.
pub(super) fn allowed(
    memory: &Memory,
    request: &AuthorizeRequest,
    grant: Grant,
    fault: Option<AuthorizeAnswer>,
) -> Result<Response, jsonwebtoken::errors::Error> {
    let fault = fault.unwrap_or_default();
    let mut parameters = Parameters::new();
    if let Some(error) = &fault.error {
        add(&mut parameters, "error", error);
    } else {
        let scope = grant.scope.clone();
        match request.response_type {
            ResponseType::Token => {
                let tokens = memory.issue(grant)?;
                add(&mut parameters, "access_token", &tokens.access_token);
                if let Some(refresh_token) = &tokens.refresh_token {
                    add(&mut parameters, "refresh_token", refresh_token);
                }
            }
            ResponseType::Code => {
                let redirect_uri = request.redirect_uri_as_sent.clone();
                let life = memory.options.code_lifetime;
                let code = memory.grants.new_code(grant, redirect_uri, request.challenge.clone(), life);
                add(&mut parameters, "code", &code);
            }
        }
        if fault.describe {
            let seconds = memory.options.token_lifetime.as_secs().to_string();
            add(&mut parameters, "token_type", "Bearer");
            add(&mut parameters, "expires_in", &seconds);
            add(&mut parameters, "scope", &scope);
        }
    }
    Ok(send(request, parameters, &fault))
}

/// `error=access_denied`.
pub(super) fn denied(request: &AuthorizeRequest, fault: Option<AuthorizeAnswer>) -> Response {
    let fault = fault.unwrap_or_default();
    let mut parameters = Parameters::new();
    let error = fault.error.as_deref().unwrap_or("access_denied");
    add(&mut parameters, "error", error);
    send(request, parameters, &fault)
}

fn send(request: &AuthorizeRequest, parameters: Parameters, fault: &AuthorizeAnswer) -> Response {
    let mut parameters = parameters;
    add(&mut parameters, "state", &request.state);
    distort(&mut parameters, fault);
    let place = fault.place.unwrap_or(match request.response_type {
        ResponseType::Code => Place::Query,
        ResponseType::Token => Place::Fragment,
    });
    let address = with_answer(&request.redirect_uri, &parameters, place);
    Redirect::to(address.as_str()).into_response()
}

fn add(parameters: &mut Parameters, name: &str, value: &str) {
    parameters.push((name.to_owned(), value.to_owned()));
}

fn distort(parameters: &mut Parameters, fault: &AuthorizeAnswer) {
    for (name, value) in &fault.set {
        parameters.retain(|(present, _)| present != name);
        if let Some(value) = value {
            add(parameters, name, value);
        }
    }
    for name in &fault.repeat {
        let twin = parameters.iter().find(|(present, _)| present == name);
        parameters.extend(twin.cloned());
    }
}

fn with_answer(redirect_uri: &Url, parameters: &Parameters, place: Place) -> Url {
    let mut address = redirect_uri.clone();
    if matches!(place, Place::Query | Place::Both) {
        address.query_pairs_mut().extend_pairs(parameters);
    }
    if matches!(place, Place::Fragment | Place::Both) {
        let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        address.set_fragment(Some(&encoded));
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_of_the_redirect_uri_is_kept() {
        let redirect_uri = Url::parse("http://127.0.0.1:5000/app?tab=1%202").unwrap();
        let parameters = vec![("state".to_owned(), "a&b".to_owned())];
        let address = |place| with_answer(&redirect_uri, &parameters, place).to_string();
        let base = "http://127.0.0.1:5000/app?tab=1%202";
        assert_eq!(address(Place::Query), format!("{base}&state=a%26b"));
        assert_eq!(address(Place::Fragment), format!("{base}#state=a%26b"));
        assert_eq!(address(Place::Both), format!("{base}&state=a%26b#state=a%26b"));
    }
}
