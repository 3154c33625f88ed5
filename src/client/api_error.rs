//! CoolSMS's error body: `{"errorCode": "…", "errorMessage": "…"}`, which may also be empty, HTML or cut off.

use crate::host::{Record, Text, codec, record};
use crate::protocol::error::ServerError;

record! {
    /// What the body of a refused call says. Both are the server's words: inert text.
    pub ApiError {
        /// CoolSMS's code.
        ERROR_CODE: Option<Text> = "errorCode";
        /// CoolSMS's explanation.
        ERROR_MESSAGE: Option<Text> = "errorMessage";
    }
}

/// Reads the body of a refused call.
#[must_use]
pub fn read(body: Text) -> ApiError {
    let body = ServerError(codec::json_map(body));
    let error = ApiError::new();
    error.set(ApiError::ERROR_CODE, body.get(ServerError::ERROR_CODE));
    error.set(ApiError::ERROR_MESSAGE, body.get(ServerError::ERROR_MESSAGE));
    error
}
