//! What JavaScript calls: the flows as exports of the module. It decides nothing.
//!
//! The package calls [`exports`] with places of a table that it made (`host.js`). The feature `standalone` gives the
//! functions of a module without the package around it, for `wasm-pack build`: [`standalone`].

#[cfg(not(feature = "standalone"))]
pub mod exports;
#[cfg(feature = "standalone")]
pub mod standalone;

use crate::host::{Member, Value, imports};
use crate::protocol::Result;

/// Runs a flow on the value at a place: the place of its answer, zero for none, and below zero where it is refused.
fn run<Input: Member, Output: Member>(input: i32, flow: impl FnOnce(Input) -> Result<Output>) -> i32 {
    answered(flow(Input::read(Value::at_or_none(input))).map(Output::write))
}

#[inline(never)]
fn answered(answer: Result<Option<Value>>) -> i32 {
    match answer {
        Ok(answer) => Value::place_of(answer),
        Err(_) => imports::REFUSED,
    }
}
