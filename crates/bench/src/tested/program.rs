//! The program, started on a temporary folder with an account to measure with.

use std::fs::{self, File};
use std::io::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};
use url::Url;

use super::http::{Connection, request};
use super::server::Server;
use crate::startup::stop;

const PATIENCE: Duration = Duration::from_secs(30);
const USER: &str = "bench";
/// So many characters has a token.
const TOKEN: usize = 43;

/// A server that we started.
pub(crate) struct Program {
    binary: PathBuf,
    folder: TempDir,
    address: SocketAddr,
    /// What it is told besides the addresses.
    settings: Vec<(String, String)>,
    child: Option<Child>,
    process: Arc<AtomicU32>,
}

impl Program {
    /// Starts it on a fresh folder and makes a user with a token.
    pub(crate) async fn start(
        binary: &Path,
        cli: &Path,
        durability: &str,
    ) -> anyhow::Result<(Self, Server)> {
        Self::start_with(binary, cli, durability, &[]).await
    }

    /// The same with more settings, by the names of their environment variables.
    pub(crate) async fn start_with(
        binary: &Path,
        cli: &Path,
        durability: &str,
        settings: &[(&str, &str)],
    ) -> anyhow::Result<(Self, Server)> {
        let durability = ("STAFFROOM_DATABASE__DURABILITY", durability);
        let settings = std::iter::once(&durability).chain(settings);
        let settings = settings.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut program = Self {
            binary: binary.to_owned(),
            folder: tempfile::tempdir()?,
            address: TcpListener::bind("127.0.0.1:0")?.local_addr()?,
            settings: settings.collect(),
            child: None,
            process: Arc::default(),
        };
        program.launch().await?;
        let token = program.person(cli, USER)?;
        let server = Server {
            url: Url::parse(&program.url())?,
            address: program.address,
            token,
            extra: Vec::new(),
            process: Arc::clone(&program.process),
        };
        Ok((program, server))
    }

    /// Makes a user; gives a token.
    pub(crate) fn person(&self, cli: &Path, name: &str) -> anyhow::Result<String> {
        let password = "correct horse battery staple";
        self.tell(cli, &["user", "create", name, "--password-stdin"], password)?;
        let printed = self.tell(cli, &["user", "token", name], "")?;
        let token = token_in(&printed).with_context(|| format!("no token in {printed:?}"))?;
        Ok(token.to_owned())
    }

    fn url(&self) -> String {
        format!("http://bench.localhost:{}", self.address.port())
    }

    fn command(&self, binary: &Path) -> Command {
        let mut command = Command::new(binary);
        let settings = [
            ("STAFFROOM_SERVER__URL", self.url()),
            ("STAFFROOM_SERVER__BIND", self.address.to_string()),
            ("STAFFROOM_SERVER__METRICS_BIND", "off".to_owned()),
            ("STAFFROOM_STORAGE__DATA_DIR", "data".to_owned()),
            ("STAFFROOM_FEDERATION__MODE", "open".to_owned()),
            ("STAFFROOM_API__RATE_LIMITS", "false".to_owned()),
            ("STAFFROOM_LOG__LEVEL", "warn".to_owned()),
        ];
        let more = self.settings.iter().map(|(name, value)| (name, value));
        command
            .envs(settings)
            .envs(more)
            .current_dir(self.folder.path());
        command
    }

    async fn launch(&mut self) -> anyhow::Result<()> {
        let log = self.folder.path().join("log");
        let log = File::options().create(true).append(true).open(log)?;
        let child = self
            .command(&self.binary)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("{} does not start", self.binary.display()))?;
        self.process.store(child.id(), Ordering::Relaxed);
        let child = self.child.insert(child);
        let started = Instant::now();
        let ask = request("GET", "/ready", "bench.localhost", &[], b"");
        while started.elapsed() < PATIENCE {
            let mut connection = Connection::new(self.address);
            let answer = timeout(Duration::from_secs(5), connection.send(&ask)).await;
            if matches!(answer, Ok(Ok(answer)) if answer.status() == 200) {
                return Ok(());
            }
            if let Some(status) = child.try_wait()? {
                bail!("the server ended with {status}:\n{}", self.log());
            }
            sleep(Duration::from_millis(2)).await;
        }
        bail!(
            "the server was not ready within {PATIENCE:?}:\n{}",
            self.log()
        )
    }

    /// As by a power cut, without its effect on the disk.
    pub(crate) async fn kill_and_restart(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        self.launch().await
    }

    /// Lets it stop in order.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        self.process.store(0, Ordering::Relaxed);
        match self.child.take() {
            Some(child) => stop(child).with_context(|| self.log()),
            None => Ok(()),
        }
    }

    /// The end of what it wrote.
    pub(crate) fn log(&self) -> String {
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let from = lines.len().saturating_sub(20);
        lines.get(from..).unwrap_or_default().join("\n")
    }

    /// Runs one of its commands, with the same settings; gives what that printed.
    pub(crate) fn tell(&self, cli: &Path, words: &[&str], input: &str) -> anyhow::Result<String> {
        let mut child = self
            .command(cli)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} does not start", cli.display()))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A command that reads nothing has closed it.
            writeln!(stdin, "{input}").ok();
        }
        let output = child.wait_with_output()?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr);
            bail!("{words:?} ended with {}: {why}", output.status);
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            child.kill().ok();
            child.wait().ok();
        }
    }
}

fn token_in(printed: &str) -> Option<&str> {
    let is_token = |word: &&str| {
        word.len() == TOKEN
            && word
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    printed.split_whitespace().rfind(is_token)
}

#[cfg(test)]
mod tests {
    use super::token_in;

    #[test]
    fn a_token_is_found_among_words() {
        let token = "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ_01234";
        assert_eq!(token_in(&format!("{token}\n")), Some(token));
        assert_eq!(token_in(&format!("Keep it safe:\n{token}\n")), Some(token));
        assert_eq!(token_in("none here"), None);
    }
}
