//! The front page: what this is and how to use it.

use axum::extract::State;
use maud::html;

use super::{Page, View};
use crate::apps::DEMO_CLIENT_ID;
use crate::members::{MEMBERS, PASSWORD};
use crate::state::Shared;

/// Method and path, and the scope that each needs.
const CALLS: [(&str, &str); 6] = [
    ("GET /users/v1/member", "users:read"),
    ("GET /users/v1/accounts/:accountId", "users:read"),
    ("GET /cash/v1/balance", "cash:read"),
    ("GET /senderid/v1/numbers/active", "senderid:read"),
    ("POST /messages/v4/send", "message:write"),
    ("GET /messages/v4/list", "message:read"),
];

/// `GET /`
pub(crate) async fn page(State(shared): State<Shared>, view: View) -> Page {
    let lang = view.lang;
    let base = &shared.base;
    let title = lang.of("내 컴퓨터 속 CoolSMS", "CoolSMS on your machine");
    let main = html! {
        h1 { (title) }
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
            dt { (lang.of("회원", "Members")) }
            dd {
                @for (index, member) in MEMBERS.iter().enumerate() {
                    @if index > 0 { ", " }
                    code { (member.email) }
                }
                (lang.of("; 비밀번호 ", "; password ")) code { (PASSWORD) }
            }
        }
        p { a.button href="/apps" { (lang.of("앱 등록하기", "Register an app")) } }

        h2 { (lang.of("로그인 주소", "Sign-in addresses")) }
        ul {
            li { code { "GET /oauth2/v1/authorize" } }
            li { code { "POST /oauth2/v1/access_token" } }
        }
        h2 { (lang.of("API 호출", "API calls")) }
        table {
            thead { tr { th { (lang.of("호출", "Call")) } th { (lang.of("권한", "Scope")) } } }
            tbody {
                @for (call, scope) in CALLS {
                    tr { td { code { (call) } } td { code { (scope) } } }
                }
            }
        }

        h2 { (lang.of("일부러 고장 내기", "Faults")) }
        p {
            (lang.of(
                "다음 요청을 원하는 방식으로 실패하게 할 수 있습니다. ",
                "Coming requests can be made to fail as you like. ",
            ))
            (lang.of("종류: ", "Kinds: "))
            code {
                "latency, status, htmlError, emptyBody, truncated, dropped, redirect, edit, answer"
            }
            "."
        }
        pre { code {
            "curl " (base) "/sandbox/faults --json \\\n  '"
            r#"{"path": "/cash/v1/balance", "effect": {"kind": "status", "status": 503}}"# "'"
        } }
        p {
            (lang.of("받은 요청 보기: ", "What was asked: "))
            a href="/sandbox/requests" { "/sandbox/requests" }
            " · "
            (lang.of("대기 중인 고장: ", "faults still to come: "))
            a href="/sandbox/faults" { "/sandbox/faults" }
        }
    };
    Page::new(&view, title, &main)
}
