//! What holds for any order of events: a state is valid once, in time and in its own binding.

use crate::case::cases;
use crate::support::app::{MINUTE, NOW, binding, our_binding, sign_in, use_state};
use coolsms_oauth2::protocol::pending::{Binding, Pending, SignIn};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

cases! {
    [S11 S12 S14 S47 S49] state_is_valid_once_in_time_in_its_binding,
    [] state_in_time_is_valid,
}

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

    fn state_is_valid_once_in_time_in_its_binding(events in prop::collection::vec(event(), 0..60)) {
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
                    if use_state(&mut pending, &number.to_string(), &bindings()[binding], now).is_ok() {
                        let (own, start) = started[number];
                        prop_assert!(accepted.insert(number), "{number} verified twice");
                        prop_assert_eq!(own, binding);
                        prop_assert!((now - start).abs() < 10.0 * MINUTE);
                    } else {
                        prop_assert!(before.clone().into_value().items().len() <= pending.clone().into_value().items().len() + 1);
                    }
                }
                Event::Wait(minutes) => now += minutes * MINUTE,
                Event::Reload => pending = Pending::from_value(pending.into_value()),
            }
            prop_assert!(pending.clone().into_value().items().len() <= 16);
        }
    }

    fn state_in_time_is_valid(others in 0..15_u8, minutes in 0.0..9.99) {
        let mut pending = Pending::default();
        pending.add(sign_in("ours", NOW), NOW);
        for other in 0..others {
            pending.add(sign_in(&other.to_string(), NOW), NOW);
        }
        prop_assert_eq!(use_state(&mut pending, "ours", &our_binding(), NOW + minutes * MINUTE), Ok(sign_in("ours", NOW)));
    }
}
