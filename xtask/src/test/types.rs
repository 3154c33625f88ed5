//! The types of the packed package: what must and must not compile (`tests/types/*.ts`), under each way that TypeScript
//! finds them, with compilers old and new; the single-page app, which uses them; and that all of it is documented.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use super::verdict::{Checks, Verdict};
use crate::package;
use crate::process::stream;
use crate::reference;
use crate::setup::Report;
use crate::setup::npm::{self, Packages};
use crate::spa;
use crate::workspace::{Workspace, empty, entries};

const ALL: &[&str] = &["accepted.ts", "accepted-wasm.ts", "refused.ts", "refused-wasm.ts"];
/// Without `coolsms-oauth2/wasm`, which is not found where `exports` are not known.
const DEFAULT_ENTRY: &[&str] = &["accepted.ts", "refused.ts"];

/// A way in which an app's compiler may be set.
struct Variant {
    name: &'static str,
    /// `xtask/package.json` and `tests/types/package.json` pin the newest and the oldest TypeScript.
    compiler: Packages,
    module: &'static str,
    resolution: &'static str,
    /// The language, and the library with it.
    target: &'static str,
    /// The files of `tests/types` that are compiled.
    programs: &'static [&'static str],
}

const VARIANTS: [Variant; 7] = [
    newest("bundler", "esnext", "bundler", "es2022"),
    newest("node16", "node16", "node16", "es2022"),
    newest("nodenext", "nodenext", "nodenext", "es2022"),
    newest("older-lib", "esnext", "bundler", "es2015"),
    oldest("oldest-bundler", "esnext", "bundler", ALL),
    oldest("oldest-node16", "node16", "node16", ALL),
    // By `types` in package.json.
    oldest("oldest-node10", "esnext", "node10", DEFAULT_ENTRY),
];

const fn newest(name: &'static str, module: &'static str, resolution: &'static str, target: &'static str) -> Variant {
    Variant { name, compiler: Packages::Tools, module, resolution, target, programs: ALL }
}

const fn oldest(
    name: &'static str,
    module: &'static str,
    resolution: &'static str,
    programs: &'static [&'static str],
) -> Variant {
    Variant { name, compiler: Packages::ReadersOfTypes, module, resolution, target: "es2015", programs }
}

pub(super) fn check(workspace: &Workspace, label: &str) -> Result<Verdict> {
    let project = workspace.path("target/types");
    lay_out(workspace, &project)?;
    let mut checks = Checks::new(label);
    let mut compiles = |what: &str, tsc: &mut std::process::Command| {
        let success = stream(label, tsc)?.success;
        checks.add(format_args!("types, {what}"), if success { Ok(()) } else { Err(anyhow::anyhow!("see above")) });
        anyhow::Ok(())
    };
    for variant in &VARIANTS {
        let config = project.join(format!("tsconfig.{}.json", variant.name));
        fs::write(&config, configuration(variant).to_string())?;
        let npm = npm::find_or_install(variant.compiler, workspace, &Report::quiet())?;
        compiles(variant.name, npm.command("tsc").arg("--project").arg(config))?;
    }
    let npm = npm::find_or_install(Packages::Tools, workspace, &Report::quiet())?;
    compiles("the module's exports", npm.command("tsc").arg("--project").arg(workspace.path("tests/types/exports")))?;
    compiles("the single-page app", &mut spa::type_check(workspace)?)?;
    checks.add("everything is documented, and pkg/API.md says it", reference::check(workspace));
    Ok(checks.verdict())
}

/// A project with the package as npm would install it, and the programs to compile.
fn lay_out(workspace: &Workspace, project: &Path) -> Result<()> {
    empty(project)?;
    package::unpack(workspace, &package::pack(workspace)?, &project.join("node_modules/coolsms-oauth2"))?;
    fs::write(project.join("package.json"), json!({ "private": true, "type": "module" }).to_string())?;
    for path in entries(&workspace.path("tests/types"))? {
        if let Some(name) = path.file_name().filter(|_| path.extension().is_some_and(|extension| extension == "ts")) {
            fs::copy(&path, project.join(name))?;
        }
    }
    Ok(())
}

fn configuration(variant: &Variant) -> Value {
    json!({
        "compilerOptions": {
            "strict": true,
            "noEmit": true,
            "skipLibCheck": false,
            "types": [],
            "target": variant.target,
            "lib": [variant.target, "dom", "dom.iterable"],
            "module": variant.module,
            "moduleResolution": variant.resolution,
        },
        "files": variant.programs,
    })
}
