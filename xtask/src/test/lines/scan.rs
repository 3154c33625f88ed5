//! Reads a Rust source: its functions, and the lines of `SECURITY.md` that each says it is for.
//!
//! Every function is taken, wherever it stands, also within a macro such as `proptest!`; which of them are tests is told
//! by the runner. Comments count and strings do not, so the source is cut into tokens first.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::LAST;

/// A function that may be a test.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) name: String,
    /// What its comments name.
    pub(super) lines: BTreeSet<u8>,
    /// The files of vectors whose every row it compares with what happened.
    pub(super) vectors: BTreeSet<String>,
}

impl Function {
    pub(super) fn proves_something(&self) -> bool {
        !self.lines.is_empty() || !self.vectors.is_empty()
    }
}

/// The functions of a source.
pub(super) fn functions(source: &str) -> Result<Vec<Function>> {
    let tokens: TokenStream = source.parse().map_err(|error| anyhow!("it cannot be read: {error}"))?;
    let mut found = Vec::new();
    walk(&tokens.into_iter().collect::<Vec<_>>(), source, &mut found);
    Ok(found)
}

/// The lines that a name begins with: `s26_s27_…`.
pub(super) fn lines_of_name(name: &str) -> BTreeSet<u8> {
    let name = name.rsplit("::").next().unwrap_or(name);
    name.split('_').map_while(|word| line(word.strip_prefix('s')?)).collect()
}

/// The lines that a comment names, `S26`.
fn lines_of_comment(comment: &str) -> impl Iterator<Item = u8> {
    let words = comment.split(|char: char| !char.is_ascii_alphanumeric());
    words.filter_map(|word| line(word.strip_prefix('S')?))
}

fn line(number: &str) -> Option<u8> {
    number.parse().ok().filter(|line| (1..=LAST).contains(line))
}

fn walk(tokens: &[TokenTree], source: &str, found: &mut Vec<Function>) {
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => walk(&inside(group), source, found),
            TokenTree::Ident(word) if word == "fn" => found.extend(function(tokens, index, source)),
            _ => {}
        }
    }
}

/// The function whose `fn` stands there; `None` where it is a type, or has no body.
fn function(tokens: &[TokenTree], at: usize, source: &str) -> Option<Function> {
    let TokenTree::Ident(name) = tokens.get(at + 1)? else { return None };
    let rest = tokens.get(at + 2..)?;
    let end = rest.iter().position(|token| is_group(token, Delimiter::Brace) || is_punctuation(token, ';'))?;
    let TokenTree::Group(body) = rest.get(end)? else { return None };
    // Its attributes and doc comments stand behind the end of what is before it.
    let before = tokens.get(..at)?;
    let is_boundary = |token: &TokenTree| is_group(token, Delimiter::Brace) || is_punctuation(token, ';');
    let first = before.iter().rposition(is_boundary).map_or(0, |index| index + 1);
    let own = tokens.get(first..=at + 2 + end)?;

    let mut leaves = Vec::new();
    flatten(own, &mut leaves);
    let lines = comments(&leaves, source).flat_map(lines_of_comment).collect();
    Some(Function { name: name.to_string(), lines, vectors: compared(body) })
}

/// Where each token stands; of groups, their two ends.
fn flatten(tokens: &[TokenTree], places: &mut Vec<Range<usize>>) {
    for token in tokens {
        if let TokenTree::Group(group) = token {
            places.push(group.span_open().byte_range());
            flatten(&inside(group), places);
            places.push(group.span_close().byte_range());
        } else {
            places.push(token.span().byte_range());
        }
    }
}

/// What stands between tokens; and doc comments, which are tokens.
fn comments<'a>(places: &'a [Range<usize>], source: &'a str) -> impl Iterator<Item = &'a str> {
    let between = places.windows(2).filter_map(|pair| source.get(pair.first()?.end..pair.last()?.start));
    let docs = places.iter().filter_map(|place| source.get(place.clone())).filter(|text| text.starts_with("//"));
    between.chain(docs)
}

/// The files whose every row is compared, by `check("name", …)` or `Comparison::new("name")`. Of one that is filtered,
/// `rows("name").iter().filter(…)`, nobody knows here which rows are left: that function says by itself what it proves.
fn compared(body: &Group) -> BTreeSet<String> {
    let (mut all, mut filtered) = (BTreeSet::new(), BTreeSet::new());
    look_for_files(&inside(body), &mut all, &mut filtered);
    all.difference(&filtered).cloned().collect()
}

fn look_for_files(tokens: &[TokenTree], all: &mut BTreeSet<String>, filtered: &mut BTreeSet<String>) {
    for (index, token) in tokens.iter().enumerate() {
        let rest = tokens.get(index + 1..).unwrap_or_default();
        match token {
            TokenTree::Ident(word) if word == "check" => all.extend(file(rest)),
            TokenTree::Ident(word) if word == "Comparison" => all.extend(rest.get(3..).and_then(file)),
            TokenTree::Ident(word) if word == "rows" => {
                let chain = rest.iter().take_while(|token| !is_group(token, Delimiter::Brace));
                if chain.take_while(|token| !is_punctuation(token, ';')).any(|token| token.to_string() == "filter") {
                    filtered.extend(file(rest));
                }
            }
            TokenTree::Group(group) => look_for_files(&inside(group), all, filtered),
            _ => {}
        }
    }
}

