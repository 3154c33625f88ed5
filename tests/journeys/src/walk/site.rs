//! A person's way through the static pages: signing in, staying signed in, leaving in another tab; then, by popup,
//! signing in with less, being told what is missing, granting it.

use anyhow::{Context, Result, ensure};
use sandbox::MEMBERS;

use super::{Step, Walker};
use crate::{Browser, Stage, Tab};

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
        "token-expired" => walker.token_expired();
        "second-tab" => walker.second_tab();
        "left-in-another-tab" => walker.left_in_another_tab();
        "granting-less" => walker.granting_less();
        "refused-and-explained" => walker.refused_and_explained();
        "popup-blocked" => walker.popup_blocked();
        "asked-again" => walker.asked_again();
        "popup-closed" => walker.popup_closed();
        "granted" => walker.granted();
        "signed-out" => walker.signed_out();
    );
    Ok(())
}

const MISSING: &str = "[data-card=balance] .missing p";
const ASK: &str = "[data-ask=\"cash:read\"]";
const DRAFT: &str = "쓰던 문자";
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

    async fn token_expired(&self) -> Result<String> {
        let send = async {
            self.browser.fill("#text", "또 뵙겠습니다").await?;
            self.browser.click("#send").await?;
            self.shows("#balance", "960").await
        };
        self.after_the_token_expired(send).await
    }

    /// It has the session of the first, without any sign-in.
    async fn second_tab(&self) -> Result<String> {
        self.stage.sandbox.clear_requests();
        self.browser.open_tab().await?;
        self.browser.goto(&self.stage.page("/?lang=ko")).await?;
        self.wait_for_state("signed-in").await?;
        let name = self.shows("#member-name", MEMBERS[0].name).await?;
        self.never_called("/oauth2/v1/authorize")?;
        Ok(format!("{}: {name}", self.browser.text("#account").await?))
    }

    /// The person signs out in the second tab; the first says so, and has forgotten everything too.
    async fn left_in_another_tab(&self) -> Result<String> {
        let first = self.other_tab().await?;
        self.browser.click("#sign-out").await?;
        self.wait_for_state("signed-out").await?;
        self.browser.close_tab(&first).await?;
        self.wait_for_state("signed-out").await?;
        self.keeps_nothing_of_the_member().await?;
        self.in_both_languages("#notice", "").await
    }

    async fn signed_out(&self) -> Result<String> {
        self.browser.click("#sign-out").await?;
        self.wait_for_state("signed-out").await?;
        self.keeps_nothing_of_the_member().await?;
        self.shows("#notice", "").await
    }

    /// In a popup, and without the balance. The member is known by now and is not asked for a password.
    async fn granting_less(&self) -> Result<String> {
        self.stage.sandbox.clear_requests();
        self.click_for_a_popup("#sign-in-popup").await?;
        self.browser.click("input[name=scope][value=\"cash:read\"]").await?;
        self.ticked(&["users:read", "senderid:read", "message:write"]).await
    }

    async fn refused_and_explained(&self) -> Result<String> {
        self.allow_in_the_popup().await?;
        self.wait_for_state("signed-in").await?;
        self.shows("#member-name", MEMBERS[0].name).await?;
        let explained = self.in_both_languages(MISSING, "cash:read").await?;
        self.never_called("/cash/v1/balance")?;
        Ok(explained)
    }

    /// The browser opens no window: the person is told, and can go on without one.
    async fn popup_blocked(&self) -> Result<String> {
        self.browser.evaluate("window.openBefore = window.open; window.open = () => null").await?;
        self.browser.click(ASK).await?;
        let told = self.in_both_languages("#error-text", "").await?;
        let offered = self.in_both_languages("#error-action:not([hidden])", "").await?;
        self.browser.evaluate("window.open = window.openBefore").await?;
        Ok(format!("{told} [{offered}]"))
    }

    /// The page keeps what the person has typed meanwhile.
    async fn asked_again(&self) -> Result<String> {
        self.browser.fill("#text", DRAFT).await?;
        self.click_for_a_popup(ASK).await?;
        self.ticked(&["users:read", "senderid:read", "message:write", "cash:read"]).await
    }

    async fn popup_closed(&self) -> Result<String> {
        let page = self.other_tab().await?;
        self.browser.close_tab(&page).await?;
        self.shows("#notice", "마치지").await?;
        self.in_both_languages("#notice", "").await
    }

    async fn granted(&self) -> Result<String> {
        self.click_for_a_popup(ASK).await?;
        self.ticked(&["users:read", "senderid:read", "message:write", "cash:read"]).await?;
        self.allow_in_the_popup().await?;
        let balance = self.shows("#balance", "960").await?;
        let notes = self.browser.texts(".missing p").await?;
        ensure!(notes.is_empty(), "something is still missing: {notes:?}");
        let draft = self.browser.evaluate("return document.getElementById('text').value").await?;
        ensure!(draft == DRAFT, "the form holds {draft}");
        Ok(balance)
    }

    /// Clicks, and goes on in the window that opens, at the consent page.
    async fn click_for_a_popup(&self, css: &str) -> Result<()> {
        let known = self.browser.tabs().await?;
        self.browser.click(css).await?;
        self.browser.wait_for_tab(&known).await?;
        self.browser.wait_for("the consent page", "return document.getElementById('allow') !== null").await?;
        Ok(())
    }

    /// Everything that is ticked. The popup closes, and the page goes on.
    async fn allow_in_the_popup(&self) -> Result<()> {
        let (popup, page) = (self.browser.tab().await?, self.other_tab().await?);
        // It may be gone before the driver has seen what the click did.
        let clicked = self.browser.click("#allow").await;
        self.browser.wait_for_end_of(&popup).await.with_context(|| format!("the click: {clicked:?}"))?;
        self.browser.switch_to(&page).await
    }

    /// The one tab beside the one that is driven.
    async fn other_tab(&self) -> Result<Tab> {
        let here = self.browser.tab().await?;
        self.browser.tabs().await?.into_iter().find(|tab| *tab != here).context("there is no other tab")
    }

    async fn keeps_nothing_of_the_member(&self) -> Result<()> {
        self.keeps_no_token().await?;
        let name = self.browser.evaluate("return document.getElementById('member-name').textContent").await?;
        ensure!(name != MEMBERS[0].name, "the page still holds {name}");
        Ok(())
    }
}
