//! The pages that people see: one frame, one style sheet, two languages, no script.

pub(crate) mod apps;
pub(crate) mod consent;
pub(crate) mod home;
mod lang;
pub(crate) mod sign_in;

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

pub(crate) use lang::{Lang, View};

/// What no page may do. Of `form-action` nothing is said: in Chromium it also governs where a form's answer redirects
/// to, and the consent form's answer redirects to the app.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page with its headers.
#[derive(Debug)]
pub(crate) struct Page(Markup);

impl Page {
    /// The frame around `main`.
    fn new(view: &View, title: &str, main: &Markup) -> Self {
        let sandbox = view.lang.of("샌드박스입니다. 실제 CoolSMS가 아닙니다.", "A sandbox, not the real CoolSMS.");
        let warning = view.lang.of("실제 비밀번호를 입력하지 마세요.", "Type no real password here.");
        Self(html! {
            (DOCTYPE)
            html lang=(view.lang.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) " · CoolSMS Sandbox" }
                    link rel="stylesheet" href="/sandbox/style.css";
                }
                body {
                    p.banner { strong { (sandbox) } " " (warning) }
                    header {
                        a.brand href="/" { "CoolSMS" span { "sandbox" } }
                        nav aria-label=(view.lang.of("언어", "Language")) {
                            @for lang in [Lang::Korean, Lang::English] {
                                a href=(view.in_language(lang)) lang=(lang.tag())
                                    aria-current=[(lang == view.lang).then_some("true")] {
                                    (lang.of("한국어", "English"))
                                }
                            }
                        }
                    }
                    main { h1 { (title) } (main) }
                }
            }
        })
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
            // Stricter, and a browser would not tell the sandbox that a form is its own.
            (header::REFERRER_POLICY, "same-origin"),
            (header::CACHE_CONTROL, "no-store"),
        ];
        (headers, Html(self.0.into_string())).into_response()
    }
}

/// `GET /sandbox/style.css`
pub(crate) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css"))
}
