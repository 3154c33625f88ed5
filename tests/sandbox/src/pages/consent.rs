//! Where a member decides what the app may do, permission by permission.

use maud::html;
use url::Position;

use super::{Page, View};
use crate::authorize::{AuthorizeRequest, CONSENT, ResponseType, SIGN_OUT};
use crate::logins::Login;

/// The page for a member who is signed in.
pub(crate) fn page(view: &View, request: &AuthorizeRequest, login: &Login) -> Page {
    let lang = view.lang;
    let title = lang.of("권한 동의", "Permissions");
    let app = &request.app.name;
    let destination = &request.redirect_uri[Position::BeforeScheme..Position::BeforePath];
    let main = html! {
        h1 { (title) }
        p {
            strong { (app) }
            (lang.of(" 앱이 다음 권한을 요청합니다.", " asks for these permissions."))
        }
        form.member #another-member-form method="post"
            action=(request.action(SIGN_OUT)) {
            span {
                strong { (login.member.name) }
                span #member-email { (login.member.email) }
            }
            button.link #another-member type="submit" {
                (lang.of("다른 회원으로 로그인", "Another member"))
            }
        }
        form #consent method="post" action=(request.action(CONSENT)) {
            input type="hidden" name="form_token" value=(login.form_token);
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
                code #destination { (destination) }
                @if request.response_type == ResponseType::Token {
                    (lang.of(
                        " — 토큰이 이 페이지로 직접 전달됩니다.",
                        " — which gets the token itself.",
                    ))
                }
            }
            div.actions {
                button.primary #allow type="submit" name="decision" value="allow" {
                    (lang.of("허용", "Allow"))
                }
                button #deny type="submit" name="decision" value="deny" {
                    (lang.of("거부", "Deny"))
                }
            }
        }
    };
    Page::new(view, title, &main).form_leads_away()
}
