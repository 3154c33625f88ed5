//! What must hold after every step. Each rule names the lines of `SECURITY.md` that it is about.

use serde_json::Value as Json;

use crate::app::APPS;
use crate::grant::Grant;
use crate::lineage::Lineage;
use crate::tab::Tab;
use crate::text;
use crate::world::{Common, World};

/// What was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A response is accepted only for a sign-in that this tab, or the one that it was duplicated from, has started (S9,
    /// S10), and for the very client, provider, redirect URI and response type (S14).
    Issued,
    /// A nonce is good once in each line of storage, and none comes back to life (S11).
    Once,
    /// A nonce is good for its lifetime, whichever way the clock was set (S12, S49).
    Young,
    /// No token that an attacker made or had is held, stored or sent (S9, S24).
    Attacker,
    /// A sign-in under way ends by its own response or its age, as the oldest of more than sixteen, or with the storage
    /// (S10, S12, S47).
    Survives,
    /// A session is the one that its own sign-in ended in, whole: token, scope, place and note (S22, S29, S36).
    Mixed,
    /// A second call gives what the first gave (S29).
    Same,
    /// The server's error is told for a sign-in of ours alone (S13).
    Error,
    /// Where a response was handled, neither the address nor the history hold anything of it (S26).
    Address,
    /// The app's own query and route are what is left (S27).
    Own,
    /// A token is stored only as part of an accepted session, and not at all where it is to live in memory (S9, S45).
    Stored,
    /// The token goes to listed origins, in one header, while it is good (S31, S32, S34, S49).
    Sent,
    /// After signing out no document of the tab has the session (S48).
    SignedOut,
    /// Nothing that is told holds a token (S38).
    Told,
    /// Every call and every sign-in settles when the world runs out (S39).
    Settles,
}

/// A rule that did not hold, and how.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// What was seen.
    pub what: String,
}

/// Looks at everything that is held anywhere.
pub(crate) fn check(world: &mut World) {
    let World { tabs, common } = world;
    for tab in tabs {
        check_pending(tab, common);
        check_stored(tab, common);
        check_held(tab, common);
        check_addresses(tab, common);
        tab.storage.settle();
        tab.excused.clear();
    }
}

/// What of the sign-ins under way has changed since the last step, and why.
fn check_pending(tab: &mut Tab, common: &mut Common) {
    if !tab.storage.is_changed() {
        return;
    }
    let records = text::records(tab.storage.peek(text::PENDING));
    let is_waiting = |state: &str| records.iter().any(|it| it["state"] == state && it["spent"] != true);
    for record in &records {
        let state = record["state"].as_str().unwrap_or_default();
        match tab.lineage.issued(state) {
            None => common.broke(Rule::Issued, || format!("{record} was never issued here")), // S9
            Some(issued) if issued.is_ended && record["spent"] != true => {
                common.broke(Rule::Once, || format!("{state} is over and still waits")); // S11
            }
            Some(_) => {}
        }
    }
    let before = std::mem::take(&mut tab.waiting);
    // Sixteen are remembered, and it is the oldest that gives way, even where a stale one goes in the same step.
    let started = tab.lineage.issued.len() - tab.started;
    let is_full = tab.remembered + started > 16;
    let place = |state: &str| tab.lineage.issued.iter().position(|it| it.state == state);
    let oldest = records.first().and_then(|record| place(record["state"].as_str()?));
    let is_crowded = |state: &str| is_full && place(state) < oldest;
    for state in before.iter().filter(|state| !is_waiting(state)) {
        let issued = tab.lineage.issued(state);
        let is_over = issued.is_none_or(|issued| issued.is_ended || !issued.is_young(common.now));
        let is_excused = is_over || is_crowded(state) || tab.storage.is_lost() || tab.excused.contains(state);
        if !is_excused {
            common.broke(Rule::Survives, || format!("{state} has ended, and not by its own response")); // S10, S12, S47
        }
    }
    (tab.remembered, tab.started) = (records.len(), tab.lineage.issued.len());
    let waiting = records.iter().filter(|it| it["spent"] != true);
    tab.waiting = waiting.filter_map(|it| it["state"].as_str()).map(String::from).collect();
}

