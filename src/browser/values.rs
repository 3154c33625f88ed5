//! JavaScript values and JSON text to and from [`Value`].
//!
//! Writing is serde-wasm-bindgen's. Reading is done by hand: its deserialiser brings the formatting of every
//! number and type along for messages that nobody sees, 13 kB of the compressed module.

use crate::protocol::{Code, Error, Result, Value};
use js_sys::{Array, JSON, Object};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// What is nested deeper reads as null: nothing of ours is, and an object may hold itself.
const MAX_DEPTH: u8 = 4;

/// Reads a JavaScript value; `what` names it where it holds something that JSON cannot say.
///
/// # Errors
/// `code`.
pub(super) fn from_js(value: &JsValue, code: Code, what: &str) -> Result<Value> {
    read(value, MAX_DEPTH).ok_or_else(|| Error::field(code, what, "only plain data is possible here"))
}

fn read(value: &JsValue, depth: u8) -> Option<Value> {
    let Some(deeper) = depth.checked_sub(1) else { return Some(Value::Null) };
    Some(if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(flag) = value.as_bool() {
        Value::Bool(flag)
    } else if value.is_null() || value.is_undefined() {
        Value::Null
    } else if Array::is_array(value) {
        let mut items = Vec::new();
        for item in value.unchecked_ref::<Array>().iter() {
            items.push(read(&item, deeper)?);
        }
        Value::List(items)
    } else if value.is_object() {
        let mut members = Vec::new();
        for name in Object::keys(value.unchecked_ref::<Object>()).iter() {
            let member = get(value, &name);
            members.push((name.as_string()?, read(&member, deeper)?));
        }
        Value::Map(members)
    } else {
        return None;
    })
}

/// A member of a JavaScript value; undefined where it has none, or is no object.
pub(super) fn get(value: &JsValue, name: &JsValue) -> JsValue {
    js_sys::Reflect::get(value, name).unwrap_or(JsValue::UNDEFINED)
}

/// A plain JavaScript value.
pub(super) fn to_js(value: &Value) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// What JSON text says, as a JavaScript value; null where it is no JSON.
pub(super) fn parse_json(text: &str) -> JsValue {
    JSON::parse(text).unwrap_or(JsValue::NULL)
}

/// What JSON text says; null where it is no JSON.
pub(super) fn from_json(text: &str) -> Value {
    read(&parse_json(text), MAX_DEPTH).unwrap_or(Value::Null)
}
