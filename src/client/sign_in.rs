//! Starting a sign-in: what to remember, and where to go.

use super::config::{ClientConfig, DEFAULT_STATE_LIFETIME_SECONDS};
use crate::host::codec::{self, Url};
use crate::host::storage::now;
use crate::host::{Map, Record, Rule, Text, Value, record};
use crate::protocol::authorize::AuthorizeRequest;
use crate::protocol::callback_url::CallbackUrl;
use crate::protocol::check::check;
use crate::protocol::origin::has_url_trick;
use crate::protocol::parameters::TOKEN;
use crate::protocol::pending::{POPUP, PendingSignIn, add_pending, random_name};
use crate::protocol::{Code, Error, Message, Result, Scope, Secret};

record! {
    /// The options of a sign-in.
    pub SignInOptions {
        /// The scope. Default: the client's.
        SCOPE: Option<Scope> = "scope" [Rule::Scope];
        /// Where to come back to, on this page's origin. Default: where the user is.
        RETURN_TO: Option<Text> = "returnTo" [Rule::Text];
        /// The app's note, as JSON text.
        APP_STATE: Option<Text> = "appState" [Rule::Text];
        /// Further parameters of the provider's own.
        PARAMS: Option<Map> = "params" [Rule::Parameters];
    }
}

record! {
    /// What starts a sign-in.
    pub SignInContext {
        /// The client's configuration.
        CONFIG: ClientConfig = "config";
        /// The app's [`SignInOptions`], unchecked.
        OPTIONS: Option<Value> = "options";
        /// The page's URL.
        PAGE: Text = "page";
        /// Whether it goes on in a popup: then nothing is stored, and there is no place to come back to.
        IS_POPUP: bool = "isPopup";
        /// For a code: its verifier (RFC 7636 §4.1).
        VERIFIER: Option<Secret> = "verifier";
        /// For a code: the SHA-256 of the verifier, as base64url (RFC 7636 §4.2).
        CHALLENGE: Option<Text> = "challenge";
    }
}

record! {
    /// A sign-in that has started.
    pub StartedSignIn {
        /// Where to go.
        URL: Text = "url";
        /// For a popup: what the page has to remember.
        SIGN_IN: Option<PendingSignIn> = "signIn";
    }
}

/// Starts a sign-in (RFC 6749 §4.1.1, §4.2.1). One by redirect is remembered in sessionStorage.
///
/// # Errors
/// `invalid_request`, naming the option; `no_randomness`; `storage_unavailable`.
pub fn start(context: SignInContext) -> Result<StartedSignIn> {
    let config = context.get(SignInContext::CONFIG);
    let is_popup = context.get(SignInContext::IS_POPUP);
    let options: SignInOptions = check(context.get(SignInContext::OPTIONS), Code::INVALID_REQUEST, c"options")?;
    let prefix = if is_popup { Text::from(POPUP) } else { Text::EMPTY };
    let state = prefix.then(random_name()?);
    let scope = options.get(SignInOptions::SCOPE).unwrap_or_else(|| config.scope());
    let binding = config.binding();
    // The members of a binding have the names of a request's.
    let request = AuthorizeRequest(Map::copy(binding.0));
    request.put(AuthorizeRequest::SCOPE, Some(scope));
    request.put(AuthorizeRequest::STATE, state);
    request.put(AuthorizeRequest::PARAMS, options.get(SignInOptions::PARAMS));
    let url = request.url(config.provider(), context.get(SignInContext::CHALLENGE))?;
    let started = StartedSignIn::new();
    started.put(StartedSignIn::URL, url);
    let now = now();
    let lifetime = config.get(ClientConfig::STATE_LIFETIME_SECONDS).unwrap_or(DEFAULT_STATE_LIFETIME_SECONDS);
    let sign_in = PendingSignIn::start(state, binding, scope, now, lifetime);
    sign_in.set(PendingSignIn::VERIFIER, context.get(SignInContext::VERIFIER));
    sign_in.set(PendingSignIn::APP_STATE, options.get(SignInOptions::APP_STATE));
    if is_popup {
        started.put(StartedSignIn::SIGN_IN, Some(sign_in));
    } else {
        let return_to = return_to(options.get(SignInOptions::RETURN_TO), context.get(SignInContext::PAGE))?;
        sign_in.put(PendingSignIn::RETURN_TO, Some(return_to));
        add_pending(sign_in, now)?;
    }
    Ok(started)
}

/// Path, query and fragment, for the app to go back to. A path of two slashes would name another host when it is resolved
/// again (RFC 9700 §4.11: open redirects), so it starts with one.
fn return_to(wanted: Option<Text>, page: Text) -> Result<Text> {
    let url = |text, base| codec::url(text, base).unwrap_or_else(Url::new);
    let there = url(wanted.unwrap_or(page), Some(page));
    let mut place = there.path_and_rest();
    let is_here = there.get(Url::ORIGIN) == url(page, None).get(Url::ORIGIN);
    if !is_here || place.is_empty() || wanted.is_some_and(has_url_trick) {
        let reason = Message::from(c"must be a place on this page's origin");
        return Err(Error::field(Code::INVALID_REQUEST, SignInOptions::RETURN_TO.text(), reason));
    }
    // A response that was not handled, such as a forged one, is nothing to come back to, nor to store.
    let cut = CallbackUrl::parse(place);
    if cut.carries(TOKEN) || cut.has_own_state() {
        place = cut.base();
    }
    Ok(Text::from(c"/").then(place.part(c"^/*(.*)")))
}
