//! Who is signed in to the sandbox itself: one cookie per browser.

use std::collections::HashMap;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use parking_lot::Mutex;

use crate::members::Member;
use crate::random::random_string;
use crate::state::Shared;

/// A member signed in with this browser.
#[derive(Clone, Debug)]
pub(crate) struct Login {
    pub(crate) member: &'static Member,
    /// The consent form carries it, so that no other site can give consent in a member's name.
    pub(crate) form_token: String,
}

/// Every login, by the value of its cookie.
#[derive(Debug)]
pub(crate) struct Logins {
    cookie_name: String,
    by_cookie: Mutex<HashMap<String, Login>>,
}

impl Logins {
    /// Cookies ignore ports: the name has it, and the tenant, so that two sandboxes do not share a login.
    pub(crate) fn new(port: u16, prefix: &str) -> Self {
        Self { cookie_name: format!("coolsms-sandbox-{port}{}", prefix.replace('/', "-")), by_cookie: Mutex::default() }
    }

    /// Signs the member in; the cookie is for their browser to keep.
    pub(crate) fn sign_in(&self, member: &'static Member) -> Cookie<'static> {
        let value = random_string(32);
        let login = Login { member, form_token: random_string(32) };
        self.by_cookie.lock().insert(value.clone(), login);
        Cookie::build((self.cookie_name.clone(), value)).path("/").http_only(true).same_site(SameSite::Lax).build()
    }

    /// Signs the browser out; the cookie returned is the one to take away.
    pub(crate) fn sign_out(&self, jar: &CookieJar) -> Cookie<'static> {
        if let Some(cookie) = jar.get(&self.cookie_name) {
            self.by_cookie.lock().remove(cookie.value());
        }
        Cookie::build(self.cookie_name.clone()).path("/").build()
    }
}

/// The login that a request's cookie names, if any.
#[derive(Debug)]
pub(crate) struct SignedIn(pub(crate) Option<Login>);

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Infallible> {
        let jar = CookieJar::from_headers(&parts.headers);
        let login = jar
            .get(&shared.logins.cookie_name)
            .and_then(|cookie| shared.logins.by_cookie.lock().get(cookie.value()).cloned());
        Ok(Self(login))
    }
}
