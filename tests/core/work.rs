//! How much work the core has with an input: how many primitives it calls, which in a browser are crossings from WebAssembly to
//! JavaScript, and how many bytes of text these make. Both are the same in every run.
//!
//! A typical input stays below a bound, and what hostile responses and challenges take grows with their length and no faster.

use crate::case::cases;
use crate::support::answer;
use crate::support::app::{
    NOW, REDIRECT_URI, check_answer, config, jwt, ours, parse_response, permit, plain, receive, remember, sign_in,
    signed_in,
};
use crate::support::rows::settings;
use coolsms_oauth2::host::Text;
use coolsms_oauth2::host::imports::world;
use serde_json::json;

cases! {
    [] typical_inputs_take_few_calls,
    [S25] callback_takes_linear_work,
    [S25] response_takes_linear_work,
    [S25] redirect_uri_with_query_takes_linear_work,
    [S37] challenge_takes_linear_work,
    [] quadratic_reader_is_noticed,
}

/// The longest response that is read.
const LONGEST: usize = 1 << 16;

/// The primitives that are called meanwhile, and the bytes of text that these make.
fn work_of(run: impl FnOnce()) -> [u64; 2] {
    let done = || world(|it| [it.calls, it.bytes]);
    let before = done();
    run();
    let after = done();
    [after[0] - before[0], after[1] - before[1]]
}

/// What half the longest input takes, and the longest.
fn growth(input: impl Fn(usize) -> String, run: impl Fn(&str)) -> [[u64; 2]; 2] {
    [LONGEST / 2, LONGEST].map(|length| {
        let input = input(length);
        work_of(|| run(&input))
    })
}

/// Whether twice the length took hardly more than twice the work, and each byte less than a bound.
fn is_linear([half, whole]: [[u64; 2]; 2]) -> bool {
    let [calls, bytes] = whole;
    calls * 8 <= half[0] * 17
        && bytes * 8 <= half[1] * 17
        && calls < 12 * LONGEST as u64
        && bytes < 100 * LONGEST as u64
}

fn typical_inputs_take_few_calls() {
    let client = plain();
    let member = json!({ "iss": "https://api.coolsms.co.kr", "clientId": "our-app", "scope": "users:read cash:read",
        "accountId": "12345678901234", "memberId": "MEMBER0000000001", "iat": NOW / 1000, "exp": NOW / 1000 + 86_400 });
    let response = ["#access_token=", &jwt(&member), "&refresh_token=", &"r".repeat(48), "&state={ours}"].concat();
    let session = signed_in(&client, &response);
    remember(&[sign_in(&client, &json!({}))]);
    let url = [REDIRECT_URI, &response].concat();
    let [callback, _] = work_of(|| assert!(receive(&client, &url).is_ok_and(|result| result["session"].is_object())));
    let member = "https://api.coolsms.co.kr/users/v1/member";
    let [permitted, _] = work_of(|| assert!(permit(&client, &session, member, &json!({})).is_ok()));
    let narrow = r#"Bearer realm="coolsms", error="insufficient_scope", scope="message:write users:read""#;
    let [challenge, _] = work_of(|| assert!(check_answer(403, narrow).is_err()));
    let [parsed, _] = work_of(|| assert!(parse_response(&url, &client["provider"]).is_ok()));
    assert!(callback <= 300, "a callback: {callback}");
    assert!(parsed <= 165, "a response with a provider's settings: {parsed}");
    assert!(permitted <= 90, "a permitted call: {permitted}");
    assert!(challenge <= 120, "a challenge: {challenge}");
}

/// A response of that length: its beginning, then one piece again and again, then padding.
fn response(front: &str, piece: &str, length: usize) -> String {
    let mut url = [REDIRECT_URI, front].concat().replace("{ours}", &ours());
    while url.len() + piece.len() <= length {
        url.push_str(piece);
    }
    url.extend(std::iter::repeat_n('x', length.saturating_sub(url.len())));
    url
}

