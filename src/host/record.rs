//! Records: maps whose members are declared once, with names, types and rules.
//!
//! ```ignore
//! record! {
//!     /// A token and what is known of it.
//!     pub Session {
//!         /// The granted scope; missing where the provider did not say.
//!         SCOPE: Option<List> = "scope";
//!     }
//! }
//! let scope = session.get(Session::SCOPE);
//! ```
//!
//! A field belongs to one record and has one type, so that reading another record's field, or a field as something else,
//! does not compile.

use core::ffi::CStr;
use core::marker::PhantomData;

use super::{List, Map, Own, Text, Value};

/// The member `T` of the record `R`.
pub struct Field<R, T> {
    name: &'static CStr,
    of: PhantomData<fn(R) -> T>,
}

impl<R, T> Field<R, T> {
    /// A field of that name. Only `record!` declares one.
    #[must_use]
    pub const fn new(name: &'static CStr) -> Self {
        Self { name, of: PhantomData }
    }

    /// Its JavaScript name.
    #[must_use]
    pub const fn name(&self) -> &'static CStr {
        self.name
    }

    /// The same, for a table.
    #[must_use]
    pub const fn own(&self) -> Own {
        Own::new(self.name)
    }

    /// The same, as a text of the call under way.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::from(self.name)
    }
}

/// A map whose members are declared.
pub trait Record: Copy {
    /// What it may hold where it comes from an app, for [`crate::protocol::check`]; empty where it never does.
    const ROWS: &'static [Row];

    /// The record as a map.
    fn map(self) -> Map;

    /// A record without members.
    #[must_use]
    fn new() -> Self
    where
        Self: From<Map>,
    {
        Self::from(Map::new())
    }

    /// Reads a member.
    fn get<T: Member>(self, field: Field<Self, T>) -> T {
        T::of(self.map(), field.text())
    }

    /// The member as a value of any kind; none where it is missing or null.
    fn value<T>(self, field: Field<Self, T>) -> Option<Value> {
        self.map().get(field.text())
    }

    /// Whether a member is present and equal to `expected`.
    fn is<T: Member>(self, field: Field<Self, T>, expected: T) -> bool {
        Value::are_equal(self.value(field), expected.write())
    }

    /// Writes a member, in the place of what was there. What is none is written as null.
    fn put<T: Member>(self, field: Field<Self, T>, value: T) {
        self.map().put(Text::from(field.name), value.write());
    }

    /// Writes a member, unless it is none.
    fn set<T>(self, field: Field<Self, Option<T>>, value: Option<T>)
    where
        Option<T>: Member,
    {
        if value.is_some() {
            self.put(field, value);
        }
    }
}

/// What a field can hold.
pub trait Member: Sized {
    /// Reads it. What is missing or of another kind reads as empty, false, NaN or none.
    fn read(value: Option<Value>) -> Self;
    /// Reads the member of that name.
    #[inline]
    fn of(map: Map, name: Text) -> Self {
        Self::read(map.get(name))
    }
    /// Writes it.
    fn write(self) -> Option<Value>;
}

macro_rules! member {
    ($($type:ty: $read:expr, $write:expr $(=> $of:expr)?;)*) => {$(
        impl Member for $type {
            #[inline]
            fn read(value: Option<Value>) -> Self {
                const READ: fn(Option<Value>) -> $type = $read;
                READ(value)
            }
            $(
                #[inline(never)]
                fn of(map: Map, name: Text) -> Self {
                    const OF: fn(Map, Text) -> $type = $of;
                    OF(map, name)
                }
            )?
            #[inline]
            fn write(self) -> Option<Value> {
                const WRITE: fn($type) -> Option<Value> = $write;
                WRITE(self)
            }
        }
    )*};
}

member! {
    Text: |value| value.map_or(Text::EMPTY, Value::text), |text| Some(text.value())
        => |map, name| map.text(name).unwrap_or(Text::EMPTY);
    Option<Text>: |value| value.and_then(Value::as_text), |text| text.map(Text::value) => Map::text;
    List: |value| value.and_then(Value::as_list).unwrap_or_default(), |list| Some(list.value())
        => |map, name| map.list(name).unwrap_or_default();
    Option<List>: |value| value.and_then(Value::as_list), |list| list.map(List::value) => Map::list;
    Map: |value| value.and_then(Value::as_map).unwrap_or_default(), |map| Some(map.value())
        => |map, name| map.map(name).unwrap_or_default();
    Option<Map>: |value| value.and_then(Value::as_map), |map| map.map(Map::value) => Map::map;
    Option<Value>: |value| value, |value| value;
    bool: |value| value.is_some_and(Value::is_true), |flag| Some(Value::of_flag(flag));
    f64: Value::number_of, |number| Some(Value::of_number(number));
    Option<f64>: |value| Some(Value::number_of(value)).filter(|number| !number.is_nan()),
        |number| number.map(Value::of_number);
}

/// What a member that comes from an app must be.
#[derive(Clone, Copy)]
pub enum Rule {
    /// Anything: it is checked where it is read.
    Any,
    /// A string that is not empty.
    Text,
    /// An absolute URL to which secrets may travel (RFC 6749 §3.1, RFC 8252 §7.3).
    Endpoint,
    /// The same, and no parameter of a response in its query.
    RedirectUri,
    /// `true` or `false`.
    Flag,
    /// A number from 1 to this.
    Number(u32),
    /// One of these words, with `|` between them.
    Word(Own),
    /// A scope: words with spaces between them, or an array of words.
    Scope,
    /// An array of origins.
    Origins,
    /// An object of strings.
    Texts,
    /// The same, where a member may be an array of strings.
    Parameters,
}

