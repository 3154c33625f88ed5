//! The front page: what this is and how to use it.

use axum::extract::State;
use maud::html;

use super::{Page, View};
use crate::apps::DEMO_CLIENT_ID;
use crate::members::{MEMBERS, PASSWORD};
use crate::provider::Shared;

/// `GET /`
pub(crate) async fn page(State(shared): State<Shared>, view: View) -> Page {
    let lang = view.lang;
    let base = &shared.base;
    let main = html! {
        p {
            (lang.of(
                "OAuth 2.0 로그인과 API 호출을 연습하고 시험하는 서버입니다. 모든 것은 메모리에만 \
                 있고, 문자는 실제로 발송되지 않습니다.",
                "A server to try and test OAuth 2.0 sign-in and API calls with. Everything lives \
                 in memory, and no message leaves this machine.",
            ))
        }
        dl {
            dt { (lang.of("주소", "Address")) }
            dd { code { (base) } }
            dt { (lang.of("바로 쓸 수 있는 client_id", "A client_id ready to use")) }
            dd {
                code { (DEMO_CLIENT_ID) }
                (lang.of(
                    " — 이 컴퓨터의 어떤 주소로도 돌아갈 수 있습니다",
                    " — may redirect to any address of this machine",
                ))
            }
            dt { (lang.of("연습용 회원", "Members to try")) }
            dd {
                @for member in &MEMBERS { code { (member.email) } ", " }
                (lang.of("비밀번호 ", "password ")) code { (PASSWORD) }
            }
        }
        p { a.button href="/apps" { (lang.of("앱 등록하기", "Register an app")) } }

        h2 { (lang.of("일부러 고장 내기", "Faults")) }
        p {
            (lang.of(
                "다음 요청을 원하는 방식으로 실패하게 할 수 있습니다. 종류: ",
                "Coming requests can be made to fail as you like. Kinds: ",
            ))
            code { "latency, status, htmlError, emptyBody, truncated, dropped, redirect, edit" }
        }
        pre { code {
            "curl " (base) "/sandbox/faults --json \\\n  '"
            r#"{"path": "/cash/v1/balance", "effect": {"kind": "status", "status": 503}}"# "'"
        } }
        p {
            (lang.of("받은 요청 보기: ", "What was asked: "))
            a href="/sandbox/requests" { "/sandbox/requests" }
        }
    };
    Page::new(&view, lang.of("내 컴퓨터 속 CoolSMS", "CoolSMS on your machine"), &main)
}
