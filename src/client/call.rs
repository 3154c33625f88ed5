//! Calls to the API: what may be sent where, and what an answer means (RFC 6750 §2.1, §3).

use super::config::{ClientConfig, DEFAULT_TIMEOUT_MS};
use super::session::{Session, missing_scopes};
use crate::host::codec::{self, Url};
use crate::host::{List, Record, Rule, Text, Value, record};
use crate::protocol::callback_url::base_of;
use crate::protocol::challenge::{Challenge, bearer};
use crate::protocol::check::check;
use crate::protocol::error::Refusal;
use crate::protocol::origin::{as_origin, origin_of};
use crate::protocol::provider::{Provider, is_coolsms};
use crate::protocol::{Code, Error, Message, Result, Scope};

record! {
    /// The options of a call that are this package's own.
    pub CallOptions {
        /// The scope that the call needs. Default: what the provider's settings say of it.
        SCOPE: Option<Scope> = "scope" [Rule::Scope];
        /// The origins that the token may be sent to. Default: the client's.
        API_ORIGINS: Option<List> = "apiOrigins" [Rule::Origins];
        /// How long the call waits for the head of its answer, in milliseconds. Default: the client's.
        TIMEOUT_MS: Option<f64> = "timeoutMs" [Rule::TIMEOUT_MS];
    }
}

record! {
    /// A call that is about to be made.
    pub CallContext {
        /// The client's configuration; a call without a client has an empty one.
        CONFIG: ClientConfig = "config";
        /// The session, where there is one.
        SESSION: Option<Session> = "session";
        /// Its [`CallOptions`], unchecked.
        OPTIONS: Option<Value> = "options";
        /// Its method.
        METHOD: Text = "method";
        /// Its URL.
        URL: Text = "url";
        /// What messages call it, such as its method and path; only where there are messages.
        NAME: Option<Text> = "name";
        /// Whether a refresh may come first: not where one was tried for this call.
        MAY_REFRESH: bool = "mayRefresh";
        /// The status of its answer.
        STATUS: f64 = "status";
        /// The `WWW-Authenticate` header of its answer (RFC 6750 §3), where it can be read.
        CHALLENGE: Option<Text> = "challenge";
    }
}

record! {
    /// A call that may be made.
    pub Permit {
        /// The value of its `Authorization` header (RFC 6750 §2.1). It is the only way a token travels.
        AUTHORIZATION: Text = "authorization";
        /// How long it may take until the head of the answer is there, in milliseconds.
        TIMEOUT_MS: f64 = "timeoutMs";
    }
}

/// Whether a call may be made; `None` asks for a refresh first.
///
/// # Errors
/// `invalid_request`, `origin_not_allowed`, `login_required`, `insufficient_scope`, `invalid_token`, in this order; but a
/// session that can be refreshed is refused for its scope before it is asked whether it has ended.
pub fn permit(context: CallContext, now: f64) -> Result<Option<Permit>> {
    let config = context.get(CallContext::CONFIG);
    let options: CallOptions = check(context.get(CallContext::OPTIONS), Code::INVALID_REQUEST, c"init")?;
    let target = target_of(context);
    check_origin(target, config, options)?;
    let session = context.get(CallContext::SESSION);
    let held = session.unwrap_or_else(Session::new);
    if !held.is_refreshable() {
        held.check(now)?;
    }
    let missing = missing_scopes(session, needed_scope(context, options, target));
    if !missing.is_empty() {
        return Err(insufficient_scope(context, missing));
    }
    let Some(token) = held.token(now, context.get(CallContext::MAY_REFRESH))? else { return Ok(None) };
    if !token.is_well_formed() {
        return Err(Error::new(Code::INVALID_TOKEN, c"the token is empty, or has characters that no token may have"));
    }
    let timeout_ms = options.get(CallOptions::TIMEOUT_MS).or(config.get(ClientConfig::TIMEOUT_MS));
    let permit = Permit::new();
    permit.put(Permit::AUTHORIZATION, Text::from(c"Bearer ").then(token.expose()));
    permit.put(Permit::TIMEOUT_MS, timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS));
    Ok(Some(permit))
}

