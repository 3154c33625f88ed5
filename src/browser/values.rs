//! JavaScript values to and from [`Value`].
//!
//! Writing is serde-wasm-bindgen's. Reading is done by hand: its deserialiser brings the formatting of every
//! number and type along for messages that nobody sees, 13 kB of the compressed module.

use crate::protocol::{Result, Value};
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
const MAX_DEPTH: u8 = 5;

/// What an export does: its input is read, has its answer, and that is written.
#[inline(never)]
pub(super) fn answered(input: &JsValue, answer: fn(Value) -> Result<Value>) -> core::result::Result<JsValue, JsValue> {
    Ok(to_js(&answer(read(input))?))
}

/// Reads a JavaScript value. What JSON cannot say, such as a function, reads as a number that is none: nothing takes it.
pub(super) fn read(value: &JsValue) -> Value {
    read_to(value, MAX_DEPTH)
}

fn read_to(value: &JsValue, depth: u8) -> Value {
    let Some(deeper) = depth.checked_sub(1) else { return Value::Null };
    let kind = kind_of(value);
    match kind {
        0 => Value::Null,
        1 => Value::Bool(value.is_truthy()),
        3 => Value::Text(value.as_string().unwrap_or_default()),
        4 | 5 => {
            let Some(parts) = parts_of(value) else { return Value::Number(f64::NAN) };
            let (mut items, mut object) = (Vec::new(), Value::object());
            for part in parts.iter() {
                if kind == 4 {
                    items.push(read_to(&part, deeper));
                } else {
                    let member = part.unchecked_ref::<Array>();
                    object.put(&member.get(0).as_string().unwrap_or_default(), read_to(&member.get(1), deeper));
                }
            }
            if kind == 4 { Value::List(items) } else { object }
        }
        _ => Value::Number(value.as_f64().unwrap_or(f64::NAN)),
    }
}

/// A plain JavaScript value.
#[inline(never)]
pub(super) fn to_js(value: &Value) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
