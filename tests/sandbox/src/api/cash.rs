//! `/cash/v1`: the account's money.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::Caller;
use crate::error::ApiError;
use crate::state::Shared;

/// `GET /cash/v1/balance`: in won.
pub(crate) async fn balance(State(shared): State<Shared>, caller: Caller) -> Result<Json<Value>, ApiError> {
    let member = caller.granted("cash:read")?;
    Ok(Json(json!({
        "balance": shared.ledger.balance(member),
        "point": 0,
        "accountId": member.account_id,
        "minimumCash": 0,
        "rechargeTo": 0,
        "rechargeTryCount": 0,
        "autoRecharge": 0,
        "lowBalanceAlert": {},
    })))
}
