//! What the client made of a response, compared with what is known of it.

use coolsms_oauth2::protocol::Value;
use serde_json::Value as Json;

use super::{Received, Rule};
use crate::app::APPS;
use crate::grant::Grant;
use crate::lineage::{Accepted, Issued, Lineage, Popup};
use crate::store::plain;
use crate::support::json;
use crate::text::refresh_token;
use crate::world::Common;

/// What is known of a response, found out without the code under test.
pub(crate) struct Judged<'a> {
    /// Its nonce, if it has one and only one.
    pub(crate) state: Option<String>,
    /// The tab in which it came.
    pub(crate) tab: u32,
    /// The app that judges it.
    pub(crate) app: usize,
    /// The address.
    pub(crate) url: &'a str,
    /// The page that has waited for it, where it comes from a popup.
    pub(crate) popup_of: Option<u32>,
}

impl Judged<'_> {
    /// Whether its nonce is of a sign-in of this lineage and binding, which is still under way.
    pub(crate) fn is_ours(&self, lineage: &Lineage, now: f64) -> bool {
        let issued = self.state.as_deref().and_then(|state| lineage.issued(state));
        issued.is_some_and(|it| !it.is_ended && it.is_young(now) && APPS[it.app].is_bound_like(&APPS[self.app]))
    }

    /// Whether its nonce is of a sign-in by popup which is still under way.
    pub(crate) fn is_popups(&self, common: &Common) -> bool {
        let popup = self.state.as_deref().and_then(|state| common.popup(state));
        popup.is_some_and(|it| !it.issued.is_ended && it.issued.is_young(common.now))
    }
}

impl Common {
    /// The sign-in by popup of that nonce.
    fn popup(&self, state: &str) -> Option<&Popup> {
        self.popups.iter().find(|it| it.issued.state == state)
    }

    /// Its response has come.
    pub(crate) fn end_popup(&mut self, state: &str) {
        self.popups.iter_mut().filter(|it| it.issued.state == state).for_each(|it| it.issued.is_ended = true);
    }
}

/// A response became a session.
pub(crate) fn accepted(judged: &Judged<'_>, received: &Value, lineage: &mut Lineage, common: &mut Common) {
    let session = plain(received.get("session"));
    lineage.own.push(session.get("id").text().to_owned());
    let token = refresh_token(&session);
    if !token.is_empty() {
        common.received.push(Received::new(session.get("id").text(), token, judged.tab));
    }
    common.accepted.push(Accepted { app: judged.app, value: session.clone() });
    check_accepted(judged, &json(received), lineage, common);
}

/// A response brought a code.
pub(crate) fn coded(judged: &Judged<'_>, received: &Value, lineage: &Lineage, common: &mut Common) {
    let Some(issued) = check_issued(judged, lineage, common) else { return };
    let code = received.get("code").get("code").text();
    let Some(known) = common.codes.iter().find(|it| it.code == code && it.is_good).cloned() else {
        common.broke(Rule::Attacker, || format!("{code} was never issued to this app")); // S24
        return;
    };
    let has_place =
        received.get("returnTo").text() == issued.return_to && received.get("appState").is(&issued.app_state);
    if known.state != issued.state || !has_place {
        common.broke(Rule::Mixed, || format!("{code} is not what {} ended in", issued.state)); // S36
    }
}

/// The sign-in that a response ends, if it may.
fn check_issued(judged: &Judged<'_>, lineage: &Lineage, common: &mut Common) -> Option<Issued> {
    let (url, state) = (judged.url, judged.state.as_deref().unwrap_or_default());
    let popup = common.popup(state).map(|popup| (popup.issued.clone(), popup.document));
    if popup.as_ref().is_some_and(|(_, document)| Some(*document) != judged.popup_of) {
        common.broke(Rule::Popup, || format!("{url} is for another page, that has opened the popup")); // S30
    }
    let Some(issued) = popup.map(|(issued, _)| issued).or_else(|| lineage.issued(state).cloned()) else {
        common.broke(Rule::Issued, || format!("no sign-in of this tab waits for {url}")); // S9, S10
        return None;
    };
    if issued.is_ended {
        common.broke(Rule::Once, || format!("{} was good twice", issued.state)); // S11
    }
    if !issued.is_young(common.now) {
        common.broke(Rule::Young, || format!("{} is too old", issued.state)); // S12, S49
    }
    if !APPS[issued.app].is_bound_like(&APPS[judged.app]) {
        common.broke(Rule::Issued, || format!("{} belongs to another client", issued.state)); // S14
    }
    Some(issued)
}

fn check_accepted(judged: &Judged<'_>, result: &Json, lineage: &Lineage, common: &mut Common) {
    let token = result["session"]["accessToken"].as_str().unwrap_or_default();
    if common.forged.iter().any(|forged| forged == token) {
        common.broke(Rule::Attacker, || format!("{token} was accepted")); // S9
    }
    let Some(issued) = check_issued(judged, lineage, common) else { return };
    let is_its_token = |grant: &&Grant| grant.token == token && grant.is_good;
    let Some(grant) = common.grants.iter().find(is_its_token).cloned() else {
        common.broke(Rule::Attacker, || format!("{token} was never issued to this app")); // S24
        return;
    };
    let is_its_own = grant.state == issued.state && grant.client_id == APPS[judged.app].client_id;
    let has_scope = result["session"]["scope"] == Json::from(grant.scope.clone());
    let place = result["returnTo"].as_str().unwrap_or_default();
    let has_place = place == issued.return_to && result["appState"] == issued.app_state;
    let kept = grant.refresh_token.filter(|_| APPS[judged.app].keeps_refresh_token());
    let has_its_token = result["session"]["refreshToken"].as_str() == kept.as_deref();
    if !(is_its_own && has_scope && has_place && has_its_token) {
        common.broke(Rule::Mixed, || format!("{result} is not what {} ended in", issued.state)); // S22, S36
    }
}

/// A response was refused.
pub(crate) fn refused(judged: &Judged<'_>, code: &str, shown: &str, is_ours: bool, common: &mut Common) {
    if code == "authorization_error" && !is_ours {
        common.broke(Rule::Error, || format!("an error is told of {}", judged.url)); // S13
    }
    told(shown, common);
}

/// Something was told to the app.
pub(crate) fn told(shown: &str, common: &mut Common) {
    let refresh_tokens = common.families.iter().flat_map(|family| &family.refresh_tokens);
    // Not the codes: one that nobody waits for may be the app's own, and a part of the place to come back to.
    let tokens = common.grants.iter().map(|grant| &grant.token).chain(&common.forged).chain(refresh_tokens);
    if let Some(token) = tokens.into_iter().find(|token| shown.contains(token.as_str())).cloned() {
        common.broke(Rule::Told, || format!("{token} is told: {shown}")); // S38
    }
}
