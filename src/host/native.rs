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

use core::ffi::CStr;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::mem;
use std::rc::Rc;

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use regex::{Captures, Regex, RegexBuilder};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use url::Url;

use super::{Member, Record, Value};

/// What is nested deeper reads as null.
const MAX_DEPTH: u32 = 5;

/// What is not ASCII letter or digit and what `encodeURIComponent` leaves as it is.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// As `atob` decodes, once it has taken spaces and padding away.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

thread_local! {
    static TABLE: RefCell<Table> = RefCell::new(Table::new());
    static WORLD: RefCell<World> = RefCell::default();
    static PATTERNS: RefCell<HashMap<Rc<str>, Rc<Regex>>> = RefCell::default();
}

/// What is around the core. A thread has one, which outlives a call; a test that changes it starts with
/// `world(|it| *it = World::default())`.
#[derive(Clone, Debug)]
pub struct World {
    /// The clock, in milliseconds.
    pub now: f64,
    /// The texts in sessionStorage, by their keys.
    pub stored: BTreeMap<String, String>,
    /// What sessionStorage does.
    pub storage: Storage,
    /// The number of the next random draw, of which no two are alike; none where there is no generator.
    pub random: Option<u64>,
    /// How many primitives were called: in a browser, crossings from WebAssembly to JavaScript.
    pub calls: u64,
    /// How many bytes of text came into tables: what the primitives have to copy, or to compare.
    pub bytes: u64,
}

/// What sessionStorage does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// It stores, removes and reads.
    Works,
    /// It refuses to store more, and removes and reads.
    Full,
    /// It only reads.
    ReadOnly,
    /// It does nothing: it is missing, or blocked.
    Blocked,
}

impl Default for World {
    fn default() -> Self {
        Self {
            now: 1_700_000_000_000.0,
            stored: BTreeMap::new(),
            storage: Storage::Works,
            random: Some(1),
            calls: 0,
            bytes: 0,
        }
    }
}

/// Reads or changes the world of this thread.
pub fn world<R>(with: impl FnOnce(&mut World) -> R) -> R {
    WORLD.with_borrow_mut(with)
}

/// How many primitives were called on this thread since [`World::calls`] was last set.
#[must_use]
pub fn calls() -> u64 {
    world(|world| world.calls)
}

/// Runs a flow on an input, as `run` of `host.js` does: its answer, or its refusal. The call has a table of its own.
///
/// # Errors
/// With the error of which the flow has said [`refuse`].
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
    match TABLE.with_borrow(|table| table.refusal) {
        0 => Ok(show(answer)),
        refusal => Err(show(refusal)),
    }
}

