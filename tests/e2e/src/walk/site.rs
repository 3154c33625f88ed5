//! A person's way through the static pages: signing in, granting less, being told what is missing, granting it, leaving.

use anyhow::{Context, Result, ensure};
use sandbox::MEMBERS;

use super::{Step, Walker};
use crate::{Browser, Stage};

/// Goes through all steps and tells each as soon as it is done, while the browser still shows it.
///
/// # Errors
/// When a step is not as it should be: the error names it and says what was seen.
pub async fn walk_the_site(
    browser: &Browser,
    stage: &Stage,
    mut tell: impl AsyncFnMut(Step) -> Result<()>,
) -> Result<()> {
    let walker = Walker { browser, stage };
    super::steps!(tell:
        "welcome" => walker.welcome();
        "sign-in-page" => walker.sign_in_page();
        "consent-page" => walker.consent_page();
        "signed-in" => walker.signed_in();
        "message-sent" => walker.message_sent();
        "signed-out" => walker.signed_out();
        "granting-less" => walker.granting_less();
        "refused-and-explained" => walker.refused_and_explained();
        "asked-again" => walker.asked_again();
        "granted" => walker.granted();
        "signed-out-again" => walker.signed_out();
    );
    Ok(())
}

const SCOPES: [&str; 4] = ["users:read", "cash:read", "senderid:read", "message:write"];

impl Walker<'_> {
    async fn welcome(&self) -> Result<String> {
        self.browser.goto(&self.stage.page("/?lang=ko")).await?;
        self.wait_for_state("signed-out").await?;
        self.in_both_languages("#welcome", "CoolSMS").await
    }

    async fn sign_in_page(&self) -> Result<String> {
        self.browser.click("#sign-in").await?;
        let email = self.browser.wait_for("the sign-in page", "return document.getElementById('email')?.value").await?;
        ensure!(email == MEMBERS[0].email, "the e-mail address filled in is {email}");
        Ok(format!("{} ({})", self.browser.text("h1").await?, MEMBERS[0].email))
    }

    async fn consent_page(&self) -> Result<String> {
        self.browser.click("#sign-in-submit").await?;
        self.ticked(&SCOPES).await
    }

    async fn signed_in(&self) -> Result<String> {
        self.browser.click("#allow").await?;
        self.wait_for_state("signed-in").await?;
        let name = self.shows("#member-name", MEMBERS[0].name).await?;
        let balance = self.shows("#balance", "1,000").await?;
        let address = self.browser.address().await?;
        ensure!(address == self.stage.page("/?lang=ko"), "the address is {address}");
        Ok(format!("{}: {name}, {balance}", self.browser.text("#account").await?))
    }

    async fn message_sent(&self) -> Result<String> {
        self.browser.fill("#to", "010-0000-0009").await?;
        self.browser.fill("#text", "안녕하세요").await?;
        self.browser.click("#send").await?;
        self.browser.wait_for("the receipt", "return document.getElementById('send-result').dataset.outcome").await?;
        let receipt = self.shows("#send-result", "01000000009").await?;
        let balance = self.shows("#balance", "980").await?;
        Ok(format!("{receipt} {balance}"))
    }

    async fn signed_out(&self) -> Result<String> {
        self.browser.click("#sign-out").await?;
        self.wait_for_state("signed-out").await?;
        self.keeps_no_token().await?;
        let name = self.browser.evaluate("return document.getElementById('member-name').textContent").await?;
        ensure!(name != MEMBERS[0].name, "the page still holds {name}");
        self.shows("#notice", "").await
    }

    /// Without the balance. The member is known by now and is not asked for a password.
    async fn granting_less(&self) -> Result<String> {
        self.stage.sandbox.clear_requests();
        self.browser.click("#sign-in").await?;
        self.browser.click("input[name=scope][value=\"cash:read\"]").await?;
        self.ticked(&["users:read", "senderid:read", "message:write"]).await
    }

    async fn refused_and_explained(&self) -> Result<String> {
        self.browser.click("#allow").await?;
        self.wait_for_state("signed-in").await?;
        self.shows("#member-name", MEMBERS[0].name).await?;
        let explained = self.in_both_languages("[data-card=balance] .missing p", "cash:read").await?;
        self.never_called("/cash/v1/balance")?;
        Ok(explained)
    }

    async fn asked_again(&self) -> Result<String> {
        self.browser.click("[data-ask=\"cash:read\"]").await?;
        self.ticked(&["users:read", "senderid:read", "message:write", "cash:read"]).await
    }

    async fn granted(&self) -> Result<String> {
        self.browser.click("#allow").await?;
        self.wait_for_state("signed-in").await?;
        let balance = self.shows("#balance", "980").await?;
        let notes = self.browser.texts(".missing p").await?;
        ensure!(notes.is_empty(), "something is still missing: {notes:?}");
        Ok(balance)
    }
}
