//! A browser without a screen, driven by `tests/browser/driver.mjs`.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Mutex;

/// What a browser calls itself where it is installed.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// One browser, for as long as it lives.
pub(super) struct Driver {
    line: Mutex<Line>,
    _process: Child,
}

/// One question at a time.
struct Line {
    asks: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Driver {
    /// Starts it; with flags of the browser.
    pub(super) fn start(flags: &[String]) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser");
        assert!(
            folder.join("node_modules").exists(),
            "the packages of tests/browser are missing; `cargo xtask test` installs them"
        );
        let mut process = Command::new("node")
            .arg("driver.mjs")
            .arg(browser())
            .args(flags)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let line = Line {
            asks: process.stdin.take().unwrap(),
            answers: BufReader::new(process.stdout.take().unwrap()).lines(),
        };
        Self {
            line: Mutex::new(line),
            _process: process,
        }
    }

    /// Asks for something and gives the answer; fails where that fails, or takes longer.
    pub(super) async fn ask(&self, what: &str, mut request: Value, within: Duration) -> Value {
        request["do"] = json!(what);
        let line = format!("{request}\n");
        let mut to = self.line.lock().await;
        to.asks.write_all(line.as_bytes()).await.unwrap();
        let answer = tokio::time::timeout(within, to.answers.next_line()).await;
        let answer = answer.unwrap_or_else(|_| panic!("{what}: no answer within {within:?}"));
        let answer = answer.unwrap().expect("the browser's driver is there");
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        if let Some(error) = answer["error"].as_str() {
            panic!("{what}: {error}");
        }
        answer["ok"].take()
    }
}

/// Where the browser is installed.
#[expect(
    clippy::disallowed_methods,
    reason = "a test looks for what is installed"
)]
fn browser() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = std::env::split_paths(&path);
    folders
        .find_map(|folder| {
            let mut names = NAMES.iter().map(|name| folder.join(name));
            names.find(|program| program.exists())
        })
        .expect("Chromium is installed; `cargo xtask test` does that on Debian")
}
