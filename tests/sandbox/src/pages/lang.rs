//! Korean or English: what `?lang=` says, else what the browser prefers.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use url::form_urlencoded;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    Korean,
    English,
}

impl Lang {
    /// The text of this language.
    pub(crate) fn of<'a>(self, korean: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Korean => korean,
            Self::English => english,
        }
    }

    /// As HTML and HTTP name it.
    pub(crate) fn tag(self) -> &'static str {
        self.of("ko", "en")
    }

    /// `ko`, `en-GB` …
    fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.trim();
        [Self::Korean, Self::English].into_iter().find(|lang| tag.starts_with(lang.tag()))
    }
}

/// How a page is seen: in which language, and with which query.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) lang: Lang,
    query: String,
}

impl View {
    /// The address of this page in that language.
    pub(crate) fn in_language(&self, lang: Lang) -> String {
        let others = form_urlencoded::parse(self.query.as_bytes()).filter(|(name, _)| name != "lang");
        let mut query = form_urlencoded::Serializer::new("?".to_owned());
        query.extend_pairs(others).append_pair("lang", lang.tag()).finish()
    }
}

impl<S: Sync> FromRequestParts<S> for View {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang");
        let asked = asked.and_then(|(_, value)| Lang::from_tag(&value));
        // Browsers list languages by preference.
        let preferences = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let preferred = || preferences.into_iter().flat_map(|list| list.split(',')).find_map(Lang::from_tag);
        Ok(Self { lang: asked.or_else(preferred).unwrap_or(Lang::Korean), query })
    }
}
