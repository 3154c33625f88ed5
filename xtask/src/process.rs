//! Runs other programs: each in a separate process group, so that a failure or Ctrl+C also ends what it started (a
//! driver, its browser, a virtual display).
//!
//! There is no limit on how long a program takes. One that prints nothing for a long time is taken for stuck.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::workspace;

const STEP: Duration = Duration::from_millis(50);
/// How many steps a program may print nothing: ten minutes, and more on a busy machine, where each step takes longer.
const PATIENCE: u32 = 12_000;
/// How long a program may take to end once it was told to, and its output to arrive once it ended.
const GRACE: Duration = Duration::from_secs(3);

static RUNNING: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

thread_local! {
    /// Stands before each line that this thread prints, where several run beside each other.
    static LABEL: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A command as a person types it, run in the root of the workspace: `command!("npm ci --prefix {folder}")`.
macro_rules! command {
    ($words:tt) => {{
        let shell = xshell::Shell::new()?;
        shell.change_dir($crate::workspace::root());
        std::process::Command::from(xshell::cmd!(shell, $words))
    }};
}
pub(crate) use command;

/// From now on, Ctrl+C and SIGTERM end the children too.
pub(crate) fn die_with_children() -> Result<()> {
    ctrlc::set_handler(|| {
        // Locked to the end, so that the main thread neither starts another child nor reports a failure of this one.
        let groups = running();
        let signal_all = |signal: Option<Signal>| groups.iter().filter(|it| killpg(**it, signal).is_ok()).count();
        signal_all(Some(Signal::SIGTERM));
        let deadline = Instant::now() + GRACE;
        while signal_all(None) > 0 && Instant::now() < deadline {
            thread::sleep(STEP);
        }
        signal_all(Some(Signal::SIGKILL));
        std::process::exit(130);
    })
    .context("handling Ctrl+C")
}

/// Puts this before each line that this thread prints.
pub(crate) fn label_this_thread(label: String) {
    LABEL.set(label);
}

/// Prints lines after the label.
pub(crate) fn say(text: &str) {
    LABEL.with_borrow(|label| text.lines().for_each(|line| println!("{label}{line}")));
}

/// How a program ended.
pub(crate) struct Finished {
    /// What it printed, line by line.
    pub(crate) output: String,
    /// Whether it exited with 0.
    pub(crate) success: bool,
    /// Whether it was ended because it printed nothing for too long.
    pub(crate) stuck: bool,
}

/// Runs a program and passes on what it prints.
pub(crate) fn stream(command: &mut Command) -> Result<Finished> {
    let mut output = Vec::new();
    let (status, stuck) = watch(command, PATIENCE, |line| {
        output.extend_from_slice(line);
        LABEL.with_borrow(|label| io::stdout().write_all(&[label.as_bytes(), line].concat()))
    })?;
    let output = String::from_utf8_lossy(&output).into_owned();
    if stuck {
        say(&format!("error: {}", silence(command, &output)));
    }
    Ok(Finished { output, success: status.success() && !stuck, stuck })
}

/// Runs a program, passes on what it prints, and fails when it fails.
pub(crate) fn checked(command: &mut Command) -> Result<()> {
    if !stream(command)?.success {
        bail!("`{}` failed", describe(command));
    }
    Ok(())
}

/// Runs a program whose output goes to a file of that name; the error of a failure quotes the last lines.
pub(crate) fn run_logged(command: &mut Command, name: &str) -> Result<()> {
    let log = workspace::path("target/xtask").join(format!("{}.log", name.replace([' ', '/'], "-")));
    fs::create_dir_all(workspace::path("target/xtask"))?;
    let mut file = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
    let (status, stuck) = watch(command, PATIENCE, |line| file.write_all(line))?;
    let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    if stuck {
        bail!("{}", silence(command, &text));
    }
    if !status.success() {
        let lines: Vec<&str> = text.lines().collect();
        let last = lines[lines.len().saturating_sub(15)..].join("\n  ");
        bail!("`{}` failed ({status})\n  {last}\n  (all of it: {})", describe(command), log.display());
    }
    Ok(())
}

/// Runs a program that answers at once; returns what it printed, without the last line break.
pub(crate) fn ask(command: &mut Command) -> Result<String> {
    let answer = command.stdin(Stdio::null()).output().with_context(|| format!("running `{}`", describe(command)))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    if !answer.status.success() {
        bail!("`{}` failed ({})\n{}", describe(command), answer.status, text(&answer.stderr));
    }
    Ok(text(&answer.stdout))
}

/// Becomes the program, which then has the terminal, Ctrl+C and the exit code. Returns only if that fails.
pub(crate) fn become_program(command: &mut Command) -> anyhow::Error {
    let error = command.stdin(Stdio::null()).exec();
    anyhow::Error::new(error).context(format!("running `{}`", describe(command)))
}

/// A command line as a person would type it.
fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(name).chain(command.get_args()).map(|word| word.to_string_lossy());
    words.collect::<Vec<_>>().join(" ")
}

