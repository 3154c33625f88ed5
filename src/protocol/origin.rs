//! Where secrets may travel (RFC 6749 §3.1, RFC 8252 §7.3).

use crate::host::codec::{self, Url};
use crate::host::{Record, Text};

impl Url {
    /// Path, query and fragment: what follows the origin. Empty where the URL carries a user name, or is none of the web.
    #[must_use]
    #[inline(never)]
    pub fn path_and_rest(self) -> Text {
        self.get(Self::HREF).part(c"^https?://[^/@]*(/.*)")
    }

    /// Whether secrets may travel there: `https:`, or `http:` to this machine itself; never with a user name.
    #[must_use]
    #[inline(never)]
    pub fn is_secure(self) -> bool {
        let secure = cr"^http(?:s://[^/@]*|://(?:(?:[^/@:]*\.)?localhost|\[::1\]|127\.[0-9.]*)(?::[0-9]+)?)/";
        self.get(Self::HREF).fits(secure)
    }
}

/// The origin of a URL; empty where it is no URL.
#[must_use]
#[inline(never)]
pub fn origin_of(url: Text) -> Text {
    codec::url(url, None).map_or(Text::EMPTY, |url| url.get(Url::ORIGIN))
}

/// A text that is an origin, as the platform writes it; none where it is more or less than one, or insecure.
#[must_use]
#[inline(never)]
pub fn as_origin(text: Text) -> Option<Text> {
    let url = codec::url(text, None)?;
    let is_origin = url.path_and_rest().is(c"/") && url.is_secure() && !has_url_trick(text);
    if is_origin { Some(url.get(Url::ORIGIN)) } else { None }
}

/// Whether a URL parser would drop or fold something here: a space, a control character, a backslash.
#[must_use]
#[inline(never)]
pub fn has_url_trick(text: Text) -> bool {
    text.fits(cr"[\x00- \\\x7f]")
}
