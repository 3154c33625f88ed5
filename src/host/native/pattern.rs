//! Regular expressions as JavaScript reads them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use regex::{Captures, Regex, RegexBuilder};

thread_local! {
    static PATTERNS: RefCell<HashMap<Rc<str>, Rc<Regex>>> = RefCell::default();
}

/// A pattern as JavaScript reads it with the flags `su`. The core keeps to what both kinds of regular expressions know.
pub(super) fn regex(pattern: &Rc<str>) -> Rc<Regex> {
    PATTERNS.with_borrow_mut(|patterns| {
        let compile = || {
            let mut chars = pattern.chars();
            while let Some(char) = chars.next() {
                let escaped = if char == '\\' { chars.next() } else { None };
                let is_alike = !escaped.is_some_and(|escaped| "dDsSwWbBpP0123456789".contains(escaped));
                assert!(is_alike, "the hosts read {escaped:?} behind a backslash differently: {pattern}");
            }
            let regex = RegexBuilder::new(pattern).dot_matches_new_line(true).build();
            Rc::new(regex.unwrap_or_else(|error| panic!("{error}")))
        };
        patterns.entry(pattern.clone()).or_insert_with(compile).clone()
    })
}

/// All that a pattern finds. As in JavaScript, what it finds may be empty also where it has just found something.
pub(super) fn found<'a>(regex: &Regex, text: &'a str) -> Vec<Captures<'a>> {
    let mut all = Vec::new();
    let mut from = 0;
    while from <= text.len() {
        let Some(captures) = regex.captures_at(text, from) else { break };
        let whole = captures.get_match();
        from = whole.end();
        if whole.is_empty() {
            from += text[from..].chars().next().map_or(1, char::len_utf8);
        }
        all.push(captures);
    }
    all
}
