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

/// What no page may do. `form-action` is set apart: in Chromium it also governs where a form's
/// answer redirects to, and the consent form's answer redirects to the app.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
const FORMS_STAY_HERE: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; \
     frame-ancestors 'none'; form-action 'self'";

/// A page with its headers.
#[derive(Debug)]
pub(crate) struct Page {
    markup: Markup,
    content_security_policy: &'static str,
}

impl Page {
    /// The frame around `main`.
    fn new(view: &View, title: &str, main: &Markup) -> Self {
        let sandbox = view.lang.of("샌드박스입니다. 실제 CoolSMS가 아닙니다.", "A sandbox, not the real CoolSMS.");
        let warning = view.lang.of("실제 비밀번호를 입력하지 마세요.", "Type no real password here.");
        let markup = html! {
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
                                    (lang.own_name())
                                }
                            }
                        }
                    }
                    main { (main) }
                }
            }
        };
        Self { markup, content_security_policy: FORMS_STAY_HERE }
    }

    /// The same page, whose form's answer may lead anywhere.
    fn form_leads_away(self) -> Self {
        Self { content_security_policy: CONTENT_SECURITY_POLICY, ..self }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_SECURITY_POLICY, self.content_security_policy),
            (header::X_FRAME_OPTIONS, "DENY"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::CACHE_CONTROL, "no-store"),
        ];
        (headers, Html(self.markup.into_string())).into_response()
    }
}

/// `GET /sandbox/style.css`
pub(crate) async fn style() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, include_str!("style.css"))
}
