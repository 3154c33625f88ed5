//! Reading addresses and stores for the rules: with other means than the code that they watch.

use coolsms_oauth2::protocol::Value;
use serde_json::Value as Json;
use url::form_urlencoded;

/// The key of the pending sign-ins.
pub(crate) const PENDING: &str = "coolsms-oauth2.pending";

/// The names of a response's parameters.
const RESPONSE: [&str; 13] = [
    "access_token",
    "code",
    "error",
    "state",
    "token_type",
    "expires_in",
    "expires",
    "scope",
    "refresh_token",
    "error_description",
    "error_uri",
    "iss",
    "oauth_state",
];

/// The pairs of query and fragment, decoded by the browser's rules.
fn pairs(url: &str) -> impl Iterator<Item = (String, String)> {
    let (front, fragment) = url.split_once('#').unwrap_or((url, ""));
    let query = front.split_once('?').map_or("", |(_, query)| query);
    let parts = [query.to_owned(), fragment.to_owned()];
    let decode = |part: String| -> Vec<_> {
        let owned = form_urlencoded::parse(part.as_bytes()).into_owned();
        owned.collect()
    };
    parts.into_iter().flat_map(decode)
}

/// Every value of that name.
pub(crate) fn values(url: &str, name: &str) -> Vec<String> {
    pairs(url).filter(|(known, _)| known == name).map(|(_, value)| value).collect()
}

/// Whether any parameter of a response is there.
pub(crate) fn carries_response(url: &str) -> bool {
    pairs(url).any(|(name, _)| RESPONSE.contains(&name.as_str()))
}

/// What is left of an address without a response.
pub(crate) fn own_part(url: &str) -> String {
    let (front, fragment) = url.split_once('#').map_or((url, None), |(front, route)| (front, Some(route)));
    let (base, query) = front.split_once('?').unwrap_or((front, ""));
    let own: Vec<&str> = query.split('&').filter(|piece| !carries_response(&["?", piece].concat())).collect();
    let query = own.join("&");
    let query = if query.is_empty() { query } else { ["?", &query].concat() };
    let route = fragment.filter(|route| !carries_response(&["#", route].concat()));
    [base, &query, &route.map(|route| ["#", route].concat()).unwrap_or_default()].concat()
}

/// The stored sign-ins.
pub(crate) fn records(stored: Option<&str>) -> Vec<Json> {
    stored.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The beginning of a nonce or token, for a person who reads a trace.
pub(crate) fn short(text: &str) -> &str {
    text.get(..6).unwrap_or(text)
}

/// A session's refresh token; empty where it has none.
pub(crate) fn refresh_token(session: &Value) -> &str {
    session.get("refreshToken").text()
}

/// How often a session was refreshed.
pub(crate) fn refreshes(session: &Value) -> f64 {
    session.get("refreshes").number()
}

/// A session, for a person who reads a trace.
pub(crate) fn session(session: &Value) -> String {
    let (id, token) = (session.get("id").text(), refresh_token(session));
    format!(
        "{id}, refreshed {} times, {}",
        refreshes(session),
        if token.is_empty() { "no refresh token" } else { token }
    )
}
