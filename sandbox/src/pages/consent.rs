//! Where a member decides what the app may do, permission by permission.

use maud::html;
use url::Position;

use super::{Page, View};
use crate::authorize_request::{AuthorizeRequest, ResponseType};
use crate::members::Member;

/// The page for a member who is signed in.
pub(crate) fn page(view: &View, request: &AuthorizeRequest, member: &Member) -> Page {
    let lang = view.lang;
    let destination = &request.redirect_uri[Position::BeforeScheme..Position::BeforePath];
    let main = html! {
        p {
            strong { (request.app.name) }
            (lang.of(" 앱이 다음 권한을 요청합니다.", " asks for these permissions."))
        }
        div.sheet {
            form.member method="post" {
                p {
                    strong lang="ko" { (member.name) }
                    " "
                    span.hint { (member.email) }
                }
                button.quiet #another-member name="decision" value="another-member" {
                    (lang.of("다른 회원으로 로그인", "Use another member"))
                }
            }
            form method="post" {
                fieldset aria-describedby="destination" {
                    legend { (lang.of("허용할 권한을 선택하세요", "Choose what to allow")) }
                    @for scope in &request.scopes {
                        label.scope {
                            input type="checkbox" name="scope" value=(scope.code) checked;
                            span { (scope.name(lang)) " " code { (scope.code) } }
                        }
                    }
                }
                p.hint #destination {
                    (match request.response_type {
                        ResponseType::Token => lang.of("액세스 토큰을 받는 곳: ", "The access token goes to "),
                        ResponseType::Code => lang.of("인증 코드를 받는 곳: ", "The authorization code goes to "),
                    })
                    code { (destination) }
                }
                div.actions {
                    button.primary #allow name="decision" value="allow" { (lang.of("허용", "Allow")) }
                    button.quiet #deny name="decision" value="deny" { (lang.of("거부", "Deny")) }
                }
            }
        }
    };
    Page::new(view, lang.of("권한 동의", "Permissions"), &main)
}
