//! What the native tests share: a platform, the vectors, and a client of an example app.
#![allow(dead_code, reason = "every suite uses a part of it")]

pub mod app;
pub mod native;
pub mod rows;
pub mod vectors;

use coolsms_oauth2::protocol::address::Address;
use coolsms_oauth2::protocol::{Error, Platform, Value};
pub use native::Native;
use serde_json::Value as Json;

/// A parsed URL.
pub fn address(text: &str) -> Address {
    Native.url(text, None).unwrap_or_else(|| panic!("no URL: {text}"))
}

/// JSON as the core's value.
pub fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(members) => Value::Map(members.iter().map(|(name, item)| (name.clone(), value(item))).collect()),
    }
}

/// The core's value as JSON. Every number is written as a float, so that 60 and 60.0 are one.
pub fn json(value: &Value) -> Json {
    serde_json::to_value(value).expect("a value is what JSON can say")
}

/// Everything that an error shows: code, message, details and its `Debug`.
pub fn shown(error: &Error) -> String {
    format!("{} {} {:?} {error:?}", error.code.as_str(), error.message, error.details)
}

/// The detail of that name.
pub fn detail<'a>(error: &'a Error, name: &str) -> Option<&'a Value> {
    Some(error.details.get(name)).filter(|value| !value.is_null())
}

/// The code, and the field that the error names.
pub fn refusal<T>(result: Result<T, Error>) -> (&'static str, String) {
    let error = result.err().expect("it is refused");
    (error.code.as_str(), detail(&error, "field").and_then(Value::as_text).unwrap_or_default().into())
}
