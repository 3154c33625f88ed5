//! Which version comes next.

use std::str::FromStr;

use anyhow::{Result, bail};
use semver::Version;

/// What `cargo xtask release` is told: a part to raise, or the version itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Bump {
    Patch,
    Minor,
    Major,
    To(Version),
}

impl FromStr for Bump {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "patch" => Ok(Self::Patch),
            "minor" => Ok(Self::Minor),
            "major" => Ok(Self::Major),
            version => Version::parse(version)
                .map(Self::To)
                .map_err(|error| format!("patch, minor, major, or a version such as 1.2.3 ({error})")),
        }
    }
}

impl Bump {
    /// The version after that one.
    pub(crate) fn of(&self, current: &Version) -> Result<Version> {
        let Version { major, minor, patch, .. } = *current;
        let next = match self {
            // What was announced by a pre-release is next, without a step.
            Self::Patch if !current.pre.is_empty() => Version::new(major, minor, patch),
            Self::Patch => Version::new(major, minor, patch + 1),
            Self::Minor => Version::new(major, minor + 1, 0),
            Self::Major => Version::new(major + 1, 0, 0),
            Self::To(version) => version.clone(),
        };
        if next < *current {
            bail!("{next} comes before {current}");
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(bump: &str, current: &str) -> Result<String> {
        let bump: Bump = bump.parse().map_err(anyhow::Error::msg)?;
        Ok(bump.of(&Version::parse(current)?)?.to_string())
    }

    #[test]
    fn a_part_is_raised_and_those_after_it_begin_anew() {
        assert_eq!(next("patch", "1.2.3").expect("a version"), "1.2.4");
        assert_eq!(next("minor", "1.2.3").expect("a version"), "1.3.0");
        assert_eq!(next("major", "1.2.3").expect("a version"), "2.0.0");
        assert_eq!(next("patch", "1.2.3-rc.1").expect("a version"), "1.2.3");
    }

    #[test]
    fn a_version_may_be_named_if_it_is_not_an_older_one() {
        assert_eq!(next("1.2.3", "1.2.3").expect("the first release keeps its version"), "1.2.3");
        assert!(next("1.2.2", "1.2.3").is_err());
        assert!(next("tomorrow", "1.2.3").is_err());
    }
}
