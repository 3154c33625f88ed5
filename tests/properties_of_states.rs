//! What holds for any order of events: a state is good once and in its own binding, and a token is told to nobody.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::protocol::form;
use coolsms_oauth2::protocol::pending::{Binding, Pending, SignIn};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;
use support::app::{MINUTE, NOW, arrive, binding, our_binding, plain, sign_in, spend, told};
use support::{Native, shown};

/// Bindings that differ in one member each.
fn bindings() -> [Binding; 5] {
    [
        json!({}),
        json!({ "clientId": "another-app" }),
        json!({ "provider": "another" }),
        json!({ "redirectUri": "https://app.example/other" }),
        json!({ "responseType": "code" }),
    ]
    .map(|changes| binding(&changes))
}

/// What may happen, in any order.
#[derive(Clone, Debug)]
enum Event {
    /// A sign-in starts, in this binding.
    Start(usize),
    /// A response comes: to which sign-in, in which binding.
    Arrive(usize, usize),
    /// So many minutes pass; fewer than none when somebody sets the clock.
    Wait(f64),
    /// The page is loaded anew.
    Reload,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (0..bindings().len()).prop_map(Event::Start),
        6 => (0..12_usize, 0..bindings().len()).prop_map(|(state, binding)| Event::Arrive(state, binding)),
        1 => (-12.0..12.0).prop_map(Event::Wait),
        1 => Just(Event::Reload),
    ]
}

fn settings() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn a_state_never_verifies_twice_nor_in_another_binding_nor_late(events in prop::collection::vec(event(), 0..60)) {
        let (mut pending, mut now) = (Pending::default(), NOW);
        let (mut started, mut accepted) = (Vec::new(), BTreeSet::new());
        for event in events {
            match event {
                Event::Start(binding) => {
                    let state = started.len().to_string();
                    pending.add(SignIn::new(&state, bindings()[binding].clone(), "a", now, 600.0), now);
                    started.push((binding, now));
                }
                Event::Arrive(number, binding) => {
                    let before = pending.clone();
                    if spend(&mut pending, &number.to_string(), &bindings()[binding], now).is_ok() {
                        let (own, start) = started[number];
                        prop_assert!(accepted.insert(number), "{number} verified twice"); // S11
                        prop_assert_eq!(own, binding); // S14
                        prop_assert!((now - start).abs() < 10.0 * MINUTE); // S12, S49
                    } else {
                        prop_assert!(before.clone().into_value().items().len() <= pending.clone().into_value().items().len() + 1);
                    }
                }
                Event::Wait(minutes) => now += minutes * MINUTE,
                Event::Reload => pending = Pending::from_value(pending.into_value()),
            }
            prop_assert!(pending.clone().into_value().items().len() <= 16); // S47
        }
    }

    #[test]
    fn a_state_that_is_in_time_and_in_its_binding_verifies(others in 0..15_u8, minutes in 0.0..9.99) {
        let mut pending = Pending::default();
        pending.add(sign_in("ours", NOW), NOW);
        for other in 0..others {
            pending.add(sign_in(&other.to_string(), NOW), NOW);
        }
        prop_assert_eq!(spend(&mut pending, "ours", &our_binding(), NOW + minutes * MINUTE), Ok(sign_in("ours", NOW)));
    }

    #[test]
    fn a_token_is_told_to_nobody(
        token in "s3cr3t[!-~]{4,40}",
        state in prop::sample::select(vec!["ours", "forged", "", "%ZZ"]),
        more in prop::sample::select(vec![
            "", "&token_type=mac", "&error=e", "&access_token=x", "&expires_in=60", "&scope=a", "&iss=%ZZ", "&own=1", "&code=c",
        ]),
        minutes in 0.0..20.0,
    ) {
        let mut pending = Pending::default();
        pending.add(sign_in("ours", NOW), NOW);
        let mut url = String::from("https://app.example/callback?");
        form::append(&mut url, "access_token", &token, &Native);
        let url = [&url.replace("?&", "#"), "&state=", state, more].concat();
        let outcome = arrive(&plain(), &mut pending, &url, NOW + minutes * MINUTE);
        let seen = match outcome.expect("a token makes it a callback") {
            Ok((session, sign_in)) => {
                prop_assert_eq!(session.access_token(), &token);
                format!("{session:?} {:?} {sign_in:?}", told(&session))
            }
            Err(error) => shown(&error),
        };
        prop_assert!(!seen.contains("s3cr3t"), "{seen}"); // S38
        let remembered = format!("{pending:?}");
        prop_assert!(!remembered.contains("s3cr3t"), "{remembered}");
    }
}
