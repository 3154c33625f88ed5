//! The primitives outside a browser, the twin of `host.js`: this is `imports` where there is no WebAssembly, and the tests,
//! the fuzzer and the benchmarks run on it.
//!
//! What a browser brings comes from the crates that follow the same standards: `url` (WHATWG), `serde_json`, `base64`,
//! `percent-encoding` and `regex`. The table is one of the thread, and so is the [`World`]: storage, clock, randomness.
//!
//! The twin is the stricter one. Where JavaScript throws or converts what it was not meant to be given, such as a number as
//! text, the twin panics: no such call may come from the core. Otherwise they differ in two points. A member whose name
//! is an integer stays where it was put, and does not come first. And where numbers are shown to a test, 60 and 60.0 are both
//! 60.

mod codec;
mod json;
mod pattern;
mod table;
mod world;

use core::ffi::CStr;
use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use base64::Engine;
use percent_encoding::utf8_percent_encode;
use serde_json::Value as Json;

use self::codec::{BASE64, COMPONENT, decoded, parsed_url};
use self::pattern::{found, regex};
use self::table::{Held, Members, Table};
pub use self::world::{Storage, World, calls, world};
use super::{Member, Value};

/// What is nested deeper reads as null.
const MAX_DEPTH: u32 = 5;

thread_local! {
    static TABLE: RefCell<Table> = RefCell::new(Table::new());
}

/// Runs a flow on an input, as `run` of `host.js` does: its answer, or its refusal. The call has a table of its own.
///
/// # Errors
/// With what the flow has given to [`refuse`], where it returns [`REFUSED`].
pub fn run(flow: impl FnOnce(i32) -> i32, input: &Json) -> Result<Json, Json> {
    /// Puts the outer table back, also where the flow panics.
    struct Outer(Table);
    impl Drop for Outer {
        fn drop(&mut self) {
            TABLE.set(mem::replace(&mut self.0, Table::new()));
        }
    }
    let _outer = Outer(TABLE.replace(Table::new()));
    let answer = flow(hold(input));
    if answer == REFUSED { Err(show(refused())) } else { Ok(show(answer)) }
}

/// [`run`] for a flow from one record, text or list to another, as `run` of `browser` does.
///
/// # Errors
/// With what the error of the flow says.
pub fn run_flow<Input: Member, Output: Member, Error>(
    flow: impl FnOnce(Input) -> Result<Output, Error>,
    input: &Json,
) -> Result<Json, Json> {
    let by_places = |input| match flow(Input::read(Value::at_or_none(input))) {
        Ok(answer) => Value::place_of(answer.write()),
        Err(_) => REFUSED,
    };
    run(by_places, input)
}

/// The place of a value from outside: zero for null. What is nested deeper than five levels is null, as in every input.
#[must_use]
pub fn hold(value: &Json) -> i32 {
    TABLE.with_borrow_mut(|table| match table.hold(value, MAX_DEPTH) {
        1 => 0,
        place => place,
    })
}

/// The value at a place: null for zero, and for a number that JSON cannot say. A whole number is an integer, whoever wrote
/// it: `json!(60)`, not `json!(60.0)`.
#[must_use]
pub fn show(place: i32) -> Json {
    TABLE.with_borrow(|table| if place == 0 { Json::Null } else { table.show(place) })
}

/// A primitive on the table.
fn with<R>(primitive: impl FnOnce(&mut Table) -> R) -> R {
    world(|world| world.calls += 1);
    TABLE.with_borrow_mut(primitive)
}

/// What a flow that is refused returns in place of an answer.
pub const REFUSED: i32 = -1;

/// Keeps what is to be said if the call is refused.
pub fn refuse(error: i32) {
    with(|table| table.refusal = error);
}

/// What is to be said if the call is refused; zero where nothing is.
#[must_use]
pub fn refused() -> i32 {
    with(|table| table.refusal)
}

/// A map without members.
#[must_use]
pub fn object() -> i32 {
    with(|table| table.push(Held::Map(Members::default())))
}

/// A list without items.
#[must_use]
pub fn list() -> i32 {
    with(|table| table.push(Held::List(Vec::new())))
}

