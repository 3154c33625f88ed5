//! The wasm module and its JavaScript glue: rustc, wasm-bindgen, wasm-opt.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Mode, Tools, WASM, names};
use crate::process::{ask, checked};
use crate::remap;
use crate::rust::{ABORT_AT_ONCE, Rust, TRIPLE};
use crate::workspace::Workspace;

/// What makes it small. A second round finds what the first has laid open, and that most functions change nothing.
const SMALL: [&str; 3] = ["-Oz", "--generate-global-effects", "-Oz"];

/// The features that rustc uses by default for this target, which every supported browser has. By name, since
/// `--all-features` makes wasm-opt write modules that browsers refuse.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];
/// What the module's stack may take, in bytes: a page pays for all of it. The compiler's own megabyte is for programs.
const STACK: &str = "-Clink-arg=-zstack-size=65536";
const STRIP: [&str; 3] = ["--strip-debug", "--strip-producers", "--strip-target-features"];

/// Builds the module; gives back where it is. The glue is in `glue/` beside it.
pub(super) fn build(workspace: &Workspace, tools: &Tools, mode: Mode) -> Result<PathBuf> {
    let compiled = compile(workspace, &tools.rust, mode, tools.builds_library)?;
    let glue = workspace.parts().join("glue");
    bind(&compiled, &glue, &tools.wasm_bindgen, mode)?;

    let bound = glue.join("glue_bg.wasm");
    let module = workspace.parts().join(WASM);
    match mode {
        Mode::Release => {
            let text = with_short_names(&glue, &bound, tools)?;
            let mut optimise = tools.npm.command("wasm-opt");
            optimise.arg(&text).args(SMALL).args(FEATURES).args(STRIP).arg("--output").arg(&module);
            checked(&mut optimise)?;
        }
        Mode::Dev => {
            fs::copy(&bound, &module)?;
        }
    }
    validate(&module)?;
    Ok(module)
}

/// The module for users as the compiler leaves it, with all that a panic would say, which the published one aborts
/// without. Gives back where it is.
pub(super) fn with_messages(workspace: &Workspace, rust: &Rust) -> Result<PathBuf> {
    compile(workspace, rust, Mode::Release, false)
}

/// As a cdylib alone: beside an rlib, rustc silently leaves link-time optimisation out.
fn compile(workspace: &Workspace, rust: &Rust, mode: Mode, builds_library: bool) -> Result<PathBuf> {
    let (profile, folder) = match mode {
        Mode::Release => ("wasm", "wasm"),
        Mode::Dev => ("dev", "debug"),
    };
    let mut target = workspace.path("target");
    let mut flags = remap::flags(workspace, rust)?;
    if mode == Mode::Release {
        flags.push(remap::SEPARATOR);
        flags.push(STACK);
    }
    let mut compile = rust.cargo();
    compile.current_dir(workspace.root());
    compile.args(["rustc", "--package", "coolsms-oauth2", "--lib", "--crate-type", "cdylib"]);
    if builds_library && mode == Mode::Release {
        // Elsewhere, since cargo would otherwise build everything anew after each wasm-pack run, and back.
        target.push("with-library");
        compile.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        compile.env("RUSTC_BOOTSTRAP", "1");
        for flag in ABORT_AT_ONCE {
            flags.push(remap::SEPARATOR);
            flags.push(flag);
        }
    }
    compile.args(["--profile", profile, "--target", TRIPLE, "--target-dir"]).arg(&target);
    compile.env("CARGO_ENCODED_RUSTFLAGS", flags);
    checked(&mut compile)?;
    Ok(target.join(TRIPLE).join(folder).join("coolsms_oauth2.wasm"))
}

fn bind(compiled: &Path, out: &Path, wasm_bindgen: &Path, mode: Mode) -> Result<()> {
    let mut bind = Command::new(wasm_bindgen);
    bind.args(["--target", "web", "--omit-default-module-path", "--no-typescript", "--out-name", "glue", "--out-dir"]);
    bind.arg(out).arg(compiled);
    if mode == Mode::Dev {
        bind.arg("--keep-debug");
    }
    checked(&mut bind)?;
    let glue = out.join("glue.js");
    Ok(fs::write(&glue, without_repeated_imports(&fs::read_to_string(&glue)?))?)
}

/// Shortens the names between module and glue; gives back the module as text.
fn with_short_names(glue: &Path, bound: &Path, tools: &Tools) -> Result<PathBuf> {
    let text = bound.with_extension("wat");
    checked(tools.npm.command("wasm-dis").arg(bound).args(FEATURES).arg("--output").arg(&text))?;
    let script = glue.join("glue.js");
    let (renamed_script, renamed_text) = names::shorten(&fs::read_to_string(&script)?, &fs::read_to_string(&text)?);
    fs::write(&script, renamed_script)?;
    fs::write(&text, renamed_text)?;
    Ok(text)
}

/// Drops what wasm-bindgen writes once for each function that is imported from the same file, where once for the file
/// would do: `"./snippets/…/file.js": import2,` after `…: import1,`. Bundlers warn of a key that is there twice.
fn without_repeated_imports(glue: &str) -> String {
    let mut seen = Vec::new();
    let mut is_new = |line: &str| {
        let Some((file, _)) = line.trim().strip_prefix("\"./snippets/").and_then(|rest| rest.split_once("\": import"))
        else {
            return true;
        };
        let is_new = !seen.contains(&file.to_owned());
        seen.push(file.to_owned());
        is_new
    };
    glue.split_inclusive('\n').filter(|line| is_new(line)).collect()
}

/// Asks a JavaScript engine whether the module is one.
fn validate(module: &Path) -> Result<()> {
    const COMPILE: &str = "new WebAssembly.Module(require('node:fs').readFileSync(process.argv[1]))";
    ask(Command::new("node").args(["--eval", COMPILE]).arg(module)).context("the built wasm is not valid")?;
    if fs::metadata(module)?.len() == 0 {
        bail!("the built wasm is empty");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::without_repeated_imports;

    #[test]
    fn each_file_is_imported_once() {
        let glue = "import * as import1 from \"./snippets/a.js\"\nreturn {\n  \"./glue_bg.js\": import0,\n  \
                    \"./snippets/a.js\": import1,\n  \"./snippets/b.js\": import2,\n  \"./snippets/a.js\": import3,\n};\n";
        let once = glue.replace("  \"./snippets/a.js\": import3,\n", "");
        assert_eq!(without_repeated_imports(glue), once);
        assert_eq!(without_repeated_imports(&once), once);
    }
}
