//! The front page: what this is and how to use it.

use axum::extract::State;
use maud::html;

use super::{Page, View, members_to_try};
use crate::apps::DEMO_CLIENT_ID;
use crate::memory::Shared;

/// `GET /`
pub(crate) async fn page(State(shared): State<Shared>, view: View) -> Page {
    let lang = view.lang;
    let base = &shared.base;
    let main = html! {
        p {
            (lang.of(
                "OAuth 2.0 로그인과 API 호출을 개발하고 테스트하는 서버입니다. 모든 데이터는 메모리에만 \
                 있습니다.",
                "A server to develop and test OAuth 2.0 sign-in and API calls with. It keeps everything in memory.",
            ))
        }
        div.sheet {
            dl {
                dt { (lang.of("주소", "Base URL")) }
                dd { code { (base) } }
                dt { (lang.of("바로 쓸 수 있는 client_id", "A client_id ready to use")) }
                dd {
                    code { (DEMO_CLIENT_ID) }
                    p.hint {
                        (lang.of(
                            "이 컴퓨터의 모든 주소를 redirect_uri로 쓸 수 있습니다.",
                            "Its redirect_uri may be any address of this machine.",
                        ))
                    }
                }
                dt { (lang.of("연습용 회원", "Members to try")) }
                dd { (members_to_try(lang)) }
            }
            p { a href=(view.link("/apps")) { (lang.of("앱 등록", "Register an app")) } }
        }
        section.sheet aria-labelledby="faults" {
            h2 #faults { (lang.of("오류 재현", "Faults")) }
            p {
                (lang.of(
                    "다음 요청이 원하는 방식으로 실패하게 할 수 있습니다. 종류: ",
                    "Coming requests can be made to fail as you like. Kinds: ",
                ))
                code { "latency, status, htmlError, emptyBody, truncated, dropped, redirect, edit" }
            }
            pre tabindex="0" role="region" aria-labelledby="faults" { code {
                "curl " (base) "/sandbox/faults --json \\\n  '"
                r#"{"path": "/cash/v1/balance", "effect": {"kind": "status", "status": 503}}"# "'"
            } }
            p {
                (lang.of("받은 요청: ", "Requests received: "))
                a href="/sandbox/requests" { "/sandbox/requests" }
            }
        }
    };
    Page::new(&view, lang.of("내 컴퓨터의 CoolSMS", "CoolSMS on your machine"), &main)
}
