//! What the native tests share: a platform, the vectors, and a client of an example app. The benchmark and the fuzz
//! targets include it, too.
#![allow(dead_code, reason = "every suite uses a part of it")]

pub mod app;
pub mod native;
pub mod rows;

use coolsms_oauth2::protocol::address::Address;
use coolsms_oauth2::protocol::provider::Provider;
use coolsms_oauth2::protocol::{Error, Platform, Result, Value};
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

/// The core's value as JSON. Every number is written as a float, so that 60 and 60.0 are equal.
pub fn json(value: &Value) -> Json {
    serde_json::to_value(value).expect("every value has a form in JSON")
}

/// That provider of `providers.json`.
pub fn provider(name: &str) -> Provider {
    let settings = value(&rows::settings(name));
    Provider::new(if settings.members().is_empty() { Value::Null } else { settings }, &Native).expect("it is valid")
}

/// The code of a refusal; `ok` where there is none.
pub fn code<T>(result: Result<T>) -> &'static str {
    result.err().map_or("ok", |error| error.code.as_str())
}

/// Everything that an error shows: code, message, details and its `Debug`.
pub fn shown(error: &Error) -> String {
    format!("{} {} {:?} {error:?}", error.code.as_str(), error.message, error.details)
}

/// The detail of that name.
pub fn detail<'a>(error: &'a Error, name: &str) -> Option<&'a Value> {
    Some(error.details.get(name)).filter(|value| !value.is_null())
}

/// The code of a refusal, and the field that it names.
pub fn refusal<T>(result: Result<T>) -> (&'static str, String) {
    let error = result.err().expect("a refusal");
    (error.code.as_str(), detail(&error, "field").and_then(Value::as_text).unwrap_or_default().into())
}
