//! What holds for any order of events: a state is valid once, in time and in its own binding.

use crate::any_input::settings;
use crate::case::cases;
use crate::support::app::{MINUTE, NOW, at, generate_state, ours, plain, remember, remembered, sign_in, verify_state};
use coolsms_oauth2::host::imports::{World, world};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

cases! {
    [S11 S12 S14 S47 S49] state_is_valid_once_in_time_in_its_binding,
    [] state_in_time_is_valid,
}

/// Bindings that differ in one member each.
fn bindings() -> [Json; 5] {
    [
        json!({}),
        json!({ "clientId": "another-app" }),
        json!({ "provider": "another" }),
        json!({ "redirectUri": "https://app.example/other" }),
        json!({ "responseType": "code" }),
    ]
}

/// What may happen, in any order.
#[derive(Clone, Debug)]
enum Event {
    /// A sign-in starts, in this binding.
    Start(usize),
    /// A response comes: to which sign-in, in which binding.
    Arrive(usize, usize),
    /// So many milliseconds pass; fewer than none when somebody sets the clock.
    Wait(i64),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (0..bindings().len()).prop_map(Event::Start),
        6 => (0..12_usize, 0..bindings().len()).prop_map(|(state, binding)| Event::Arrive(state, binding)),
        1 => (-12 * MINUTE..12 * MINUTE).prop_map(Event::Wait),
    ]
}

proptest! {
    #![proptest_config(settings())]

    fn state_is_valid_once_in_time_in_its_binding(events in prop::collection::vec(event(), 0..60)) {
        world(|it| *it = World::default());
        let mut now = NOW;
        let (mut started, mut accepted) = (Vec::new(), BTreeSet::new());
        for event in events {
            match event {
                Event::Start(binding) => {
                    let state = generate_state(&bindings()[binding]).expect("a state");
                    started.push((state.as_str().expect("a text").to_owned(), binding, now));
                }
                Event::Arrive(number, binding) => {
                    let before = remembered().len();
                    let issued = started.get(number);
                    let state = issued.map_or("unknown", |(state, ..)| state);
                    if verify_state(state, &bindings()[binding]).is_ok() {
                        let (_, own, start) = issued.expect("an unknown state is not valid");
                        prop_assert!(accepted.insert(number), "{} verified twice", number);
                        prop_assert_eq!(*own, binding);
                        prop_assert!((now - start).abs() < 10 * MINUTE);
                        prop_assert_eq!(remembered().len(), before);
                    } else {
                        prop_assert!(before <= remembered().len() + 1);
                    }
                }
                Event::Wait(time) => {
                    now += time;
                    at(now);
                }
            }
            prop_assert!(remembered().len() <= 16);
        }
    }

    fn state_in_time_is_valid(others in 0..15_u8, later in 0..10 * MINUTE) {
        at(NOW);
        let pending = sign_in(&plain(), &json!({}));
        remember(std::slice::from_ref(&pending));
        for _ in 0..others {
            let state = generate_state(&json!({}));
            prop_assert!(state.is_ok());
        }
        at(NOW + later);
        prop_assert_eq!(verify_state(&ours(), &json!({})), Ok(pending));
    }
}
