//! `/users/v1`: who is signed in, and their account.

use axum::Json;
use axum::extract::Path;
use serde_json::{Value, json};

use super::{CREATED, Caller};
use crate::error::ApiError;

/// `GET /users/v1/member`
pub(crate) async fn member(caller: Caller) -> Result<Json<Value>, ApiError> {
    let member = caller.granted("users:read")?;
    Ok(Json(json!({
        "name": member.name,
        "phoneNumber": member.phone,
        "extraPhoneNumbers": [],
        "status": "ACTIVE",
        "selectedAccountId": member.account_id,
        "betaMicroservices": [],
        "appId": null,
        "memberId": member.id,
        "email": member.email,
        "loginSessions": [],
        "dateCreated": CREATED,
        "dateUpdated": CREATED,
    })))
}

/// `GET /users/v1/accounts/:accountId`: one's own only.
pub(crate) async fn account(caller: Caller, Path(account_id): Path<String>) -> Result<Json<Value>, ApiError> {
    let member = caller.granted("users:read")?;
    if account_id != member.account_id {
        return Err(ApiError::forbidden("This account is not yours."));
    }
    Ok(Json(json!({
        "status": "ACTIVE",
        "accountId": member.account_id,
        "name": member.name,
        "members": [{
            "memberId": member.id,
            "role": "OWNER",
            "name": member.name,
            "dateCreated": CREATED,
            "dateUpdated": CREATED,
        }],
        "dateCreated": CREATED,
        "dateUpdated": CREATED,
    })))
}