/// [`run`] for a flow from one record, text or list to another, as `run` of `browser` does.
///
/// # Errors
/// With the error that the flow returns.
pub fn run_flow<Input: Member, Output: Member, Error: Record>(
    flow: impl FnOnce(Input) -> Result<Output, Error>,
    input: &Json,
) -> Result<Json, Json> {
    let by_places = |input| match flow(Input::read(Value::at_or_none(input))) {
        Ok(answer) => Value::place_of(answer.write()),
        Err(error) => {
            refuse(error.map().value().place());
            0
        }
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

/// A value at a place; lists and maps hold places.
enum Held {
    Null,
    Flag(bool),
    Number(f64),
    Text(Rc<str>),
    List(Vec<i32>),
    Map(Members),
}

/// The members of a map, name and value, in the order in which their names were first put, and where each name is.
#[derive(Clone, Default)]
struct Members {
    all: Vec<(i32, i32)>,
    at: HashMap<i32, usize>,
}

impl Members {
    fn put(&mut self, name: i32, value: i32) {
        let at = *self.at.entry(name).or_insert(self.all.len());
        if let Some(member) = self.all.get_mut(at) {
            member.1 = value;
        } else {
            self.all.push((name, value));
        }
    }

    fn get(&self, name: i32) -> Option<i32> {
        self.at.get(&name).and_then(|at| self.all.get(*at)).map(|member| member.1)
    }
}

impl Held {
    /// In the order of `Kind`.
    const fn kind(&self) -> i32 {
        match self {
            Self::Null => 0,
            Self::Text(_) => 1,
            Self::Number(_) => 2,
            Self::Flag(_) => 3,
            Self::List(_) => 4,
            Self::Map(_) => 5,
        }
    }

    /// What a primitive is told that wants something else.
    const fn name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::Flag(_) => "a flag",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

/// The values of a call. The first four have the same places in every call; equal texts and numbers have one place.
struct Table {
    values: Vec<Held>,
    texts: HashMap<Rc<str>, i32>,
    numbers: HashMap<u64, i32>,
    refusal: i32,
}

impl Table {
    fn new() -> Self {
        let empty = Rc::<str>::from("");
        Self {
            values: vec![Held::Null, Held::Flag(true), Held::Flag(false), Held::Text(empty.clone())],
            texts: HashMap::from([(empty, 7)]),
            numbers: HashMap::new(),
            refusal: 0,
        }
    }

    /// Places are odd: 1, 3, 5, 7, ...
    fn push(&mut self, value: Held) -> i32 {
        self.values.push(value);
        i32::try_from(self.values.len() * 2 - 1).expect("a call of fewer than a thousand million values")
    }

    fn hold_text(&mut self, text: &str) -> i32 {
        world(|world| world.bytes += text.len() as u64);
        if let Some(place) = self.texts.get(text) {
            return *place;
        }
        let text = Rc::<str>::from(text);
        let place = self.push(Held::Text(text.clone()));
        self.texts.insert(text, place);
        place
    }

    /// NaN is equal to NaN, and 0 to -0, as for a `Map` of JavaScript.
    fn hold_number(&mut self, number: f64) -> i32 {
        let key = if number.is_nan() { f64::NAN } else { number + 0.0 }.to_bits();
        if let Some(place) = self.numbers.get(&key) {
            return *place;
        }
        let place = self.push(Held::Number(number));
        self.numbers.insert(key, place);
        place
    }

    fn hold_texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> i32 {
        let places = texts.into_iter().map(|text| self.hold_text(text)).collect();
        self.push(Held::List(places))
    }

    fn hold_members<'a>(&mut self, members: impl IntoIterator<Item = (&'a str, i32)>) -> i32 {
        let mut map = Members::default();
        for (name, value) in members {
            map.put(self.hold_text(name), value);
        }
        self.push(Held::Map(map))
    }

    /// A value from outside, down to a depth.
    fn hold(&mut self, value: &Json, depth: u32) -> i32 {
        match value {
            _ if depth == 0 => 1,
            Json::Null => 1,
            Json::Bool(flag) => {
                if *flag {
                    3
                } else {
                    5
                }
            }
            Json::Number(number) => self.hold_number(number.as_f64().expect("a number")),
            Json::String(text) => self.hold_text(text),
            Json::Array(items) => {
                let items = items.iter().map(|item| self.hold(item, depth - 1)).collect();
                self.push(Held::List(items))
            }
            Json::Object(inner) => {
                let mut members = Members::default();
                for (name, value) in inner {
                    let name = self.hold_text(name);
                    members.put(name, self.hold(value, depth - 1));
                }
                self.push(Held::Map(members))
            }
        }
    }

    /// What JSON says, down to a depth; none where it is no JSON. Its numbers may be larger than JavaScript's, which are then
    /// infinite, and its escapes may be halves of surrogate pairs: `serde_json` would refuse both.
    fn hold_json(&mut self, text: &str, depth: u32) -> Option<i32> {
        let json = serde_json::from_str::<&RawValue>(text).ok()?.get();
        if depth == 0 {
            return Some(1);
        }
        Some(match json.as_bytes() {
            [b'n', ..] => 1,
            [b't', ..] => 3,
            [b'f', ..] => 5,
            [b'"', ..] => self.hold_text(&unescaped(json)),
            [b'[', inner @ .., b']'] => {
                let items =
                    pieces(inner).into_iter().map(|item| self.hold_json(item, depth - 1)).collect::<Option<_>>()?;
                self.push(Held::List(items))
            }
            [b'{', inner @ .., b'}'] => {
                let mut members = Members::default();
                for member in pieces(inner).chunks_exact(2) {
                    let name = self.hold_text(&unescaped(member[0]));
                    members.put(name, self.hold_json(member[1], depth - 1)?);
                }
                self.push(Held::Map(members))
            }
            _ => self.hold_number(json.parse().expect("a number of JSON")),
        })
    }

    /// The value at a place.
    fn at(&self, place: i32) -> &Held {
        let index = usize::try_from(place).ok().filter(|place| place % 2 == 1).map(|place| place / 2);
        index.and_then(|index| self.values.get(index)).unwrap_or_else(|| panic!("there is no place {place}"))
    }

    fn at_mut(&mut self, place: i32) -> Option<&mut Held> {
        self.values.get_mut(usize::try_from(place).ok()? / 2)
    }

    fn text(&self, place: i32) -> Rc<str> {
        match self.at(place) {
            Held::Text(text) => text.clone(),
            other => panic!("a text is needed, and place {place} has {}", other.name()),
        }
    }

    fn list(&self, place: i32) -> &[i32] {
        match self.at(place) {
            Held::List(items) => items,
            other => panic!("a list is needed, and place {place} has {}", other.name()),
        }
    }

    fn map(&self, place: i32) -> &Members {
        match self.at(place) {
            Held::Map(members) => members,
            other => panic!("a map is needed, and place {place} has {}", other.name()),
        }
    }

    fn show(&self, place: i32) -> Json {
        match self.at(place) {
            Held::Null => Json::Null,
            Held::Flag(flag) => (*flag).into(),
            Held::Text(text) => (**text).into(),
            Held::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => (*number as i64).into(),
            Held::Number(number) => (*number).into(),
            Held::List(items) => items.iter().map(|item| self.show(*item)).collect(),
            Held::Map(members) => {
                members.all.iter().map(|(name, value)| ((*self.text(*name)).to_owned(), self.show(*value))).collect()
            }
        }
    }

    /// As `JSON.stringify` writes it.
    fn write_json(&self, place: i32) -> String {
        let quoted = |text: &str| Json::from(text).to_string();
        match self.at(place) {
            Held::Null => "null".into(),
            Held::Flag(flag) => flag.to_string(),
            Held::Text(text) => quoted(text),
            Held::Number(number) => write_number(*number),
            Held::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.write_json(*item)).collect();
                format!("[{}]", items.join(","))
            }
            Held::Map(members) => {
                let member =
                    |(name, value): &(i32, i32)| [quoted(&self.text(*name)), self.write_json(*value)].join(":");
                format!("{{{}}}", members.all.iter().map(member).collect::<Vec<_>>().join(","))
            }
        }
    }
}

