//! A server in a program of its own, which a case starts. It ends when this is dropped, and when its standard input does.

use std::fs::File;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use browser::in_repository;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};

pub(crate) struct Program {
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Program {
    /// Starts it, and reads what it prints until a line begins with the address at which it listens.
    pub(crate) async fn start(name: &str, command: &mut Command) -> Result<(String, Self)> {
        let log = format!("target/journeys/{name}.log");
        let errors = File::create(in_repository(&log)).with_context(|| log.clone())?;
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(errors).kill_on_drop(true);
        let mut process = command.spawn().with_context(|| format!("running {name}"))?;
        let mut output = BufReader::new(process.stdout.take().context("its output is piped")?);
        loop {
            let mut line = String::new();
            let length = output.read_line(&mut line).await?;
            ensure!(length > 0, "{name} did not start; what it said: {log}");
            if let Some(address) = line.split_whitespace().next().filter(|word| word.starts_with("http://")) {
                return Ok((address.to_owned(), Self { process, output }));
            }
        }
    }

    /// Ends it. Returns what it has printed since.
    pub(crate) async fn end(mut self) -> Result<String> {
        self.process.kill().await?;
        let mut printed = String::new();
        self.output.read_to_string(&mut printed).await?;
        Ok(printed)
    }
}
