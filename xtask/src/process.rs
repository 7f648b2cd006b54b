//! Running other programs: to their end, forwarding signals, and without leaving any behind.

use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;

use crate::interrupts::Interrupts;

/// How long a program may take to end after a signal asked it to.
const GRACE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(20);

/// Runs a program that asks nobody anything: no input, and a process group of its own, so that a
/// signal reaches what it started as well (`cargo test` does not pass signals on).
pub(crate) fn run(command: &mut Command, interrupts: &mut Interrupts) -> Result<ExitStatus> {
    let child = spawn(command.stdin(Stdio::null()).process_group(0))?;
    let pid = pid_of(&child)?;
    wait(child, || interrupts.poll(), |signal| killpg(pid, signal))
}

/// Runs a program that owns the terminal meanwhile: Ctrl-C is its own business.
pub(crate) fn run_in_foreground(
    command: &mut Command,
    interrupts: &mut Interrupts,
) -> Result<ExitStatus> {
    let child = spawn(command)?;
    let pid = pid_of(&child)?;
    wait(
        child,
        || interrupts.poll_except_ctrl_c(),
        |signal| kill(pid, signal),
    )
}

/// Runs a short helper and returns what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output();
    let output = output.with_context(|| format!("cannot run {name}"))?;
    if !output.status.success() {
        bail!("{name} failed: {}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{name} printed something odd"))
}

/// Whether a short helper is there and succeeds; it asks nothing and nobody sees what it says.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The exit code to forward.
pub(crate) fn exit_code(status: ExitStatus) -> ExitCode {
    let number = match (status.code(), status.signal()) {
        (Some(code), _) => code,
        (None, Some(signal)) => 128 + signal,
        (None, None) => 1,
    };
    ExitCode::from(u8::try_from(number).unwrap_or(1))
}

fn spawn(command: &mut Command) -> Result<Child> {
    let name = command.get_program().to_string_lossy().into_owned();
    command
        .spawn()
        .with_context(|| format!("cannot run {name}"))
}

/// The id of a child in the form that signals take.
pub(crate) fn pid_of(child: &Child) -> Result<Pid> {
    Ok(Pid::from_raw(
        i32::try_from(child.id()).context("a process id beyond i32")?,
    ))
}

fn wait(
    mut child: Child,
    mut arrived: impl FnMut() -> Vec<Signal>,
    send: impl Fn(Signal) -> nix::Result<()>,
) -> Result<ExitStatus> {
    let mut deadline = None;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        for signal in arrived() {
            let _ = send(signal); // it may have ended meanwhile
            deadline.get_or_insert_with(|| Instant::now() + GRACE);
        }
        if deadline.is_some_and(|deadline| Instant::now() > deadline) {
            let _ = send(Signal::SIGKILL);
        }
        std::thread::sleep(POLL);
    }
}
