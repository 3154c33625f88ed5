//! A hostile page: addresses that look like responses. It knows its own tokens, and every nonce that is over; one
//! under way it cannot know.

use fastrand::Rng;
use serde_json::json;

use crate::app::APPS;
use crate::grant::with;
use crate::support::app::jwt;
use crate::tab::{Navigation, Tab};
use crate::world::Common;

/// A forged response to one of the page's apps.
pub(crate) fn forge(tabs: &[Tab], common: &mut Common, rng: &mut Rng) -> Navigation {
    let app = &APPS[*rng.choice(common.apps).get_or_insert(0)];
    let number = common.number();
    let client_id = if rng.bool() { app.client_id } else { "evil-app" };
    let token = match rng.u8(..3) {
        0 => format!("evil-{number}."),
        _ => jwt(&json!({ "clientId": client_id, "scope": ["*"], "evil": number })),
    };
    let state = state(tabs, common, rng);
    let in_query = |name: &str| format!("{name}={state}");
    let mut response = match rng.u8(..12) {
        0 => format!("access_token={token}&access_token={token}"),
        1 => format!("access_token={token}&expires_in=%ZZ"),
        2 => format!("access%5Ftoken={token}&token_type=Bearer"),
        3 => format!("code=evil-code-{number}"),
        4 => "error=access_denied".to_owned(),
        5 => format!("error=access_denied&access_token={token}"),
        6 => format!("access_token={token}&{}", in_query(app.nonce)),
        7 => "access_token=".to_owned(),
        8 if rng.u8(..8) == 0 => format!("access_token={token}&scope={}", "a".repeat(70_000)),
        _ => format!("access_token={token}&token_type=bearer"),
    };
    if rng.u8(..4) > 0 {
        response.push('&');
        response.push_str(&in_query(app.nonce));
    }
    if response.contains(&token) {
        common.forged.push(token);
    }
    let is_in_query = rng.u8(..3) == 0;
    let (query, route) =
        (*rng.choice(["", "x=1&x=%20"]).get_or_insert(""), *rng.choice(["", "#/inbox"]).get_or_insert(""));
    let mark = if app.redirect_uri.contains('?') { "&" } else { "?" };
    let base = if query.is_empty() { app.redirect_uri.to_owned() } else { [app.redirect_uri, mark, query].concat() };
    let route = if is_in_query { route } else { "" };
    let navigation =
        Navigation { url: [&with(&base, &response, is_in_query), route].concat(), own: [&base, route].concat() };
    common.seen.push(navigation.clone());
    navigation
}

/// A nonce that the attacker may know: one that is over in every tab that has it, or none that was ever issued.
fn state(tabs: &[Tab], common: &Common, rng: &mut Rng) -> String {
    let issued = || tabs.iter().flat_map(|tab| &tab.lineage.issued);
    let is_over = |state: &str| issued().filter(|it| it.state == state).all(|it| it.is_ended);
    let popups = common.popups.iter().map(|popup| &popup.issued).filter(|it| it.is_ended);
    let over = issued().map(|it| &it.state).filter(|state| is_over(state));
    let known: Vec<&String> = over.chain(popups.map(|it| &it.state)).collect();
    match rng.choice(&known) {
        Some(state) if rng.u8(..4) > 0 => (*state).clone(),
        _ if rng.u8(..4) == 0 => ["popup-", &"p".repeat(64)].concat(),
        _ => format!("made-up-{}", rng.u32(..)),
    }
}
