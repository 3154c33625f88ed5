//! The type declarations of the built package, checked by the TypeScript compiler against `tests/types/*.ts`.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use super::results::Verdict;
use crate::build;
use crate::process::stream;
use crate::setup::{Report, npm_tools};
use crate::workspace::Workspace;

const LIMIT: Duration = Duration::from_secs(5 * 60);

/// The programs to compile: what must not compile is marked `@ts-expect-error` in them.
pub(super) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.path("tests/types")
}

pub(super) fn check(workspace: &Workspace) -> Result<Verdict> {
    build::ensure(workspace)?;
    let npm = npm_tools::find_or_install(workspace, &Report::quiet())?;
    let dist = |file: &str| vec![workspace.dist().join(file)];
    let project = workspace.path("target/types/tsconfig.json");
    let config = json!({
        "compilerOptions": {
            "strict": true,
            "noEmit": true,
            "target": "es2022",
            "module": "esnext",
            "moduleResolution": "bundler",
            "lib": ["es2022", "dom", "dom.iterable"],
            "types": [],
            "paths": {
                "coolsms-oauth2": dist("index.d.ts"),
                "coolsms-oauth2/wasm": dist("wasm.d.ts"),
            },
        },
        "include": [folder(workspace).join("*.ts")],
    });
    fs::create_dir_all(workspace.path("target/types"))?;
    fs::write(&project, config.to_string())?;
    Ok(Verdict::check(stream(npm.command("tsc").arg("--project").arg(project), LIMIT)?.success))
}
