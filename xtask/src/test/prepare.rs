//! What the suites need, before the first of them starts, so that nobody waits long for a refusal.

use anyhow::Result;

use super::SuiteName;
use crate::engine::{Browser, Engine};
use crate::setup::{Report, browsers, cargo_tools, fuzzer, npm_tools, python, rust_components, wasm_target};
use crate::workspace::Workspace;

/// Finds or installs all of it; gives back the browsers, of the engines given, if any suite is for browsers.
pub(super) fn everything(workspace: &Workspace, suites: &[SuiteName], engines: &[Engine]) -> Result<Vec<Browser>> {
    use SuiteName::{
        BenchPages, Browser, Build, Clippy, ClippyWasm, Consumers, ConsumersQuick, E2e, Format, Fuzz, Reproducible,
        Server, Tarball, Types,
    };
    let report = Report::quiet();
    let any_of = |names: &[SuiteName]| names.iter().any(|name| suites.contains(name));
    if any_of(&[Format, Clippy, ClippyWasm]) {
        rust_components::find_or_install(workspace, &report)?;
    }
    let package = [Build, Tarball, Types, Server, E2e, BenchPages, ConsumersQuick, Consumers, Reproducible];
    if any_of(&package) || any_of(&[ClippyWasm, Browser]) {
        wasm_target::find_or_install(workspace, &report)?;
    }
    if any_of(&package) || any_of(&[Browser]) {
        cargo_tools::wasm_bindgen(workspace)?.find_or_install(workspace, &report)?;
    }
    if any_of(&package) {
        npm_tools::find_or_install(workspace, &report)?;
    }
    if any_of(&[Types]) {
        npm_tools::find_or_install_readers_of_types(workspace, &report)?;
    }
    if any_of(&[Types, E2e]) {
        npm_tools::find_or_install_packages_of_the_app(workspace, &report)?;
    }
    if any_of(&[E2e]) {
        npm_tools::find_or_install_packages_of_apps(workspace, &report)?;
        npm_tools::find_or_install_server_of_others(workspace, &report)?;
        python::find_or_install(workspace, &report)?;
    }
    if any_of(&[BenchPages]) {
        npm_tools::find_or_install_peers(workspace, &report)?;
    }
    if any_of(&[Browser]) {
        cargo_tools::wasm_pack().find_or_install(workspace, &report)?;
    }
    if any_of(&[Fuzz]) {
        fuzzer::find_or_install(workspace, &report)?;
    }
    if any_of(&[ConsumersQuick, Consumers, BenchPages]) {
        browsers::find_or_install(&[Engine::Chromium], workspace, &report)?;
    }
    if any_of(&[Browser, E2e]) {
        return browsers::find_or_install(engines, workspace, &report);
    }
    Ok(Vec::new())
}
