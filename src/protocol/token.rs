//! What is known of an access token: its scope and lifetime (RFC 6749 §3.3, §5.1).

use super::provider::{JwtClaims, Provider};
use super::response::{MAX_LIFETIME, Response};
use super::{Code, Error, Result, Scope, Secret};
use crate::host::{Field, Map, Member, Record, Text, codec, record};

/// What is known of an access token.
pub struct TokenInfo {
    /// The granted scope; `None` is unknown, and then nothing is assumed.
    pub scope: Option<Scope>,
    /// The lifetime in seconds from its receipt; `None` is unknown, never "forever".
    pub lifetime_seconds: Option<f64>,
}

record! {
    /// The registered claims of a JWT that are used (RFC 7519 §4.1).
    pub Claims {
        /// When it expires, in seconds since the epoch.
        EXPIRES_AT: f64 = "exp";
        /// When it was issued, in seconds since the epoch.
        ISSUED_AT: f64 = "iat";
    }
}

impl TokenInfo {
    /// Scope and lifetime: the response's own, else the JWT's where the provider's tokens are such, else the provider's
    /// default; and for the scope what was asked for, where the RFC's rule may be trusted.
    ///
    /// A JWT is read as a hint and never as proof: nobody checks its signature here, the API does.
    ///
    /// # Errors
    /// `client_mismatch` where the JWT says that it was issued to another client: a token of another app, put in by an
    /// attacker (RFC 6749 §10.16).
    pub fn of(
        token: Secret,
        response: Response,
        requested: Option<Scope>,
        client_id: Text,
        provider: Provider,
    ) -> Result<Self> {
        let claims = provider.get(Provider::JWT_ACCESS_TOKEN);
        // The payload of a JWT (RFC 7519 §3): what stands between its dots.
        let payload = match claims {
            Some(_) => codec::json_map(codec::base64url(token.expose().part(cr"^[^.]*\.([^.]*)"))),
            None => Map::new(),
        };
        let claim = |field: Field<JwtClaims, Option<Text>>| payload.get(claims?.get(field)?);
        if claim(JwtClaims::CLIENT_ID).is_some_and(|issued_to| issued_to != client_id.value()) {
            return Err(Error::new(Code::CLIENT_MISMATCH, c"the token was issued to another client"));
        }
        // RFC 6749 §3.3: a server that grants less must say so. One whose tokens are JWTs says it there or not at all.
        let as_requested = requested.filter(|scope| claims.is_none() && !scope.text().is_empty());
        let by_jwt: Option<Scope> = Member::read(claim(JwtClaims::SCOPE));
        let says = |scope: Option<Scope>| scope.filter(|scope| !scope.words().is_empty());
        Ok(Self {
            scope: says(response.scope(provider)).or(says(by_jwt)).or(as_requested),
            lifetime_seconds: response
                .expires_in()
                .or(jwt_lifetime(Claims(payload)))
                .or(provider.get(Provider::DEFAULT_LIFETIME_SECONDS)),
        })
    }
}

/// `exp − iat`, so that a wrong clock on this machine does no harm.
fn jwt_lifetime(claims: Claims) -> Option<f64> {
    let seconds = claims.get(Claims::EXPIRES_AT) - claims.get(Claims::ISSUED_AT);
    // JSON in a browser knows infinity, and infinity less infinity is no number.
    if seconds > 0.0 { Some(seconds.min(MAX_LIFETIME)) } else { None }
}