fn silence(command: &Command, output: &str) -> String {
    let last = output.lines().next_back().map_or_else(|| "nothing".to_owned(), |line| format!("`{line}`"));
    format!("`{}` printed nothing for ten minutes and was ended; the last it printed was {last}", describe(command))
}

/// Runs a program and hands over each line that it prints; ends it when it prints none for so many steps. Returns whether
/// that happened.
fn watch(
    command: &mut Command,
    patience: u32,
    mut keep: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<(ExitStatus, bool)> {
    // One pipe for both, so that their lines come in their order.
    let (pipe, output) = io::pipe()?;
    let mut child = Running::start(command.stdout(output.try_clone()?).stderr(output))?;
    // The command must not hold the pipe open.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while matches!(pipe.read_until(b'\n', &mut line), Ok(1..)) && sender.send(std::mem::take(&mut line)).is_ok() {}
    });
    let mut silent = 0;
    loop {
        match lines.recv_timeout(STEP) {
            Ok(line) => {
                silent = 0;
                keep(&line)?;
                continue;
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => thread::sleep(STEP),
        }
        silent += 1;
        let ended = child.process.try_wait()?;
        let stuck = ended.is_none() && silent > patience;
        let status = if stuck { Some(child.end()?) } else { ended };
        if let Some(status) = status {
            // What it started may hold the pipe open.
            while let Ok(line) = lines.recv_timeout(GRACE) {
                keep(&line)?;
            }
            return Ok((status, stuck));
        }
    }
}

/// A child and its process group, ended when dropped.
struct Running {
    process: Child,
    group: Pid,
}

impl Running {
    fn start(command: &mut Command) -> Result<Self> {
        let mut running = running();
        let process = command.stdin(Stdio::null()).process_group(0).spawn();
        let process = process.with_context(|| format!("running `{}`", describe(command)))?;
        let group = Pid::from_raw(i32::try_from(process.id()).context("process id")?);
        running.push(group);
        Ok(Self { process, group })
    }

    /// Ends the whole group: SIGTERM, then SIGKILL.
    fn end(&mut self) -> Result<ExitStatus> {
        let _ = killpg(self.group, Signal::SIGTERM);
        let deadline = Instant::now() + GRACE;
        while self.process.try_wait()?.is_none() && Instant::now() < deadline {
            thread::sleep(STEP);
        }
        let _ = killpg(self.group, Signal::SIGKILL);
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

fn running() -> MutexGuard<'static, Vec<Pid>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    /// Whether a process of that id, in decimal, is still there; the system may take a moment to forget one.
    fn is_gone(pid: &str) -> bool {
        let gone = || {
            let state = fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
            state.is_empty() || state.contains(") Z ")
        };
        (0..100).any(|_| gone() || (thread::sleep(STEP), false).1)
    }

    #[test]
    fn a_silent_program_is_ended_with_its_children() {
        let mut output = Vec::new();
        let keep = |line: &[u8]| output.write_all(line);
        let (_, stuck) = watch(&mut sh("sleep 600 & echo $!; wait"), 4, keep).expect("sh runs");
        assert!(stuck);
        assert!(is_gone(&String::from_utf8_lossy(&output)));
    }

    #[test]
    fn a_program_that_keeps_printing_is_not_stuck() {
        let (status, stuck) =
            watch(&mut sh("for i in 1 2 3 4 5 6; do sleep 0.1; echo $i; done"), 30, |_| Ok(())).expect("sh runs");
        assert!(status.success() && !stuck);
    }

    #[test]
    fn ctrl_c_ends_children_of_children() {
        let mut inner = Command::new(std::env::current_exe().expect("this test"));
        inner.args(["--exact", "--ignored", "--nocapture", "process::tests::starts_children_and_waits"]);
        let mut inner = inner.stdout(Stdio::piped()).spawn().expect("this test runs once more");
        let lines = BufReader::new(inner.stdout.take().expect("a pipe")).lines();
        let pid = lines.map_while(Result::ok).find_map(|line| Some(line.split_once("pid ")?.1.to_owned()));
        let pid = pid.expect("it names its child");
        let inner_pid = Pid::from_raw(i32::try_from(inner.id()).expect("a process id"));
        nix::sys::signal::kill(inner_pid, Signal::SIGINT).expect("it is there");
        assert_eq!(inner.wait().expect("it ends").code(), Some(130));
        assert!(is_gone(&pid));
    }

    #[test]
    #[ignore = "run by the test of Ctrl+C"]
    fn starts_children_and_waits() {
        die_with_children().expect("a handler");
        let _ = stream(&mut sh("sleep 600 & echo pid $!; wait"));
    }

    #[test]
    fn a_failure_names_the_command_and_shows_what_it_said() {
        let error = ask(&mut sh("echo reason >&2; exit 3")).expect_err("it exits with 3");
        let text = format!("{error:#}");
        assert!(text.contains("sh -c") && text.contains("reason"), "{text}");
    }
}
