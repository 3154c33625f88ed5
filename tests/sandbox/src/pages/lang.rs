//! Korean or English: what `?lang=` says, else what the browser prefers.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use url::form_urlencoded;

use crate::faults::AUTHORIZE;

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lang {
    #[default]
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

    /// As its speakers name it.
    pub(crate) fn own_name(self) -> &'static str {
        self.of("한국어", "English")
    }

    /// `ko`, `en-GB` …
    fn from_tag(tag: &str) -> Option<Self> {
        match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
            "ko" => Some(Self::Korean),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

/// How a page is seen: in which language, and at which address.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) lang: Lang,
    path: String,
    query: String,
}

impl View {
    /// The address of this page in that language.
    pub(crate) fn in_language(&self, lang: Lang) -> String {
        let others = form_urlencoded::parse(self.query.as_bytes()).filter(|(name, _)| name != "lang");
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(others)
            .append_pair("lang", lang.tag())
            .finish();
        // What a form was posted to cannot be opened; the page that holds the form can.
        let path = if self.path.starts_with(AUTHORIZE) { AUTHORIZE } else { &self.path };
        format!("{path}?{query}")
    }
}

impl<S: Sync> FromRequestParts<S> for View {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let asked = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| name == "lang")
            .find_map(|(_, value)| Lang::from_tag(&value));
        let preferred = || {
            let header = parts.headers.get(header::ACCEPT_LANGUAGE)?;
            // Browsers list languages by preference.
            header.to_str().ok()?.split(',').find_map(Lang::from_tag)
        };
        Ok(Self {
            lang: asked.or_else(preferred).unwrap_or_default(),
            path: parts.uri.path().to_owned(),
            query: query.to_owned(),
        })
    }
}
