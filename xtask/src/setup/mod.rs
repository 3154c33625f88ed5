//! `cargo xtask setup`: finds, or installs, what the other commands need.
//!
//! Each tool has one function that returns where the tool is, so that a command which needs a tool cannot forget to look
//! for it. What is there already is used; versions are exact where they matter.

pub(crate) mod apt;
pub(crate) mod browsers;
pub(crate) mod cargo_tools;
mod debian_rust;
pub(crate) mod npm;
pub(crate) mod python;
mod report;
pub(crate) mod rust_toolchain;

use std::panic::resume_unwind;
use std::thread;
use std::time::Instant;

use anyhow::Result;

use crate::engine::Engine;
use crate::workspace::Workspace;

pub(crate) use report::Report;

/// Something that a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// rustfmt and clippy
    RustComponents,
    /// A compiler for WebAssembly
    WasmTarget,
    /// wasm-bindgen and its test runner
    WasmBindgen,
    /// wasm-pack
    WasmPack,
    /// cargo-deny
    CargoDeny,
    /// The packages of npm in a folder
    Npm(npm::Packages),
    /// Authlib, for a server of others
    Authlib,
    /// A browser and its driver
    Browser(Engine),
    /// Valgrind
    Valgrind,
}

impl Need {
    /// Everything, for every command.
    fn all() -> Vec<Self> {
        let mut all = vec![Self::WasmTarget, Self::RustComponents, Self::WasmBindgen, Self::WasmPack];
        all.extend([Self::CargoDeny, Self::Authlib]);
        all.extend(Engine::ALL.map(Self::Browser));
        all.extend(npm::Packages::ALL.map(Self::Npm));
        all.push(Self::Valgrind);
        all
    }
}

/// Everything, with a line for each step.
pub(crate) fn everything(workspace: &Workspace) -> Result<()> {
    let started = Instant::now();
    ensure(workspace, &Need::all(), &Report::verbose())?;
    println!("{:<26} {:.2} s", "everything is there", started.elapsed().as_secs_f64());
    Ok(())
}

/// Finds or installs what is needed. What has to be compiled is compiled while the rest is downloaded.
pub(crate) fn ensure(workspace: &Workspace, needs: &[Need], report: &Report) -> Result<()> {
    let has = |need: Need| needs.contains(&need);
    if has(Need::WasmTarget) {
        let rust = rust_toolchain::wasm_target(workspace, report)?;
        rust_toolchain::sources(&rust, workspace, report);
    }
    thread::scope(|scope| {
        let compiling = scope.spawn(|| {
            if has(Need::WasmBindgen) {
                cargo_tools::wasm_bindgen(workspace, report)?;
            }
            if has(Need::WasmPack) {
                cargo_tools::wasm_pack(workspace, report)?;
            }
            if has(Need::Browser(Engine::Firefox)) {
                cargo_tools::geckodriver(workspace, report)?;
            }
            anyhow::Ok(())
        });
        let downloaded = download(workspace, needs, report);
        let compiled = compiling.join().unwrap_or_else(|panic| resume_unwind(panic));
        downloaded.and(compiled)
    })
}

fn download(workspace: &Workspace, needs: &[Need], report: &Report) -> Result<()> {
    if needs.contains(&Need::RustComponents) {
        rust_toolchain::components(workspace, report)?;
    }
    let engines: Vec<Engine> = Engine::ALL.into_iter().filter(|it| needs.contains(&Need::Browser(*it))).collect();
    browsers::install(&engines, workspace, report)?;
    for need in needs {
        match need {
            Need::Npm(packages) => drop(npm::find_or_install(*packages, workspace, report)?),
            Need::Authlib => drop(python::authlib(workspace, report)?),
            Need::CargoDeny => drop(cargo_tools::cargo_deny(workspace, report)?),
            Need::Valgrind => drop(apt::program("valgrind", "VALGRIND", workspace, report)?),
            _ => {}
        }
    }
    Ok(())
}
