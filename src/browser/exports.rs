//! The exports that the package calls, each with the place of its input, which is the record that it names.

use wasm_bindgen::prelude::*;

use super::{answered, run};
use crate::client::{api_error, call, callback, config, functions, session, sign_in, tokens};
use crate::host::storage::now;
use crate::host::{Member, Value};
use crate::protocol::{metadata, pending, provider};

/// [`config::OpenClient`] → [`config::ClientConfig`].
#[wasm_bindgen(js_name = openClient)]
pub fn open_client(input: i32) -> i32 {
    run(input, config::open)
}

/// A code verifier (RFC 7636 §4.1).
#[wasm_bindgen(js_name = randomName)]
pub fn random_name(_: i32) -> i32 {
    answered(pending::random_name().map(Member::write))
}

/// [`sign_in::SignInContext`] → [`sign_in::StartedSignIn`].
#[wasm_bindgen(js_name = startSignIn)]
pub fn start_sign_in(input: i32) -> i32 {
    run(input, sign_in::start)
}

/// [`callback::CallbackContext`] → [`callback::CallbackResult`], or null where the URL is no response to this client.
#[wasm_bindgen(js_name = receiveCallback)]
pub fn receive_callback(input: i32) -> i32 {
    run(input, callback::receive)
}

/// [`session::TokenOf`] → the token; null asks for a refresh first.
#[wasm_bindgen(js_name = tokenOf)]
pub fn token_of(input: i32) -> i32 {
    run(input, |input| session::token_of(input, now()))
}

/// [`session::ScopeQuestion`] → the needed words that the session lacks.
#[wasm_bindgen(js_name = missingScopes)]
pub fn missing_scopes(input: i32) -> i32 {
    run(input, session::missing_of)
}

/// [`session::OtherCopy`] → the session to hold; null keeps the own one.
#[wasm_bindgen(js_name = mergeSession)]
pub fn merge_session(input: i32) -> i32 {
    run(input, |input| Ok(session::merge(input)))
}

/// [`call::CallContext`] → [`call::Permit`]; null asks for a refresh first.
#[wasm_bindgen(js_name = permitCall)]
pub fn permit_call(input: i32) -> i32 {
    run(input, |input| call::permit(input, now()))
}

/// [`call::CallContext`] with the status and the challenge of an answer → null, unless they say that the token is not good enough.
#[wasm_bindgen(js_name = checkAnswer)]
pub fn check_answer(input: i32) -> i32 {
    run(input, |input| call::check_answer(input).map(|()| None::<Value>))
}

/// The body of a refused call → [`api_error::ApiError`].
#[wasm_bindgen(js_name = readApiError)]
pub fn read_api_error(input: i32) -> i32 {
    run(input, |body| Ok(api_error::read(body)))
}

/// [`tokens::TokenContext`] → [`tokens::TokenRequest`], or null where the provider has no such endpoint.
#[wasm_bindgen(js_name = tokenRequest)]
pub fn token_request(input: i32) -> i32 {
    run(input, |input| Ok(tokens::request(input)))
}

/// The same for a revocation.
#[wasm_bindgen(js_name = revocationRequest)]
pub fn revocation_request(input: i32) -> i32 {
    run(input, |input| Ok(tokens::revocation(input)))
}

/// [`tokens::TokenContext`] with an answer → the session.
#[wasm_bindgen(js_name = receiveTokens)]
pub fn receive_tokens(input: i32) -> i32 {
    run(input, tokens::receive)
}

/// [`metadata::DiscoveryOptions`] → where the issuer's metadata may be.
#[wasm_bindgen(js_name = metadataPlaces)]
pub fn metadata_places(input: i32) -> i32 {
    run(input, metadata::places)
}

/// [`metadata::Described`] → the provider that it describes.
#[wasm_bindgen(js_name = providerOf)]
pub fn provider_of(input: i32) -> i32 {
    run(input, metadata::provider)
}

/// [`functions::StateBinding`] → a state.
#[wasm_bindgen(js_name = generateState)]
pub fn generate_state(input: i32) -> i32 {
    run(input, functions::generate_state)
}

/// [`functions::StateCheck`] → the sign-in that the state guarded.
#[wasm_bindgen(js_name = verifyState)]
pub fn verify_state(input: i32) -> i32 {
    run(input, functions::verify_state)
}

/// [`functions::AuthorizeRequest`] → the URL that starts a sign-in.
#[wasm_bindgen(js_name = buildAuthorizeUrl)]
pub fn build_authorize_url(input: i32) -> i32 {
    run(input, functions::authorize_url)
}

/// [`functions::ResponseUrl`] → [`functions::ParsedResponse`], or null where there is no response.
#[wasm_bindgen(js_name = parseAuthorizationResponse)]
pub fn parse_authorization_response(input: i32) -> i32 {
    run(input, functions::parse_response)
}

/// [`provider::CoolsmsOptions`] → the settings for CoolSMS.
#[wasm_bindgen]
pub fn coolsms(input: i32) -> i32 {
    run(input, provider::coolsms)
}
