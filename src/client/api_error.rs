//! CoolSMS's error body: `{"errorCode": "…", "errorMessage": "…"}`, which may also be empty, HTML or cut off.

use crate::protocol::Value;

/// What the body of a refused call says, for the app: `status`, and `errorCode` and `errorMessage` where the
/// body has them. Both are the server's words: inert text.
#[must_use]
pub fn read(status: u16, error_code: Option<&str>, error_message: Option<&str>) -> Value {
    let mut error = Value::object();
    error.set_number("status", Some(status.into()));
    error.set_text("errorCode", error_code);
    error.set_text("errorMessage", error_message);
    error
}
