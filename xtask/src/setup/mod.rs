//! `cargo xtask setup`: finds, or installs, what the other commands need.
//!
//! Each tool has a module with one function that gives back where the tool is, so that a command which needs a tool
//! cannot forget to look for it. What is there already is used; versions are exact where they matter.

pub(crate) mod apt;
pub(crate) mod browsers;
pub(crate) mod cargo_tools;
mod debian_rust;
pub(crate) mod fuzzer;
pub(crate) mod npm_tools;
pub(crate) mod python;
mod report;
pub(crate) mod rust_components;
pub(crate) mod rust_sources;
pub(crate) mod valgrind;
pub(crate) mod wasm_target;

use anyhow::Result;

use crate::engine::Engine;
use crate::workspace::Workspace;

pub(crate) use report::Report;

/// Everything, with a line for each step.
pub(crate) fn everything(workspace: &Workspace) -> Result<()> {
    let report = Report::verbose();
    let rust = wasm_target::find_or_install(workspace, &report)?;
    rust_sources::find_or_install(&rust, workspace, &report);
    rust_components::find_or_install(workspace, &report)?;
    npm_tools::find_or_install(workspace, &report)?;
    npm_tools::find_or_install_readers_of_types(workspace, &report)?;
    npm_tools::find_or_install_packages_of_apps(workspace, &report)?;
    npm_tools::find_or_install_packages_of_the_app(workspace, &report)?;
    npm_tools::find_or_install_server_of_others(workspace, &report)?;
    python::find_or_install(workspace, &report)?;
    npm_tools::find_or_install_peers(workspace, &report)?;
    cargo_tools::wasm_bindgen(workspace)?.find_or_install(workspace, &report)?;
    cargo_tools::wasm_pack().find_or_install(workspace, &report)?;
    fuzzer::find_or_install(workspace, &report)?;
    rust_components::llvm_tools(workspace, &report)?;
    cargo_tools::cargo_llvm_cov().find_or_install(workspace, &report)?;
    cargo_tools::cargo_mutants().find_or_install(workspace, &report)?;
    valgrind::find_or_install(workspace, &report)?;
    browsers::find_or_install(&Engine::ALL, workspace, &report)?;
    report.total();
    Ok(())
}
