//! `/messages/v4`: sending, and what was sent.
//!
//! Nothing leaves the machine. Any sender number is taken: how CoolSMS refuses one that is not
//! registered is not documented.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Caller;
use crate::error::ApiError;
use crate::ledger::Draft;
use crate::state::Shared;

/// How many messages a page lists, unless asked otherwise and at most.
const PAGE: usize = 20;
const LARGEST_PAGE: usize = 500;

#[derive(Debug, Deserialize)]
pub(crate) struct SendRequest {
    message: Option<MessageFields>,
}

#[derive(Debug, Deserialize)]
struct MessageFields {
    to: Option<String>,
    from: Option<String>,
    text: Option<String>,
}

/// `POST /messages/v4/send`
pub(crate) async fn send(
    State(shared): State<Shared>,
    caller: Caller,
    body: Result<Json<SendRequest>, JsonRejection>,
) -> Result<Json<Value>, ApiError> {
    let member = caller.granted("message:write")?;
    let Json(request) = body?;
    let fields = request.message.ok_or_else(|| missing("message"))?;
    let draft = Draft {
        to: required(fields.to, "to")?,
        from: required(fields.from, "from")?,
        text: required(fields.text, "text")?,
    };
    let message = shared.ledger.send(member, draft).ok_or_else(|| {
        ApiError::new(StatusCode::PAYMENT_REQUIRED, "NotEnoughBalance", "The balance does not cover this message.")
    })?;
    Ok(Json(json!({
        "groupId": message.group_id,
        "messageId": message.message_id,
        "accountId": message.account_id,
        "statusCode": message.status_code,
        "statusMessage": message.status_message,
        "to": message.to,
        "from": message.from,
        "type": message.kind,
        "country": message.country,
    })))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListQuery {
    start_key: Option<String>,
    limit: Option<usize>,
}

/// `GET /messages/v4/list`
pub(crate) async fn list(
    State(shared): State<Shared>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> Result<Json<Value>, ApiError> {
    let member = caller.granted("message:read")?;
    let limit = query.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
    let page = shared.ledger.list(member, query.start_key.as_deref(), limit);
    Ok(Json(page))
}

fn required(field: Option<String>, name: &str) -> Result<String, ApiError> {
    field.filter(|value| !value.is_empty()).ok_or_else(|| missing(name))
}

fn missing(name: &str) -> ApiError {
    ApiError::bad_request("MissingRequiredParameter", format!("{name} is missing."))
}