/// Whatever a store holds of tokens belongs to a session that was accepted here.
fn check_stored(tab: &Tab, common: &mut Common) {
    if !tab.storage.is_changed() {
        return;
    }
    for (key, text) in tab.storage.items() {
        let accepted = tab.lineage.accepted.iter().find(|it| it.text == *text);
        match accepted {
            Some(accepted) if accepted.is_in_memory => {
                common.broke(Rule::Stored, || format!("{key} is to live in memory")); // S45
            }
            Some(accepted) if !key.ends_with(APPS[accepted.app].key.as_str()) => {
                common.broke(Rule::Mixed, || format!("{key} holds the session of another app")); // S36
            }
            Some(_) => {}
            None => {
                if let Some(token) = common.forged.iter().find(|token| text.contains(token.as_str())).cloned() {
                    common.broke(Rule::Attacker, || format!("{key} holds {token}")); // S9
                }
                if let Some(grant) = common.grants.iter().find(|grant| text.contains(&grant.token)).cloned() {
                    common.broke(Rule::Stored, || format!("{key} holds {}", grant.token)); // S9
                }
            }
        }
    }
}

/// What the documents of the tab hold in memory, those that are frozen too.
fn check_held(tab: &Tab, common: &mut Common) {
    for document in tab.live.iter().chain(&tab.frozen) {
        for shared in &document.shared {
            let Some(session) = &shared.session else { continue };
            let token = session.get("accessToken").text();
            if common.forged.iter().any(|forged| forged == token) {
                common.broke(Rule::Attacker, || format!("{token} is held")); // S9, S24
            }
            let is_known = tab
                .lineage
                .accepted
                .iter()
                .any(|it| APPS[it.app].key == shared.key && it.token == token && it.value == *session);
            if !is_known {
                common.broke(Rule::Mixed, || format!("a session of {token} that no sign-in has ended in")); // S29, S36
            }
            let told = shared.snapshot.as_ref();
            if told.is_none_or(|told| told.get("id") != session.get("id") || !told.get("accessToken").is_null()) {
                common.broke(Rule::Told, || format!("of {token} an app sees {told:?}")); // S38
            }
        }
    }
}

/// Where a response was handled, or taken out at import, only the app's own address is left.
fn check_addresses(tab: &Tab, common: &mut Common) {
    for entry in tab.history.entries.iter().filter(|entry| entry.is_clean) {
        let url = entry.url.as_str();
        let tokens = common.grants.iter().map(|it| &it.token).chain(&common.forged);
        let states = tab.lineage.issued.iter().map(|it| &it.state);
        if let Some(secret) = tokens.chain(states).find(|secret| url.contains(secret.as_str())).cloned() {
            common.broke(Rule::Address, || format!("{secret} is in {url}")); // S26
        } else if text::carries_response(url) && !text::carries_response(&entry.own) {
            common.broke(Rule::Address, || format!("a response is in {url}")); // S26
        } else if url != entry.own {
            common.broke(Rule::Own, || format!("{url} is left of {}", entry.own)); // S27
        }
    }
}

/// What is known of a response, found out without the code under test.
pub(crate) struct Judged<'a> {
    /// Its nonce, if it has one and only one.
    pub(crate) state: Option<String>,
    /// The app that judges it.
    pub(crate) app: usize,
    /// The address.
    pub(crate) url: &'a str,
}

impl Judged<'_> {
    /// Whether its nonce is of a sign-in of this lineage and binding, which is still under way.
    pub(crate) fn is_ours(&self, lineage: &Lineage, now: f64) -> bool {
        let issued = self.state.as_deref().and_then(|state| lineage.issued(state));
        issued.is_some_and(|it| !it.is_ended && it.is_young(now) && APPS[it.app].is_bound_like(&APPS[self.app]))
    }
}

/// A response became a session.
pub(crate) fn accepted(judged: &Judged<'_>, result: &Json, lineage: &Lineage, common: &mut Common) {
    let url = judged.url;
    let token = result["session"]["accessToken"].as_str().unwrap_or_default();
    if common.forged.iter().any(|forged| forged == token) {
        common.broke(Rule::Attacker, || format!("{token} was accepted")); // S9
    }
    let Some(issued) = judged.state.as_deref().and_then(|state| lineage.issued(state)) else {
        common.broke(Rule::Issued, || format!("no sign-in of this tab waits for {url}")); // S9, S10
        return;
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
    let is_its_token = |grant: &&Grant| grant.token == token && grant.is_good;
    let Some(grant) = common.grants.iter().find(is_its_token).cloned() else {
        common.broke(Rule::Attacker, || format!("{token} was never issued to this app")); // S24
        return;
    };
    let is_its_own = grant.state == issued.state && grant.client_id == APPS[judged.app].client_id;
    let has_scope = result["session"]["scope"] == Json::from(grant.scope.clone());
    let has_place = result["returnTo"] == issued.return_to && result["appState"] == issued.app_state;
    if !(is_its_own && has_scope && has_place) {
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
    let tokens = common.grants.iter().map(|grant| &grant.token).chain(&common.forged);
    if let Some(token) = tokens.into_iter().find(|token| shown.contains(token.as_str())).cloned() {
        common.broke(Rule::Told, || format!("{token} is told: {shown}")); // S38
    }
}
