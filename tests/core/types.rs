//! The members that records declare and those that the published types document are the same.

use crate::case::cases;
use crate::support::answer;
use coolsms_oauth2::client::call::CallOptions;
use coolsms_oauth2::client::config::ClientConfig;
use coolsms_oauth2::client::functions::StateBinding;
use coolsms_oauth2::client::sign_in::SignInOptions;
use coolsms_oauth2::host::{Record, Row, Text, Value};
use coolsms_oauth2::protocol::authorize::AuthorizeRequest;
use coolsms_oauth2::protocol::metadata::DiscoveryOptions;
use coolsms_oauth2::protocol::provider::{CoolsmsOptions, Provider};
use regex::Regex;
use serde_json::Value as Json;
use std::collections::BTreeSet;

cases! {
    [] options_of_records_are_those_of_types,
}

const TYPES: &str = include_str!("../../pkg/src/types.ts");

/// Each interface of options, its record, and the members that only one of them has, with the reason.
fn pairs() -> [(&'static str, &'static [Row], &'static [&'static str]); 9] {
    [
        ("ClientConfig", ClientConfig::ROWS, &[]),
        ("Provider", Provider::ROWS, &[]),
        ("CoolsmsOptions", CoolsmsOptions::ROWS, &[]),
        ("StateBinding", StateBinding::ROWS, &[]),
        ("AuthorizeRequest", AuthorizeRequest::ROWS, &[]),
        ("SignInOptions", SignInOptions::ROWS, &[]),
        // `callApi` names origins, the `fetch` of a client a scope.
        ("CallInit", CallOptions::ROWS, &["scope"]),
        ("ClientRequestInit", CallOptions::ROWS, &["apiOrigins"]),
        // The issuer is an argument of its own.
        ("DiscoverOptions", DiscoveryOptions::ROWS, &["issuer"]),
    ]
}

/// The members of an interface, with those of the interface that it extends, and whether each must be there.
fn members(interface: &str) -> BTreeSet<(String, bool)> {
    let head = Regex::new(&format!(r"(?m)^export interface {interface}(?: extends (?:Omit<)?(\w+)[^{{]*)? \{{$"))
        .expect("a pattern");
    let found = head.captures(TYPES).unwrap_or_else(|| panic!("no interface {interface}"));
    let (body, _) = TYPES[found.get(0).expect("all of it").end()..].split_once("\n}").expect("its end");
    let member = Regex::new(r"(?m)^  (\w+)(\??):").expect("a pattern");
    let own = member.captures_iter(body).map(|found| (found[1].to_owned(), found[2].is_empty()));
    let inherited = found.get(1).map(|base| base.as_str()).filter(|base| *base != "RequestInit");
    own.chain(inherited.map(members).unwrap_or_default()).collect()
}

fn name(row: &Row) -> String {
    let name = answer(|_: Option<Value>| Text::from(row.name), &Json::Null);
    name.as_str().expect("a text").to_owned()
}

fn options_of_records_are_those_of_types() {
    for (interface, rows, left_out) in pairs() {
        let of_records = rows.iter().map(|row| (name(row), row.is_required));
        let of_records = of_records.filter(|(name, _)| !left_out.contains(&name.as_str())).collect();
        assert_eq!(members(interface), of_records, "{interface}");
    }
}
