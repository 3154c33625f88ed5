//! A person's way through the single-page app: to a route, away to sign in and back to that route; refused for a
//! permission, by a page and by a call; granted it, with nothing lost on the way; signed in until CoolSMS ends it.

use anyhow::{Context, Result, ensure};
use sandbox::MEMBERS;

use super::{Step, Walker};
use crate::{Browser, Stage};

/// Goes through all steps and tells each as soon as it is done, while the browser still shows it.
///
/// # Errors
/// When a step is not as it should be: the error names it and says what was seen.
pub async fn walk_the_app(
    browser: &Browser,
    stage: &Stage,
    mut tell: impl AsyncFnMut(Step) -> Result<()>,
) -> Result<()> {
    let walker = Walker { browser, stage };
    super::steps!(tell:
        "app-deep-route" => walker.deep_route();
        "app-asks-for-little" => walker.asks_for_little();
        "app-back-at-the-route" => walker.back_at_the_route();
        "app-page-refused" => walker.page_refused();
        "app-page-granted" => walker.page_granted();
        "app-call-refused" => walker.call_refused();
        "app-draft-came-back" => walker.draft_came_back();
        "app-message-sent" => walker.sent_after_all();
        "app-back-and-forth" => walker.back_and_forth();
        "app-token-expired" => walker.token_expired_meanwhile();
        "app-ended-by-coolsms" => walker.ended_by_coolsms();
        "app-left" => walker.left();
    );
    Ok(())
}

const TEXT: &str = "안녕하세요";
const NUMBER: &str = "010-0000-0009";

