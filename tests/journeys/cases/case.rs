//! A test: its name, and what to do in a scene.

use std::pin::Pin;
use std::process;

use anyhow::{Context, Result};
use browser::{Browser, Engine, in_repository, sentence};
use demo::Stage;
use libtest_mimic::{Failed, Trial};
use sandbox::Options;
use tokio::runtime::Runtime;

use crate::scene::Scene;

type Running<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

pub(crate) struct Case {
    /// With its module in front: `tabs::new_tab_without_a_session_gets_that_of_another`.
    name: String,
    /// The requirements in `SECURITY.md` that it is for, separated by spaces.
    proves: &'static str,
    /// How the scene's local CoolSMS behaves.
    sandbox: Options,
    has_short_waits: bool,
    run: Box<dyn for<'a> Fn(&'a Scene<'a>) -> Running<'a> + Send>,
}

impl Case {
    pub(crate) fn new(
        name: &str,
        proves: &'static str,
        run: impl for<'a> Fn(&'a Scene<'a>) -> Running<'a> + Send + 'static,
    ) -> Self {
        let name = name.trim_start_matches("journeys::").to_owned();
        Self { name, proves, sandbox: Options::default(), has_short_waits: false, run: Box::new(run) }
    }

    /// The same in a scene whose CoolSMS behaves so.
    pub(crate) fn with(self, sandbox: Options) -> Self {
        Self { sandbox, ..self }
    }

    /// The same with a package that does not wait as long: for a case in which a wait has to run out.
    pub(crate) fn with_short_waits(self) -> Self {
        Self { has_short_waits: true, ..self }
    }

    /// The test as the runner wants it.
    pub(crate) fn trial(self, run: impl FnOnce(&Self) -> Result<()> + Send + 'static) -> Trial {
        let (name, proves) = (self.name.clone(), self.proves);
        Trial::test(name, move || run(&self).map_err(|error| Failed::from(sentence(&error)))).with_kind(proves)
    }
}

/// A case: the requirements that it is for, and its function, which names it unless it has a name and arguments.
macro_rules! case {
    ([$($requirement:ident)*] $function:ident) => {
        $crate::case::case!([$($requirement)*] $function: $function())
    };
    ([$($requirement:ident)*] $name:ident: $function:ident($($argument:expr),*)) => {
        $crate::case::Case::new(
            concat!(module_path!(), "::", stringify!($name)),
            stringify!($($requirement)*),
            |scene| Box::pin($function(scene, $($argument),*)),
        )
    };
}
pub(crate) use case;

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
            let scene = Scene::new(&self.browser, &self.stage, case.sandbox.clone(), case.has_short_waits).await;
            let result = match scene.context("setting the scene") {
                Ok(scene) => (case.run)(&scene).await,
                Err(error) => Err(error),
            };
            let Err(error) = result else { return Ok(()) };
            if let Err(death) = self.browser.is_alive().await {
                // No other case can run. The browser's process group ends with us.
                eprintln!("\nerror: {}", sentence(&death));
                process::exit(1);
            }
            // What the browser shows, for whoever looks into the failure.
            let name = case.name.replace("::", "-");
            let file = format!("target/journeys/{:?}-{name}.png", self.engine).to_lowercase();
            let kept = match self.browser.picture(&in_repository(&file)).await {
                Ok(()) => format!("see {file}"),
                Err(error) => format!("no picture: {error:#}"),
            };
            Err(error.context(kept))
        })
    }
}
