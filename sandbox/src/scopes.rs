//! The permissions that an app may ask for, with the names of the package's entry `coolsms-oauth2/explain`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lang::Lang;

/// One permission, with the words that the consent page shows for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// As it stands in requests and tokens, e.g. `users:read`.
    pub(crate) code: String,
    korean: String,
    english: String,
}

impl Scope {
    /// Its name for people.
    pub(crate) fn name(&self, lang: Lang) -> &str {
        lang.of(&self.korean, &self.english)
    }
}

/// Every scope of CoolSMS, from the source of the package: the object there is JSON except for its trailing comma.
static SCOPES: LazyLock<Vec<Scope>> = LazyLock::new(|| {
    let source = include_str!("../../pkg/src/explain/scopes.ts");
    let (_, object) = source.split_once(" = {").expect("an object of scopes");
    let (members, _) = object.split_once("};").expect("the end of the object");
    let json = format!("{{{}}}", members.trim_end().trim_end_matches(','));
    let scopes: BTreeMap<String, [String; 2]> = serde_json::from_str(&json).expect("names in two languages");
    scopes.into_iter().map(|(code, [korean, english])| Scope { code, korean, english }).collect()
});

/// The scope of that code.
pub(crate) fn find(code: &str) -> Option<&'static Scope> {
    SCOPES.iter().find(|scope| scope.code == code)
}

/// The code of every scope.
pub(crate) fn codes() -> Vec<&'static str> {
    SCOPES.iter().map(|scope| scope.code.as_str()).collect()
}
