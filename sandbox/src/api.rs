//! The API calls that a token opens.
//!
//! Each asks for its own scope. The answers have the documented fields; values that the documents do not explain are
//! empty. Nothing leaves the machine. Any sender number is taken: how CoolSMS refuses one that is not registered is not
//! documented.

use std::time::SystemTime;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::accounts::Account;
use crate::error::ApiError;
use crate::grants::Grant;
use crate::members::Member;
use crate::memory::Shared;

/// When members and accounts came to be.
const CREATED: &str = "2026-01-02T03:04:05.000Z";
/// How many messages a page lists, if the request does not say.
const PAGE: usize = 20;
/// What a text up to [`SHORT_BYTES`] costs, in won, and what a longer one costs.
const SHORT_PRICE: u64 = 20;
const LONG_PRICE: u64 = 50;
/// The longest short message, in bytes of EUC-KR: a Korean letter takes two.
const SHORT_BYTES: usize = 90;

type Answer = Result<Json<Value>, ApiError>;

/// What the access token was issued for.
#[derive(Debug)]
pub(crate) struct Caller(Grant);

impl Caller {
    /// The member, if they granted that scope to the app.
    fn granted(&self, scope: &str) -> Result<&'static Member, ApiError> {
        let is_granted = self.0.scope.split(' ').any(|granted| granted == scope);
        if is_granted { Ok(self.0.member) } else { Err(ApiError::unauthorized()) }
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ApiError> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, token) = header.and_then(|value| value.split_once(' ')).ok_or_else(ApiError::no_token)?;
        // The scheme is compared without case (RFC 9110 §11.1).
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(ApiError::no_token());
        }
        let grant = shared.grants.lock().of_access_token(token);
        grant.map(Self).ok_or_else(ApiError::unauthorized)
    }
}

/// `GET /users/v1/member`
pub(crate) async fn member(caller: Caller) -> Answer {
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

/// What the path of a call names. By name, since that of a tenant comes with parameters of its own.
#[derive(Debug, Deserialize)]
pub(crate) struct AccountPath {
    id: String,
}

/// `GET /users/v1/accounts/:accountId`: one's own only.
pub(crate) async fn account(caller: Caller, Path(path): Path<AccountPath>) -> Answer {
    let member = caller.granted("users:read")?;
    if path.id != member.account_id {
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

/// `GET /senderid/v1/numbers/active`
pub(crate) async fn senders(caller: Caller) -> Answer {
    let member = caller.granted("senderid:read")?;
    Ok(Json(json!([member.phone])))
}

/// `GET /cash/v1/balance`
pub(crate) async fn balance(State(shared): State<Shared>, caller: Caller) -> Answer {
    let member = caller.granted("cash:read")?;
    Ok(Json(json!({
        "balance": shared.accounts.of(member, |account| account.balance),
        "point": 0,
        "accountId": member.account_id,
        "minimumCash": 0,
        "rechargeTo": 0,
        "rechargeTryCount": 0,
        "autoRecharge": 0,
        "lowBalanceAlert": {},
    })))
}

#[derive(Debug, Deserialize)]
pub(crate) struct SendRequest {
    message: Message,
}

#[derive(Debug, Deserialize)]
struct Message {
    to: String,
    from: String,
    text: String,
}

/// `POST /messages/v4/send`
pub(crate) async fn send(
    State(shared): State<Shared>,
    caller: Caller,
    body: Result<Json<SendRequest>, JsonRejection>,
) -> Answer {
    let member = caller.granted("message:write")?;
    let Json(SendRequest { message }) = body?;
    let message = shared.accounts.of(member, |account| deliver(member, account, message));
    Ok(Json(message.ok_or_else(|| {
        ApiError::new(StatusCode::PAYMENT_REQUIRED, "NotEnoughBalance", "The balance does not cover this message.")
    })?))
}

/// Charges the message and keeps it; `None` when the balance does not cover it.
fn deliver(member: &Member, account: &mut Account, message: Message) -> Option<Value> {
    let length: usize = message.text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
    let (kind, price) = if length <= SHORT_BYTES { ("SMS", SHORT_PRICE) } else { ("LMS", LONG_PRICE) };
    account.balance = account.balance.checked_sub(price)?;
    let number = account.messages.len() + 1;
    let id = format!("M4V{number:029}");
    let sent = json!({
        "groupId": format!("G4V{number:029}"),
        "messageId": id,
        "accountId": member.account_id,
        "statusCode": "2000",
        "statusMessage": "정상 접수(이통사로 접수 예정)",
        "to": message.to,
        "from": message.from,
        "type": kind,
        "country": "82",
        "text": message.text,
        "dateCreated": humantime::format_rfc3339_millis(SystemTime::now()).to_string(),
    });
    account.messages.insert(id, sent.clone());
    Some(sent)
}

/// `GET /messages/v4/list`: the newest.
pub(crate) async fn messages(State(shared): State<Shared>, caller: Caller) -> Answer {
    let member = caller.granted("message:read")?;
    let newest: Map<_, _> =
        shared.accounts.of(member, |account| account.messages.clone().into_iter().rev().take(PAGE).collect());
    Ok(Json(json!({ "startKey": null, "limit": PAGE, "messageList": newest })))
}
