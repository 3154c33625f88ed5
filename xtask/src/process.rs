//! Running other programs: without stdin, bounded in time, and none outliving us.
//!
//! Each child gets a process group of its own, so that a time-out or Ctrl+C also ends what it started (a driver, its
//! browser, a virtual display).

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

const POLL: Duration = Duration::from_millis(20);
/// How long a program may take to end once it was told to, and its output to arrive once it ended.
const GRACE: Duration = Duration::from_secs(3);

/// For one step of a build.
const STEP: Duration = Duration::from_secs(15 * 60);

static RUNNING: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// From now on, Ctrl+C and SIGTERM end the children too.
pub(crate) fn die_with_children() -> Result<()> {
    ctrlc::set_handler(|| {
        // Held to the end, so that the main thread neither starts another child nor reports a failure of this one.
        let groups = running();
        let tell = |signal: Option<Signal>| groups.iter().filter(|group| killpg(**group, signal).is_ok()).count();
        tell(Some(Signal::SIGTERM));
        // One may have a copy of the tree to remove.
        let deadline = Instant::now() + GRACE;
        while tell(None) > 0 && Instant::now() < deadline {
            thread::sleep(POLL);
        }
        tell(Some(Signal::SIGKILL));
        std::process::exit(130);
    })
    .context("handling Ctrl+C")
}

/// What a streamed program did.
pub(crate) struct Finished {
    /// All that it printed, line by line.
    pub(crate) output: String,
    /// Whether it exited with 0, in time.
    pub(crate) success: bool,
    /// Whether it was ended because its time was up.
    pub(crate) timed_out: bool,
}

/// Runs a program to its end, passing on what it prints as it comes and keeping it.
pub(crate) fn stream(command: &mut Command, limit: Duration) -> Result<Finished> {
    stream_as("", command, limit)
}

/// The same for one of several programs that run at once: each line that is passed on begins with its label.
pub(crate) fn stream_as(label: &str, command: &mut Command, limit: Duration) -> Result<Finished> {
    let mut child = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let (sender, lines) = mpsc::channel();
    forward(child.process.stdout.take(), sender.clone());
    forward(child.process.stderr.take(), sender);

    let mut output = Vec::new();
    let mut keep = |line: Vec<u8>| -> io::Result<()> {
        io::stdout().write_all(&[label.as_bytes(), &line].concat())?;
        output.extend(line);
        Ok(())
    };
    let (mut status, mut timed_out) = (None, false);
    while status.is_none() {
        match lines.recv_timeout(POLL) {
            Ok(line) => {
                keep(line)?;
                continue;
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => thread::sleep(POLL),
        }
        status = child.process.try_wait()?;
        if status.is_none() && child.started.elapsed() > limit {
            timed_out = true;
            status = Some(child.end()?);
        }
    }
    while let Ok(line) = lines.recv_timeout(GRACE) {
        keep(line)?;
    }
    let success = !timed_out && status.is_some_and(|status| status.success());
    Ok(Finished { output: String::from_utf8_lossy(&output).into_owned(), success, timed_out })
}

/// Runs a program to its end; what it prints goes to a file, whose last lines are in the error when it fails.
pub(crate) fn run_logged(command: &mut Command, log: &Path, limit: Duration) -> Result<()> {
    fs::create_dir_all(log.parent().context("a log file has a folder")?)?;
    let file = File::create(log).with_context(|| format!("writing {}", log.display()))?;
    let mut child = Running::start(command.stdout(file.try_clone()?).stderr(file))?;
    let Some(status) = child.wait(limit)? else {
        child.end()?;
        bail!("`{}` took longer than {} s{}", describe(command), limit.as_secs(), tail(log));
    };
    if !status.success() {
        bail!("`{}` failed ({status}){}", describe(command), tail(log));
    }
    Ok(())
}

/// Runs a program that answers a question and gives back what it printed, without the last line break.
pub(crate) fn ask(command: &mut Command) -> Result<String> {
    let answer = command.stdin(Stdio::null()).output().with_context(|| format!("running `{}`", describe(command)))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    if !answer.status.success() {
        bail!("`{}` failed ({})\n{}", describe(command), answer.status, text(&answer.stderr));
    }
    Ok(text(&answer.stdout))
}

/// Runs a step of a build, which prints for itself, and fails when it fails.
pub(crate) fn checked(command: &mut Command) -> Result<()> {
    let status = status(command, STEP)?;
    if !status.success() {
        bail!("`{}` failed ({status})", describe(command));
    }
    Ok(())
}

/// Runs a program, which prints for itself, to its end.
pub(crate) fn status(command: &mut Command, limit: Duration) -> Result<ExitStatus> {
    let mut child = Running::start(command)?;
    let Some(status) = child.wait(limit)? else {
        child.end()?;
        bail!("`{}` took longer than {} s", describe(command), limit.as_secs());
    };
    Ok(status)
}

/// Becomes the program, which then has the terminal, its Ctrl+C and our exit code. Returns only if that fails.
pub(crate) fn become_program(command: &mut Command) -> anyhow::Error {
    let error = command.stdin(Stdio::null()).exec();
    anyhow::Error::new(error).context(format!("running `{}`", describe(command)))
}

/// A command line as a person would type it.
pub(crate) fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(name).chain(command.get_args()).map(|word| word.to_string_lossy());
    words.collect::<Vec<_>>().join(" ")
}

