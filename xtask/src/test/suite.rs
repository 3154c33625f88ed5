//! The suites: their names, what they need, and how they run.

use anyhow::{Context, Result};
use clap::ValueEnum;

use super::verdict::Verdict;
use super::{engines, native};
use crate::bench;
use crate::engine::{Browser, Engine};
use crate::setup::{Need, npm};

/// A suite, as `--only` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Suite {
    /// Whether the code is formatted
    Format,
    /// Lints: clippy, natively and for WebAssembly, and the types of TypeScript
    Lint,
    /// The protocol, the flows and the sandbox, natively
    Core,
    /// Licences, sources and known flaws of dependencies
    Deny,
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
    /// Apps with the packed package that are built in a moment: script, module, esbuild, worker, Node.js, and those of the guides
    ConsumersQuick,
    /// Whether every page of the benchmarks works, in Chromium; nothing is timed
    BenchPages,
    /// Apps with the packed package, by every bundler and framework; long
    Consumers,
    /// Whether the same sources, elsewhere, give the same package; long
    Reproducible,
}

impl Suite {
    /// What runs beside the build of the package, since it does not use it.
    pub(super) const WITHOUT_THE_PACKAGE: [Self; 4] = [Self::Format, Self::Lint, Self::Core, Self::Deny];
    pub(super) const IN_ENGINES: [Self; 3] = [Self::Wasm, Self::Page, Self::Journeys];

    /// As the command line and the table name it.
    pub(super) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Whether it is run only when asked for, by its name or with `--all`.
    pub(super) const fn is_long(self) -> bool {
        matches!(self, Self::Consumers | Self::Reproducible)
    }

    /// What has to be there before the first suite starts, so that nobody waits long for a refusal.
    pub(super) fn needs(self, engines: &[Engine]) -> Vec<Need> {
        const TO_BUILD: [Need; 3] = [Need::WasmTarget, Need::WasmBindgen, Need::Npm(npm::TOOLS)];
        let with = |own: &[Need]| [&TO_BUILD[..], own].concat();
        let browsers = || engines.iter().copied().map(Need::Browser);
        match self {
            Self::Format => vec![Need::RustComponents, Need::Npm(npm::TOOLS)],
            Self::Lint => vec![Need::RustComponents, Need::WasmTarget, Need::Npm(npm::TOOLS)],
            Self::Deny => vec![Need::CargoDeny],
            Self::Core => vec![],
            Self::Build | Self::Simulation | Self::Reproducible => with(&[]),
            Self::Server => with(&[Need::Nginx]),
            Self::Package => with(&[Need::Npm(npm::READERS_OF_TYPES), Need::Npm(npm::SPA)]),
            Self::Wasm => browsers().chain([Need::WasmTarget, Need::WasmBindgen, Need::WasmPack]).collect(),
            Self::Page => browsers().chain(TO_BUILD).chain([Need::WasmPack]).collect(),
            Self::Journeys => {
                let own = [npm::SPA, npm::TEST_APPS, npm::FOREIGN_SERVER].map(Need::Npm);
                browsers().chain(TO_BUILD).chain(own).chain([Need::Authlib]).collect()
            }
            Self::BenchPages => with(&[Need::Npm(npm::PEERS), Need::Nginx, Need::Browser(Engine::Chromium)]),
            Self::ConsumersQuick | Self::Consumers => with(&[Need::Browser(Engine::Chromium)]),
        }
    }

    /// Runs it.
    pub(super) fn run(self, browser: Option<&Browser>) -> Result<Verdict> {
        let browser = || browser.context("this suite runs in an engine");
        match self {
            Self::Format => native::format(),
            Self::Lint => native::lint(),
            Self::Core => native::core(),
            Self::Deny => native::deny(),
            Self::Build => native::build(),
            Self::Package => Ok(native::tarball()? + native::types()?),
            Self::Server => native::server(),
            Self::Simulation => native::simulation(),
            Self::Wasm => engines::wasm(browser()?),
            Self::Page => engines::page(browser()?),
            Self::Journeys => engines::journeys(browser()?),
            Self::ConsumersQuick => native::consumers(&["--quick".to_owned()]),
            Self::BenchPages => Ok(Verdict::of_checks([("every page of the benchmarks works", bench::check_pages())])),
            Self::Consumers => native::consumers(&[]),
            Self::Reproducible => native::reproducible(),
        }
    }
}