impl Walker<'_> {
    /// Opened at a route inside, the app says what is there and offers to sign in.
    async fn deep_route(&self) -> Result<String> {
        self.browser.goto(&self.stage.route("/account?lang=ko")).await?;
        self.wait_for_state("signed-out").await?;
        self.in_both_languages("h1", "").await
    }

    async fn asks_for_little(&self) -> Result<String> {
        self.browser.click("#sign-in").await?;
        let page = "return document.getElementById('sign-in-submit') ? 'sign-in' : document.getElementById('allow') && 'consent'";
        if self.browser.wait_for("the provider's page", page).await? == "sign-in" {
            self.browser.click("#sign-in-submit").await?;
        }
        self.ticked(&["users:read", "cash:read"]).await
    }

    /// The redirect URI is `/`; the app's own router goes back to where the sign-in started.
    async fn back_at_the_route(&self) -> Result<String> {
        self.allow().await?;
        self.is_at("/account").await?;
        let name = self.shows("#member-name", MEMBERS[0].name).await?;
        self.in_the_bar_of_links("/account").await?;
        Ok(format!("/account: {name}, {}", self.balance().await?))
    }

    /// The link to a page that needs more than was granted.
    async fn page_refused(&self) -> Result<String> {
        self.stage.sandbox.clear_requests();
        self.follow("/numbers").await?;
        let explained = self.in_both_languages("[data-missing] p", "senderid:read").await?;
        self.never_called("/senderid/v1/numbers/active")?;
        let page_behind = self.browser.evaluate("return document.getElementById('numbers')").await?;
        ensure!(page_behind.is_null(), "the page is there although it may not be shown");
        Ok(explained)
    }

    async fn page_granted(&self) -> Result<String> {
        self.browser.click("[data-ask=\"senderid:read\"]").await?;
        self.ticked(&["users:read", "cash:read", "senderid:read"]).await?;
        self.allow().await?;
        self.is_at("/numbers").await?;
        let numbers = self.shows("#numbers li .large", "0").await?;
        Ok(format!("{} {numbers}", self.notice().await?))
    }

    /// The call to send is refused without a request; the text stays.
    async fn call_refused(&self) -> Result<String> {
        self.follow("/send").await?;
        self.browser.fill("#to", NUMBER).await?;
        self.browser.fill("#text", TEXT).await?;
        self.stage.sandbox.clear_requests();
        self.browser.wait_for("the sender numbers", "return document.getElementById('from').value").await?;
        self.browser.click("#send").await?;
        let explained = self.in_both_languages("[data-missing] p", "message:write").await?;
        self.never_called("/messages/v4/send")?;
        Ok(explained)
    }

    /// The app's own note brought the message through the sign-in, into another document.
    async fn draft_came_back(&self) -> Result<String> {
        self.browser.click("[data-ask=\"message:write\"]").await?;
        self.ticked(&["users:read", "cash:read", "senderid:read", "message:write"]).await?;
        self.allow().await?;
        self.is_at("/send").await?;
        let draft = "return document.getElementById('to').value + ': ' + document.getElementById('text').value";
        let draft = self.browser.wait_for("the form", draft).await?;
        ensure!(draft == format!("{NUMBER}: {TEXT}"), "the form holds {draft}");
        Ok(format!("{} {NUMBER}: {TEXT}", self.notice().await?))
    }

    async fn sent_after_all(&self) -> Result<String> {
        self.stage.sandbox.clear_requests();
        self.browser.wait_for("the sender numbers", "return document.getElementById('from').value").await?;
        self.browser.click("#send").await?;
        self.browser.wait_for("the receipt", "return document.getElementById('send-result').dataset.outcome").await?;
        let sent = self.stage.sandbox.requests();
        let sent = sent.iter().filter(|request| request.method == "POST" && request.path == "/messages/v4/send");
        ensure!(sent.count() == 1, "it was not sent once");
        self.shows("#send-result", "01000000009").await
    }

    /// What all pages follow: the balance went down, and all that was granted is there.
    async fn back_and_forth(&self) -> Result<String> {
        self.follow("/account").await?;
        let balance = self.balance().await?;
        let granted = self.browser.texts("#scopes code").await?.join(", ");
        ensure!(granted == "users:read, cash:read, senderid:read, message:write", "granted is {granted}");
        self.browser.back().await?;
        self.is_at("/send").await?;
        let text = self.browser.evaluate("return document.getElementById('text').value").await?;
        ensure!(text == "", "the message that was sent is still there: {text}");
        self.browser.forward().await?;
        self.is_at("/account").await?;
        self.balance().await?;
        Ok(format!("{balance}; {granted}"))
    }

    /// Two calls find the token stale, and share one refresh.
    async fn token_expired_meanwhile(&self) -> Result<String> {
        self.follow("/").await?;
        let look = async {
            self.follow("/account").await?;
            self.shows("#member-name", MEMBERS[0].name).await?;
            self.balance().await
        };
        self.after_the_token_expired(look).await
    }

    /// Neither token is good any more: the app says why the person has to sign in, and keeps them in front of the page.
    async fn ended_by_coolsms(&self) -> Result<String> {
        self.stage.sandbox.revoke_all_tokens();
        self.follow("/send").await?;
        self.wait_for_state("signed-out").await?;
        self.is_at("/send").await?;
        self.keeps_no_token().await?;
        self.in_both_languages("#error:not([hidden]) p", "CoolSMS").await
    }

    /// Signing out on a page leaves the person there, in front of it.
    async fn left(&self) -> Result<String> {
        self.follow("/account").await?;
        self.browser.click("#sign-in").await?;
        self.ticked(&["users:read", "cash:read"]).await?;
        self.allow().await?;
        self.browser.click("#sign-out").await?;
        self.wait_for_state("signed-out").await?;
        self.is_at("/account").await?;
        self.keeps_no_token().await?;
        let heading = self.shows("h1", "계정").await?;
        Ok(format!("{} {heading}", self.notice().await?))
    }

    /// On the consent page: everything that is ticked. Then the app is there again, signed in.
    async fn allow(&self) -> Result<()> {
        self.browser.click("#allow").await?;
        self.wait_for_state("signed-in").await
    }

    /// Takes the link at the top.
    async fn follow(&self, path: &str) -> Result<()> {
        self.browser.click(&format!("nav a[href^=\"{path}\"]")).await?;
        self.is_at(path).await
    }

    /// The address is that of this route, in the language chosen, without anything of a response.
    async fn is_at(&self, path: &str) -> Result<()> {
        let expected = self.stage.route(path) + "?lang=ko";
        self.browser.wait_for(path, &format!("return location.href === '{expected}'")).await?;
        self.in_the_bar_of_links(path).await
    }

    async fn in_the_bar_of_links(&self, path: &str) -> Result<()> {
        let is_current = format!("return document.querySelector('nav [aria-current]')?.pathname === '{path}'");
        self.browser.wait_for("the current link", &is_current).await?;
        Ok(())
    }

    async fn balance(&self) -> Result<String> {
        self.shows("#balance", "₩").await
    }

    async fn notice(&self) -> Result<String> {
        self.shows("#notice", "").await
    }
}
