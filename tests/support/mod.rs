//! What the native tests and the fuzz targets share: the flows as JavaScript calls them, the vectors, and an example app.
#![allow(dead_code, reason = "every suite uses a part of it")]

pub mod app;
pub mod rows;

pub use rows::with;

use coolsms_oauth2::host::{Member, codec};
use coolsms_oauth2::protocol::Error;
use serde_json::{Value as Json, json};

/// Runs a flow as an export of the module does: a record in, a record or a refusal out, both as JSON.
pub use coolsms_oauth2::host::imports::run_flow as flow;

/// A secret to look for where none may be.
pub const SECRET: &str = "s3cr3t-t0k3n";

/// That a value holds no secret, whoever shows it.
pub fn shows_no_secret(value: &Json) {
    let shown = value.to_string();
    assert!(!shown.contains(SECRET), "a secret is shown: {shown}");
}

/// What a flow answers, or why it refuses.
pub type Outcome = Result<Json, Json>;

/// The same for what is never refused.
pub fn answer<Input: Member, Output: Member>(of: impl FnOnce(Input) -> Output, input: &Json) -> Json {
    flow(|input| Ok::<_, Error>(of(input)), input).expect("it is never refused")
}

/// What JSON text says, as the host reads it; null where it is none.
pub fn read_json(text: &str) -> Json {
    answer(codec::json, &json!(text))
}

/// The code of a refusal; `ok` where there is none.
pub fn code(outcome: &Outcome) -> &str {
    outcome.as_ref().err().map_or("ok", |error| error["code"].as_str().expect("a code"))
}

/// The code of a refusal, and the field that it names.
pub fn refusal(outcome: &Outcome) -> (&str, &str) {
    let error = outcome.as_ref().expect_err("a refusal");
    assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{error}");
    (code(outcome), error["field"].as_str().unwrap_or_default())
}

/// The objects of a list, each with the name of its first member.
pub fn named(objects: &Json) -> impl Iterator<Item = (&Json, &str)> {
    let objects = objects.as_array().expect("a list").iter();
    objects.map(|it| (it, it.as_object().and_then(|members| members.keys().next()).expect("a member").as_str()))
}

/// An object without members that are null.
pub fn without_nulls(mut object: Json) -> Json {
    object.as_object_mut().expect("an object").retain(|_, member| !member.is_null());
    object
}
