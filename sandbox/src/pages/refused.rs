//! The page for an error of the authorize endpoint: the error code, the wrong value, and how to fix it.
//!
//! No value of the request becomes a link to another place: a refused request must not lead anywhere.

use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};

use super::{Page, View};
use crate::apps::{Apps, DEMO_CLIENT_ID};
use crate::error::ApiError;
use crate::lang::Lang;
use crate::scopes;

/// The parameters that every request needs.
pub(crate) const REQUIRED: [&str; 5] = ["client_id", "response_type", "redirect_uri", "scope", "state"];

/// What is wrong with a request, with the wrong value.
#[derive(Debug)]
pub(crate) enum Problem {
    /// These parameters are missing or empty.
    Missing(Vec<&'static str>),
    /// This parameter occurs more than once.
    Repeated(&'static str),
    ResponseType(String),
    RedirectUri(String),
    ChallengeMethod(String),
    ClientId(String),
    /// The redirect_uri, and the hosts that the app may use.
    HostName(String, Vec<String>),
    Scope(String),
}

/// An error of the authorize endpoint.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) error: ApiError,
    pub(crate) problem: Problem,
}

impl Refused {
    /// The page if the request asks for HTML, else JSON. A secret of an app is removed from the page, wherever the
    /// request has it.
    pub(crate) fn answer(self, view: &View, apps: &Apps) -> Response {
        if !view.is_page {
            return self.error.into_response();
        }
        let page = apps.without_secrets(&self.page(view).0.into_string());
        (self.error.status(), Page(PreEscaped(page))).into_response()
    }

    fn page(&self, view: &View) -> Page {
        let lang = view.lang;
        let (title, remedy, values) = self.problem.told(lang);
        let main = html! {
            p.hint {
                (lang.of("앱이 보낸 로그인 요청이 거부되었습니다. ", "The sign-in request of the app was refused. "))
                span.status { "HTTP " (self.error.status().as_u16()) " " code #error-code { (self.error.code()) } }
            }
            div.sheet {
                p { (remedy) }
                dl { (values) }
            }
        };
        Page::new(view, title, &main)
    }
}

impl Problem {
    /// What is wrong; how to fix it; and the parameter with its value, and the values that are accepted.
    fn told(&self, lang: Lang) -> (&'static str, Markup, Markup) {
        let text = |korean, english| html! { (lang.of(korean, english)) };
        match self {
            Self::Missing(names) => (
                lang.of("필수 파라미터가 없거나 비어 있습니다", "A required parameter is missing or empty"),
                text("필수 파라미터를 모두 보내세요.", "Send every required parameter."),
                html! {
                    (wrong(lang.of("없는 파라미터", "Missing"), names))
                    (right(lang.of("필수 파라미터", "Required"), &REQUIRED))
                },
            ),
            Self::Repeated(name) => (
                lang.of("같은 파라미터가 여러 번 있습니다", "A parameter is repeated"),
                text("한 번만 보내세요.", "Send it once."),
                wrong(lang.of("여러 번 있는 파라미터", "Repeated"), &[name]),
            ),
            Self::ResponseType(value) => (
                lang.of("지원하지 않는 response_type입니다", "This response_type is not supported"),
                text("token 또는 code를 보내세요.", "Send token or code."),
                wrong("response_type", &[value]),
            ),
            Self::RedirectUri(value) => (
                lang.of("redirect_uri로 쓸 수 없는 값입니다", "This value cannot be a redirect_uri"),
                text(
                    "http:// 또는 https://로 시작하는 절대 주소를 보내세요. #은 포함할 수 없습니다.",
                    "Send an absolute address that starts with http:// or https:// and has no fragment (#).",
                ),
                wrong("redirect_uri", &[value]),
            ),
            Self::ChallengeMethod(value) => (
                lang.of("지원하지 않는 code_challenge_method입니다", "This code_challenge_method is not supported"),
                text("S256을 보내세요.", "Send S256."),
                wrong("code_challenge_method", &[value]),
            ),
            Self::ClientId(value) => (
                lang.of("이 client_id로 등록된 앱이 없습니다", "No app is registered with this client_id"),
                html! {
                    (lang.of(
                        "앱에 설정한 client_id를 확인하세요. 샌드박스에서는 다음 값을 바로 쓸 수 있습니다: ",
                        "Check the client_id that your app is configured with. In the sandbox this one is ready to use: ",
                    ))
                    code { (DEMO_CLIENT_ID) }
                },
                wrong("client_id", &[value]),
            ),
            Self::HostName(redirect_uri, hosts) => (
                lang.of(
                    "redirect_uri의 호스트가 이 앱에 등록되어 있지 않습니다",
                    "The host of redirect_uri is not registered for this app",
                ),
                text(
                    "redirect_uri를 등록된 호스트의 주소로 바꾸거나, 이 호스트를 사용하는 앱을 등록하세요. \
                     CoolSMS는 호스트 이름만 비교합니다.",
                    "Change redirect_uri to an address of a registered host, or register an app that uses this host. \
                     CoolSMS compares the host name only.",
                ),
                html! {
                    (wrong("redirect_uri", &[redirect_uri]))
                    (right(lang.of("등록된 호스트", "Registered hosts"), hosts))
                },
            ),
            Self::Scope(value) => (
                lang.of("CoolSMS에 없는 스코프입니다", "CoolSMS has no such scope"),
                text(
                    "철자를 확인하세요. 스코프가 여러 개이면 공백으로 구분합니다.",
                    "Check the spelling. Separate several scopes by spaces.",
                ),
                html! {
                    (wrong("scope", &[value]))
                    (right(lang.of("쓸 수 있는 스코프", "Scopes of CoolSMS"), &scopes::codes()))
                },
            ),
        }
    }
}

fn wrong(term: &str, values: &[impl AsRef<str>]) -> Markup {
    entry("wrong", term, values)
}

fn right(term: &str, values: &[impl AsRef<str>]) -> Markup {
    entry("right", term, values)
}

fn entry(class: &str, term: &str, values: &[impl AsRef<str>]) -> Markup {
    html! {
        dt { (term) }
        dd class=(class) { @for value in values { code { (value.as_ref()) } " " } }
    }
}
