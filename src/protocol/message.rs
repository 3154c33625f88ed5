//! What a developer reads of an error. Only a build for development has the texts; in others a message takes no bytes and no
//! time, and `OAuthError` names the code and the field alone.

use core::ffi::CStr;

use crate::host::Text;

/// A sentence for the developer: never a token, and no query of a URL but that of the app's own redirect URI.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    #[cfg(feature = "development")]
    text: Text,
}

impl Message {
    /// This message, then the other.
    #[must_use]
    pub fn then(self, other: impl Into<Self>) -> Self {
        let other = other.into();
        #[cfg(feature = "development")]
        return Self { text: self.text.then(other.text) };
        #[cfg(not(feature = "development"))]
        return other;
    }

    /// Its text; `None` where the build has none.
    #[must_use]
    pub const fn text(self) -> Option<Text> {
        #[cfg(feature = "development")]
        return Some(self.text);
        #[cfg(not(feature = "development"))]
        return None;
    }
}

impl From<Text> for Message {
    #[cfg_attr(not(feature = "development"), expect(unused_variables, reason = "there are no texts"))]
    fn from(text: Text) -> Self {
        Self {
            #[cfg(feature = "development")]
            text,
        }
    }
}

impl From<&'static CStr> for Message {
    #[cfg_attr(not(feature = "development"), expect(unused_variables, reason = "there are no texts"))]
    fn from(text: &'static CStr) -> Self {
        Self {
            #[cfg(feature = "development")]
            text: text.into(),
        }
    }
}