/// The string that is the first argument, if arguments come next.
fn file(tokens: &[TokenTree]) -> Option<String> {
    let TokenTree::Group(arguments) = tokens.first()? else { return None };
    let first = inside(arguments).first()?.to_string();
    Some(first.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

fn is_punctuation(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punctuation) if punctuation.as_char() == char)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(source: &str) -> Vec<(String, Vec<u8>, Vec<String>)> {
        let functions = functions(source).expect("it is Rust");
        let row = |it: Function| (it.name, it.lines.into_iter().collect(), it.vectors.into_iter().collect());
        functions.into_iter().map(row).collect()
    }

    fn one(name: &str, lines: &[u8], vectors: &[&str]) -> (String, Vec<u8>, Vec<String>) {
        (name.to_owned(), lines.to_vec(), vectors.iter().map(|file| (*file).to_owned()).collect())
    }

    #[test]
    fn comments_of_every_kind_belong_to_their_function() {
        let source = r#"
            //! S1 of the file belongs to nobody.
            mod support;
            use support::{a, b}; // S2 neither

            /// For S3.
            #[test]
            fn documented() { assert!(true); }

            #[tokio::test]
            async fn trailing() -> Result<()> {
                assert_eq!(1, 1, "{}", 7); // S4, S5
                // S6: a whole line
                if true { assert!(true); /* S7 */ }
                Ok(())
            }
            const LAST: [u8; 2] = [1, 2];
            #[wasm_bindgen_test]
            // S8: between an attribute and its function
            fn nothing_more() {}
            // S9 stands behind every function
        "#;
        let expected =
            [one("documented", &[3], &[]), one("trailing", &[4, 5, 6, 7], &[]), one("nothing_more", &[8], &[])];
        assert_eq!(scanned(source), expected);
    }

    #[test]
    fn strings_and_other_words_are_no_lines() {
        let source = r##"
            #[test]
            fn quiet() {
                let _ = ("// S4", r#"S5 // S6"#, 'S', b"S7"); // S0, S51, S9x, RS8, s10, HS256, S400
                let url = "https://a.example/ S11";
            }
        "##;
        assert_eq!(scanned(source), [one("quiet", &[], &[])]);
    }

    #[test]
    fn functions_within_macros_and_modules_are_found() {
        let source = "
            proptest! {
                #![proptest_config(settings())]
                #[test]
                fn any(text in any::<String>()) { prop_assert!(true); /* S18 */ }
                #[test]
                fn other((a, b) in pair()) { } // S19 stands behind its end
            }
            mod tests { #[test] fn inner() {
                // S20
            } }
            trait It { fn without_a_body(&self); }
            type Pointer = fn(u8) -> u8;
        ";
        assert_eq!(scanned(source), [one("any", &[18], &[]), one("other", &[], &[]), one("inner", &[20], &[])]);
    }

    #[test]
    fn vectors_are_those_whose_every_row_is_compared() {
        let source = r#"
            #[test]
            fn by_check() { check("scopes", |row| row.clone()); }
            #[wasm_bindgen_test]
            async fn by_comparison() {
                let mut comparison = Comparison::new("origins");
                for row in rows("origins") { comparison.add(&row, expected(&row), &called(&row).await); } // S32
                comparison.finish();
            }
            #[test]
            fn rows_alone_say_nothing() { for row in rows("scopes") { let _ = (check(&row), "scopes"); } }
            #[test]
            fn some_rows_say_nothing() {
                let mut comparison = Comparison::new("scopes");
                for row in rows("scopes").iter().filter(|row| row.get("ask").is_some()) { comparison.add(row); } // S8
                comparison.finish();
            }
            #[test]
            fn what_is_filtered_later_is_something_else() {
                let mut comparison = support::Comparison::new("scopes");
                for row in rows("scopes") { comparison.add(&row, words().filter(known).count()); }
            }
        "#;
        let expected = [
            one("by_check", &[], &["scopes"]),
            one("by_comparison", &[32], &["origins"]),
            one("rows_alone_say_nothing", &[], &[]),
            one("some_rows_say_nothing", &[8], &[]),
            one("what_is_filtered_later_is_something_else", &[], &["scopes"]),
        ];
        assert_eq!(scanned(source), expected);
    }

    #[test]
    fn a_name_says_its_lines_at_its_beginning() {
        assert_eq!(lines_of_name("s26_s27_what_s28_does").into_iter().collect::<Vec<_>>(), [26, 27]);
        assert_eq!(lines_of_name("forged::s9_token").into_iter().collect::<Vec<_>>(), [9]);
        for none in ["sixteen_are_remembered", "s_1", "s99_x", "a_s9", "s"] {
            assert!(lines_of_name(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn what_is_no_rust_is_an_error() {
        assert!(functions("fn broken( {").is_err());
    }
}
