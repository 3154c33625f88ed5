//! How a test of this binary is listed.

use coolsms_oauth2::host::imports::{World, world};
use libtest_mimic::Trial;

/// A test: the requirements that it proves, its name, and a function that panics where something is wrong. It starts in a
/// new world.
pub(crate) fn case(requirements: &[&str], name: &str, run: impl FnOnce() + Send + 'static) -> Trial {
    let test = move || {
        world(|it| *it = World::default());
        run();
        Ok(())
    };
    Trial::test(name, test).with_kind(requirements.join(" "))
}

/// The tests of a module: `[S9 S31] function`, or `[] function` where no requirement is concerned.
macro_rules! cases {
    ($([$($requirement:ident)*] $test:ident),* $(,)?) => {
        pub(crate) fn cases() -> Vec<libtest_mimic::Trial> {
            let module = module_path!().split_once("::").map_or("", |(_, module)| module);
            vec![$($crate::case::case(
                &[$(stringify!($requirement)),*], &format!("{module}::{}", stringify!($test)), $test,
            )),*]
        }
    };
}
pub(crate) use cases;
