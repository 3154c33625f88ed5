//! Where a member signs in to the sandbox. The first member is filled in.

use maud::html;

use super::{Page, View};
use crate::authorize::AuthorizeRequest;
use crate::members::{MEMBERS, PASSWORD};

/// The page; `refused` is the e-mail address of an attempt that failed.
pub(crate) fn page(view: &View, request: &AuthorizeRequest, refused: Option<&str>) -> Page {
    let lang = view.lang;
    let title = lang.of("로그인", "Sign in");
    let main = html! {
        p {
            strong { (request.app.name) }
            (lang.of(" 앱에 연결하려면 로그인하세요.", " asks you to sign in."))
        }
        @if refused.is_some() {
            p.alert #sign-in-error role="alert" {
                (lang.of(
                    "이메일 또는 비밀번호가 올바르지 않습니다.",
                    "The e-mail address or the password is wrong.",
                ))
            }
        }
        form method="post" {
            label for="email" { (lang.of("이메일", "E-mail")) }
            input #email name="email" type="email" required autocomplete="username"
                value=(refused.unwrap_or(MEMBERS[0].email));
            label for="password" { (lang.of("비밀번호", "Password")) }
            input #password name="password" type="password" required
                autocomplete="current-password" value=(PASSWORD);
            div.actions {
                button.primary #sign-in-submit name="decision" value="sign-in" { (title) }
            }
        }
        p.hint {
            (lang.of("연습용 회원: ", "Members to try: "))
            @for member in &MEMBERS { code { (member.email) } ", " }
            (lang.of("비밀번호는 모두 ", "everyone's password is ")) code { (PASSWORD) }
        }
    };
    Page::new(view, title, &main)
}
