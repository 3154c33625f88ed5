//! Where a member decides what the app may do, permission by permission.

use maud::html;
use url::Position;

use super::{Page, View};
use crate::authorize::{AuthorizeRequest, ResponseType};
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
        form.member method="post" {
            span {
                strong { (member.name) }
                span { (member.email) }
            }
            button.link #another-member name="decision" value="another-member" {
                (lang.of("다른 회원으로 로그인", "Another member"))
            }
        }
        form method="post" {
            fieldset {
                legend { (lang.of("허용할 권한을 고르세요", "Choose what to allow")) }
                @for scope in &request.scopes {
                    label.scope {
                        input type="checkbox" name="scope" value=(scope.name) checked;
                        span {
                            (lang.of(scope.korean, scope.english))
                            code { (scope.name) }
                        }
                    }
                }
            }
            p.hint {
                (lang.of("결과를 받을 곳: ", "The answer goes to "))
                code { (destination) }
                @if request.response_type == ResponseType::Token {
                    (lang.of(
                        " — 토큰이 이 페이지로 직접 전달됩니다.",
                        " — which gets the token itself.",
                    ))
                }
            }
            div.actions {
                button.primary #allow name="decision" value="allow" { (lang.of("허용", "Allow")) }
                button #deny name="decision" value="deny" { (lang.of("거부", "Deny")) }
            }
        }
    };
    Page::new(view, lang.of("권한 동의", "Permissions"), &main)
}
