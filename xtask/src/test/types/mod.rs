//! The types of the packed package: what must and must not compile (`tests/types/*.ts`), under each way that TypeScript
//! finds them, with compilers old and new; the single-page app, which uses them; and that all of it is documented.

mod variants;

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use super::results::Verdict;
use crate::package;
use crate::process::stream;
use crate::reference;
use crate::setup::{Report, npm_tools};
use crate::spa;
use crate::workspace::Workspace;
use variants::{Compiler, VARIANTS, Variant};

const LIMIT: Duration = Duration::from_secs(5 * 60);

pub(super) fn check(workspace: &Workspace) -> Result<Verdict> {
    let report = Report::quiet();
    let newest = npm_tools::find_or_install(workspace, &report)?;
    let oldest = npm_tools::find_or_install_readers_of_types(workspace, &report)?;
    let project = workspace.path("target/types");
    lay_out(workspace, &project)?;

    let mut verdict = Verdict::default();
    let mut count = |what: &str, holds: bool| {
        println!("{} {what}", if holds { "ok     " } else { "FAILED " });
        *if holds { &mut verdict.passed } else { &mut verdict.failed } += 1;
    };
    for variant in &VARIANTS {
        let config = project.join(format!("tsconfig.{}.json", variant.name));
        fs::write(&config, configuration(variant).to_string())?;
        let mut tsc = match variant.compiler {
            Compiler::Newest => newest.command("tsc"),
            Compiler::Oldest => oldest.command("tsc"),
        };
        count(variant.name, stream(tsc.arg("--project").arg(config), LIMIT)?.success);
    }
    count("the single-page app", stream(&mut spa::type_check(workspace)?, LIMIT)?.success);
    let documented = reference::check(workspace);
    if let Err(error) = &documented {
        println!("{error:#}");
    }
    count("everything is documented, and pkg/API.md says it", documented.is_ok());
    Ok(verdict)
}

/// A project with the package as npm would install it, and the programs to compile.
fn lay_out(workspace: &Workspace, project: &Path) -> Result<()> {
    if project.exists() {
        fs::remove_dir_all(project)?;
    }
    package::unpack(&package::pack(workspace)?, &project.join("node_modules/coolsms-oauth2"))?;
    fs::write(project.join("package.json"), json!({ "private": true, "type": "module" }).to_string())?;
    for entry in fs::read_dir(workspace.path("tests/types"))? {
        let path = entry?.path();
        if let Some(name) = path.file_name().filter(|_| path.extension().is_some_and(|extension| extension == "ts")) {
            fs::copy(&path, project.join(name))?;
        }
    }
    Ok(())
}

fn configuration(variant: &Variant) -> serde_json::Value {
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
