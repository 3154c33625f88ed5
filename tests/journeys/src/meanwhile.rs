//! What goes on in a page while the driver looks elsewhere: started in one command, read in a later one, from another
//! tab in between. The page needs `pages/app.js`.

use anyhow::{Context, Result};

use crate::{Browser, Outcome};

impl Browser {
    /// Runs the body of an async function in the page, and does not wait for its end.
    ///
    /// # Errors
    /// When the page cannot run it.
    pub async fn begin(&self, name: &str, body: &str) -> Result<()> {
        let script = format!("begin('{name}', async () => {{ {body} }})");
        self.evaluate(&script).await.with_context(|| format!("starting {body}"))?;
        Ok(())
    }

    /// The same in a person's click, which is what lets a page open a window.
    ///
    /// # Errors
    /// When the page cannot run it.
    pub async fn begin_in_a_click(&self, name: &str, body: &str) -> Result<()> {
        let script = format!("beginInAClick('{name}', async () => {{ {body} }})");
        self.evaluate(&script).await.with_context(|| format!("preparing {body}"))?;
        self.click("#begin").await
    }

    /// Waits for what was begun under that name in the page that is shown.
    ///
    /// # Errors
    /// When it does not end; a rejection is an [`Outcome`].
    pub async fn ended(&self, name: &str) -> Result<Outcome> {
        let ended = self.wait_for(&format!("the end of `{name}`"), &format!("return begun['{name}']")).await?;
        Ok(Outcome::of(&ended))
    }

    /// Whether it still goes on.
    ///
    /// # Errors
    /// When nothing of that name was begun here.
    pub async fn goes_on(&self, name: &str) -> Result<bool> {
        Ok(self.evaluate(&format!("return begun['{name}'] === null")).await? == true)
    }
}
