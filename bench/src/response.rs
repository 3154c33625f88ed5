//! A provider's responses, given in its place: to a page that has asked for a sign-in, as if a member had granted it.

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sandbox::{DEMO_CLIENT_ID, Effect, Fault, MEMBERS, Sandbox};
use serde_json::{Map, Value, json};
use url::Url;
use url::form_urlencoded::Serializer;

use crate::apps::Flow;
use crate::stage::SCOPE;

/// How long tokens live, in seconds.
const LIFETIME: u64 = 86_400;
/// How long a signature of RS256 is in base64.
const SIGNATURE: usize = 342;

/// A response to a sign-in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Response {
    /// Where the member is sent back to.
    pub(crate) address: String,
    /// What the token endpoint says beyond CoolSMS, to who asked for OpenID Connect.
    openid: Map<String, Value>,
}

impl Response {
    /// The response to a page at `origin` that has asked `base` so.
    pub(crate) fn to(asked: &Url, flow: Flow, origin: &str, base: &str, sandbox: &Sandbox) -> Result<Self> {
        let parameter = |name: &str| asked.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value);
        let redirect_uri = parameter("redirect_uri").context("no redirect_uri")?;
        let state = parameter("state").context("no state")?;
        ensure!(asked.as_str().starts_with(base), "it is not the provider that is asked");
        ensure!(redirect_uri == format!("{origin}/callback"), "the redirect_uri is {redirect_uri}");
        let mut response = Serializer::new(String::new());
        let member = &MEMBERS[0];
        let place = match flow {
            Flow::Implicit => {
                let tokens = sandbox.issue_tokens(DEMO_CLIENT_ID, member, SCOPE);
                response.append_pair("access_token", &tokens.access_token).append_pair("token_type", "Bearer");
                response.append_pair("expires_in", &LIFETIME.to_string()).append_pair("scope", SCOPE);
                '#'
            }
            Flow::Code => {
                let challenge = parameter("code_challenge").context("no PKCE")?;
                let code = sandbox.issue_code(DEMO_CLIENT_ID, member, SCOPE, &redirect_uri, Some(challenge.as_ref()));
                response.append_pair("code", &code);
                '?'
            }
        };
        response.append_pair("state", &state);
        let openid = parameter("nonce").map(|nonce| openid(base, &nonce)).unwrap_or_default();
        Ok(Self { address: format!("{redirect_uri}{place}{}", response.finish()), openid })
    }

    /// Prepares the sandbox for the exchange of the code.
    pub(crate) fn prepare(&self, sandbox: &Sandbox) {
        if !self.openid.is_empty() {
            let effect = Effect::Edit { set: self.openid.clone() };
            sandbox.add_fault(Fault::new("/oauth2/v1/access_token", effect));
        }
    }
}

/// What a provider of OpenID Connect answers beside the access token (OpenID Connect Core §3.1.3.3). A page does not verify the
/// signature of a token that it got by TLS (§3.1.3.7), so there is none. Keycloak's refresh tokens are JWTs, which its library reads.
fn openid(base: &str, nonce: &str) -> Map<String, Value> {
    let now = std::time::UNIX_EPOCH.elapsed().map_or(0, |elapsed| elapsed.as_secs());
    let claims = json!({
        "iss": format!("{base}/"),
        "sub": MEMBERS[0].id,
        "aud": DEMO_CLIENT_ID,
        "nonce": nonce,
        "iat": now,
        "exp": now + LIFETIME,
    });
    let token = jwt(&claims);
    Map::from_iter([
        ("id_token".to_owned(), json!(token)),
        ("refresh_token".to_owned(), json!(token)),
        ("expires_in".to_owned(), json!(LIFETIME)),
    ])
}

fn jwt(claims: &Value) -> String {
    let encode = |part: &Value| BASE64_URL_SAFE_NO_PAD.encode(part.to_string());
    let header = json!({ "alg": "RS256", "typ": "JWT" });
    format!("{}.{}.{}", encode(&header), encode(claims), "A".repeat(SIGNATURE))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://app.test:1";
    const BASE: &str = "https://api.test:2";

    async fn response(query: &str) -> Result<Response> {
        let sandbox = Sandbox::start(sandbox::Options::default()).await?;
        let asked = Url::parse(&format!("{BASE}/authorize?redirect_uri={ORIGIN}/callback&{query}"))?;
        Response::to(&asked, Flow::Code, ORIGIN, BASE, &sandbox)
    }

    #[tokio::test]
    async fn who_asks_with_a_nonce_gets_it_back_in_an_id_token() {
        let answer = response("state=s&code_challenge=c&nonce=n").await.expect("a response");
        assert!(answer.address.starts_with(&format!("{ORIGIN}/callback?code=")), "{answer:?}");
        assert!(answer.address.ends_with("&state=s"), "{answer:?}");
        let token = answer.openid["id_token"].as_str().expect("a token");
        let claims = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).expect("claims")).expect("base64");
        let claims: Value = serde_json::from_slice(&claims).expect("JSON");
        assert_eq!([&claims["nonce"], &claims["iss"]], ["n", &format!("{BASE}/")]);
    }

    #[tokio::test]
    async fn who_asks_without_one_gets_what_coolsms_answers() {
        assert!(response("state=s&code_challenge=c").await.expect("a response").openid.is_empty());
    }

    #[tokio::test]
    async fn a_code_without_pkce_is_not_given() {
        assert!(response("state=s").await.is_err());
    }
}