/// What stands between commas and colons inside the brackets of valid JSON.
fn pieces(inner: &[u8]) -> Vec<&str> {
    let mut rest = str::from_utf8(inner).expect("a part of a text between two ASCII characters");
    let mut pieces = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', ',', ':']);
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        let Some(Ok(piece)) = values.next() else { return pieces };
        pieces.push(piece.get());
        rest = &rest[values.byte_offset()..];
    }
}

/// What a valid string of JSON says.
fn unescaped(string: &str) -> String {
    let mut units = Vec::new();
    let mut chars = string[1..string.len() - 1].chars();
    while let Some(char) = chars.next() {
        let escaped = if char == '\\' { chars.next() } else { None };
        match escaped {
            None => units.extend_from_slice(char.encode_utf16(&mut [0; 2])),
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                units.push(u16::from_str_radix(&digits, 16).expect("four hexadecimal digits"));
            }
            Some('b') => units.push(8),
            Some('f') => units.push(12),
            Some('n') => units.push(10),
            Some('r') => units.push(13),
            Some('t') => units.push(9),
            Some(char) => units.push(char as u16),
        }
    }
    String::from_utf16_lossy(&units)
}

/// A number as JavaScript writes it (ECMA-262, `Number::toString`), and null where JSON has no word for it.
fn write_number(number: f64) -> String {
    if !number.is_finite() {
        return "null".into();
    }
    if number == 0.0 {
        return "0".into();
    }
    let scientific = format!("{:e}", number.abs());
    let (digits, exponent) = scientific.split_once('e').expect("an exponent");
    let digits = digits.replace('.', "");
    let exponent: i32 = exponent.parse().expect("an integer");
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let written = match exponent {
        0..21 => {
            let whole = digits.clone() + &zeros(exponent + 1 - digits.len() as i32);
            match whole.split_at(exponent as usize + 1) {
                (whole, "") => whole.to_owned(),
                (whole, fraction) => [whole, fraction].join("."),
            }
        }
        -6..0 => ["0.", &zeros(-exponent - 1), &digits].concat(),
        _ => {
            let (first, others) = digits.split_at(1);
            let point = if others.is_empty() { "" } else { "." };
            format!("{first}{point}{others}e{exponent:+}")
        }
    };
    if number < 0.0 { ["-", &written].concat() } else { written }
}

