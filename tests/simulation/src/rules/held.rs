//! What stores and documents hold of sessions and tokens.

use coolsms_oauth2::protocol::{Platform, Value};

use super::Rule;
use crate::app::APPS;
use crate::document::Document;
use crate::lineage::{Accepted, Lineage};
use crate::store::{is_session, stored_as, without};
use crate::support::Native;
use crate::tab::Tab;
use crate::world::Common;

/// Whether it is a session as a sign-in or a refresh made it, of that app. Without localStorage a page cannot know that the
/// refresh token which it has is older than the rest.
fn is_known(session: &Value, key: &str, common: &Common) -> bool {
    let made = || common.accepted.iter().filter(|it| APPS[it.app].key == key);
    let has_its_token = |it: &Accepted| {
        it.value.get("id") == session.get("id") && it.value.get("refreshToken") == session.get("refreshToken")
    };
    let is_excused = || common.local.was_trouble() && made().any(has_its_token);
    made().any(|it| it.is_it(session)) || (is_excused() && made().any(|it| it.is_it(&without(session, "refreshToken"))))
}

/// Whatever a store holds of tokens belongs to a session that was accepted, and may be stored.
pub(super) fn check_stored(tab: &Tab, common: &mut Common) {
    if !tab.storage.is_changed() {
        return;
    }
    for (name, text) in tab.storage.items() {
        let session = Native.json(text);
        if let Some(token) = common.forged.iter().find(|token| text.contains(token.as_str())).cloned() {
            common.broke(Rule::Attacker, || format!("{name} holds {token}")); // S9
        }
        if !is_session(&session) {
            let token = common.grants.iter().map(|grant| &grant.token).find(|token| text.contains(token.as_str()));
            if let Some(token) = token.cloned() {
                common.broke(Rule::Stored, || format!("{name} holds {token}")); // S9
            }
            continue;
        }
        let key = common.apps.into_iter().find(|app| stored_as(&APPS[*app].key) == *name);
        let Some(key) = key.map(|app| APPS[app].key.as_str()) else { continue };
        if !is_known(&session, key, common) {
            let is_early = !common.accepted.iter().any(|it| it.value.get("id") == session.get("id"));
            let rule = if is_early { Rule::Stored } else { Rule::Mixed };
            common.broke(rule, || format!("{name} holds {text}")); // S9, S36
        }
        let apps = || common.apps.into_iter().map(|app| &APPS[app]).filter(|app| app.key == key);
        let is_for_memory = apps().all(|app| app.is_in_memory()) && !session.get("accessToken").is_null();
        let is_token_for_memory =
            !apps().any(|app| app.stores_refresh_token()) && !session.get("refreshToken").is_null();
        if is_for_memory || is_token_for_memory {
            common.broke(Rule::Stored, || format!("{text} is to live in memory")); // S45
        }
    }
}

/// What the documents of the tab hold in memory, those that are frozen too.
pub(super) fn check_held(tab: &mut Tab, common: &mut Common) {
    let Tab { live, frozen, lineage, .. } = tab;
    for document in live.iter_mut().chain(frozen) {
        check_document(document, lineage, common);
    }
}

fn check_document(document: &mut Document, lineage: &mut Lineage, common: &mut Common) {
    for shared in &mut document.shared {
        let now = shared.id();
        let before = std::mem::replace(&mut shared.seen, now);
        let Some(session) = &shared.session else { continue };
        let token = session.get("accessToken").text();
        if common.forged.iter().any(|forged| forged == token) {
            common.broke(Rule::Attacker, || format!("{token} is held")); // S9, S24
        }
        if !is_known(session, &shared.key, common) {
            common.broke(Rule::Mixed, || format!("a session that none has ended in: {session:?}")); // S29, S36
        }
        let id = session.get("id").text();
        if !lineage.own.iter().any(|own| own == id) {
            if before.is_some() || !APPS[shared.app].is_shared() {
                common.broke(Rule::Mixed, || format!("{id} is taken over, and was not to be")); // S36
            }
            lineage.own.push(id.to_owned());
        }
        let told = shared.snapshot.as_ref();
        let is_told = |name: &str| told.is_some_and(|told| !told.get(name).is_null());
        if told.is_none_or(|told| told.get("id") != session.get("id"))
            || is_told("accessToken")
            || is_told("refreshToken")
        {
            common.broke(Rule::Told, || format!("of {token} an app sees {told:?}")); // S38
        }
    }
}
