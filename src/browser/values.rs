//! JavaScript values to and from [`Value`].
//!
//! Writing is serde-wasm-bindgen's. Reading is done by hand: its deserialiser brings the formatting of every
//! number and type along for messages that nobody sees, 13 kB of the compressed module.

use crate::protocol::{Code, Error, Result, Value};
use js_sys::Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/codec.js")]
extern "C" {
    /// 0 null or undefined, 1 a boolean, 2 a number, 3 a string, 4 an array, 5 an object; else -1.
    #[wasm_bindgen(js_name = kindOf)]
    fn kind_of(value: &JsValue) -> i32;
    #[wasm_bindgen(js_name = partsOf)]
    fn parts_of(value: &JsValue) -> Option<Array>;
}

/// What is nested deeper reads as null: nothing of ours is, and an object may hold itself.
const MAX_DEPTH: u8 = 4;

/// Reads a JavaScript value; `what` names it where it holds something that JSON cannot say.
///
/// # Errors
/// `code`.
#[inline(never)]
pub(super) fn from_js(value: &JsValue, code: Code, what: &str) -> Result<Value> {
    read(value).ok_or_else(|| Error::field(code, what, "only plain data is possible here"))
}

/// Reads a JavaScript value; `None` where it holds something that JSON cannot say.
pub(super) fn read(value: &JsValue) -> Option<Value> {
    read_to(value, MAX_DEPTH)
}

fn read_to(value: &JsValue, depth: u8) -> Option<Value> {
    let Some(deeper) = depth.checked_sub(1) else { return Some(Value::Null) };
    Some(match kind_of(value) {
        0 => Value::Null,
        1 => Value::Bool(value.is_truthy()),
        2 => Value::Number(value.as_f64().unwrap_or_default()),
        3 => Value::Text(value.as_string().unwrap_or_default()),
        4 => {
            let mut items = Vec::new();
            for item in parts_of(value)?.iter() {
                items.push(read_to(&item, deeper)?);
            }
            Value::List(items)
        }
        5 => {
            let mut object = Value::object();
            for member in parts_of(value)?.iter() {
                let member = member.unchecked_ref::<Array>();
                object.put(&member.get(0).as_string().unwrap_or_default(), read_to(&member.get(1), deeper)?);
            }
            object
        }
        _ => return None,
    })
}

/// A plain JavaScript value.
#[inline(never)]
pub(super) fn to_js(value: &Value) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
