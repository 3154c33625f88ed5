//! Sign-ins under random schedules: the flows of `src/client`, run natively, in a small model of all that is around them.
//!
//! The model follows `pkg/src` and `src/browser` step by step, in files of the same names: tabs, their storage and history,
//! documents that are reloaded, frozen and restored, requests that end long after they began, what tabs say to each other
//! and which has a lock. Around it are an authorization server with its token endpoint, an API, a clock and a hostile page,
//! none of which does what one expects. Events happen in random order, and windows of time close at any time; after each,
//! [`rules`](Rule) look at everything, from what they themselves have written down.
//!
//! A schedule is a list of steps, each an event and a seed for what it chooses. It can be run again, and steps can be left
//! out of it, which is how the shortest trace of a violation is found. A new feature is a file in `events/`.
//!
//! What is left out: a navigation that the person stops (its sign-in waits on), frames, `verifyState`, a browser that refuses
//! a channel, and two tabs that write to localStorage at the very same time.

mod address;
mod app;
mod callback;
mod channel;
mod client;
mod code;
mod counts;
mod document;
mod endpoint;
mod events;
mod exchange;
mod fault;
mod flight;
mod forgery;
mod grant;
mod history;
mod lineage;
mod locks;
mod navigation;
mod page;
mod pending;
mod popup;
mod refresh;
mod request;
mod rules;
mod run_out;
mod schedule;
mod session;
mod shrink;
mod sign_in;
mod storage;
mod store;
#[path = "../../support/mod.rs"]
#[allow(unreachable_pub, reason = "other suites are other crates")]
mod support;
mod tab;
mod tabs;
mod text;
mod token;
mod window;
mod world;

pub use counts::Counts;
pub use fault::Fault;
pub use rules::{Rule, Violation};
pub use schedule::{Finding, Schedule, search, search_on_all_cores};
