//! The code of a README, word for word, so that a test runs what people paste.

use anyhow::{Context, Result};

/// The blocks of that language in a section, in their order.
pub(crate) fn blocks<'a>(readme: &'a str, heading: &str, language: &str) -> Result<Vec<&'a str>> {
    let start = readme.find(&format!("\n{heading}\n")).with_context(|| format!("the README has no {heading}"))?;
    let section = &readme[start + 1 + heading.len()..];
    // A block may hold lines that look like a heading, but none of ours has one of this kind.
    let section = section.find("\n## ").map_or(section, |end| &section[..end]);
    let fence = format!("\n```{language}\n");
    let blocks = section.split(fence.as_str()).skip(1);
    Ok(blocks.filter_map(|rest| Some(&rest[..rest.find("\n```")? + 1])).collect())
}

#[cfg(test)]
mod tests {
    use super::blocks;

    const README: &str = "# A\n\n## One\n\n```sh\nls\n```\n\n```js\na();\n\nb();\n```\n\n```js\nc();\n```\n\n## Two\n\n```js\nd();\n```\n";

    #[test]
    fn blocks_of_a_section_are_given_as_they_are() {
        assert_eq!(blocks(README, "## One", "js").expect("a section"), ["a();\n\nb();\n", "c();\n"]);
        assert_eq!(blocks(README, "## Two", "js").expect("a section"), ["d();\n"]);
        assert!(blocks(README, "## Two", "html").expect("a section").is_empty());
    }

    #[test]
    fn a_section_that_is_not_there_is_an_error() {
        assert!(blocks(README, "## Three", "js").is_err());
    }
}