/// What hostile responses are made of. All are callbacks; most sign in, since the state is ours.
const HOSTILE: [(&str, &str, &str); 16] = [
    ("parameters without a value", "#access_token=t&state={ours}&", "a=&"),
    ("parameters without a value, in the query", "?access_token=t&state={ours}&", "a=&"),
    ("parameters of one letter", "#access_token=t&state={ours}&", "a&"),
    ("separators", "#access_token=t&state={ours}&", "&"),
    ("one long token", "#state={ours}&access_token=", "a"),
    ("one long state", "#access_token=t&state=", "a"),
    ("one long name", "#access_token=t&state={ours}&", "a"),
    ("one token of escapes", "#state={ours}&access_token=", "%41"),
    ("one name of escapes", "#access_token=t&state={ours}&", "%41"),
    ("escapes that do not decode", "#access_token=t&state={ours}&own=", "%ZZ"),
    ("names that do not decode", "#access_token=t&state={ours}&", "%ZZ=%ZZ&"),
    ("duplicates of the app's own parameter", "#access_token=t&state={ours}&", "tab=inbox&"),
    ("scope words", "#access_token=t&state={ours}&scope=", "a+"),
    ("an error's description", "#error=e&state={ours}&error_description=", "%ED%95%9C"),
    ("digits of a lifetime", "#access_token=t&state={ours}&expires_in=", "9"),
    ("a JWT without end", "#state={ours}&access_token=a.", "e30."),
];

fn callback_takes_linear_work() {
    let client = plain();
    for (name, front, piece) in HOSTILE {
        let arrives = |url: &str| {
            remember(&[sign_in(&client, &json!({}))]);
            assert!(
                receive(&client, url).is_ok_and(|result| result.is_object())
                    || name.contains("state")
                    || front.starts_with("#error"),
                "{name}"
            );
        };
        let growth = growth(|length| response(front, piece, length), arrives);
        assert!(is_linear(growth), "{name}: {growth:?}");
    }
}

fn response_takes_linear_work() {
    for provider in ["coolsms", "strict", "either", "facebook"].map(settings) {
        for (name, front, piece) in HOSTILE {
            let parses = |url: &str| drop(parse_response(url, &provider));
            let growth = growth(|length| response(front, piece, length), parses);
            assert!(is_linear(growth), "{name} from {provider}: {growth:?}");
        }
    }
}

/// The redirect URI's own parameters are looked for among those of the response.
fn redirect_uri_with_query_takes_linear_work() {
    let redirect_uri = format!("{REDIRECT_URI}?a=1&b=2&c=3");
    let client = config(&json!({ "redirectUri": redirect_uri })).expect("the client is valid");
    let arrives = |url: &str| assert_eq!(receive(&client, url).unwrap_err()["code"], "state_mismatch");
    let growth = growth(|length| response("?access_token=t&state=no&c=3&b=2&a=1&", "a=2&b=3&", length), arrives);
    assert!(is_linear(growth), "{growth:?}");
}

fn challenge_takes_linear_work() {
    for piece in [
        "Bearer a=b,",
        "Basic ",
        "\"",
        "\\",
        "Bearer scope=\"\\a",
        ",",
        "Bearer error=\"",
        " ",
        "=",
        "S x=\"a, b\",",
        "a\"b\"",
        "=\"\"",
    ] {
        let growth =
            growth(|length| piece.repeat(length / piece.len()), |header| assert!(check_answer(401, header).is_err()));
        assert!(is_linear(growth), "{piece}: {growth:?}");
    }
}

/// The counters see what they are for: a reader that goes back to the beginning at every parameter.
fn quadratic_reader_is_noticed() {
    let read = |url: Text| {
        let pieces = url.split(Text::from(c"&")).items();
        pieces.fold(Text::EMPTY, |read, piece| read.then(piece))
    };
    let input = |length| "a=&".repeat(length / 12);
    assert!(!is_linear(growth(input, |url| drop(answer(read, &json!(url))))));
}
