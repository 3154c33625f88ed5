//! Registering an app in a form. The secret is shown once, as CoolSMS does.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Lang, Page, View};
use crate::apps::{App, RegisteredApp, parse_redirect_uri};
use crate::state::Shared;

/// What the form says.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct RegisterForm {
    name: String,
    /// One per line.
    redirect_uris: String,
}

/// `GET /apps`
pub(crate) async fn list(State(shared): State<Shared>, view: View) -> Page {
    page(&view, &shared.apps.all(), &RegisterForm::default(), None)
}

/// `POST /apps`
pub(crate) async fn register(State(shared): State<Shared>, view: View, Form(form): Form<RegisterForm>) -> Response {
    let lines = form.redirect_uris.split_ascii_whitespace();
    let redirect_uris: Option<Vec<_>> = lines.map(parse_redirect_uri).collect();
    match redirect_uris.filter(|uris| !uris.is_empty()) {
        Some(uris) if !form.name.trim().is_empty() => {
            let registered = shared.apps.register(form.name.trim(), uris);
            let notice = secret_shown_once(view.lang, &registered);
            let blank = RegisterForm::default();
            let page = page(&view, &shared.apps.all(), &blank, Some(&notice));
            (StatusCode::CREATED, page).into_response()
        }
        _ => {
            let notice = refusal(view.lang);
            let page = page(&view, &shared.apps.all(), &form, Some(&notice));
            (StatusCode::BAD_REQUEST, page).into_response()
        }
    }
}

fn page(view: &View, apps: &[App], form: &RegisterForm, notice: Option<&Markup>) -> Page {
    let lang = view.lang;
    let title = lang.of("앱", "Apps");
    let main = html! {
        h1 { (title) }
        @if let Some(notice) = notice { (notice) }
        table {
            thead {
                tr {
                    th { (lang.of("이름", "Name")) }
                    th { "client_id" }
                    th { (lang.of("돌아갈 주소", "Redirects to")) }
                }
            }
            tbody {
                @for app in apps {
                    tr {
                        td { (app.name) }
                        td { code { (app.client_id) } }
                        td { (redirects(lang, app)) }
                    }
                }
            }
        }
        h2 { (lang.of("앱 등록", "Register an app")) }
        form #register method="post" action={ "/apps?lang=" (lang.tag()) } {
            label for="name" { (lang.of("이름", "Name")) }
            input #name name="name" required value=(form.name);
            label for="redirect-uris" {
                (lang.of("redirect_uri (한 줄에 하나)", "redirect_uri, one per line"))
            }
            textarea #redirect-uris name="redirect_uris" rows="3" required
                placeholder="http://127.0.0.1:8402/" { (form.redirect_uris) }
            p.hint {
                (lang.of(
                    "CoolSMS는 호스트 이름만 비교합니다.",
                    "CoolSMS compares the host name only.",
                ))
            }
            div.actions {
                button.primary #register-submit type="submit" { (lang.of("등록", "Register")) }
            }
        }
    };
    Page::new(view, title, &main)
}

fn redirects(lang: Lang, app: &App) -> Markup {
    html! {
        @for uri in app.redirect_uris() { code { (uri) } " " }
        @if app.redirect_uris().is_empty() {
            (lang.of("이 컴퓨터의 모든 주소", "any address of this machine"))
        }
    }
}

fn secret_shown_once(lang: Lang, app: &RegisteredApp) -> Markup {
    html! {
        div.notice role="status" {
            p {
                (lang.of(
                    "등록했습니다. client_secret은 지금 한 번만 표시됩니다. 서버에만 보관하세요.",
                    "Registered. The client_secret is shown this once; keep it on a server only.",
                ))
            }
            dl {
                dt { "client_id" }
                dd { code #client-id { (app.client_id) } }
                dt { "client_secret" }
                dd { code #client-secret { (app.client_secret) } }
            }
        }
    }
}

fn refusal(lang: Lang) -> Markup {
    html! {
        p.alert role="alert" {
            (lang.of(
                "이름과, #이 없는 http 또는 https 절대 주소가 필요합니다.",
                "It takes a name, and absolute http or https addresses without a fragment.",
            ))
        }
    }
}
