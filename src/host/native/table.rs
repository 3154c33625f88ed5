//! The table that the values of a call are in.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value as Json;

use super::world::world;

/// A value at a place; lists and maps hold places.
pub(super) enum Held {
    Null,
    Flag(bool),
    Number(f64),
    Text(Rc<str>),
    List(Vec<i32>),
    Map(Members),
}

/// The members of a map, name and value, in the order in which their names were first put, and where each name is.
#[derive(Clone, Default)]
pub(super) struct Members {
    pub(super) all: Vec<(i32, i32)>,
    at: HashMap<i32, usize>,
}

impl Members {
    pub(super) fn put(&mut self, name: i32, value: i32) {
        let at = *self.at.entry(name).or_insert(self.all.len());
        if let Some(member) = self.all.get_mut(at) {
            member.1 = value;
        } else {
            self.all.push((name, value));
        }
    }

    pub(super) fn get(&self, name: i32) -> Option<i32> {
        self.at.get(&name).and_then(|at| self.all.get(*at)).map(|member| member.1)
    }
}

impl Held {
    /// In the order of `Kind`.
    pub(super) const fn kind(&self) -> i32 {
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
pub(super) struct Table {
    values: Vec<Held>,
    texts: HashMap<Rc<str>, i32>,
    numbers: HashMap<u64, i32>,
    pub(super) refusal: i32,
}

impl Table {
    pub(super) fn new() -> Self {
        let empty = Rc::<str>::from("");
        Self {
            values: vec![Held::Null, Held::Flag(true), Held::Flag(false), Held::Text(empty.clone())],
            texts: HashMap::from([(empty, 7)]),
            numbers: HashMap::new(),
            refusal: 0,
        }
    }

    /// Places are odd: 1, 3, 5, 7, ...
    pub(super) fn push(&mut self, value: Held) -> i32 {
        self.values.push(value);
        i32::try_from(self.values.len() * 2 - 1).expect("a call of fewer than a thousand million values")
    }

    pub(super) fn hold_text(&mut self, text: &str) -> i32 {
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
    pub(super) fn hold_number(&mut self, number: f64) -> i32 {
        let key = if number.is_nan() { f64::NAN } else { number + 0.0 }.to_bits();
        if let Some(place) = self.numbers.get(&key) {
            return *place;
        }
        let place = self.push(Held::Number(number));
        self.numbers.insert(key, place);
        place
    }

    pub(super) fn hold_texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> i32 {
        let places = texts.into_iter().map(|text| self.hold_text(text)).collect();
        self.push(Held::List(places))
    }

    pub(super) fn hold_members<'a>(&mut self, members: impl IntoIterator<Item = (&'a str, i32)>) -> i32 {
        let mut map = Members::default();
        for (name, value) in members {
            map.put(self.hold_text(name), value);
        }
        self.push(Held::Map(map))
    }

    /// A value from outside, down to a depth.
    pub(super) fn hold(&mut self, value: &Json, depth: u32) -> i32 {
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

    /// The value at a place.
    pub(super) fn at(&self, place: i32) -> &Held {
        let index = usize::try_from(place).ok().filter(|place| place % 2 == 1).map(|place| place / 2);
        index.and_then(|index| self.values.get(index)).unwrap_or_else(|| panic!("there is no place {place}"))
    }

    pub(super) fn at_mut(&mut self, place: i32) -> Option<&mut Held> {
        self.values.get_mut(usize::try_from(place).ok()? / 2)
    }

    pub(super) fn text(&self, place: i32) -> Rc<str> {
        match self.at(place) {
            Held::Text(text) => text.clone(),
            other => panic!("a text is needed, and place {place} has {}", other.name()),
        }
    }

    pub(super) fn list(&self, place: i32) -> &[i32] {
        match self.at(place) {
            Held::List(items) => items,
            other => panic!("a list is needed, and place {place} has {}", other.name()),
        }
    }

    pub(super) fn map(&self, place: i32) -> &Members {
        match self.at(place) {
            Held::Map(members) => members,
            other => panic!("a map is needed, and place {place} has {}", other.name()),
        }
    }

    pub(super) fn show(&self, place: i32) -> Json {
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
}
