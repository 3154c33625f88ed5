//! `/senderid/v1`: the numbers that messages may come from.

use axum::Json;

use super::Caller;
use crate::error::ApiError;

/// `GET /senderid/v1/numbers/active`
pub(crate) async fn active(caller: Caller) -> Result<Json<[&'static str; 1]>, ApiError> {
    let member = caller.granted("senderid:read")?;
    Ok(Json([member.phone]))
}
