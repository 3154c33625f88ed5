//! `address.js`: takes the response out of the address when a document loads.

use serde_json::Value as Json;
use url::{Url, form_urlencoded};

use coolsms_oauth2::protocol::pending::POPUP;

use crate::app::APPS;
use crate::fault::Fault;
use crate::page::Page;
use crate::rules::Rule;
use crate::text::{self, PENDING};

const PARAMETERS: [&str; 13] = [
    "access_token",
    "code",
    "error",
    "state",
    "refresh_token",
    "oauth_state",
    "token_type",
    "expires_in",
    "expires",
    "scope",
    "error_description",
    "error_uri",
    "iss",
];

fn deciding() -> &'static [&'static str] {
    &PARAMETERS[..3]
}

fn telling() -> &'static [&'static str] {
    &PARAMETERS[..6]
}

fn pieces_of(part: &str) -> impl Iterator<Item = &str> {
    part.get(1..).unwrap_or_default().split('&')
}

fn is_one_of(names: &[&str], piece: &str) -> bool {
    form_urlencoded::parse(piece.as_bytes()).next().is_some_and(|(name, _)| names.contains(&&*name))
}

/// `location.search` and `location.hash`.
fn parts(href: &str) -> (String, String) {
    let url = Url::parse(href).expect("a URL");
    let part = |mark: &str, part: Option<&str>| match part {
        None | Some("") => String::new(),
        Some(part) => [mark, part].concat(),
    };
    (part("?", url.query()), part("#", url.fragment()))
}

fn carries(href: &str, names: &[&str]) -> bool {
    let (search, hash) = parts(href);
    pieces_of(&search).chain(pieces_of(&hash)).any(|piece| is_one_of(names, piece))
}

/// Whether the page is where that sign-in is to come back to.
fn is_back(record: &Json, href: &str) -> bool {
    let redirect_uri = Url::parse(record["redirectUri"].as_str().unwrap_or_default()).expect("it was checked");
    let here = Url::parse(href).expect("a URL");
    let has = |pair| here.query_pairs().any(|own| own == pair);
    redirect_uri.origin() == here.origin() && redirect_uri.path() == here.path() && redirect_uri.query_pairs().all(has)
}

/// `popupNonceOf`.
pub(crate) fn popup_nonce_of(url: &str) -> Option<&str> {
    let is_nonce = |piece: &&str| {
        let letters = piece.strip_prefix(POPUP).unwrap_or_default();
        letters.len() == 64 && letters.bytes().all(|letter| (b'a'..=b'p').contains(&letter))
    };
    let pieces = url.split(['?', '&', '#']).skip(1);
    let values = pieces.filter_map(|piece| piece.strip_prefix("oauth_").unwrap_or(piece).strip_prefix("state="));
    values.into_iter().find(is_nonce)
}

impl Page<'_> {
    /// What runs when the file is imported.
    pub(crate) fn import(&mut self) {
        let href = self.href().to_owned();
        if popup_nonce_of(&href).is_some() && carries(&href, deciding()) {
            self.say(|| format!("the popup's response is taken out of {href}"));
            self.common.counts.outcome("import", "a popup's");
            self.document.taken = Some(href);
            self.clean_address();
            return;
        }
        let stored = self.storage.get(PENDING);
        let is_readable = stored.is_ok();
        let pending = text::records(stored.ok().flatten().as_deref());
        let mut pending = pending.iter().filter(|record| is_back(record, &href)).peekable();
        let is_any = pending.peek().is_some() || self.common.fault == Fault::TakesAll;
        let number = |record: &Json, name: &str| record[name].as_f64().unwrap_or_default();
        let now = self.common.now;
        let is_young = |it: &Json| {
            let issued_at = number(it, "issuedAt");
            (now - issued_at).abs() < number(it, "expiresAt") - issued_at
        };
        let is_waiting = pending.any(|it| it["spent"] != true && is_young(it));
        let armed = if is_waiting || self.common.fault == Fault::TakesAll { deciding() } else { &PARAMETERS[..1] };
        if is_any && carries(&href, armed) {
            self.say(|| format!("the response is taken out of {href}"));
            self.common.counts.outcome("import", "taken");
            self.document.taken = Some(href.clone());
            self.clean_address();
        }
        self.check_import(&href, is_readable);
    }

    /// What the rules say of an import: a response that somebody waits for is gone (S26), and what is the app's own, while
    /// nobody does, is as it was (S27).
    fn check_import(&mut self, before: &str, is_readable: bool) {
        let now = self.common.now;
        let is_here = |app: usize| before.starts_with(APPS[app].redirect_uri);
        let known = |state: &str| text::records(self.storage.peek(PENDING)).iter().any(|it| it["state"] == state);
        let mut waiting = self.lineage.issued.iter().filter(|it| is_here(it.app) && known(&it.state));
        let is_any_live = waiting.any(|it| !it.is_ended && it.is_young(now));
        let has_token = !text::values(before, "access_token").is_empty();
        let is_changed = self.href() != before;
        if is_readable && is_any_live && text::carries_response(self.href()) && has_token {
            let href = self.href().to_owned();
            self.common.broke(Rule::Address, || format!("{href} was not cleaned at import")); // S26
        }
        if is_changed && !is_any_live && !has_token {
            self.common.broke(Rule::Own, || format!("nobody waits, and {before} was changed")); // S27
        }
    }

    /// `responseUrl`.
    pub(crate) fn response_url(&self) -> String {
        match &self.document.taken {
            Some(taken) if !carries(self.href(), deciding()) => taken.clone(),
            _ => self.href().to_owned(),
        }
    }

    /// `forgetResponse`.
    pub(crate) fn forget_response(&mut self) {
        self.document.taken = None;
    }

    /// `cleanAddress`.
    pub(crate) fn clean_address(&mut self) {
        let fault = self.common.fault;
        let entry = self.history.current_mut();
        if !carries(&entry.url, deciding()) {
            return;
        }
        entry.is_clean = true;
        if fault == Fault::LeavesAddress {
            return;
        }
        let (search, hash) = parts(&entry.url);
        let query: Vec<&str> = pieces_of(&search).filter(|piece| !is_one_of(&PARAMETERS, piece)).collect();
        let query = query.join("&");
        let is_response = pieces_of(&hash).any(|piece| is_one_of(telling(), piece)) || fault == Fault::CutsRoute;
        let front = entry.url.split(['?', '#']).next().unwrap_or_default();
        let query = if query.is_empty() { query } else { ["?", &query].concat() };
        entry.url = [front, &query, if is_response { "" } else { &hash }].concat();
    }
}
