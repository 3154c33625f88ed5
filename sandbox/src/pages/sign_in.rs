//! Where a member signs in to the sandbox. The first member is filled in.

use maud::html;

use super::{Page, View, members_to_try};
use crate::authorize_request::AuthorizeRequest;
use crate::members::{MEMBERS, PASSWORD};

/// The message of a failed attempt. It also describes the fields: a screen reader may not announce an alert that is part
/// of the page from the start, but reads the description of the focused field.
const ERROR_ID: &str = "sign-in-error";

/// The page; `refused` is the e-mail address of an attempt that failed.
pub(crate) fn page(view: &View, request: &AuthorizeRequest, refused: Option<&str>) -> Page {
    let lang = view.lang;
    let title = lang.of("로그인", "Sign in");
    let described = refused.map(|_| ERROR_ID);
    let invalid = refused.map(|_| "true");
    let main = html! {
        p {
            strong { (request.app.name) }
            (lang.of(" 앱에 연결하려면 로그인하세요.", " asks you to sign in."))
        }
        div.sheet {
            @if refused.is_some() {
                p #(ERROR_ID) .message.error role="alert" {
                    (lang.of(
                        "이메일 또는 비밀번호가 올바르지 않습니다.",
                        "The email address or the password is incorrect.",
                    ))
                }
            }
            form method="post" {
                div.field {
                    label for="email" { (lang.of("이메일", "Email")) }
                    input #email name="email" type="email" required autofocus autocomplete="username"
                        aria-describedby=[described] aria-invalid=[invalid]
                        value=(refused.unwrap_or(MEMBERS[0].email));
                }
                div.field {
                    label for="password" { (lang.of("비밀번호", "Password")) }
                    input #password name="password" type="password" required autocomplete="current-password"
                        aria-describedby=[described] aria-invalid=[invalid] value=(PASSWORD);
                }
                div.actions {
                    button.primary #sign-in-submit name="decision" value="sign-in" { (title) }
                }
            }
        }
        p.hint { (lang.of("연습용 회원: ", "Members to try: ")) (members_to_try(lang)) }
    };
    Page::new(view, title, &main)
}
