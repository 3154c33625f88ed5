//! Errors: their codes are the same in the types and in the module with its JavaScript; and what they say.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use coolsms_oauth2::protocol::Code;
use regex::Regex;
use serde_json::json;

use crate::case::cases;
use crate::support::app::{check_answer_of, config, permit, plain, receive_tokens, signed_in};

cases! {
    [] types_list_codes_of_module_and_javascript,
    [] messages_say_what_to_do,
}

/// What a pattern's group finds in a text.
fn all(pattern: &str, text: &str) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).expect("a pattern");
    pattern.captures_iter(text).map(|captures| captures[1].to_owned()).collect()
}

/// The text of every file below `pkg/src`.
fn package() -> String {
    fn read(folder: &Path) -> String {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries
            .map(|path| if path.is_dir() { read(&path) } else { fs::read_to_string(path).unwrap_or_default() })
            .collect()
    }
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src"))
}

fn types_list_codes_of_module_and_javascript() {
    let of_types = all(r#"(?m)^ *\| "([a-z0-9_]+)";?$"#, include_str!("../../pkg/src/error_code.ts"));
    let of_module = Code::ALL.iter().map(|code| code.as_c_str().to_str().expect("ASCII").to_owned());
    let of_javascript = all(r#"oauthError\(\s*"([a-z0-9_]+)""#, &package());
    assert_eq!(of_module.chain(of_javascript).collect::<BTreeSet<_>>(), of_types);
}

fn messages_say_what_to_do() {
    let narrow = signed_in(&plain(), "#access_token=t&state={ours}&scope=users:read");
    let send = permit(
        &plain(),
        &narrow,
        "https://api.coolsms.co.kr/messages/v4/send?x=1",
        &json!({ "method": "POST", "name": "POST /messages/v4/send" }),
    );
    let elsewhere = permit(&plain(), &narrow, "https://evil.example/", &json!({}));
    let exchange = |body| receive_tokens(&plain(), &json!({ "signIn": { "code": "c" } }), 400, body);
    let call = json!({ "method": "GET", "name": "GET /users/v1/member" });
    let refused = |status, challenge| check_answer_of(&call, status, challenge);
    for (outcome, message) in [
        (config(&json!({ "clientId": null })), "`clientId` is required"),
        (config(&json!({ "client_id": "a" })), "`client_id` is not an option; did you mean `clientId`?"),
        (config(&json!({ "colour": "blue" })), "`colour` is not an option"),
        (
            config(&json!({ "clientSecret": "s" })),
            "`clientSecret` must stay on your server: a page cannot keep a secret",
        ),
        (
            config(&json!({ "scope": null })),
            "`scope` is required by this provider, for example \"users:read cash:read\"",
        ),
        (
            config(&json!({ "redirectUri": "https://evil.example/" })),
            "`redirectUri` must be a page of this origin (localhost is not 127.0.0.1): https://app.example",
        ),
        (send, "POST /messages/v4/send needs `message:write`, which was not granted"),
        (refused(401, ""), "GET /users/v1/member was refused: the token has expired, was revoked, or lacks a scope"),
        (
            refused(403, r#"Bearer error="insufficient_scope", scope="a b""#),
            "GET /users/v1/member needs `a b`, which was not granted",
        ),
        (elsewhere, "the token may not be sent to https://evil.example, unless `apiOrigins` lists it"),
        (exchange(""), "the token endpoint refused the request"),
        (exchange(r#"{"error":"invalid_request"}"#), "the token endpoint refused the request: invalid_request"),
    ] {
        assert_eq!(outcome.expect_err("a refusal")["message"], message);
    }
}
