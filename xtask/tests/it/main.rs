//! The throw-away PostgreSQL is there while it is needed and leaves nothing behind, however the
//! program ends.
#![expect(clippy::expect_used, reason = "a test may")]

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// A temporary folder for one test, which the server's account may enter.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("staffroom-it-{}-{name}", std::process::id()));
        fs::DirBuilder::new()
            .mode(0o755)
            .create(&path)
            .expect("a temporary folder");
        Self(path)
    }

    /// `cargo xtask postgres -- sh -c SCRIPT`
    fn xtask(&self, script: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_staffroom-xtask"));
        command.args(["postgres", "--no-install", "--", "sh", "-c", script]);
        command
            .env("TMPDIR", &self.0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        command
    }

    fn names(&self) -> Vec<String> {
        let entries = self.0.read_dir().expect("the temporary folder").flatten();
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    }

    fn is_empty_soon(&self) -> bool {
        soon(|| self.names().is_empty())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn soon(condition: impl Fn() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) {
        if condition() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

/// Starts a server that lives as long as the input of what is returned; tells its port as well.
fn start(temporary: &Temporary) -> (Child, u16) {
    let mut child = temporary
        .xtask("exec cat")
        .stdin(Stdio::piped())
        .spawn()
        .expect("xtask runs");
    let mut line = String::new();
    let output = child.stdout.as_mut().expect("its output");
    BufReader::new(output)
        .read_line(&mut line)
        .expect("its output");
    let port = line
        .trim()
        .strip_prefix("STAFFROOM_TEST_POSTGRES=postgres://postgres@127.0.0.1:");
    let port = port.and_then(|rest| rest.strip_suffix("/postgres")?.parse().ok());
    (
        child,
        port.unwrap_or_else(|| panic!("PostgreSQL did not start: {line}")),
    )
}

fn accepts(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

fn send(child: &Child, signal: Signal) {
    let pid = i32::try_from(child.id()).expect("a process id");
    kill(Pid::from_raw(pid), signal).expect("the process is alive");
}

#[test]
fn forwards_the_exit_code_and_cleans_up() {
    let temporary = Temporary::new("exit");
    let output = temporary
        .xtask("echo $PGPORT; exit 7")
        .output()
        .expect("xtask runs");
    assert_eq!(output.status.code(), Some(7));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let port = text
        .lines()
        .nth(1)
        .and_then(|line| line.parse().ok())
        .expect("a port");
    assert!(!accepts(port));
    assert!(temporary.names().is_empty());
}

#[test]
fn cleans_up_after_sigterm() {
    let temporary = Temporary::new("term");
    let (mut child, port) = start(&temporary);
    assert!(accepts(port));
    let _input = child.stdin.take(); // `wait` would close it
    send(&child, Signal::SIGTERM);
    let status: ExitStatus = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(128 + 15));
    assert!(temporary.names().is_empty());
    assert!(!accepts(port));
}

#[test]
fn cleans_up_after_sigkill() {
    let temporary = Temporary::new("kill");
    let (mut child, port) = start(&temporary);
    assert!(accepts(port));
    send(&child, Signal::SIGKILL);
    child.wait().expect("it ends");
    assert!(temporary.is_empty_soon());
    assert!(!accepts(port));
}

/// When everything but the server was killed, the next run stops and removes it.
#[test]
fn sweeps_what_a_killed_guard_left() {
    let temporary = Temporary::new("sweep");
    let (mut child, port) = start(&temporary);
    let names = temporary.names();
    let folder = names
        .iter()
        .find(|name| !name.contains(".lock"))
        .expect("its folder");
    let guard = folder
        .split('-')
        .nth(2)
        .and_then(|pid| pid.parse().ok())
        .expect("its number");
    kill(Pid::from_raw(guard), Signal::SIGKILL).expect("the guard is alive");
    child.kill().expect("it is alive");
    child.wait().expect("it ends");
    let lock = temporary.0.join(folder).with_added_extension("lock");
    assert!(soon(
        || File::open(&lock).is_ok_and(|file| file.try_lock().is_ok())
    ));
    assert!(accepts(port), "the server outlives its guard");

    // What is not a folder of ours stays.
    symlink("/", temporary.0.join("staffroom-postgres-1-0")).expect("a link");
    let status = temporary
        .xtask("true")
        .stdout(Stdio::null())
        .status()
        .expect("xtask runs");
    assert!(status.success());
    assert!(!accepts(port));
    assert_eq!(temporary.names(), ["staffroom-postgres-1-0"]);
}
