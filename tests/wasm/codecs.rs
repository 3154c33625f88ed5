//! The browser's codecs, which the core relies on.

use crate::support::{code, get, js};
use coolsms_oauth2::browser::standalone::{build_authorize_url, parse_authorization_response};
use js_sys::Math;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Some characters of every length in UTF-8 and UTF-16, and those that mean something in an address.
const CHARS: [char; 26] = [
    'a', 'Z', '0', '~', '-', ' ', '+', '%', '&', '=', '#', '?', ';', '/', '\\', '"', '\'', '\0', '\u{1}', '\u{2}',
    '\n', '\u{7f}', 'é', '회', '\u{2028}', '😀',
];

fn any_text() -> String {
    let below = |end: usize| (Math::random() * end as f64) as usize;
    (0..below(12)).map(|_| CHARS[below(CHARS.len())]).collect()
}

#[wasm_bindgen_test]
fn any_parameter_is_read_back() {
    for _ in 0..500 {
        let (name, value) = (format!("own{}", any_text()), any_text());
        let request = json!({ "clientId": "a", "redirectUri": "https://app.example/", "scope": "a", "state": "s",
            "params": { (name.as_str()): value } });
        let url = build_authorize_url(js(&request)).unwrap().as_string().unwrap();
        let by_the_browser = web_sys::Url::new(&url).unwrap().search_params().get(&name);
        assert_eq!(by_the_browser.as_ref(), Some(&value), "{name:?}");
        // The same query, in a response: what is not the protocol's is kept as it was.
        let response = url.replace("&scope=", "&error=e&scope=");
        let read = parse_authorization_response(response.into(), JsValue::UNDEFINED).unwrap();
        assert_eq!(get(&get(&read, "extra"), &name).as_string(), Some(value), "{name:?}");
    }
}

#[wasm_bindgen_test]
fn malformed_escape_is_refused() {
    for text in
        ["%", "%4", "%ZZ", "%%41", "a%", "%C3", "%C3%28", "%E0%A4", "%ED%A0%80", "%F8%88%80%80%80", "%FF", "%u0041"]
    {
        let url = format!("https://app.example/#access_token={text}");
        let refused = parse_authorization_response(url.into(), JsValue::UNDEFINED);
        assert_eq!(code(refused), "malformed_response", "{text}");
    }
}
