//! Hostile responses cost work that grows with their length and no faster.
//!
//! Work is counted, not timed: what is allocated and freed, in bytes and in calls. Everything that these functions read
//! they decode into memory of its own, so that reading twice, or once for every parameter before it, shows.
#![allow(
    unsafe_code,
    reason = "an allocator is unsafe by its nature; this one counts, and leaves the rest to the system's"
)]

use crate::case::cases;
use crate::support::app::{NOW, REDIRECT_URI, arrive, config, sign_in};
use crate::support::rows::settings;
use crate::support::{Native, value};
use coolsms_oauth2::client::call::judge;
use coolsms_oauth2::client::functions::parse_response;
use coolsms_oauth2::protocol::Value;
use coolsms_oauth2::protocol::pending::Pending;
use serde_json::json;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

cases! {
    [S25] callback_takes_linear_work,
    [S25] response_takes_linear_work,
    [S25] redirect_uri_with_query_takes_linear_work,
    [S37] challenge_takes_linear_work,
    [] quadratic_reader_is_noticed,
}

/// The system's allocator, with a counter for each thread.
struct Counting;

thread_local! {
    static WORK: Cell<u64> = const { Cell::new(0) };
}

/// One call, and so many bytes.
fn count(bytes: usize) {
    // A thread that ends may allocate when its counter is gone: nobody measures it then.
    let _ = WORK.try_with(|work| work.set(work.get() + 1 + bytes as u64));
}

// SAFETY: every call is passed on to the system's allocator as it came; counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller keeps the contract of `GlobalAlloc`, which is the same one.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above; the pointer came from `System`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        // SAFETY: as above; the pointer came from `System`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The work of a function on this thread.
fn work_of(run: impl FnOnce()) -> u64 {
    let before = WORK.get();
    run();
    WORK.get() - before
}

/// 1 KiB, doubled six times: the last is the longest response that is read.
const SIZES: [usize; 7] = [1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15, 1 << 16];

/// The lengths at which a byte took more than 2.2 times the work that it took at a smaller one: length, and work for each
/// byte. What an empty input takes does not count. A buffer that grows by doubling is up to twice as large as what is in
/// it, so that the work for a byte goes up and down by as much; work that grows with the square is twice as much a byte
/// at each length, and leaps at the third.
fn leaps(input: impl Fn(usize) -> String, run: impl Fn(&str)) -> Vec<(usize, f64)> {
    let inputs = SIZES.map(&input);
    let nothing = work_of(|| run(&input(0)));
    let (mut least, mut leaps) = (f64::INFINITY, Vec::new());
    for input in inputs {
        let work = work_of(|| run(&input)).saturating_sub(nothing) as f64 / input.len() as f64;
        if work > least * 2.2 {
            leaps.push((input.len(), work));
        }
        least = least.min(work);
    }
    leaps
}

/// A response of that length: its beginning, then one piece again and again, then padding.
fn response(front: &str, piece: &str, length: usize) -> String {
    let mut url = [REDIRECT_URI, front].concat();
    while url.len() + piece.len() <= length {
        url.push_str(piece);
    }
    url.extend(std::iter::repeat_n('x', length.saturating_sub(url.len())));
    url
}

/// What hostile responses are made of. All are callbacks; most sign in, since the state is ours.
const HOSTILE: [(&str, &str, &str); 16] = [
    ("parameters without a value", "#access_token=t&state=ours&", "a=&"),
    ("parameters without a value, in the query", "?access_token=t&state=ours&", "a=&"),
    ("parameters of one letter", "#access_token=t&state=ours&", "a&"),
    ("separators", "#access_token=t&state=ours&", "&"),
    ("one long token", "#state=ours&access_token=", "a"),
    ("one long state", "#access_token=t&state=", "a"),
    ("one long name", "#access_token=t&state=ours&", "a"),
    ("one token of escapes", "#state=ours&access_token=", "%41"),
    ("one name of escapes", "#access_token=t&state=ours&", "%41"),
    ("escapes that do not decode", "#access_token=t&state=ours&own=", "%ZZ"),
    ("names that do not decode", "#access_token=t&state=ours&", "%ZZ=%ZZ&"),
    ("duplicates of the app's own parameter", "#access_token=t&state=ours&", "tab=inbox&"),
    ("scope words", "#access_token=t&state=ours&scope=", "a+"),
    ("an error's description", "#error=e&state=ours&error_description=", "%ED%95%9C"),
    ("digits of a lifetime", "#access_token=t&state=ours&expires_in=", "9"),
    ("a JWT without end", "#state=ours&access_token=a.", "e30."),
];

fn callback_takes_linear_work() {
    let client = config(&json!({})).expect("the client is valid");
    for (name, front, piece) in HOSTILE {
        let pending = Pending::from_value(Value::List(vec![sign_in("ours", NOW).0]));
        let leaps = leaps(
            |length| response(front, piece, length),
            |url| assert!(arrive(&client, &mut pending.clone(), url, NOW).is_some(), "{name}"),
        );
        assert_eq!(leaps, [], "{name}");
    }
}

fn response_takes_linear_work() {
    for provider in ["coolsms", "strict", "either", "facebook"] {
        let settings = settings(provider);
        for (name, front, piece) in HOSTILE {
            let leaps = leaps(
                |length| response(front, piece, length),
                |url| drop(parse_response(url, value(&settings), &Native)),
            );
            assert_eq!(leaps, [], "{name} from {provider}");
        }
    }
}

/// The redirect URI's own parameters are looked for among those of the response.
fn redirect_uri_with_query_takes_linear_work() {
    let redirect_uri = format!("{REDIRECT_URI}?a=1&b=2&c=3");
    let client = config(&json!({ "redirectUri": redirect_uri })).expect("the client is valid");
    let pending = Pending::default();
    let leaps = leaps(
        |length| response("?access_token=t&c=3&b=2&a=1&", "a=2&b=3&", length),
        |url| assert!(arrive(&client, &mut pending.clone(), url, NOW).is_some()),
    );
    assert_eq!(leaps, []);
}

fn challenge_takes_linear_work() {
    let hostile =
        ["Bearer a=b,", "Basic ", "\"", "\\", "Bearer scope=\"\\a", ",", "Bearer error=\"", " ", "=", "S x=\"a, b\","];
    for piece in hostile {
        let leaps = leaps(|length| piece.repeat(length / piece.len()), |header| drop(judge(401, header)));
        assert_eq!(leaps, [], "{piece}");
    }
}

/// The counter sees what it is for: a reader that goes back to the beginning at every parameter.
fn quadratic_reader_is_noticed() {
    let leaps = leaps(
        |length| response("#", "a=&", length),
        |url| {
            let read = url.split('&').fold(String::new(), |read, piece| [read.as_str(), piece].concat());
            assert!(read.len() <= url.len());
        },
    );
    assert!(leaps.len() >= SIZES.len() - 2, "{leaps:?}");
}