/// A number.
#[must_use]
pub fn of_number(number: f64) -> i32 {
    with(|table| table.hold_number(number))
}

/// A text.
#[must_use]
pub fn of_string(text: &str) -> i32 {
    with(|table| table.hold_text(text))
}

/// The text, in memory of its own.
#[must_use]
pub fn string_of(of: i32) -> String {
    with(|table| (*table.text(of)).to_owned())
}

/// A text of ASCII characters.
#[must_use]
pub fn of_ascii(bytes: &[u8]) -> i32 {
    assert!(bytes.is_ascii(), "the hosts read {bytes:?} differently");
    with(|table| table.hold_text(str::from_utf8(bytes).expect("ASCII")))
}

/// A text of the module's own. It is no call: in a browser its address is its place.
#[must_use]
pub fn text(text: &'static CStr) -> i32 {
    let text = text.to_str().expect("ASCII");
    TABLE.with_borrow_mut(|table| table.hold_text(text))
}

/// Whether two values are equal texts, numbers or flags, or one list or map.
#[must_use]
pub fn equal(one: i32, other: i32) -> i32 {
    with(|_| one == other && one != 0).into()
}

/// A text of the module's own in a table.
pub type Own = &'static CStr;

/// A text in a table.
#[must_use]
pub const fn own(text: &'static CStr) -> Own {
    text
}

/// The text that a table holds.
#[must_use]
pub fn own_text(own: Own) -> i32 {
    text(own)
}

/// 1 a text, 2 a number, 3 a flag, 4 a list, 5 a map; 0 null.
#[must_use]
pub fn kind(of: i32) -> i32 {
    with(|table| table.at(of).kind())
}

/// The number; NaN where it is none.
#[must_use]
pub fn number(of: i32) -> f64 {
    with(|table| match of {
        0 => f64::NAN,
        _ => {
            if let Held::Number(number) = table.at(of) {
                *number
            } else {
                f64::NAN
            }
        }
    })
}

/// The member of a map; none where it is missing or null.
#[must_use]
pub fn get(of: i32, name: i32) -> i32 {
    with(|table| table.map(of).get(name).filter(|value| *value != 1).unwrap_or(0))
}

/// The member of a map that is of that kind; else none.
#[must_use]
pub fn typed(of: i32, name: i32, wanted: i32) -> i32 {
    with(|table| {
        let place = table.map(of).get(name).filter(|value| table.at(*value).kind() == wanted);
        place.unwrap_or(0)
    })
}

/// Puts a member; none puts null.
pub fn put(of: i32, name: i32, value: i32) {
    with(|table| {
        let value = if value == 0 { 1 } else { value };
        table.text(name);
        table.at(value);
        table.map(of);
        if let Some(Held::Map(members)) = table.at_mut(of) {
            members.put(name, value);
        }
    });
}

/// The names of a map's members, for [`next`] to take one after the other.
#[must_use]
pub fn names(of: i32) -> i32 {
    with(|table| {
        let names = table.map(of).all.iter().rev().map(|member| member.0).collect();
        table.push(Held::List(names))
    })
}

/// A map of the same members.
#[must_use]
pub fn copy(of: i32) -> i32 {
    with(|table| {
        let members = table.map(of).clone();
        table.push(Held::Map(members))
    })
}

/// The items of a list, for [`next`] to take one after the other.
#[must_use]
pub fn items(of: i32) -> i32 {
    with(|table| {
        let items = table.list(of).iter().rev().copied().collect();
        table.push(Held::List(items))
    })
}

/// The next of the items; none behind the last.
#[must_use]
pub fn next(of: i32) -> i32 {
    with(|table| {
        table.list(of);
        let Some(Held::List(items)) = table.at_mut(of) else { return 0 };
        items.pop().unwrap_or(0)
    })
}

/// Adds an item to a list.
pub fn push(of: i32, item: i32) {
    with(|table| {
        table.list(of);
        table.at(item);
        if let Some(Held::List(items)) = table.at_mut(of) {
            items.push(item);
        }
    });
}

