//! CoolSMS's error body: `{"errorCode": "…", "errorMessage": "…"}`, which may also be empty, HTML or cut off.

use crate::protocol::{Platform, Value};

/// What the body of a refused call says, for the app: `errorCode` and `errorMessage` where the body has them. Both
/// are the server's words: inert text.
#[must_use]
pub fn read(body: &str, platform: &impl Platform) -> Value {
    let body = platform.json(body);
    let mut error = Value::object();
    for name in ["errorCode", "errorMessage"] {
        error.set_copy(name, body.get(name));
    }
    error
}
