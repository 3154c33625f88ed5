//! The browser's tabs, popups among them. Commands go to one of them; the others live on meanwhile.

use anyhow::{Context, Result};

use crate::browser::origin_of;
use crate::standstill::wait_until;
use crate::{Browser, Tab};

impl Browser {
    /// The one that commands go to.
    pub async fn tab(&self) -> Result<Tab> {
        Ok(self.window().await?)
    }

    /// All that are open.
    pub async fn tabs(&self) -> Result<Vec<Tab>> {
        Ok(self.windows().await?.into_iter().filter(|tab| self.keeper.get() != Some(tab)).collect())
    }

    /// Goes on in another one, which is in front then.
    pub async fn switch_to(&self, tab: &Tab) -> Result<()> {
        Ok(self.switch_to_window(tab.clone()).await?)
    }

    /// Opens one that has no opener, no history and no sessionStorage, and goes on there. It is a window: a tab that is not
    /// in front cannot be clicked in WebKit, and Firefox opens none beside a popup.
    pub async fn open_tab(&self) -> Result<Tab> {
        let tab = self.new_window().await?;
        self.switch_to(&tab).await?;
        Ok(tab)
    }

    /// Closes the one that commands go to, as a person would, and goes on in another.
    pub async fn close_tab(&self, next: &Tab) -> Result<()> {
        self.close_window().await?;
        self.switch_to(next).await
    }

    /// Closes all but this one, and goes on in it.
    pub async fn close_others(&self, kept: &Tab) -> Result<()> {
        for tab in self.tabs().await?.iter().filter(|tab| *tab != kept) {
            // It may close by itself in between.
            if self.switch_to(tab).await.is_ok() {
                let _ = self.close_window().await;
            }
        }
        self.switch_to(kept).await
    }

    /// Opens a tab and closes all others, whatever is left of them. What they have kept on the origins of these empty
    /// pages is removed: by a tab that stays behind and is not among [`Browser::tabs`].
    pub async fn fresh_tab(&self, empty_pages: &[String]) -> Result<()> {
        if self.keeper.get().is_none() {
            let _ = self.keeper.set(self.tab().await?);
        }
        let keeper = self.keeper.get().context("no tab is open")?;
        self.close_others(keeper).await?;
        let visited = self.take_visited();
        for page in empty_pages.iter().filter(|page| visited.contains(&origin_of(page))) {
            if self.address().await? != *page {
                (**self).goto(page.as_str()).await?;
                self.wait_until_whole(page).await?;
            }
            self.evaluate("localStorage.clear()").await?;
            self.delete_all_cookies().await?;
        }
        // A window too: beside the tab that stays, a tab would not be in front.
        self.open_tab().await.map(drop)
    }

    /// Waits until one more is open than these, and goes on there.
    pub async fn wait_for_tab(&self, known: &[Tab]) -> Result<Tab> {
        let look = async || Ok(self.tabs().await?.into_iter().find(|tab| !known.contains(tab)));
        let tab = wait_until("another tab", look).await?;
        self.switch_to(&tab).await?;
        Ok(tab)
    }

    /// Waits until a page has closed that one.
    pub async fn wait_for_end_of(&self, tab: &Tab) -> Result<()> {
        wait_until("the end of the tab", async || Ok((!self.tabs().await?.contains(tab)).then_some(()))).await
    }
}
