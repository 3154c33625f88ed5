//! A person's way through the single-page app: to a route, away to sign in and back to that route; refused for a
//! permission, by a page and by a call; granted it, with nothing lost on the way; signed in until CoolSMS ends it.

use sandbox::MEMBERS;

use super::TICKED;
use super::Walk::{self, *};

const NAME: &str = MEMBERS[0].name;
const TEXT: &str = "안녕하세요";
const NUMBER: &str = "010-0000-0009";

/// Every step of it.
pub(super) const WAY: &[Walk] = &[
    // Opened at a route inside, the app says what is there and offers to sign in.
    Step("app-deep-route"),
    Open("/account?lang=ko"),
    IsInState("signed-out"),
    ShowsInBoth("h1", ""),
    ShowsInBoth(".banner", ""),
    Step("app-asks-for-little"),
    Click("#sign-in"),
    SignInIfAsked,
    Lists(TICKED, "users:read, accounts:read, cash:read"),
    // The redirect URI is `/`; the app's own router goes back to where the sign-in started.
    Step("app-back-at-the-route"),
    Click("#allow"),
    IsInState("signed-in"),
    IsAtRoute("/account"),
    Shows("h1", NAME),
    Shows("#member-account", NAME),
    Shows("#balance", "₩"),
    // The link to a page that needs more than was granted.
    Step("app-page-refused"),
    ForgetRequests,
    Follow("/numbers"),
    ShowsInBoth("[data-missing] p", "senderid:read"),
    NeverAsked("/senderid/v1/numbers/active"),
    Lacks("#numbers"),
    Step("app-page-granted"),
    Click("[data-ask=\"senderid:read\"]"),
    Lists(TICKED, "users:read, accounts:read, cash:read, senderid:read"),
    Click("#allow"),
    IsInState("signed-in"),
    IsAtRoute("/numbers"),
    Shows("#notice", ""),
    Shows("#numbers li .large", "0"),
    // The call to send is refused without a request; the text stays.
    Step("app-call-refused"),
    Follow("/send"),
    Fill("#to", NUMBER),
    Fill("#text", TEXT),
    ForgetRequests,
    IsFilled("#from"),
    Click("#send"),
    ShowsInBoth("[data-missing] p", "message:write"),
    NeverAsked("/messages/v4/send"),
    // The app's own note brought the message through the sign-in, into another document.
    Step("app-draft-came-back"),
    Click("[data-ask=\"message:write\"]"),
    Lists(TICKED, "users:read, accounts:read, cash:read, senderid:read, message:write"),
    Click("#allow"),
    IsInState("signed-in"),
    IsAtRoute("/send"),
    Holds("#to", NUMBER),
    Holds("#text", TEXT),
    Shows("#notice", ""),
    Step("app-message-sent"),
    ForgetRequests,
    IsFilled("#from"),
    Click("#send"),
    Shows("#send-result[data-outcome]", "010-0000-0009로"),
    PostedOnce("/messages/v4/send"),
    Holds("#to", ""),
    // What all pages follow: the balance went down, and all that was granted is there.
    Step("app-back-and-forth"),
    Follow("/account"),
    Shows("#balance", "₩"),
    Lists("#scopes code", "users:read, accounts:read, cash:read, senderid:read, message:write"),
    Back,
    IsAtRoute("/send"),
    Holds("#text", ""),
    Forward,
    IsAtRoute("/account"),
    Shows("#balance", "₩"),
    // Two calls find the token stale, and share one refresh.
    Step("app-token-expired"),
    Follow("/"),
    Shows("h1", NAME),
    ExpireTokens,
    ForgetRequests,
    Follow("/account"),
    Shows("h1", NAME),
    Shows("#balance", "₩"),
    PostedOnce("/oauth2/v1/access_token"),
    ShowsInBoth("#refreshed", ""),
    // The app says why the person has to sign in, and keeps them in front of the page.
    Step("app-ended-by-coolsms"),
    RevokeTokens,
    Follow("/send"),
    IsInState("signed-out"),
    IsAtRoute("/send"),
    KeepsNoToken,
    ShowsInBoth("#error:not([hidden]) p", ""),
    // Signing out on a page leaves the person there, in front of it.
    Step("app-left"),
    Follow("/account"),
    Click("#sign-in"),
    Lists(TICKED, "users:read, accounts:read, cash:read"),
    Click("#allow"),
    IsInState("signed-in"),
    Click("#sign-out"),
    IsInState("signed-out"),
    IsAtRoute("/account"),
    KeepsNoToken,
    Shows("h1", "계정"),
    Shows("#notice", ""),
];