impl Rule {
    /// A time-out: at most a day, in milliseconds.
    pub const TIMEOUT_MS: Self = Self::Number(86_400_000);
}

/// What a record says of one member that an app may set.
pub struct Row {
    /// Its JavaScript name.
    pub name: Own,
    /// What it must be.
    pub rule: Rule,
    /// Whether it must be there.
    pub is_required: bool,
}

/// Text with a zero at its end as a constant text of a table; only for the macros of this file.
#[must_use]
pub const fn own(text: &'static str) -> Own {
    Own::new(c_str(text))
}

/// Text with a zero at its end as a C string; only for the macros of this file.
#[must_use]
pub const fn c_str(text: &'static str) -> &'static CStr {
    match CStr::from_bytes_with_nul(text.as_bytes()) {
        Ok(text) => text,
        Err(_) => c"",
    }
}

/// Declares a record: its fields, each with its type, its JavaScript name and, where an app sets it, its rule in
/// brackets, where `required` says that the member must be there. `NAMES` is a pattern that fits the names of its fields.
macro_rules! record {
    (
        $(#[$doc:meta])*
        $visible:vis $record:ident {
            $(#[$first_doc:meta])* $first:ident: $first_type:ty = $first_name:literal $([$($first_rule:tt)+])?;
            $($(#[$field_doc:meta])* $field:ident: $type:ty = $name:literal $([$($rule:tt)+])?;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visible struct $record(pub $crate::host::Map);

        impl $record {
            $(#[$first_doc])*
            pub const $first: $crate::host::Field<Self, $first_type> =
                $crate::host::Field::new($crate::host::c_str(concat!($first_name, "\0")));
            $($(#[$field_doc])*
            pub const $field: $crate::host::Field<Self, $type> =
                $crate::host::Field::new($crate::host::c_str(concat!($name, "\0")));)*
            /// A pattern that fits the names of these members, and nothing else.
            pub const NAMES: &'static core::ffi::CStr =
                $crate::host::c_str(concat!("^(?:", $first_name, $("|", $name,)* ")$\0"));
        }

        impl $crate::host::Record for $record {
            const ROWS: &'static [$crate::host::Row] = &[
                $($crate::host::record!(@row $first_name, $($first_rule)+),)?
                $($($crate::host::record!(@row $name, $($rule)+),)?)*
            ];

            fn map(self) -> $crate::host::Map {
                self.0
            }
        }

        impl From<$crate::host::Map> for $record {
            fn from(map: $crate::host::Map) -> Self {
                Self(map)
            }
        }

        impl $crate::host::Member for Option<$record> {
            fn read(value: Option<$crate::host::Value>) -> Self {
                value.and_then($crate::host::Value::as_map).map($record)
            }
            #[inline]
            fn of(map: $crate::host::Map, name: $crate::host::Text) -> Self {
                map.map(name).map($record)
            }
            fn write(self) -> Option<$crate::host::Value> {
                self.map(|record| record.0.value())
            }
        }

        impl $crate::host::Member for $record {
            fn read(value: Option<$crate::host::Value>) -> Self {
                Self($crate::host::Member::read(value))
            }
            #[inline]
            fn of(map: $crate::host::Map, name: $crate::host::Text) -> Self {
                Self($crate::host::Member::of(map, name))
            }
            fn write(self) -> Option<$crate::host::Value> {
                Some(self.0.value())
            }
        }
    };
    (@row $name:literal, required $rule:expr) => {
        $crate::host::Row { name: $crate::host::own(concat!($name, "\0")), rule: $rule, is_required: true }
    };
    (@row $name:literal, $rule:expr) => {
        $crate::host::Row { name: $crate::host::own(concat!($name, "\0")), rule: $rule, is_required: false }
    };
}
pub(crate) use record;

/// Declares a closed set of words as an enum. A text that is none of them reads as none.
macro_rules! words {
    (
        $(#[$doc:meta])*
        $visible:vis $set:ident {
            $(#[$first_doc:meta])* $first:ident = $first_name:literal;
            $($(#[$word_doc:meta])* $word:ident = $name:literal;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visible enum $set { $(#[$first_doc])* $first, $($(#[$word_doc])* $word,)* }

        impl $set {
            /// What a member must be that holds one of them.
            pub const RULE: $crate::host::Rule =
                $crate::host::Rule::Word($crate::host::own(concat!($first_name, $("|", $name,)* "\0")));

            /// The word in JavaScript and on the wire.
            #[must_use]
            pub const fn word(self) -> &'static core::ffi::CStr {
                match self {
                    Self::$first => const { $crate::host::c_str(concat!($first_name, "\0")) },
                    $(Self::$word => const { $crate::host::c_str(concat!($name, "\0")) },)*
                }
            }
        }

        impl $crate::host::Member for Option<$set> {
            #[inline(never)]
            fn read(value: Option<$crate::host::Value>) -> Self {
                let text = value?.as_text()?;
                let words = [$set::$first, $($set::$word,)*];
                words.into_iter().find(|word| text.is(word.word()))
            }
            fn write(self) -> Option<$crate::host::Value> {
                self.map(|word| $crate::host::Text::from(word.word()).value())
            }
        }
    };
}
pub(crate) use words;
