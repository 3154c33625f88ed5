//! The strictest Content-Security-Policy that an app with this package can have, and what one app or another needs
//! beyond it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use regex_lite::Regex;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Scripts from the app's own origin, WebAssembly, and Trusted Types without a policy that could make any.
const STRICTEST: [(&str, &str); 8] = [
    ("default-src", "'none'"),
    ("script-src", "'self' 'wasm-unsafe-eval'"),
    ("connect-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'none'"),
    ("frame-ancestors", "'none'"),
    ("require-trusted-types-for", "'script'"),
    ("trusted-types", "'none'"),
];

/// What an app cannot live with, as its package.json says it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Exceptions {
    /// Sources more, by directive.
    #[serde(default)]
    allow: BTreeMap<String, String>,
    /// Whether its pages have inline scripts; each is then allowed by its hash.
    #[serde(default)]
    hash_inline_scripts: bool,
    /// For whoever reads package.json.
    #[serde(default)]
    because: String,
}

impl Exceptions {
    /// Whoever wants an exception says why.
    pub(super) fn check(&self) -> Result<()> {
        let wants_any = !self.allow.is_empty() || self.hash_inline_scripts;
        ensure!(wants_any != self.because.is_empty(), "`policy` in package.json: `because` says why, and only that");
        for directive in self.allow.keys() {
            ensure!(
                STRICTEST.iter().any(|(known, _)| known == directive),
                "`policy`: {directive} is not in the policy"
            );
        }
        Ok(())
    }
}

/// The policy's text. The API's origin is the sandbox's; violations are told to the origin for reports.
pub(super) fn strictest(exceptions: &Exceptions, sandbox: &str, reports: &str, pages: &Path) -> Result<String> {
    let mut directives: BTreeMap<&str, Vec<String>> =
        STRICTEST.iter().map(|(directive, sources)| (*directive, vec![(*sources).to_owned()])).collect();
    let mut add = |directive, source| directives.entry(directive).or_default().push(source);
    add("connect-src", sandbox.to_owned());
    add("report-uri", format!("{reports}/report"));
    if exceptions.hash_inline_scripts {
        inline_scripts(pages)?.into_iter().for_each(|hash| add("script-src", hash));
    }
    for (directive, sources) in &exceptions.allow {
        add(directive, sources.clone());
    }
    let text = |(directive, mut sources): (&str, Vec<String>)| {
        if sources.len() > 1 {
            sources.retain(|source| source != "'none'");
        }
        format!("{directive} {}", sources.join(" "))
    };
    Ok(directives.into_iter().map(text).collect::<Vec<_>>().join("; "))
}

/// The hashes of the inline scripts of the page.
fn inline_scripts(pages: &Path) -> Result<Vec<String>> {
    let page = fs::read_to_string(pages.join("index.html"))?;
    let hashes = hashes(&page);
    ensure!(!hashes.is_empty(), "`policy`: the page has no inline script to be hashed");
    Ok(hashes)
}

fn hashes(page: &str) -> Vec<String> {
    let script = Regex::new(r"(?s)<script([^>]*)>(.*?)</script>").expect("a regular expression of our own");
    let inline = script.captures_iter(page).filter(|script| !script[1].contains("src="));
    inline.map(|script| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(&script[2])))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Content Security Policy specification.
    #[test]
    fn the_hash_is_that_of_the_specification() {
        let page = "<script src='/a.js'></script><script>alert('Hello, world.');</script>";
        assert_eq!(hashes(page), ["'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"]);
    }

    #[test]
    fn an_exception_needs_a_reason_and_a_known_directive() {
        let parse = |text| serde_json::from_str::<Exceptions>(text).expect("it is JSON").check();
        assert!(parse(r#"{"allow": {"script-src": "'unsafe-inline'"}}"#).is_err());
        assert!(parse(r#"{"allow": {"scripts": "a"}, "because": "b"}"#).is_err());
        assert!(parse(r#"{"because": "nothing"}"#).is_err());
        assert!(parse(r#"{"allow": {"trusted-types": "vue"}, "because": "it makes one"}"#).is_ok());
    }

    #[test]
    fn none_gives_way_to_what_is_allowed() {
        let text = r#"{"allow": {"trusted-types": "vue"}, "because": "it makes one"}"#;
        let exceptions = serde_json::from_str(text).expect("it is JSON");
        let policy = strictest(&exceptions, "http://api", "http://reports", Path::new("")).expect("no page is read");
        assert!(policy.contains("trusted-types vue") && policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("connect-src 'self' http://api;"), "{policy}");
    }
}
