//! What `src/browser/storage.rs` does: the pending sign-ins of a tab.

use coolsms_oauth2::protocol::pending::Pending;
use coolsms_oauth2::protocol::{Code, Error, Platform, Result};

use crate::fault::Fault;
use crate::page::Page;
use crate::store::text_of;
use crate::support::Native;
use crate::text::PENDING;

pub(crate) fn unavailable() -> Error {
    Error::new(Code::StorageUnavailable, "sessionStorage is missing, blocked or full")
}

impl Page<'_> {
    /// `storage::pending`.
    pub(crate) fn pending(&mut self) -> Result<(Pending, String)> {
        let text = self.storage.get(PENDING).map_err(|_| unavailable())?.unwrap_or_default();
        Ok((Pending::from_value(Native.json(&text)), text))
    }

    /// `storage::spend_pending`.
    pub(crate) fn spend_pending(&mut self, pending: Pending, before: &str) -> Result<()> {
        let text = text_of(&pending.into_value());
        if text == before || self.common.fault == Fault::NeverSpends {
            return Ok(());
        }
        let is_kept = self.storage.set(PENDING, &text).is_ok() || self.storage.remove(PENDING).is_ok();
        if is_kept { Ok(()) } else { Err(unavailable()) }
    }
}