/// A child and its process group, ended when dropped.
struct Running {
    process: Child,
    group: Pid,
    started: Instant,
}

impl Running {
    fn start(command: &mut Command) -> Result<Self> {
        let mut running = running();
        let process = command.stdin(Stdio::null()).process_group(0).spawn();
        let process = process.with_context(|| format!("running `{}`", describe(command)))?;
        let group = Pid::from_raw(i32::try_from(process.id()).context("process id")?);
        running.push(group);
        Ok(Self { process, group, started: Instant::now() })
    }

    /// Waits; `None` when the time is up first.
    fn wait(&mut self, limit: Duration) -> Result<Option<ExitStatus>> {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.process.try_wait()? {
                return Ok(Some(status));
            }
            if Instant::now() > deadline {
                return Ok(None);
            }
            thread::sleep(POLL);
        }
    }

    /// Ends the whole group: politely, then not.
    fn end(&mut self) -> Result<ExitStatus> {
        let _ = killpg(self.group, Signal::SIGTERM);
        if self.wait(GRACE)?.is_none() {
            let _ = killpg(self.group, Signal::SIGKILL);
        }
        Ok(self.process.wait()?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = killpg(self.group, Signal::SIGKILL);
        let _ = self.process.wait();
        running().retain(|group| *group != self.group);
    }
}

fn running() -> std::sync::MutexGuard<'static, Vec<Pid>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sends each line of the pipe; whole lines, so that two pipes do not mix within one.
fn forward(pipe: Option<impl Read + Send + 'static>, lines: mpsc::Sender<Vec<u8>>) {
    let Some(pipe) = pipe else { return };
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while matches!(pipe.read_until(b'\n', &mut line), Ok(1..)) {
            if lines.send(std::mem::take(&mut line)).is_err() {
                break;
            }
        }
    });
}

fn tail(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let last = lines[lines.len().saturating_sub(15)..].join("\n  ");
    if last.is_empty() { String::new() } else { format!("\n  {last}\n  (all of it: {})", log.display()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_takes_too_long_is_ended_with_its_children() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo before; sleep 60 & sleep 60"]);
        let started = Instant::now();
        let finished = stream(&mut command, Duration::from_millis(200)).expect("sh runs");
        assert!(finished.timed_out && !finished.success);
        assert_eq!(finished.output, "before\n");
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_failure_names_the_command_and_shows_what_it_said() {
        let error = ask(Command::new("sh").args(["-c", "echo reason >&2; exit 3"])).expect_err("it exits with 3");
        let text = format!("{error:#}");
        assert!(text.contains("sh -c") && text.contains("reason"), "{text}");
    }
}
