//! The browser's tabs, popups among them. Commands go to one of them; the others live on meanwhile.

use anyhow::{Context, Result, bail};
use thirtyfour::WindowHandle;

use crate::Browser;
use crate::browser::origin_of;
use crate::standstill::{STANDSTILL, Watch};

/// A tab, or a window: a driver makes no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab(WindowHandle);

impl Browser {
    /// The one that commands go to.
    ///
    /// # Errors
    /// When it has been closed.
    pub async fn tab(&self) -> Result<Tab> {
        Ok(Tab(self.step("asking for the tab", self.session.window()).await?))
    }

    /// All that are open.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn tabs(&self) -> Result<Vec<Tab>> {
        let all = self.step("asking for all tabs", self.session.windows()).await?.into_iter().map(Tab);
        Ok(all.filter(|tab| self.keeper.get() != Some(tab)).collect())
    }

    /// Goes on in another one, which is in front then.
    ///
    /// # Errors
    /// When it has been closed.
    pub async fn switch_to(&self, tab: &Tab) -> Result<()> {
        self.step("going to another tab", self.session.switch_to_window(tab.0.clone())).await
    }

    /// Opens one that has no opener, no history and no sessionStorage, and goes on there. It is a window: a tab that is not
    /// in front cannot be clicked in WebKit, and Firefox opens none beside a popup.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn open_tab(&self) -> Result<Tab> {
        let tab = Tab(self.step("opening a window", self.session.new_window()).await?);
        self.switch_to(&tab).await?;
        Ok(tab)
    }

    /// Closes the one that commands go to, as a person would, and goes on in another.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn close_tab(&self, next: &Tab) -> Result<()> {
        self.step("closing a tab", self.session.close_window()).await?;
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
                let _ = self.step("closing a tab", self.session.close_window()).await;
            }
        }
        self.switch_to(kept).await
    }

    /// Opens a tab and closes all others, whatever is left of them. What they have kept on the origins of these empty
    /// pages is removed: by a tab that stays behind and is not among [`Browser::tabs`].
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn fresh_tab(&self, empty_pages: &[String]) -> Result<()> {
        if self.keeper.get().is_none() {
            let _ = self.keeper.set(self.tab().await?);
        }
        let keeper = self.keeper.get().context("no tab is open")?;
        self.close_others(keeper).await?;
        let visited = self.take_visited();
        for page in empty_pages.iter().filter(|page| visited.contains(&origin_of(page))) {
            if self.address().await? != *page {
                self.step("going to the empty page", self.session.goto(page)).await?;
            }
            self.evaluate("localStorage.clear()").await?;
            self.step("deleting cookies", self.session.delete_all_cookies()).await?;
        }
        // A window too: beside the tab that stays, a tab would not be in front.
        self.open_tab().await.map(drop)
    }

    /// Waits until one more is open than these, and goes on there.
    ///
    /// # Errors
    /// When none opens.
    pub async fn wait_for_tab(&self, known: &[Tab]) -> Result<Tab> {
        let mut watch = Watch::start();
        loop {
            if let Some(tab) = self.tabs().await?.into_iter().find(|tab| !known.contains(tab)) {
                self.switch_to(&tab).await?;
                return Ok(tab);
            }
            if !watch.pause().await {
                bail!("no other tab opened in {STANDSTILL:?}; {}", self.describe_page().await);
            }
        }
    }

    /// Waits until a page has closed that one.
    ///
    /// # Errors
    /// When it stays open.
    pub async fn wait_for_end_of(&self, tab: &Tab) -> Result<()> {
        let mut watch = Watch::start();
        while self.tabs().await?.contains(tab) {
            if !watch.pause().await {
                bail!("the tab stays open for {STANDSTILL:?}; {}", self.describe_page().await);
            }
        }
        Ok(())
    }
}
