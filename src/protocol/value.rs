//! The one shape in which data crosses the boundary: what JSON can say.
//!
//! Configurations, stored records and token payloads are all a [`Value`], checked by a table
//! ([`super::schema`]) and read by name. One reader for all of them costs a fraction of a type for each.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A JSON value. Object members keep their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `null`, and `undefined` in JavaScript.
    #[default]
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

static NULL: Value = Value::Null;

impl Value {
    /// An object without members.
    #[must_use]
    pub const fn object() -> Self {
        Self::Map(Vec::new())
    }

    /// An object of strings.
    #[must_use]
    #[inline(never)]
    pub fn texts(members: &[(&str, &str)]) -> Self {
        let mut object = Self::object();
        for (name, text) in members {
            object.set_text(name, text);
        }
        object
    }

    /// Whether there is nothing.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is `true`.
    #[must_use]
    pub const fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// The number, if it is one.
    #[must_use]
    pub const fn as_number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The number; 0 if it is none.
    #[must_use]
    #[inline(never)]
    pub fn number(&self) -> f64 {
        self.as_number().unwrap_or_default()
    }

    /// The string, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The string; empty if it is none.
    #[must_use]
    #[inline(never)]
    pub fn text(&self) -> &str {
        self.as_text().unwrap_or_default()
    }

    /// Whether it is this string.
    #[must_use]
    #[inline(never)]
    pub fn is(&self, text: &str) -> bool {
        self.as_text() == Some(text)
    }

    /// The elements, if this is an array.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The members, if this is an object.
    #[must_use]
    pub fn members(&self) -> &[(String, Value)] {
        if let Self::Map(members) = self { members } else { &[] }
    }

    /// The member of that name; null where there is none.
    #[must_use]
    #[inline(never)]
    pub fn get(&self, name: &str) -> &Value {
        self.members().iter().find(|(known, _)| known == name).map_or(&NULL, |(_, value)| value)
    }

    /// Takes the member of that name out, and leaves null. Where one was put behind that null, it is taken.
    #[inline(never)]
    pub fn take(&mut self, name: &str) -> Value {
        if let Self::Map(members) = self {
            for (known, value) in members.iter_mut().rev() {
                if known == name {
                    return core::mem::take(value);
                }
            }
        }
        Self::Null
    }

    /// Adds a member behind the others.
    #[inline(never)]
    pub fn put(&mut self, name: &str, value: Value) {
        if let Self::Map(members) = self {
            members.push((name.into(), value));
        }
    }

    /// Adds a member behind the others, unless it is null.
    #[inline(never)]
    pub fn set(&mut self, name: &str, value: Value) {
        if !value.is_null() {
            self.put(name, value);
        }
    }

    /// Puts a member in the place of what it was.
    #[inline(never)]
    pub fn replace(&mut self, name: &str, value: Value) {
        if let Self::Map(members) = self {
            for (known, old) in members.iter_mut() {
                if known == name {
                    *old = value;
                    return;
                }
            }
        }
        self.put(name, value);
    }

    /// Adds a string.
    #[inline(never)]
    pub fn set_text(&mut self, name: &str, text: &str) {
        self.set(name, text.into());
    }

    /// Adds a copy of a string, where it is one.
    #[inline(never)]
    pub fn set_copy(&mut self, name: &str, of: &Self) {
        if let Self::Text(text) = of {
            self.set_text(name, text);
        }
    }

    /// Adds a number.
    #[inline(never)]
    pub fn set_number(&mut self, name: &str, number: f64) {
        self.set(name, Self::Number(number));
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
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
