//! A value by its place, and the two kinds that hold others: lists and maps.

use core::num::NonZeroI32;

use super::{Text, imports};

/// A JSON value in the host's table, by its place. Texts, numbers and flags are equal if their content is; a list or a map is
/// equal to itself only.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Value(NonZeroI32);

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        imports::equal(self.place(), other.place()) != 0
    }
}

/// A list of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List(Value);

/// A list that has texts only.
#[derive(Clone, Copy, Debug)]
pub struct Texts(List);

/// An object: values by name, in the order in which they were put. It may come from outside and have any member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Map(Value);

/// What a value is, as `kind` of the hosts numbers it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text = 1,
    Flag = 3,
    List = 4,
    Map = 5,
}

impl Value {
    /// `true`.
    pub const TRUE: Self = Self::fixed(3);
    /// `false`.
    pub const FALSE: Self = Self::fixed(5);

    /// A value that has the same place in every call.
    pub(super) const fn fixed(place: i32) -> Self {
        match NonZeroI32::new(place) {
            Some(place) => Self(place),
            None => Self(NonZeroI32::MIN),
        }
    }

    /// The value at a place that the host has just given. Every place is odd, so that setting its lowest bit changes
    /// nothing, and proves to the compiler that it is not zero.
    pub(crate) fn at(place: i32) -> Self {
        const { NonZeroI32::new(1) }.map_or(Self::TRUE, |one| Self(one | place))
    }

    /// The same for a host that may have nothing to give: zero.
    pub(crate) fn at_or_none(place: i32) -> Option<Self> {
        NonZeroI32::new(place).map(Self)
    }

    /// Its place.
    #[must_use]
    pub(crate) const fn place(self) -> i32 {
        self.0.get()
    }

    /// The place of a value; zero for none.
    pub(crate) const fn place_of(value: Option<Self>) -> i32 {
        match value {
            Some(value) => value.place(),
            None => 0,
        }
    }

    /// A number.
    #[must_use]
    #[inline(never)]
    pub fn of_number(number: f64) -> Self {
        Self::at(imports::of_number(number))
    }

    /// `true` or `false`.
    #[must_use]
    pub const fn of_flag(flag: bool) -> Self {
        if flag { Self::TRUE } else { Self::FALSE }
    }

    /// Whether both are there and equal.
    pub(super) fn are_equal(one: Option<Self>, other: Option<Self>) -> bool {
        imports::equal(Self::place_of(one), Self::place_of(other)) != 0
    }

    /// Whether it is `true`.
    #[must_use]
    pub const fn is_true(self) -> bool {
        self.place() == Self::TRUE.place()
    }

    /// Whether it is of that kind.
    #[inline(never)]
    pub(super) fn is_a(self, kind: Kind) -> bool {
        imports::kind(self.place()) == kind as i32
    }

    /// The text, if it is one.
    #[must_use]
    #[inline(never)]
    pub fn as_text(self) -> Option<Text> {
        if self.is_a(Kind::Text) { Some(Text::of(self)) } else { None }
    }

    /// The text; empty if it is none.
    #[must_use]
    #[inline(never)]
    pub fn text(self) -> Text {
        self.as_text().unwrap_or(Text::EMPTY)
    }

    /// The list, if it is one.
    #[must_use]
    pub fn as_list(self) -> Option<List> {
        if self.is_a(Kind::List) { Some(List(self)) } else { None }
    }

    /// The map, if it is one.
    #[must_use]
    pub fn as_map(self) -> Option<Map> {
        if self.is_a(Kind::Map) { Some(Map(self)) } else { None }
    }

    /// The number; NaN if it is none.
    #[must_use]
    pub fn number(self) -> f64 {
        Self::number_of(Some(self))
    }

    /// The same, also where nothing is.
    pub(super) fn number_of(value: Option<Self>) -> f64 {
        imports::number(Self::place_of(value))
    }

    /// Whether it is `true` or `false`.
    #[must_use]
    pub fn is_flag(self) -> bool {
        self.is_a(Kind::Flag)
    }
}

impl List {
    /// A list without items.
    #[must_use]
    #[inline(never)]
    pub fn new() -> Self {
        Self(Value::at(imports::list()))
    }

    /// The list at a place that the host has just given.
    pub(super) fn at(place: i32) -> Self {
        Self(Value::at(place))
    }

    /// The list as a value.
    #[must_use]
    pub const fn value(self) -> Value {
        self.0
    }

