//! What a piece of JavaScript came to.

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// How a promise settled.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It was fulfilled with this; `undefined` is null here.
    Fulfilled(Value),
    /// It was rejected, or what made it threw.
    Refused(Refusal),
}

/// An error, described by `describe` in `pages/app.js`.
#[derive(Clone, Debug)]
pub struct Refusal(Value);

impl Refusal {
    /// The `code` of an `OAuthError`; empty for any other error.
    #[must_use]
    pub fn code(&self) -> &str {
        self.get("code").as_str().unwrap_or_default()
    }

    /// A member of the error; null when it has none of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> &Value {
        &self.0[name]
    }

    /// Everything that the error says, itself and by its cause, in one text.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.to_string()
    }
}

impl Outcome {
    /// What the page answered: `{value}` or `{error}`.
    pub(crate) fn of(answer: &Value) -> Self {
        match answer.get("error") {
            Some(error) => Self::Refused(Refusal(error.clone())),
            None => Self::Fulfilled(answer["value"].clone()),
        }
    }

    /// The value.
    ///
    /// # Errors
    /// When it was refused.
    pub fn value(self) -> Result<Value> {
        match self {
            Self::Fulfilled(value) => Ok(value),
            Self::Refused(refusal) => bail!("refused: {}", refusal.text()),
        }
    }

    /// The refusal, when it is an `OAuthError` of that code.
    ///
    /// # Errors
    /// When it was fulfilled, or refused with another error.
    pub fn refused_with(self, code: &str) -> Result<Refusal> {
        let refusal = self.refusal().with_context(|| format!("{code} was expected"))?;
        if refusal.code() != code {
            bail!("{code} was expected, but: {}", refusal.text());
        }
        Ok(refusal)
    }

    /// The refusal.
    ///
    /// # Errors
    /// When it was fulfilled.
    pub fn refusal(self) -> Result<Refusal> {
        match self {
            Self::Refused(refusal) => Ok(refusal),
            Self::Fulfilled(value) => bail!("not refused, but fulfilled with {value}"),
        }
    }
}