/// Whether a list has an item, or a text contains another.
#[must_use]
pub fn has(of: i32, item: i32) -> i32 {
    with(|table| match table.at(of) {
        Held::Text(text) => text.contains(&*table.text(item)),
        _ => {
            table.at(item);
            table.list(of).contains(&item)
        }
    })
    .into()
}

/// The texts of a list as one, with a mark between them.
#[must_use]
pub fn joined(of: i32, mark: i32) -> i32 {
    with(|table| {
        let texts: Vec<_> = table.list(of).iter().map(|item| table.text(*item)).collect();
        let joined = texts.join(&*table.text(mark));
        table.hold_text(&joined)
    })
}

/// How many UTF-16 code units a text has.
#[must_use]
pub fn length(of: i32) -> i32 {
    with(|table| i32::try_from(table.text(of).encode_utf16().count()).expect("a text in memory"))
}

/// One text, then the other.
#[must_use]
pub fn join(one: i32, other: i32) -> i32 {
    with(|table| {
        let joined = [table.text(one), table.text(other)].concat();
        table.hold_text(&joined)
    })
}

/// Whether a pattern finds something in a text.
#[must_use]
pub fn fits(of: i32, pattern: i32) -> i32 {
    with(|table| regex(&table.text(pattern)).is_match(&table.text(of))).into()
}

/// What the pattern's group finds; empty where the pattern finds nothing.
#[must_use]
pub fn part(of: i32, pattern: i32) -> i32 {
    with(|table| {
        let (text, regex) = (table.text(of), regex(&table.text(pattern)));
        assert!(regex.captures_len() == 2, "one group is needed: {regex}");
        let part = regex.captures(&text).and_then(|captures| captures.get(1)).map_or("", |group| group.as_str());
        table.hold_text(part)
    })
}

/// All that a pattern finds in a text, as a list.
#[must_use]
pub fn matches(of: i32, pattern: i32) -> i32 {
    with(|table| {
        let (text, regex) = (table.text(of), regex(&table.text(pattern)));
        let all = found(&regex, &text);
        table.hold_texts(all.iter().map(|captures| captures.get_match().as_str()))
    })
}

/// A text with another in place of all that a pattern finds; `$1` in that is the pattern's group.
#[must_use]
pub fn replaced(of: i32, pattern: i32, by: i32) -> i32 {
    with(|table| {
        let (text, regex, by) = (table.text(of), regex(&table.text(pattern)), table.text(by));
        let has_group = regex.captures_len() == 2;
        let is_known = if has_group { !by.replace("$1", "").contains('$') } else { !by.contains('$') };
        assert!(is_known, "the hosts read {by} differently, for {regex}");
        let mut replaced = String::new();
        let mut from = 0;
        for captures in found(&regex, &text) {
            let whole = captures.get_match();
            replaced.push_str(&text[from..whole.start()]);
            replaced.push_str(&by.replace("$1", captures.get(1).map_or("", |group| group.as_str())));
            from = whole.end();
        }
        replaced.push_str(&text[from..]);
        table.hold_text(&replaced)
    })
}

/// What follows a beginning; none where the text begins otherwise.
#[must_use]
pub fn after(of: i32, beginning: i32) -> i32 {
    with(|table| {
        let (text, beginning) = (table.text(of), table.text(beginning));
        text.strip_prefix(&*beginning).map_or(0, |rest| table.hold_text(rest))
    })
}

/// The pieces between marks that are not empty, as a list.
#[must_use]
pub fn split(of: i32, mark: i32) -> i32 {
    with(|table| {
        let (text, mark) = (table.text(of), table.text(mark));
        assert!(!mark.is_empty(), "a mark is needed");
        table.hold_texts(text.split(&*mark).filter(|piece| !piece.is_empty()))
    })
}

/// The text in lower case.
#[must_use]
pub fn lower(of: i32) -> i32 {
    with(|table| {
        let lower = table.text(of).to_lowercase();
        table.hold_text(&lower)
    })
}

