//! The browser's tabs, popups among them. Commands go to one of them; the others live on meanwhile.

use anyhow::{Context, Result, bail};
use thirtyfour::WindowHandle;
use tokio::time::{Instant, sleep};

use crate::Browser;
use crate::browser::{POLL, WAIT_LIMIT};

/// A tab, or a window: a driver makes no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab(WindowHandle);

impl Browser {
    /// The one that commands go to.
    ///
    /// # Errors
    /// When it has been closed.
    pub async fn tab(&self) -> Result<Tab> {
        Ok(Tab(self.session.window().await?))
    }

    /// All that are open.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn tabs(&self) -> Result<Vec<Tab>> {
        Ok(self.session.windows().await?.into_iter().map(Tab).collect())
    }

    /// Goes on in another one, which is in front then.
    ///
    /// # Errors
    /// When it has been closed.
    pub async fn switch_to(&self, tab: &Tab) -> Result<()> {
        Ok(self.session.switch_to_window(tab.0.clone()).await?)
    }

    /// Opens one that has no opener, no history and no sessionStorage, and goes on there. It is a window: a tab that is not
    /// in front cannot be clicked in WebKit, and Firefox opens none beside a popup.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn open_tab(&self) -> Result<Tab> {
        let tab = Tab(self.session.new_window().await?);
        self.switch_to(&tab).await?;
        Ok(tab)
    }

    /// Closes the one that commands go to, as a person would, and goes on in another.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn close_tab(&self, next: &Tab) -> Result<()> {
        self.session.close_window().await?;
        self.switch_to(next).await
    }

    /// Closes all but this one, and goes on in it.
    ///
    /// # Errors
    /// When it has been closed.
    pub async fn close_others(&self, kept: &Tab) -> Result<()> {
        for tab in self.tabs().await?.iter().filter(|tab| *tab != kept) {
            // It may close by itself in between.
            if self.switch_to(tab).await.is_ok() {
                let _ = self.session.close_window().await;
            }
        }
        self.switch_to(kept).await
    }

    /// Opens a tab and closes all others, whatever is left of them.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn fresh_tab(&self) -> Result<()> {
        let old = self.tabs().await?;
        self.switch_to(old.first().context("no tab is open")?).await?;
        let fresh = Tab(self.session.new_tab().await?);
        self.close_others(&fresh).await
    }

    /// Waits until one more is open than these, and goes on there.
    ///
    /// # Errors
    /// When none opens.
    pub async fn wait_for_tab(&self, known: &[Tab]) -> Result<Tab> {
        let deadline = Instant::now() + WAIT_LIMIT;
        loop {
            if let Some(tab) = self.tabs().await?.into_iter().find(|tab| !known.contains(tab)) {
                self.switch_to(&tab).await?;
                return Ok(tab);
            }
            if Instant::now() > deadline {
                bail!("no other tab opened");
            }
            sleep(POLL).await;
        }
    }

    /// Waits until a page has closed that one.
    ///
    /// # Errors
    /// When it stays open.
    pub async fn wait_for_end_of(&self, tab: &Tab) -> Result<()> {
        let deadline = Instant::now() + WAIT_LIMIT;
        while self.tabs().await?.contains(tab) {
            if Instant::now() > deadline {
                bail!("the tab stays open; {}", self.describe_page().await);
            }
            sleep(POLL).await;
        }
        Ok(())
    }
}
