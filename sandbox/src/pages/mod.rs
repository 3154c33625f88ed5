//! The pages that people see: one frame, the look of the demo, two languages, no script.

pub(crate) mod apps;
pub(crate) mod consent;
pub(crate) mod home;
pub(crate) mod refused;
pub(crate) mod sign_in;
mod view;

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

pub(crate) use view::View;

use crate::lang::Lang;
use crate::members::{MEMBERS, PASSWORD};

/// What no page may do. Of `form-action` nothing is said: in Chromium it also governs where a form's answer redirects
/// to, and the consent form's answer redirects to the app.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The look of the demo, then the rules of these pages.
const STYLE: &str = concat!(include_str!("../../../www/site/look.css"), "\n", include_str!("style.css"));

/// A page with its headers.
#[derive(Debug)]
pub(crate) struct Page(Markup);

impl Page {
    /// The frame around `main`.
    fn new(view: &View, title: &str, main: &Markup) -> Self {
        let lang = view.lang;
        Self(html! {
            (DOCTYPE)
            html lang=(lang.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) (lang.of(" – CoolSMS 샌드박스", " – CoolSMS sandbox")) }
                    link rel="stylesheet" href="/sandbox/style.css";
                }
                body {
                    header {
                        p.banner {
                            strong {
                                (lang.of(
                                    "내 컴퓨터에서 실행되는 샌드박스이며 실제 CoolSMS가 아닙니다.",
                                    "This is a sandbox on your own machine, not the real CoolSMS.",
                                ))
                            }
                            " "
                            (lang.of(
                                "문자는 발송되지 않고 요금도 부과되지 않습니다. 실제 비밀번호를 입력하지 마세요.",
                                "No message is sent and nothing is charged. Do not enter a real password.",
                            ))
                        }
                        div.bar {
                            a.brand href=(view.link("/")) { "CoolSMS " span.mark { (lang.of("샌드박스", "Sandbox")) } }
                            nav.languages aria-label=(lang.of("언어", "Language")) {
                                @for other in Lang::ALL {
                                    a href=(view.in_language(other)) lang=(other.tag()) hreflang=(other.tag())
                                        aria-current=[(other == lang).then_some("true")] {
                                        (other.of("한국어", "English"))
                                    }
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

/// Who can sign in, and how.
fn members_to_try(lang: Lang) -> Markup {
    html! {
        @for (index, member) in MEMBERS.iter().enumerate() {
            @if index > 0 { (lang.of(" 또는 ", " or ")) }
            code { (member.email) }
        }
        (lang.of(", 비밀번호 ", ", password ")) code { (PASSWORD) }
    }
}

/// `GET /sandbox/style.css`
pub(crate) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}
