//! A test: its name, and what to do in a scene.

use std::pin::Pin;
use std::time::Instant;
use std::{env, fs, process};

use anyhow::{Context, Result};
use journeys::{Browser, Engine, Stage, Waits, in_repository};
use libtest_mimic::{Failed, Trial};
use sandbox::Options;
use tokio::runtime::Runtime;

use crate::scene::Scene;

pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

pub(crate) struct Case {
    /// With its module in front: `tabs::new_tab_without_a_session_gets_that_of_another`.
    name: String,
    /// The requirements in `SECURITY.md` that it is for, separated by spaces.
    proves: &'static str,
    /// How the scene's local CoolSMS behaves.
    sandbox: Options,
    /// How long the package waits.
    waits: Waits,
    run: Box<dyn for<'a> Fn(&'a Scene<'a>) -> Running<'a> + Send>,
}

impl Case {
    pub(crate) fn new(
        name: impl Into<String>,
        run: impl for<'a> Fn(&'a Scene<'a>) -> Running<'a> + Send + 'static,
    ) -> Self {
        let name = name.into();
        let name = name.strip_prefix("journeys::").map(str::to_owned).unwrap_or(name);
        Self { name, proves: "", sandbox: Options::default(), waits: Waits::Usual, run: Box::new(run) }
    }

    /// The same, for these requirements.
    pub(crate) fn proving(self, proves: &'static str) -> Self {
        Self { proves, ..self }
    }

    /// The same in a scene whose CoolSMS behaves so.
    pub(crate) fn with(self, sandbox: Options) -> Self {
        Self { sandbox, ..self }
    }

    /// The same with a package that does not wait as long: for a case in which a wait has to run out.
    pub(crate) fn with_short_waits(self) -> Self {
        Self { waits: Waits::Short, ..self }
    }

    /// The test as the runner wants it.
    pub(crate) fn trial(self, run: impl FnOnce(&Self) -> Result<()> + Send + 'static) -> Trial {
        let (name, proves) = (self.name.clone(), self.proves);
        Trial::test(name, move || run(&self).map_err(|error| Failed::from(format!("{error:#}")))).with_kind(proves)
    }
}

/// A case: the requirements that it is for, and its function, which names it.
macro_rules! case {
    ([$($requirement:ident)*] $function:ident) => {
        $crate::case::Case::new(concat!(module_path!(), "::", stringify!($function)), |scene| Box::pin($function(scene)))
            .proving(stringify!($($requirement)*))
    };
}
pub(crate) use case;

/// The cases of a module.
macro_rules! cases {
    ($([$($requirement:ident)*] $function:ident),* $(,)?) => {
        vec![$($crate::case::case!([$($requirement)*] $function)),*]
    };
}
pub(crate) use cases;

/// What all cases share.
pub(crate) struct Runner {
    pub(crate) runtime: Runtime,
    pub(crate) browser: Browser,
    pub(crate) engine: Engine,
    pub(crate) stage: Stage,
}

impl Runner {
    pub(crate) fn run(&self, case: &Case) -> Result<()> {
        self.runtime.block_on(async {
            let began = Instant::now();
            let scene = Scene::new(&self.browser, &self.stage, case.sandbox.clone(), case.waits).await;
            let set = Instant::now();
            let result = match scene.context("setting the scene") {
                Ok(scene) => (case.run)(&scene).await,
                Err(error) => Err(error),
            };
            if env::var_os("JOURNEYS_TIMES").is_some() {
                eprintln!("{:?} + {:?} {}: {}", set - began, set.elapsed(), case.name, self.browser.take_times());
            }
            let Err(error) = result else { return Ok(()) };
            if let Err(death) = self.browser.is_alive().await {
                // No other case can run. The browser's process group ends with us.
                eprintln!("\nerror: {death:#}");
                process::exit(1);
            }
            Err(error.context(self.picture(&case.name).await))
        })
    }

    /// Keeps what the browser shows, for whoever looks into the failure.
    async fn picture(&self, name: &str) -> String {
        let name = name.replace("::", "-");
        let file = format!("target/journeys/{:?}-{name}.png", self.engine).to_lowercase();
        let path = in_repository(&file);
        let taken = match fs::create_dir_all(in_repository("target/journeys")) {
            Ok(()) => self.browser.screenshot(&path).await,
            Err(error) => Err(error.into()),
        };
        match taken {
            Ok(()) => format!("see {file}"),
            Err(error) => format!("no picture: {error:#}"),
        }
    }
}
