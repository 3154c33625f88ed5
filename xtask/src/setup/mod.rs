//! `cargo xtask setup`: finds, or installs, what the other commands need.
//!
//! Each tool has one function that returns where the tool is, so that a command which needs a tool cannot forget to look
//! for it. What is there already is used; versions are exact where they matter.

pub(crate) mod apt;
pub(crate) mod browsers;
pub(crate) mod cargo_tools;
mod debian_rust;
pub(crate) mod nginx;
pub(crate) mod npm;
pub(crate) mod python;
pub(crate) mod report;
pub(crate) mod rust_toolchain;

use std::panic::resume_unwind;
use std::thread;
use std::time::Instant;

use anyhow::Result;

use crate::engine::Engine;

/// Something that a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// rustfmt and clippy
    RustComponents,
    /// A compiler for WebAssembly
    WasmTarget,
    /// wasm-bindgen and its test runner
    WasmBindgen,
    WasmPack,
    CargoDeny,
    /// The packages of npm in a folder
    Npm(&'static str),
    /// A server of others
    Authlib,
    /// What an app's own server can be
    Nginx,
    /// A browser and its driver
    Browser(Engine),
}

/// Everything, with a line for each step.
pub(crate) fn everything() -> Result<()> {
    use Need::{Authlib, CargoDeny, Nginx, RustComponents, WasmBindgen, WasmPack, WasmTarget};
    let started = Instant::now();
    report::tell_all();
    let mut all = vec![WasmTarget, RustComponents, WasmBindgen, WasmPack, CargoDeny, Authlib, Nginx];
    all.extend(Engine::ALL.map(Need::Browser));
    all.extend(npm::ALL.map(Need::Npm));
    ensure(&all)?;
    println!("{:<26} {:.2} s", "everything is there", started.elapsed().as_secs_f64());
    Ok(())
}

/// Finds or installs what is needed. What has to be compiled is compiled while the rest is downloaded.
pub(crate) fn ensure(needs: &[Need]) -> Result<()> {
    if needs.contains(&Need::WasmTarget) {
        rust_toolchain::sources(&rust_toolchain::wasm_target()?);
    }
    thread::scope(|scope| {
        let compiling = scope.spawn(|| needs.iter().try_for_each(|need| compile(*need)));
        let downloaded = download(needs);
        let compiled = compiling.join().unwrap_or_else(|panic| resume_unwind(panic));
        downloaded.and(compiled)
    })
}

fn compile(need: Need) -> Result<()> {
    match need {
        Need::WasmBindgen => cargo_tools::wasm_bindgen().map(drop),
        Need::WasmPack => cargo_tools::wasm_pack().map(drop),
        Need::Browser(Engine::Firefox) => cargo_tools::geckodriver().map(drop),
        _ => Ok(()),
    }
}

fn download(needs: &[Need]) -> Result<()> {
    let engines: Vec<Engine> = Engine::ALL.into_iter().filter(|it| needs.contains(&Need::Browser(*it))).collect();
    browsers::install(&engines)?;
    needs.iter().try_for_each(|need| match need {
        Need::RustComponents => rust_toolchain::components(),
        Need::Npm(folder) => npm::install(folder),
        Need::Authlib => python::authlib().map(drop),
        Need::Nginx => nginx::nginx().map(drop),
        Need::CargoDeny => cargo_tools::cargo_deny().map(drop),
        _ => Ok(()),
    })
}
