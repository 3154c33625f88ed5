//! Registering an app in a form. The secret is shown once, as CoolSMS does.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::{Page, View};
use crate::apps::{RegisteredApp, parse_redirect_uri};
use crate::lang::Lang;
use crate::memory::Shared;

/// What the form says.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct RegisterForm {
    name: String,
    /// One per line.
    redirect_uris: String,
}

/// `GET /apps`
pub(crate) async fn form(view: View) -> Page {
    page(&view, &RegisterForm::default(), &Markup::default())
}

/// `POST /apps`
pub(crate) async fn register(
    State(shared): State<Shared>,
    view: View,
    Form(form): Form<RegisterForm>,
) -> (StatusCode, Page) {
    let uris: Option<Vec<_>> = form.redirect_uris.split_ascii_whitespace().map(parse_redirect_uri).collect();
    match uris.filter(|uris| !uris.is_empty()) {
        Some(uris) => {
            let registered = shared.apps.register(&form.name, uris);
            let notice = secret_shown_once(view.lang, &registered);
            (StatusCode::CREATED, page(&view, &RegisterForm::default(), &notice))
        }
        None => (StatusCode::BAD_REQUEST, page(&view, &form, &refusal(view.lang))),
    }
}

fn page(view: &View, form: &RegisterForm, notice: &Markup) -> Page {
    let lang = view.lang;
    let main = html! {
        div.sheet {
            (notice)
            form method="post" {
                div.field {
                    label for="name" { (lang.of("이름", "Name")) }
                    input #name name="name" required autofocus value=(form.name);
                }
                div.field {
                    label for="redirect-uris" {
                        (lang.of("redirect_uri (한 줄에 하나)", "redirect_uri, one per line"))
                    }
                    textarea #redirect-uris name="redirect_uris" rows="3" required
                        aria-describedby="compared" placeholder="http://127.0.0.1:8402/" { (form.redirect_uris) }
                    p.hint #compared {
                        (lang.of(
                            "CoolSMS는 호스트 이름만 비교합니다.",
                            "CoolSMS compares the host name only.",
                        ))
                    }
                }
                div.actions {
                    button.primary type="submit" { (lang.of("등록", "Register")) }
                }
            }
        }
    };
    Page::new(view, lang.of("앱 등록", "Register an app"), &main)
}

fn secret_shown_once(lang: Lang, app: &RegisteredApp) -> Markup {
    html! {
        div.message.good role="status" {
            p {
                (lang.of(
                    "등록되었습니다. client_secret은 지금 한 번만 표시됩니다. 서버에만 보관하세요.",
                    "Registered. The client_secret is shown this once; keep it on a server only.",
                ))
            }
            dl {
                dt { "client_id" }
                dd { code { (app.client_id) } }
                dt { "client_secret" }
                dd { code #client-secret { (app.client_secret) } }
            }
        }
    }
}

fn refusal(lang: Lang) -> Markup {
    html! {
        p.message.error role="alert" {
            (lang.of(
                "redirect_uri는 http 또는 https로 시작하는 절대 주소여야 하고 #을 포함할 수 없습니다.",
                "A redirect_uri must be an absolute http or https address without a fragment.",
            ))
        }
    }
}
