//! `CHANGELOG.md`: what stood under Unreleased stands under the version, with its day.

use std::fs;

use anyhow::{Context, Result, bail};
use semver::Version;
use time::Date;

use crate::workspace::Workspace;

const UNRELEASED: &str = "## [Unreleased]\n";

pub(super) fn release(workspace: &Workspace, version: &Version, day: Date) -> Result<()> {
    let file = workspace.path("CHANGELOG.md");
    let text = fs::read_to_string(&file).context("reading CHANGELOG.md")?;
    Ok(fs::write(file, released(&text, version, day)?)?)
}

fn released(text: &str, version: &Version, day: Date) -> Result<String> {
    let (before, after) = text.split_once(UNRELEASED).context("CHANGELOG.md has no heading [Unreleased]")?;
    let entries = after.split("\n## [").next().unwrap_or_default();
    if !entries.contains("\n- ") {
        bail!("CHANGELOG.md says nothing under [Unreleased]: there is nothing to release");
    }
    if text.contains(&format!("\n## [{version}]")) {
        bail!("CHANGELOG.md has {version} already");
    }
    Ok(format!("{before}{UNRELEASED}\n## [{version}] - {day}\n{after}"))
}

#[cfg(test)]
mod tests {
    use time::Month;

    use super::*;

    fn released(text: &str) -> Result<String> {
        let day = Date::from_calendar_date(2026, Month::March, 1).expect("a day");
        super::released(text, &Version::new(0, 2, 0), day)
    }

    #[test]
    fn what_was_unreleased_gets_the_version_and_its_day() {
        let text = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- This.\n\n## [0.1.0] - 2026-01-02\n\n- That.\n";
        let expected = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-03-01\n\n### Added\n\n- This.\n\n\
                        ## [0.1.0] - 2026-01-02\n\n- That.\n";
        assert_eq!(released(text).expect("a changelog"), expected);
    }

    #[test]
    fn nothing_is_no_release() {
        assert!(released("# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-02\n\n- That.\n").is_err());
        assert!(released("# Changelog\n").is_err());
    }

    #[test]
    fn a_version_is_released_once() {
        assert!(released("## [Unreleased]\n\n- This.\n\n## [0.2.0] - 2026-01-02\n\n- That.\n").is_err());
    }
}
