//! Programs of an app: a server for development, or, without a page, one that tells what it found out.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Sandbox};
use tokio::process::Command;

use super::names_member_and_balance;

/// Runs it with the sandbox's address and a token in its environment, and returns what it prints.
pub(super) async fn run(folder: &Path, command: &str, sandbox: &Sandbox) -> Result<String> {
    let token = sandbox.issue_tokens(DEMO_CLIENT_ID, &MEMBERS[0], "users:read cash:read").access_token;
    let mut program = command_in(folder, command)?;
    program.env("SANDBOX", sandbox.base()).env("TOKEN", token);
    let output = program.output().await.with_context(|| format!("running `{command}`"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    let (said, complained) = (text(&output.stdout), text(&output.stderr));
    ensure!(output.status.success(), "`{command}` failed ({}):\n{complained}", output.status);
    ensure!(complained.is_empty(), "`{command}` complained:\n{complained}");
    ensure!(names_member_and_balance(&said), "`{command}` said: {said}");
    Ok(said)
}

/// A command line whose program is one of the app's own tools or on PATH. It ends when it is dropped.
pub(super) fn command_in(folder: &Path, command: &str) -> Result<Command> {
    let mut words = command.split_whitespace();
    let program = words.next().context("the command is empty")?;
    let tool = folder.join("node_modules/.bin").join(program);
    let mut command = if tool.exists() { Command::new(tool) } else { Command::new(program) };
    command.args(words).current_dir(folder).kill_on_drop(true);
    Ok(command)
}
