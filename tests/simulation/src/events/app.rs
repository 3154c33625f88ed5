//! What the app's own scripts do.

use coolsms_oauth2::protocol::pending::STATE_BYTES;
use fastrand::Rng;

use super::{Event, client, event, one, page};
use crate::history::Entry;
use crate::page::Page;
use crate::rules::{self, Rule};
use crate::sign_in::Wish;
use crate::text;
use crate::world::{INBOX, World};

pub(super) const EVENTS: &[Event] = &[
    event("a client is created", 6, create),
    event("a client is disposed of", 1, dispose),
    event("a sign-in starts", 14, sign_in),
    event("a sign-in starts twice", 3, sign_in_twice),
    event("twenty sign-ins start", 1, sign_in_often),
    event("a callback is handled", 18, handle),
    event("a callback is handled twice", 8, handle_twice),
    event("the app goes back to where the sign-in started", 4, go_back),
    event("the app's router goes elsewhere", 4, route),
    event("a session is asked for", 4, ask),
    event("the app asks for a refresh", 8, refresh),
    event("every tab asks for a refresh", 8, refresh_everywhere),
    event("the member signs out", 4, sign_out),
    event("a script reads the address", 4, read_address),
];

fn create(world: &mut World, rng: &mut Rng) -> bool {
    let apps = world.common.apps;
    let Some(mut page) = page(world, rng) else { return false };
    if page.document.clients.len() > 2 {
        return false;
    }
    let app = one(&apps, rng);
    page.say(|| "another client is created".to_owned());
    page.create_client(app);
    true
}

fn dispose(world: &mut World, rng: &mut Rng) -> bool {
    let Some(page) = page(world, rng) else { return false };
    let client = client(&page, rng);
    page.document.clients[client].is_disposed = true;
    true
}

pub(super) fn wish(rng: &mut Rng) -> Wish {
    let mut random = [0; STATE_BYTES];
    rng.fill(&mut random);
    let return_to = one(&[None, None, None, Some("/inbox?tab=3#bottom"), Some("//evil.example/")], rng);
    let scope = one(&[None, None, Some("users:read cash:read message:write")], rng);
    Wish { random, return_to, scope }
}

fn sign_in_times(world: &mut World, rng: &mut Rng, times: usize) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let client = client(&page, rng);
    for _ in 0..times {
        page.sign_in(client, &wish(rng));
    }
    true
}

fn sign_in(world: &mut World, rng: &mut Rng) -> bool {
    sign_in_times(world, rng, 1)
}

fn sign_in_twice(world: &mut World, rng: &mut Rng) -> bool {
    sign_in_times(world, rng, 2)
}

fn sign_in_often(world: &mut World, rng: &mut Rng) -> bool {
    rng.u8(..4) == 0 && sign_in_times(world, rng, 20)
}

fn handle(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let client = client(&page, rng);
    page.handle(client);
    true
}

/// By one client, or by two of the same app, one straight after the other.
fn handle_twice(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let one = client(&page, rng);
    let other = client(&page, rng);
    let two = if page.client(one).0.is_bound_like(page.client(other).0) { other } else { one };
    let (first_url, first) = (page.response_url(), page.handle(one));
    let (second_url, second) = (page.response_url(), page.handle(two));
    let is_same = first.number == second.number || (first.outcome == "null" && second.outcome == "null");
    // A refusal uncovers what came before it: an earlier success, or a response that was taken out at import.
    let is_next = first.outcome != "signed in" && first_url != second_url && has_earlier(&page, one, &second_url);
    // Who could not read the store did not see that somebody waits.
    let was_blind = first_url == second_url && page.storage.is_refused();
    if !is_same && !is_next && !was_blind {
        page.common.broke(Rule::Same, || format!("{first:?}, then {second:?}")); // S29
    }
    true
}

fn has_earlier(page: &Page<'_>, client: usize, second_url: &str) -> bool {
    let key = &crate::app::APPS[page.document.clients[client].app].key;
    let shared = page.document.shared.iter().find(|shared| shared.key == *key);
    let is_session = shared.and_then(|shared| shared.callback.as_ref()).is_some_and(|callback| callback.is_session);
    is_session || text::carries_response(second_url)
}

fn go_back(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let Some(place) = page.document.place.take() else { return false };
    page.say(|| format!("the app goes back to {place}"));
    let url = ["https://app.example", &place].concat();
    rules::told(&url, page.common); // S38
    let entry = page.history.current_mut();
    // It may hold a `?code=` or `?error=`: nobody could tell whether that was the app's own.
    entry.is_clean &= !text::carries_response(&url);
    entry.own = text::own_part(&url);
    entry.url = url;
    true
}

/// Within the document: `history.pushState`.
fn route(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let url = one(&[INBOX, "https://app.example/#/inbox", "https://app.example/callback"], rng);
    page.say(|| format!("the app goes to {url}"));
    let document = page.document.id;
    page.history.push(Entry::new(url, url, document));
    true
}

fn ask(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let client = client(&page, rng);
    let (app, shared) = page.client(client);
    let outcome = if page.current(shared).is_some() { "there is one" } else { "login_required" };
    page.say(|| format!("{} asks for its session: {outcome}", app.client_id));
    page.common.counts.outcome("session", outcome);
    true
}

fn sign_out(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let client = client(&page, rng);
    page.sign_out(client);
    true
}

fn refresh(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let client = client(&page, rng);
    for _ in 0..one(&[1, 1, 2], rng) {
        page.ask_for_refresh(client);
    }
    true
}

/// As they do when the token has run out in all of them.
fn refresh_everywhere(world: &mut World, _: &mut Rng) -> bool {
    if world.tabs.len() < 2 {
        return false;
    }
    for tab in 0..world.tabs.len() {
        if let Some(mut page) = world.page(tab) {
            page.ask_for_refresh(0);
        }
    }
    true
}

/// After the import: a response that was taken out is not there.
fn read_address(world: &mut World, rng: &mut Rng) -> bool {
    let Some(page) = page(world, rng) else { return false };
    let url = page.href();
    let is_seen = page.document.taken.as_deref() == Some(url);
    let (is_clean, url) = (page.history.current().is_clean, url.to_owned());
    let what = if text::carries_response(&url) { "a response" } else { "nothing" };
    page.common.counts.outcome("script", what);
    if is_seen && is_clean {
        page.common.broke(Rule::Address, || format!("a script reads {url}")); // S26
    }
    true
}
