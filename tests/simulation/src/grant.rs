//! The authorization server: what it was asked, and what it answers.

use serde_json::json;
use url::Url;

use crate::app::{APPS, App};
use crate::code::IssuedCode;
use crate::support::app::jwt;
use crate::tab::Navigation;
use crate::text;
use crate::world::Common;

/// A token that the server has issued.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) token: String,
    /// The nonce of the request.
    pub(crate) state: String,
    pub(crate) client_id: String,
    /// As words.
    pub(crate) scope: Vec<String>,
    /// The refresh token that came with it.
    pub(crate) refresh_token: Option<String>,
    /// Whether the response that carries it is one that may be accepted.
    pub(crate) is_good: bool,
}

/// What it was asked: the address of its page says it.
pub(crate) struct Request {
    pub(crate) app: &'static App,
    pub(crate) state: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: Vec<String>,
    pub(crate) challenge: String,
}

impl Request {
    /// The request in an address; `None` where it is not the server's.
    pub(crate) fn read(url: &str) -> Option<Self> {
        let get = |name: &str| text::values(url, name).pop().unwrap_or_default();
        let (client_id, redirect_uri, scope) = (get("client_id"), get("redirect_uri"), get("scope"));
        let is_its = |app: &&App| {
            url.starts_with(app.endpoint) && app.client_id == client_id && redirect_uri.starts_with(app.redirect_uri)
        };
        let app = APPS.iter().find(is_its)?;
        let scope = scope.split(' ').map(String::from).collect();
        Some(Self { app, state: get("state"), redirect_uri, scope, challenge: get("code_challenge") })
    }
}

/// How the server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Grants,
    GrantsLess,
    Denies,
    Fails,
    SendsCode,
    NamesAnotherClient,
    SaysTwice,
    OtherTokenType,
    LeavesStateOut,
    Garbles,
}

/// The server's answers, as often as they are to come.
pub(crate) const ANSWERS: [Answer; 16] = [
    Answer::Grants,
    Answer::Grants,
    Answer::Grants,
    Answer::Grants,
    Answer::Grants,
    Answer::Grants,
    Answer::GrantsLess,
    Answer::GrantsLess,
    Answer::Denies,
    Answer::Fails,
    Answer::SendsCode,
    Answer::NamesAnotherClient,
    Answer::SaysTwice,
    Answer::OtherTokenType,
    Answer::LeavesStateOut,
    Answer::Garbles,
];

/// Answers the request: where the person is sent.
pub(crate) fn answer(request: &Request, answer: Answer, is_in_query: bool, common: &mut Common) -> Navigation {
    if request.app.is_for_code() {
        return answer_with_code(request, answer, common);
    }
    let app = request.app;
    let number = common.number();
    let scope = if answer == Answer::GrantsLess { &request.scope[..1] } else { &request.scope[..] };
    let client_id = if answer == Answer::NamesAnotherClient { "evil-app" } else { app.client_id };
    let token = if app.has_jwts() {
        let lifetime = 600 + 60 * (number % 50);
        jwt(&json!({ "clientId": client_id, "scope": scope, "iat": 7, "exp": 7 + lifetime, "number": number }))
    } else {
        format!("granted-{number}.")
    };
    let mut response = match answer {
        Answer::Denies => "error=access_denied&error_description=The+person+said+no".to_owned(),
        Answer::Fails => "error=server_error".to_owned(),
        Answer::SendsCode => format!("code=c{number}"),
        Answer::SaysTwice => format!("access_token={token}&access_token={token}x"),
        Answer::OtherTokenType => format!("access_token={token}&token_type=mac"),
        Answer::Garbles => format!("access_token={token}&expires_in=%FF%"),
        _ => format!("access_token={token}&token_type=bearer"),
    };
    if app.nonce == "state" && answer != Answer::LeavesStateOut {
        response.push_str("&state=");
        response.push_str(&request.state);
    }
    let is_of_another = answer == Answer::NamesAnotherClient && !app.has_jwts();
    if !app.has_jwts() {
        response.push_str(if is_of_another { "&iss=https://evil.example" } else { "&iss=https://auth.example" });
        response.push_str(&format!("&expires_in={}", 600 + number));
        if answer == Answer::GrantsLess {
            response.push_str(&format!("&scope={}", scope.join("+")));
        }
    }
    // CoolSMS gives one with every token.
    let refresh_token = app.has_jwts().then(|| common.begin_family(&request.state, client_id, scope));
    if let Some(refresh_token) = refresh_token.as_ref().filter(|_| response.contains("access_token")) {
        response.push_str(&format!("&refresh_token={refresh_token}"));
    }
    common.grants.push(Grant {
        token,
        state: request.state.clone(),
        client_id: client_id.to_owned(),
        scope: scope.to_vec(),
        refresh_token,
        is_good: matches!(answer, Answer::Grants | Answer::GrantsLess | Answer::LeavesStateOut),
    });
    let navigation = Navigation {
        url: with(&request.redirect_uri, &response, is_in_query && app.has_jwts()),
        own: app.redirect_uri.to_owned(),
    };
    common.seen.push(navigation.clone());
    navigation
}

/// The same where a code was asked for. It comes in the query, and names its issuer.
fn answer_with_code(request: &Request, answer: Answer, common: &mut Common) -> Navigation {
    let number = common.number();
    let code = format!("code-{number}.");
    let mut response = match answer {
        Answer::Denies => "error=access_denied".to_owned(),
        Answer::Fails | Answer::OtherTokenType => "error=server_error".to_owned(),
        Answer::SendsCode => "access_token=granted-in-place-of-a-code&token_type=bearer".to_owned(),
        Answer::SaysTwice => format!("code={code}&code={code}x"),
        Answer::Garbles => format!("code={code}&error=%FF%"),
        _ => format!("code={code}"),
    };
    if answer != Answer::LeavesStateOut {
        response.push_str("&state=");
        response.push_str(&request.state);
    }
    let is_of_another = answer == Answer::NamesAnotherClient;
    response.push_str(if is_of_another { "&iss=https://evil.example" } else { "&iss=https://code.example" });
    let scope = if answer == Answer::GrantsLess { &request.scope[..1] } else { &request.scope[..] };
    common.codes.push(IssuedCode {
        code,
        state: request.state.clone(),
        client_id: request.app.client_id.to_owned(),
        redirect_uri: request.redirect_uri.clone(),
        scope: scope.to_vec(),
        challenge: request.challenge.clone(),
        is_good: matches!(answer, Answer::Grants | Answer::GrantsLess),
        is_used: false,
    });
    let url = with(&request.redirect_uri, &response, true);
    let navigation = Navigation { url, own: request.app.redirect_uri.to_owned() };
    common.seen.push(navigation.clone());
    navigation
}

/// An address with a response in its query or its fragment.
pub(crate) fn with(base: &str, response: &str, is_in_query: bool) -> String {
    let mut url = Url::parse(base).expect("a URL");
    if is_in_query {
        let query = url.query().map(|own| [own, "&"].concat()).unwrap_or_default();
        url.set_query(Some(&[query.as_str(), response].concat()));
    } else {
        url.set_fragment(Some(response));
    }
    url.into()
}