/// A URL by the WHATWG rules, against a base or none; none where it is no URL.
#[must_use]
pub fn url(text: i32, base: i32) -> i32 {
    with(|table| {
        let text = table.text(text);
        let base = if base == 0 { Rc::from("") } else { table.text(base) };
        let Some(url) = parsed_url(&text, &base) else { return 0 };
        let href = table.hold_text(url.as_str());
        let origin = table.hold_text(&url.origin().ascii_serialization());
        let hostname = table.hold_text(url.host_str().unwrap_or_default());
        table.hold_members([("href", href), ("origin", origin), ("hostname", hostname)])
    })
}

/// The `name=value` pieces of a query or fragment that are not empty, decoded.
#[must_use]
pub fn parameters(text: i32) -> i32 {
    with(|table| {
        let text = table.text(text);
        let mut parameters = Vec::new();
        for piece in text.split('&').filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let [name, value] = [name, value].map(|part| decoded(part).map_or(1, |part| table.hold_text(&part)));
            parameters.push(table.hold_members([("name", name), ("value", value)]));
        }
        table.push(Held::List(parameters))
    })
}

/// A form component, encoded.
#[must_use]
pub fn encode(text: i32) -> i32 {
    with(|table| {
        let encoded = utf8_percent_encode(&table.text(text), COMPONENT).to_string();
        table.hold_text(&encoded)
    })
}

/// What JSON text says; none where it is no JSON, or null.
#[must_use]
pub fn json(text: i32) -> i32 {
    with(|table| {
        let text = table.text(text);
        table.hold_json(&text, MAX_DEPTH).filter(|place| *place != 1).unwrap_or(0)
    })
}

/// A value as JSON.
#[must_use]
pub fn to_json(of: i32) -> i32 {
    with(|table| {
        let json = table.write_json(of);
        table.hold_text(&json)
    })
}

/// Base64url (RFC 4648 §5) of UTF-8; empty where it is none.
#[must_use]
pub fn base64url(text: i32) -> i32 {
    with(|table| {
        let is_space = |char: char| matches!(char, ' ' | '\t' | '\n' | '\x0c' | '\r');
        let text = table.text(text).replace('-', "+").replace('_', "/").replace(is_space, "");
        let unpadded = text.strip_suffix("==").or_else(|| text.strip_suffix('='));
        let text = unpadded.filter(|_| text.len() % 4 == 0).unwrap_or(&text);
        let decoded = BASE64.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        table.hold_text(decoded.strip_prefix('\u{feff}').unwrap_or(&decoded))
    })
}

/// The text in sessionStorage, empty where there is none; none where nobody can say.
#[must_use]
pub fn stored(key: i32) -> i32 {
    with(|table| {
        let key = table.text(key);
        let stored = world(|world| match world.storage {
            Storage::Blocked => None,
            _ => Some(world.stored.get(&*key).cloned().unwrap_or_default()),
        });
        stored.map_or(0, |stored| table.hold_text(&stored))
    })
}

/// Stores a text, or removes what is stored; whether that was possible.
#[must_use]
pub fn store(key: i32, text: i32) -> i32 {
    with(|table| {
        let key = (*table.text(key)).to_owned();
        let text = (text != 0).then(|| (*table.text(text)).to_owned());
        world(|world| {
            match (world.storage, text) {
                (Storage::Works, Some(text)) => world.stored.insert(key, text),
                (Storage::Works | Storage::Full, None) => world.stored.remove(&key),
                _ => return false,
            };
            true
        })
    })
    .into()
}

/// Milliseconds since the epoch.
#[must_use]
pub fn now() -> f64 {
    with(|_| world(|world| world.now))
}

/// Whether there were random bytes to fill with.
#[must_use]
pub fn fill_random(bytes: &mut [u8]) -> bool {
    with(|_| {
        world(|world| {
            let Some(draw) = &mut world.random else { return false };
            // SplitMix64, from a state of its own for each draw.
            let mut state = draw.wrapping_mul(0xd134_2543_de82_ef95);
            *draw += 1;
            for byte in bytes {
                state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                *byte = (mixed >> 56) as u8;
            }
            true
        })
    })
}