/// Refuses every target whose whole origin is not listed: no prefix, suffix, port or user name gets by. Without a list it is
/// the origin of the provider's API. CoolSMS has two, which are one API, and its own are what a call without a provider may
/// go to.
#[inline(never)]
fn check_origin(target: Url, config: ClientConfig, options: CallOptions) -> Result<()> {
    let origin = target.get(Url::ORIGIN);
    let listed = options.get(CallOptions::API_ORIGINS).or(config.get(ClientConfig::API_ORIGINS));
    let is_allowed = match (listed, config.get(ClientConfig::PROVIDER)) {
        (Some(listed), _) => listed.items().any(|item| as_origin(item.text()) == Some(origin)),
        (None, None) => is_coolsms(origin),
        (None, Some(provider)) => {
            let own = origin_of(provider.get(Provider::API_BASE).unwrap_or(Text::EMPTY));
            own == origin || (is_coolsms(own) && is_coolsms(origin))
        }
    };
    if is_allowed && target.is_secure() {
        return Ok(());
    }
    let message = Message::from(c"the token may not be sent to ").then(origin);
    Err(Error::new(Code::ORIGIN_NOT_ALLOWED, message.then(c", unless `apiOrigins` lists it")))
}

/// The path alone: a query may tell of whom the call is.
fn path_of(url: Url) -> Text {
    base_of(url.path_and_rest())
}

/// What stands below the path of the API's base; empty where that is another.
fn below_base(path: Text, config: ClientConfig) -> Text {
    let base = config.provider().get(Provider::API_BASE).and_then(|base| codec::url(base, None));
    let base = base.map_or(Text::EMPTY, path_of).part(c"^(.*?)/*$");
    path.after(base).filter(|below| below.fits(c"^/")).unwrap_or(Text::EMPTY)
}

/// The scope that a call needs: what the app says, or what the provider's settings do.
#[inline(never)]
fn needed_scope(context: CallContext, options: CallOptions, target: Url) -> Scope {
    let config = context.get(CallContext::CONFIG);
    options.get(CallOptions::SCOPE).unwrap_or_else(|| {
        config.provider().scope_of_call(context.get(CallContext::METHOD), below_base(path_of(target), config))
    })
}

/// What messages call it.
fn name_of(context: CallContext) -> Message {
    let name = if cfg!(feature = "development") { context.get(CallContext::NAME) } else { None };
    name.map_or_else(|| Message::from(c"the call"), Message::from)
}

/// The URL of a call; without members where it is none.
fn target_of(context: CallContext) -> Url {
    codec::url(context.get(CallContext::URL), None).unwrap_or_else(Url::new)
}

/// The refusal of a call that needs more than was granted.
fn insufficient_scope(context: CallContext, missing: List) -> Error {
    let message = name_of(context).then(c" needs `").then(missing.joined(Text::from(c" ")));
    let error = Error::new(Code::INSUFFICIENT_SCOPE, message.then(c"`, which was not granted"));
    error.with(Refusal::MISSING_SCOPES, Some(missing))
}

/// What an answer means: `Ok` is for the app, whatever its status. Where a challenge names no scope, it is that of the call,
/// if it is known.
///
/// # Errors
/// `insufficient_scope` for a 401 or 403 whose challenge says so; `unauthorized` for any other 401.
pub fn check_answer(context: CallContext) -> Result<()> {
    let status = context.get(CallContext::STATUS);
    if status != 401.0 && status != 403.0 {
        return Ok(());
    }
    let challenge = bearer(context.get(CallContext::CHALLENGE).unwrap_or(Text::EMPTY));
    let error = if challenge.is_insufficient_scope() {
        let needed = match challenge.get(Challenge::SCOPE).and_then(Text::non_empty) {
            Some(needed) => Scope::new(needed),
            None => {
                let options = CallOptions(context.0.map(CallContext::OPTIONS.text()).unwrap_or_default());
                needed_scope(context, options, target_of(context))
            }
        };
        insufficient_scope(context, needed.words())
    } else if status == 401.0 {
        let message = name_of(context).then(c" was refused: the token has expired, was revoked, or lacks a scope");
        Error::new(Code::UNAUTHORIZED, message)
    } else {
        return Ok(());
    };
    Err(error.with(Refusal::STATUS, Some(status)))
}
