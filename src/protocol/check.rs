//! The check of objects that come from an app, against the rules of their record.

use core::ffi::CStr;

use super::callback_url::CallbackUrl;
use super::origin::{as_origin, has_url_trick};
use super::parameters::ResponseParameters;
use super::{Code, Error, Message, Result, Scope};
use crate::host::{List, Map, Member, Record, Row, Rule, Text, Value, codec};

/// Checks an object against the rules of its record; what is missing altogether passes for an object without members.
/// `what` names the object in messages.
///
/// # Errors
/// `code`, naming the member. A client secret is refused by name: a page cannot keep one (RFC 6749 §2.1).
pub fn check<R: Record + From<Map>>(value: Option<Value>, code: Code, what: &'static CStr) -> Result<R> {
    check_rows(value, R::ROWS, code, what).map(R::from)
}

#[inline(never)]
fn check_rows(value: Option<Value>, rows: &[Row], code: Code, what: &'static CStr) -> Result<Map> {
    let map = match value {
        None => Map::new(),
        Some(value) => value.as_map().ok_or_else(|| Error::field(code, Text::from(what), c"must be an object"))?,
    };
    let mut known = 0;
    let refused = rows.iter().find_map(|row| {
        let name = Text::from(row.name);
        let Some(member) = map.get(name) else {
            return row.is_required.then(|| (name, Message::from(c"is required")));
        };
        known = i32::saturating_add(known, 1);
        refusal(member, row.rule).map(|reason| (name, reason))
    });
    // Names without a row come first: what is required may stand under a similar one.
    let names = map.names();
    if refused.is_some() || names.list().length() != known {
        for name in names.items() {
            if map.get(name).is_some() && rows.iter().all(|row| name != Text::from(row.name)) {
                return Err(Error::field(code, name, unknown(name, rows)));
            }
        }
    }
    match refused {
        Some((name, reason)) => Err(Error::field(code, name, reason)),
        None => Ok(map),
    }
}

/// Why a member may not be there that no row names.
#[cold]
fn unknown(name: Text, rows: &[Row]) -> Message {
    let reason = Message::from(c"is not an option");
    if cfg!(not(feature = "development")) {
        return reason;
    }
    let folded = |name: Text| name.replaced(c"_", c"").lower();
    if folded(name).is(c"clientsecret") {
        return Message::from(c"must stay on your server: a page cannot keep a secret");
    }
    let similar = rows.iter().map(|row| Text::from(row.name)).find(|known| folded(*known) == folded(name));
    similar.map_or(reason, |known| reason.then(c"; did you mean `").then(known).then(c"`?"))
}

/// Why a value breaks a rule.
fn refusal(value: Value, rule: Rule) -> Option<Message> {
    let (is_good, reason) = match rule {
        Rule::Any => (true, c""),
        Rule::Text => (!value.text().is_empty(), c"must be a string that is not empty"),
        Rule::Endpoint => return bad_url(value.text()),
        Rule::RedirectUri if CallbackUrl::parse(value.text()).carries(ResponseParameters::NAMES) => {
            (false, c"must have no parameter of a response in its query")
        }
        Rule::RedirectUri => return bad_url(value.text()),
        Rule::Flag => (value.is_flag(), c"must be true or false"),
        Rule::Number(most) => ((1.0..=f64::from(most)).contains(&value.number()), c"must be a number in range"),
        Rule::Word(words) => {
            let words = Text::from(words);
            let is_good = words.split(Text::from(c"|")).list().has(value);
            return if is_good { None } else { Some(Message::from(c"must be one of ").then(words)) };
        }
        Rule::Scope => (<Option<Scope>>::read(Some(value)).is_some(), c"must be scope words, in a string or an array"),
        Rule::Origins => {
            let is_good = value.as_list().is_some_and(|list| list.items().all(|item| as_origin(item.text()).is_some()));
            (is_good, c"must be an array of origins")
        }
        Rule::Texts | Rule::Parameters => {
            let Some(map) = value.as_map() else { return Some(Message::from(c"must be an object")) };
            let are_texts = |list: List| list.items().all(|item| item.as_text().is_some());
            let has_texts = |name: Text| matches!(rule, Rule::Parameters) && map.list(name).is_some_and(are_texts);
            let is_wrong = |name: &Text| map.text(*name).is_none() && !has_texts(*name);
            let wrong = map.names().items().find(is_wrong);
            return wrong.map(|name| Message::from(c"must have a string as `").then(name).then(c"`"));
        }
    };
    if is_good { None } else { Some(Message::from(reason)) }
}

fn bad_url(text: Text) -> Option<Message> {
    let reason = match codec::url(text, None) {
        None => c"must be an absolute URL",
        Some(_) if text.fits(c"#") || has_url_trick(text) => {
            c"must have no fragment, space, backslash or control character"
        }
        Some(url) if url.is_secure() => return None,
        Some(_) => c"must be an https URL (http on loopback) without a user name",
    };
    Some(Message::from(reason))
}
