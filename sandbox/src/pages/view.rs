//! How the answer is presented: in Korean or English, as `?lang=` says, else as the browser prefers; as HTML or JSON.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use url::form_urlencoded;

use crate::lang::Lang;

/// How the answer is presented: in which language, with which query, and whether as HTML.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) lang: Lang,
    /// Whether `Accept` names HTML, as it does when a browser opens a page. `*/*`, as `fetch` and curl send it, does not.
    pub(crate) is_page: bool,
    /// Whether the query names the language; links then name it too.
    is_chosen: bool,
    query: String,
}

impl View {
    pub(crate) fn of(parts: &Parts) -> Self {
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang");
        let chosen = asked.and_then(|(_, value)| Lang::from_tag(&value));
        let preferred = || listed(&parts.headers, header::ACCEPT_LANGUAGE).into_iter().find_map(Lang::from_tag);
        Self {
            lang: chosen.or_else(preferred).unwrap_or(Lang::Korean),
            is_page: listed(&parts.headers, header::ACCEPT).into_iter().any(|media| media == "text/html"),
            is_chosen: chosen.is_some(),
            query,
        }
    }

    /// The address of this page in that language.
    pub(crate) fn in_language(&self, lang: Lang) -> String {
        let others = form_urlencoded::parse(self.query.as_bytes()).filter(|(name, _)| name != "lang");
        let mut query = form_urlencoded::Serializer::for_suffix("?".to_owned(), 1);
        query.extend_pairs(others).append_pair("lang", lang.tag()).finish()
    }

    /// The address of another page, in the language that was chosen here.
    pub(crate) fn link(&self, path: &str) -> String {
        if self.is_chosen { format!("{path}?lang={}", self.lang.tag()) } else { path.to_owned() }
    }
}

impl<S: Sync> FromRequestParts<S> for View {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

/// The values of a header such as `Accept`, by descending weight (RFC 9110 §12.4.2), without those of weight 0.
fn listed(headers: &HeaderMap, name: HeaderName) -> Vec<&str> {
    let lines = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    let mut wanted: Vec<_> = lines.flat_map(|line| line.split(',')).map(weighed).filter(|(_, q)| *q > 0.).collect();
    wanted.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    wanted.into_iter().map(|(value, _)| value).collect()
}

/// `en-GB;q=0.8` as its value and its weight.
fn weighed(item: &str) -> (&str, f32) {
    let mut parts = item.split(';').map(str::trim);
    let value = parts.next().unwrap_or_default();
    let q = parts.find_map(|parameter| parameter.strip_prefix("q=")).and_then(|q| q.parse().ok());
    (value, q.unwrap_or(1.))
}