    /// Its items, in order.
    #[must_use]
    pub fn items(self) -> Items {
        Items(Value::at(imports::items(self.0.place())))
    }

    /// Its last items, at most that many.
    #[must_use]
    pub fn last(self, most: i32) -> Self {
        Self::at(imports::last(self.0.place(), most))
    }

    /// The first map in it whose member of that name is equal to a value.
    #[must_use]
    pub fn find(self, name: Text, value: Value) -> Option<Map> {
        Value::at_or_none(imports::find(self.0.place(), name.place(), value.place())).map(Map)
    }

    /// Puts a value in the place of an item, or takes the item out.
    pub fn replace(self, item: Value, by: Option<Value>) {
        imports::replace(self.0.place(), item.place(), Value::place_of(by));
    }

    /// How many items it has.
    #[must_use]
    pub fn length(self) -> i32 {
        imports::length(self.0.place())
    }

    /// Whether it has no items.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.length() == 0
    }

    /// Adds an item at the end.
    pub fn push(self, item: Value) {
        imports::push(self.0.place(), item.place());
    }

    /// Whether it has that item: that text, or that very map.
    #[must_use]
    #[inline(never)]
    pub fn has(self, item: Value) -> bool {
        imports::has(self.0.place(), item.place()) != 0
    }

    /// Its items as one text, with `mark` between them. Only for a list of texts.
    #[must_use]
    pub fn joined(self, mark: Text) -> Text {
        Text::at(imports::joined(self.0.place(), mark.place()))
    }
}

impl Default for List {
    fn default() -> Self {
        Self::new()
    }
}

/// The items of a list, one after the other, as they were when it was asked for them.
pub struct Items(Value);

impl Iterator for Items {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        Value::at_or_none(imports::next(self.0.place()))
    }
}

impl Texts {
    /// The list at a place that the host has just given.
    pub(super) fn at(place: i32) -> Self {
        Self(List::at(place))
    }

    /// The same as a list of any values.
    #[must_use]
    pub const fn list(self) -> List {
        self.0
    }

    /// Its items, in order.
    pub fn items(self) -> impl Iterator<Item = Text> {
        self.0.items().map(Text::of)
    }
}

impl Map {
    /// A map without members.
    #[must_use]
    #[inline(never)]
    pub fn new() -> Self {
        Self(Value::at(imports::object()))
    }

    /// The map at a place that the host has just given.
    pub(super) fn at(place: i32) -> Self {
        Self(Value::at(place))
    }

    /// A value of which it is known that it is a map.
    pub(super) const fn of(value: Value) -> Self {
        Self(value)
    }

    /// The map as a value.
    #[must_use]
    pub const fn value(self) -> Value {
        self.0
    }

    /// The member of that name; none where it is missing or null.
    #[must_use]
    #[inline(never)]
    pub fn get(self, name: Text) -> Option<Value> {
        Value::at_or_none(imports::get(self.0.place(), name.place()))
    }

    fn typed(self, name: Text, kind: Kind) -> Option<Value> {
        Value::at_or_none(imports::typed(self.0.place(), name.place(), kind as i32))
    }

    /// The member of that name, if it is a text.
    #[must_use]
    #[inline(never)]
    pub fn text(self, name: Text) -> Option<Text> {
        self.typed(name, Kind::Text).map(Text::of)
    }

    /// The member of that name, if it is a list.
    #[must_use]
    #[inline(never)]
    pub fn list(self, name: Text) -> Option<List> {
        self.typed(name, Kind::List).map(List)
    }

    /// The member of that name, if it is a map.
    #[must_use]
    #[inline(never)]
    pub fn map(self, name: Text) -> Option<Self> {
        self.typed(name, Kind::Map).map(Self)
    }

    /// Puts a member, in the place of what was there.
    #[inline(never)]
    pub fn put(self, name: Text, value: Option<Value>) {
        imports::put(self.0.place(), name.place(), Value::place_of(value));
    }

    /// The names of its members, in order.
    #[must_use]
    pub fn names(self) -> Texts {
        Texts::at(imports::names(self.0.place()))
    }

    /// A copy whose members change by themselves; what they hold is shared.
    #[must_use]
    pub fn copy(self) -> Self {
        Self(Value::at(imports::copy(self.0.place())))
    }
}

impl Default for Map {
    fn default() -> Self {
        Self::new()
    }
}