/// A pattern as JavaScript reads it with the flags `su`. The core keeps to what both kinds of regular expressions know.
fn regex(pattern: &Rc<str>) -> Rc<Regex> {
    PATTERNS.with_borrow_mut(|patterns| {
        let compile = || {
            let mut chars = pattern.chars();
            while let Some(char) = chars.next() {
                let escaped = if char == '\\' { chars.next() } else { None };
                let is_alike = !escaped.is_some_and(|escaped| "dDsSwWbBpP0123456789".contains(escaped));
                assert!(is_alike, "the hosts read {escaped:?} behind a backslash differently: {pattern}");
            }
            let regex = RegexBuilder::new(pattern).dot_matches_new_line(true).build();
            Rc::new(regex.unwrap_or_else(|error| panic!("{error}")))
        };
        patterns.entry(pattern.clone()).or_insert_with(compile).clone()
    })
}

/// All that a pattern finds. As in JavaScript, what it finds may be empty also where it has just found something.
fn found<'a>(regex: &Regex, text: &'a str) -> Vec<Captures<'a>> {
    let mut all = Vec::new();
    let mut from = 0;
    while from <= text.len() {
        let Some(captures) = regex.captures_at(text, from) else { break };
        let whole = captures.get_match();
        from = whole.end();
        if whole.is_empty() {
            from += text[from..].chars().next().map_or(1, char::len_utf8);
        }
        all.push(captures);
    }
    all
}

/// A form component; none where an escape is none, or what is escaped no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let is_hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = text.as_bytes();
    let mut marks = (0..bytes.len()).filter(|at| bytes[*at] == b'%');
    // The crate lets a malformed escape stand.
    if !marks.all(|at| is_hex(bytes.get(at + 1)) && is_hex(bytes.get(at + 2))) {
        return None;
    }
    percent_decode_str(&text.replace('+', " ")).decode_utf8().ok().map(String::from)
}

/// A URL, against a base unless that is empty.
fn parsed_url(text: &str, base: &str) -> Option<Url> {
    if base.is_empty() {
        return Url::parse(text).ok();
    }
    let base = Url::parse(base).ok()?;
    // The crate refuses more than two slashes in front of a host, where the standard skips them.
    let shown = text.trim_start_matches(|char: char| char <= ' ').replace(['\t', '\n', '\r'], "");
    let host = shown.trim_start_matches(['/', '\\']);
    if matches!(base.scheme(), "http" | "https") && shown.len() > host.len() + 2 {
        return Url::parse(&[base.scheme(), "://", host].concat()).ok();
    }
    base.join(text).ok()
}

/// A primitive on the table.
fn with<R>(primitive: impl FnOnce(&mut Table) -> R) -> R {
    world(|world| world.calls += 1);
    TABLE.with_borrow_mut(primitive)
}

/// Says that the call is refused, and why.
pub fn refuse(error: i32) {
    with(|table| table.refusal = error);
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

/// A text of the module's own.
#[must_use]
pub fn text(text: &'static CStr) -> i32 {
    of_ascii(text.to_bytes())
}

/// 1 a text, 2 a number, 3 a flag, 4 a list, 5 a map; 0 null.
#[must_use]
pub fn kind(of: i32) -> i32 {
    with(|table| table.at(of).kind())
}

/// The number; NaN where it is none.
#[must_use]
pub fn number(of: i32) -> f64 {
    with(|table| if let Held::Number(number) = table.at(of) { *number } else { f64::NAN })
}

/// The member of a map; none where it is missing or null.
#[must_use]
pub fn get(of: i32, name: i32) -> i32 {
    with(|table| table.map(of).get(name).filter(|value| *value != 1).unwrap_or(0))
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

/// The names of a map's members, as a list.
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

/// The item of a list; none behind the last.
#[must_use]
pub fn item(of: i32, index: i32) -> i32 {
    let index = usize::try_from(index).expect("an index");
    with(|table| table.list(of).get(index).copied().unwrap_or(0))
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
