//! The one shape in which data crosses the boundary: what JSON can say.
//!
//! Configurations, stored records and token payloads are all a [`Value`], checked by a table
//! ([`super::schema`]) and read by name. One reader for all of them costs a fraction of a type for each.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A JSON value. Object members keep their order.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, and `undefined` in JavaScript.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The string, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The elements, if this is an array.
    #[must_use]
    pub fn as_list(&self) -> &[Value] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The members, if this is an object.
    #[must_use]
    pub fn members(&self) -> &[(String, Value)] {
        if let Self::Map(members) = self { members } else { &[] }
    }

    /// The member of that name, unless it is absent or null.
    #[must_use]
    #[inline(never)]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members().iter().find(|(key, value)| key == name && *value != Value::Null).map(|(_, value)| value)
    }

    /// The string of that name.
    #[must_use]
    #[inline(never)]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The number of that name.
    #[must_use]
    #[inline(never)]
    pub fn number(&self, name: &str) -> Option<f64> {
        if let Self::Number(number) = self.get(name)? { Some(*number) } else { None }
    }

    /// Whether the member of that name is `true`.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.get(name) == Some(&Self::Bool(true))
    }

    /// Adds a member, unless the value is null.
    #[inline(never)]
    pub fn set(&mut self, name: &str, value: Value) {
        if let (Self::Map(members), true) = (self, value != Self::Null) {
            members.push((name.into(), value));
        }
    }

    /// Adds a string, where there is one.
    #[inline(never)]
    pub fn set_text(&mut self, name: &str, text: Option<&str>) {
        self.set(name, text.map_or(Self::Null, |text| Self::Text(text.into())));
    }

    /// Adds a number, where there is one.
    #[inline(never)]
    pub fn set_number(&mut self, name: &str, number: Option<f64>) {
        self.set(name, number.map_or(Self::Null, Self::Number));
    }

    /// An object without members.
    #[must_use]
    pub const fn object() -> Self {
        Self::Map(Vec::new())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(members) => {
                let mut map = serializer.serialize_map(None)?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
