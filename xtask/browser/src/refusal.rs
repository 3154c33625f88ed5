//! What a piece of JavaScript came to, and what an error tells.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// An error of the page, as the function `describe` of the page tells it.
#[derive(Debug)]
struct Refusal(Value);

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "refused: {}", self.0)
    }
}

impl std::error::Error for Refusal {}

/// What the page answered: `{value}` or `{error}`; `undefined` is null here.
pub(crate) fn outcome(answer: &Value) -> Result<Value> {
    match answer.get("error") {
        Some(error) => Err(Refusal(error.clone()).into()),
        None => Ok(answer["value"].clone()),
    }
}

/// For what the page is expected to refuse.
pub trait Refused {
    /// The error with all that it says, when it is an `OAuthError` of that code.
    fn refused_with(self, code: &str) -> Result<Value>;
}

impl Refused for Result<Value> {
    fn refused_with(self, code: &str) -> Result<Value> {
        match self.map_err(|error| error.downcast::<Refusal>()) {
            Ok(value) => bail!("{code} was expected, but it was fulfilled with {value}"),
            Err(Ok(Refusal(told))) if told["code"] == code => Ok(told),
            Err(Ok(refusal)) => bail!("{code} was expected, but {refusal}"),
            Err(Err(error)) => Err(error).with_context(|| format!("{code} was expected")),
        }
    }
}

/// An error in one sentence, without the places in a driver's own program.
#[must_use]
pub fn sentence(error: &anyhow::Error) -> String {
    let text = format!("{error:#}");
    let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("Stacktrace"));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

/// What a program ends with: 0 where all went well, else 1, after a sentence if there is one to say.
#[must_use]
pub fn conclude(result: Result<bool>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}
