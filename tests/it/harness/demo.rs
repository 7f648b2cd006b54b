//! `staffroom demo` as a process: three instances that know one another, filled.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use staffroom_testkit::http_client;

use super::instance::program;

/// It is ready within this time, also on a machine that does other things.
const READY_WITHIN: Duration = Duration::from_mins(8);
/// It ends within this time once it is told to.
const ENDS_WITHIN: Duration = Duration::from_secs(30);

/// A demonstration that runs, or is being filled.
pub(crate) struct Demo {
    child: Child,
    said: Receiver<String>,
    pub(crate) lines: Vec<String>,
}

impl Demo {
    pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .arg("demo")
            .args(arguments)
            .current_dir(folder)
            // Temporary folders go there; and what is set up in earnest is not looked at.
            .env("TMPDIR", folder)
            .env(
                "STAFFROOM_DATABASE__URL",
                "postgres://nobody@127.0.0.1:1/earnest",
            )
            .env("STAFFROOM_FEDERATION__MODE", "off")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Self::command(folder, arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (tell, said) = channel();
        let streams: [Box<dyn std::io::Read + Send>; 2] = [
            Box::new(child.stdout.take().unwrap()),
            Box::new(child.stderr.take().unwrap()),
        ];
        for stream in streams {
            let tell = tell.clone();
            thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    if tell.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        Self {
            child,
            said,
            lines: Vec::new(),
        }
    }

    /// Waits until it says a line with this in it.
    pub(crate) fn until(&mut self, part: &str) {
        let deadline = Instant::now() + READY_WITHIN;
        while !self.lines.last().is_some_and(|line| line.contains(part)) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.said.recv_timeout(left) {
                Ok(line) => self.lines.push(line),
                Err(error) => panic!(
                    "{part:?} was not said ({error}):\n{}",
                    self.lines.join("\n")
                ),
            }
        }
    }

    /// Where the three instances are, by their names.
    pub(crate) fn places(&self) -> BTreeMap<String, Place> {
        let words = self.lines.iter().flat_map(|line| line.split_whitespace());
        words
            .filter_map(|word| {
                let (name, port) = word.strip_prefix("http://")?.split_once(".localhost:")?;
                let port: u16 = port.parse().ok()?;
                let host = format!("{name}.localhost:{port}");
                Some((name.to_owned(), Place { host, port }))
            })
            .collect()
    }

    pub(crate) fn password(&self) -> String {
        let line = self
            .lines
            .iter()
            .find(|line| line.contains("password"))
            .unwrap();
        line.split_whitespace().last().unwrap().to_owned()
    }

    pub(crate) fn signal(&mut self, signal: &str) -> ExitStatus {
        let told = Command::new("kill")
            .args(["-s", signal, &self.child.id().to_string()])
            .status();
        assert!(told.unwrap().success());
        let deadline = Instant::now() + ENDS_WITHIN;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "it does not end");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// One of the three instances, asked by somebody whom it does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl Place {
    /// Its address, for a browser.
    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.host)
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let request = http_client()
            .get(format!("http://127.0.0.1:{}{path}", self.port))
            .header("host", &self.host)
            .header("accept", "application/activity+json, application/json");
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap()
    }

    pub(crate) fn is_listening(&self) -> bool {
        TcpStream::connect(("127.0.0.1", self.port)).is_ok()
    }
}
