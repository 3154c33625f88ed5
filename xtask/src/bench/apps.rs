//! The pages of `tests/bench/pages/apps`, bundled as their developers would, and what they weigh.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::process::checked;
use crate::setup::npm::Programs;
use crate::sizes;
use crate::workspace::Workspace;

/// Flow, file, and the package that the file imports; the last of each flow has none.
const APPS: [(&str, &str, Option<&str>); 9] = [
    ("implicit", "coolsms-oauth2", Some(OURS)),
    ("implicit", "client-oauth2", Some("client-oauth2")),
    ("implicit", "jso", Some("jso")),
    ("implicit", "plain", None),
    ("code", "coolsms-oauth2", Some(OURS)),
    ("code", "badgateway", Some("@badgateway/oauth2-client")),
    ("code", "oauth4webapi", Some("oauth4webapi")),
    ("code", "oidc-client-ts", Some("oidc-client-ts")),
    ("code", "plain", None),
];
const OURS: &str = "coolsms-oauth2";

/// Writes each into the folder, and `apps.json`, which names them with their bytes.
pub(super) fn bundle(workspace: &Workspace, npm: &Programs, folder: &Path) -> Result<()> {
    let bundler = Bundler { workspace, npm };
    let mut list = Vec::new();
    for (flow, name, package) in APPS {
        let app = workspace.path("tests/bench/pages/apps").join(flow).join(format!("{name}.js"));
        let page = workspace.path("tests/bench/pages/main.js");
        bundler.run(&page, &app, &folder.join("apps").join(flow).join(format!("{name}.js")))?;
        let alone = bundler.run(&app, &app, &folder.join("alone").join(flow).join(format!("{name}.js")))?;
        let library = package.map(|package| bundler.library(package, folder)).transpose()?;
        let version = package.map(|package| version(workspace, package)).transpose()?;
        list.push(json!({ "flow": flow, "name": name, "version": version, "library": library, "app": alone }));
    }
    Ok(fs::write(folder.join("apps.json"), format!("{:#}\n", Value::Array(list)))?)
}

struct Bundler<'a> {
    workspace: &'a Workspace,
    npm: &'a Programs,
}

impl Bundler<'_> {
    /// All that the package exports.
    fn library(&self, package: &str, folder: &Path) -> Result<Value> {
        let all = folder.join("libraries").join(format!("{}.js", package.replace('/', "-")));
        fs::create_dir_all(all.parent().context("a file has a folder")?)?;
        fs::write(&all, format!("export * from \"{package}\";\n"))?;
        self.run(&all, &all, &all.with_extension("min.js"))
    }

    /// Bundles and minifies a file; returns what it then weighs.
    fn run(&self, file: &Path, app: &Path, out: &Path) -> Result<Value> {
        let option = |name: &str, path: PathBuf| {
            let mut option = OsString::from(name);
            option.push(path);
            option
        };
        let mut esbuild = self.npm.command("esbuild");
        esbuild.args(["--bundle", "--minify", "--format=esm", "--charset=utf8", "--target=es2022"]);
        esbuild
            .arg("--log-level=warning")
            .arg(option("--alias:#app=", app.to_owned()))
            .arg(option("--outfile=", out.to_owned()));
        esbuild.arg(option(&format!("--alias:{OURS}="), self.workspace.dist().join("index.js")));
        esbuild.env("NODE_PATH", self.workspace.path("tests/bench/node_modules"));
        checked(esbuild.arg(file))?;
        let measured = sizes::of(self.workspace, &[out.to_owned()])?;
        let of = |it: &sizes::Sizes| json!({ "raw": it.raw, "gzip": it.gzip, "brotli": it.brotli });
        measured.first().map(of).context("the size of a bundle")
    }
}

fn version(workspace: &Workspace, package: &str) -> Result<Value> {
    let folder = match package {
        OURS => workspace.path("pkg"),
        package => workspace.path("tests/bench/node_modules").join(package),
    };
    let text =
        fs::read_to_string(folder.join("package.json")).with_context(|| format!("{package} is not installed"))?;
    Ok(serde_json::from_str::<Value>(&text)?["version"].take())
}
