//! The two languages of the pages.

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    Korean,
    English,
}

impl Lang {
    /// Every language, in the order of their links.
    pub(crate) const ALL: [Self; 2] = [Self::Korean, Self::English];

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

    /// The language of `ko`, `en-GB`, `EN` …
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.tag()))
    }
}
