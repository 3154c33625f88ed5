//! A server in a program of its own, which a case starts. It ends when this is dropped, and when its standard input does.

use std::fs::File;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};
use browser::in_repository;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

pub(crate) struct Program {
    printed: Arc<Mutex<String>>,
    _process: Child,
}

impl Program {
    /// Starts it, and reads what it prints until a line says where it listens.
    pub(crate) async fn start<T>(
        name: &str,
        command: &mut Command,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<(T, Self)> {
        let log = format!("target/journeys/{name}.log");
        let output = File::create(in_repository(&log)).with_context(|| log.clone())?;
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(output).kill_on_drop(true);
        let mut process = command.spawn().with_context(|| format!("running {name}"))?;
        let mut lines = BufReader::new(process.stdout.take().context("its output is piped")?).lines();
        let place = loop {
            let line = lines.next_line().await?;
            let line = line.with_context(|| format!("{name} did not start; what it said: {log}"))?;
            if let Some(place) = read(&line) {
                break place;
            }
        };
        let printed = Arc::<Mutex<String>>::default();
        let kept = Arc::clone(&printed);
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                if let Ok(mut kept) = kept.lock() {
                    kept.push_str(&line);
                }
            }
        });
        Ok((place, Self { printed, _process: process }))
    }

    /// What it has printed since.
    pub(crate) fn printed(&self) -> String {
        self.printed.lock().map(|printed| printed.clone()).unwrap_or_default()
    }
}
