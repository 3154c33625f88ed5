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
mod text;
mod world;

use std::cell::RefCell;
use std::mem;

use serde_json::Value as Json;

pub use self::codec::{base64url, encode, json, parameters, to_json, url};
use self::table::{Held, Members, Table};
pub use self::text::{
    Own, after, fits, join, length, lower, matches, of_string, own, own_text, part, replaced, split, string_of, text,
};
pub use self::world::{Storage, World, now, random_letters, store, stored, world};
use super::{Member, Value};

/// What is nested deeper reads as null.
const MAX_DEPTH: u32 = 5;

thread_local! {
    static TABLE: RefCell<Table> = RefCell::new(Table::new());
}

/// Runs a flow on an input, as `run` of `host.js` does: its answer, or its refusal. Each call has a new table.
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
///
/// # Panics
/// If the flow has changed its input, which the package may give to later calls, too.
pub fn run_flow<Input: Member, Output: Member, Error>(
    flow: impl FnOnce(Input) -> Result<Output, Error>,
    input: &Json,
) -> Result<Json, Json> {
    let by_places = |input| {
        let before = show(input);
        let answer = flow(Input::read(Value::at_or_none(input)));
        assert_eq!(show(input), before, "a flow has changed its input");
        answer.map_or(REFUSED, |answer| Value::place_of(answer.write()))
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

/// The value at a place: null for zero, and for a number that JSON cannot say. A whole number is an integer:
/// `json!(60)`, not `json!(60.0)`.
#[must_use]
pub fn show(place: i32) -> Json {
    TABLE.with_borrow(|table| if place == 0 { Json::Null } else { table.show(place) })
}

/// A primitive on the table.
fn with<R>(primitive: impl FnOnce(&mut Table) -> R) -> R {
    world(|world| world.calls += 1);
    TABLE.with_borrow_mut(primitive)
}

/// What a refused flow returns in place of an answer.
pub const REFUSED: i32 = -1;

/// Records the refusal of the call, which [`run`] returns if the flow returns [`REFUSED`].
pub fn refuse(error: i32) {
    with(|table| table.refusal = error);
}

/// The refusal that was recorded last; zero where there is none.
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

/// Whether two values are equal texts, numbers or flags, or one list or map.
#[must_use]
pub fn equal(one: i32, other: i32) -> i32 {
    with(|_| one == other && one != 0).into()
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

/// The names of a map's members, in order.
#[must_use]
pub fn names(of: i32) -> i32 {
    with(|table| {
        let names = table.map(of).all.iter().map(|member| member.0).collect();
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

/// The last items of a list, at most that many.
#[must_use]
pub fn last(of: i32, most: i32) -> i32 {
    with(|table| {
        let list = table.list(of);
        let items = list[list.len().saturating_sub(usize::try_from(most).expect("a count"))..].to_vec();
        table.push(Held::List(items))
    })
}

/// The first map in a list whose member is equal to a value; zero where there is none.
#[must_use]
pub fn find(of: i32, name: i32, value: i32) -> i32 {
    with(|table| {
        table.text(name);
        table.at(value);
        let is_found = |item: &&i32| matches!(table.at(**item), Held::Map(members) if members.get(name) == Some(value));
        table.list(of).iter().find(is_found).copied().unwrap_or(0)
    })
}

/// Puts something in the place of an item; zero takes the item out.
///
/// # Panics
/// Where the list does not have that item.
pub fn replace(of: i32, item: i32, by: i32) {
    with(|table| {
        let at = table.list(of).iter().position(|it| *it == item).expect("an item of the list");
        if let Some(Held::List(items)) = table.at_mut(of) {
            items.splice(at..=at, (by != 0).then_some(by));
        }
    });
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
