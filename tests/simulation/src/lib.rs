//! Sign-ins under random schedules: the flows of `src/client`, run natively, in a small model of all that is around them.
//!
//! The model follows `pkg/src/{address,client,session,request}.js` and `src/browser` step by step: tabs, their storage and
//! history, documents that are reloaded, frozen and restored, requests that end long after they began. Around it are an
//! authorization server, an API, a clock and a hostile page, none of which does what one expects. Events happen in random
//! order; after each, [`rules`](Rule) look at everything, from what they themselves have written down.
//!
//! A schedule is a list of steps, each an event and a seed for what it chooses. It can be run again, and steps can be left
//! out of it, which is how the shortest trace of a violation is found. A new feature is a file in `events/`.
//!
//! What is left out: a navigation that the person stops (its sign-in waits on), frames, and `verifyState`.

mod address;
mod app;
mod client;
mod counts;
mod document;
mod events;
mod fault;
mod forgery;
mod grant;
mod history;
mod lineage;
mod navigation;
mod page;
mod request;
mod rules;
mod schedule;
mod session;
mod shrink;
mod storage;
#[path = "../../support/mod.rs"]
#[allow(unreachable_pub, reason = "other suites are other crates")]
mod support;
mod tab;
mod text;
mod world;

pub use counts::Counts;
pub use fault::Fault;
pub use rules::{Rule, Violation};
pub use schedule::{Finding, Schedule, search, search_on_all_cores};
