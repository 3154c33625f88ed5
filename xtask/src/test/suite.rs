//! The suites: their names, what they need, and how they run.

use anyhow::{Context, Result};
use clap::ValueEnum;

use super::verdict::{Checks, Verdict};
use super::{engines, native, panics, reproducible, simulation, tarball, types};
use crate::engine::{Browser, Engine};
use crate::setup::Need;
use crate::setup::npm::Packages;
use crate::workspace::Workspace;
use crate::{bench, build, consumers};

/// A suite, as `--only` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Suite {
    /// Whether the Rust code is formatted
    Format,
    /// Lints: clippy, natively and for WebAssembly, and the types of TypeScript
    Lint,
    /// Licences, sources and known flaws of dependencies
    Deny,
    /// The protocol, the flows and the sandbox, natively
    Core,
    /// The package, its size, and that its core cannot panic
    Build,
    /// What npm would publish: its files, its types, and what linters of packages say
    Package,
    /// The package where there is no page, in Node.js
    Server,
    /// The flows under random schedules
    Simulation,
    /// The module's own tests, in each engine
    Wasm,
    /// What a single page can show, in each engine
    Page,
    /// Navigation, history, several tabs and origins, in each engine
    Journeys,
    /// Apps with the packed package that are built in a moment: script, module, esbuild, worker, Node.js
    ConsumersQuick,
    /// Whether every page of the benchmarks works, in Chromium; nothing is timed
    BenchPages,
    /// Apps with the packed package, by every bundler and framework; long
    Consumers,
    /// Whether the same sources, elsewhere, give the same package; long
    Reproducible,
}

impl Suite {
    pub(super) const OF_RUST: [Self; 3] = [Self::Format, Self::Lint, Self::Core];
    pub(super) const OF_THE_PACKAGE: [Self; 5] =
        [Self::Build, Self::Deny, Self::Package, Self::Server, Self::Simulation];
    pub(super) const IN_ENGINES: [Self; 3] = [Self::Wasm, Self::Page, Self::Journeys];
    pub(super) const AFTERWARDS: [Self; 4] =
        [Self::ConsumersQuick, Self::BenchPages, Self::Consumers, Self::Reproducible];

    /// As the command line and the table name it.
    pub(super) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Whether it is run only when asked for, by its name or with `--all`.
    pub(super) const fn is_long(self) -> bool {
        matches!(self, Self::Consumers | Self::Reproducible)
    }

    pub(super) fn is_for_engines(self) -> bool {
        Self::IN_ENGINES.contains(&self)
    }

    /// What has to be there before the first suite starts, so that nobody waits long for a refusal.
    pub(super) fn needs(self, engines: &[Engine]) -> Vec<Need> {
        const TO_BUILD: [Need; 3] = [Need::WasmTarget, Need::WasmBindgen, Need::Npm(Packages::Tools)];
        let with = |own: &[Need]| [&TO_BUILD[..], own].concat();
        let browsers = || engines.iter().copied().map(Need::Browser);
        match self {
            Self::Format => vec![Need::RustComponents, Need::Npm(Packages::Tools)],
            Self::Lint => vec![Need::RustComponents, Need::WasmTarget, Need::Npm(Packages::Tools)],
            Self::Deny => vec![Need::CargoDeny],
            Self::Core => vec![],
            Self::Build | Self::Server | Self::Simulation | Self::Reproducible => with(&[]),
            Self::Package => with(&[Need::Npm(Packages::ReadersOfTypes), Need::Npm(Packages::Spa)]),
            Self::Wasm => browsers().chain([Need::WasmTarget, Need::WasmBindgen, Need::WasmPack]).collect(),
            Self::Page => browsers().chain(TO_BUILD).collect(),
            Self::Journeys => {
                let own = [Packages::Spa, Packages::TestApps, Packages::ForeignServer].map(Need::Npm);
                browsers().chain(TO_BUILD).chain(own).chain([Need::Authlib]).collect()
            }
            Self::BenchPages => with(&[Need::Npm(Packages::Peers), Need::Browser(Engine::Chromium)]),
            Self::ConsumersQuick | Self::Consumers => with(&[Need::Browser(Engine::Chromium)]),
        }
    }

    /// Runs it. What programs print is passed on after the label.
    pub(super) fn run(self, workspace: &Workspace, label: &str, browser: Option<&Browser>) -> Result<Verdict> {
        let engine = || browser.context("this suite runs in an engine");
        match self {
            Self::Format => native::format(workspace, label),
            Self::Lint => native::lint(workspace, label),
            Self::Deny => native::deny(workspace, label),
            Self::Core => native::core(workspace, label),
            Self::Build => {
                let mut checks = Checks::new(label);
                checks.add("the package is built, and within its budget", build::run(workspace, build::Mode::Release));
                checks.add("the core cannot panic", panics::check(workspace));
                Ok(checks.verdict())
            }
            Self::Package => Ok(tarball::check(workspace)? + types::check(workspace, label)?),
            Self::Server => native::server(workspace, label),
            Self::Simulation => simulation::check(workspace, label),
            Self::Wasm => engines::wasm(workspace, label, engine()?),
            Self::Page => engines::page(workspace, label, engine()?),
            Self::Journeys => engines::journeys(workspace, label, engine()?),
            Self::ConsumersQuick => consumed(workspace, consumers::Which::Quick),
            Self::Consumers => consumed(workspace, consumers::Which::Named(&[])),
            Self::BenchPages => {
                let mut checks = Checks::new(label);
                checks.add("every page of the benchmarks works", bench::check_pages(workspace));
                Ok(checks.verdict())
            }
            Self::Reproducible => reproducible::check(workspace, label),
        }
    }
}

fn consumed(workspace: &Workspace, which: consumers::Which<'_>) -> Result<Verdict> {
    let consumers::Outcome { passed, failed } = consumers::run(workspace, which)?;
    Ok(Verdict { passed, failed, ..Verdict::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suite_has_its_turn_once() {
        let turns = [&Suite::OF_RUST[..], &Suite::OF_THE_PACKAGE, &Suite::IN_ENGINES, &Suite::AFTERWARDS].concat();
        for suite in Suite::value_variants() {
            assert_eq!(turns.iter().filter(|turn| *turn == suite).count(), 1, "{suite:?}");
        }
    }
}
