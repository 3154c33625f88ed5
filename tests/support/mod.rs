//! What the native tests share: a platform, the vectors, and a client of an example app.
#![allow(dead_code, reason = "every suite uses a part of it")]

pub mod app;
pub mod rows;
pub mod vectors;

use coolsms_oauth2::protocol::address::Address;
use coolsms_oauth2::protocol::{Error, Platform, Value};
use serde_json::Value as Json;

/// The platform of these tests: the `url` crate, which follows the WHATWG rules, and serde_json.
pub struct Native;

impl Platform for Native {
    fn url(&self, text: &str, base: Option<&str>) -> Option<Address> {
        let url = match base {
            Some(base) => url::Url::parse(base).ok()?.join(text),
            None => url::Url::parse(text),
        };
        url.ok().map(|url| Address { origin: url.origin().ascii_serialization(), href: url.into() })
    }

    fn json(&self, text: &str) -> Option<Value> {
        serde_json::from_str(text).ok().map(|json| value(&json)).filter(|value| *value != Value::Null)
    }
}

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
    error.details.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// The code, and the field that the error names.
pub fn refusal<T>(result: Result<T, Error>) -> (&'static str, String) {
    let error = result.err().expect("it is refused");
    (error.code.as_str(), detail(&error, "field").and_then(Value::as_text).unwrap_or_default().into())
}
