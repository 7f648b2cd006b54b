//! The independent peer of `tests/peer`: a server made with Fedify, told what to do over HTTP.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use staffroom_testkit::http_client;

use super::tls::Authority;

/// Something must have arrived at the peer within this time.
const ARRIVES_WITHIN: Duration = Duration::from_secs(30);

/// A peer that runs.
pub(crate) struct Fedify {
    child: Child,
    /// Where it listens, with TLS.
    pub(crate) address: SocketAddr,
    control: String,
}

impl Fedify {
    /// Starts one under a name, with a certificate of the authority and flags of `tests/peer/README.md`.
    pub(crate) fn start(authority: &Authority, name: &str, flags: &[&str]) -> Self {
        let (certificate, key) = authority.files_for(name);
        let mut child = node("server.mjs")
            .args(["--name", name, "--until-stdin-closes"])
            .args(flags)
            .arg("--cert")
            .arg(certificate)
            .arg("--key")
            .arg(key)
            .arg("--ca")
            .arg(authority.file())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("ready"), "the peer said {line:?}");
        let mut port = || words.next().unwrap().parse::<u16>().unwrap();
        Self {
            child,
            address: SocketAddr::from(([127, 0, 0, 1], port())),
            control: format!("http://127.0.0.1:{}", port()),
        }
    }

    /// Tells it where a name is reached.
    pub(crate) async fn knows(&self, name: &str, address: SocketAddr) {
        self.post("/hosts", json!({ name: address.to_string() }))
            .await;
    }

    /// Lets it do something: `follow`, `note` …
    pub(crate) async fn does(&self, what: &str, how: Value) -> Value {
        self.post(&format!("/do/{what}"), how).await
    }

    /// Waits until it has received `count` activities that fit a query such as `type=Create`, and
    /// gives them.
    pub(crate) async fn received(&self, query: &str, count: usize) -> Vec<Value> {
        let wait = ARRIVES_WITHIN.as_millis();
        let url = format!(
            "{}/received?{query}&count={count}&wait={wait}",
            self.control
        );
        let response = http_client()
            .get(url)
            .timeout(ARRIVES_WITHIN * 2)
            .send()
            .await
            .unwrap();
        let answer: Value = response.json().await.unwrap();
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        if items.len() < count {
            let refused = self.tells("rejected").await;
            let errors = self.tells("errors").await;
            panic!(
                "the peer received {} of {count} ({query}): {answer}\nrefused: {refused}\nerrors: {errors}",
                items.len()
            );
        }
        items
    }

    /// Its two people.
    pub(crate) async fn actors(&self) -> Vec<Value> {
        let actors: Value = serde_json::from_str(&self.tells("actors").await).unwrap();
        actors.as_array().cloned().unwrap_or_default()
    }

    /// Its requests in both directions that fit a query such as `direction=out`.
    pub(crate) async fn traffic(&self, query: &str) -> Vec<Value> {
        let traffic = self.tells(&format!("traffic?{query}")).await;
        let traffic: Value = serde_json::from_str(&traffic).unwrap();
        traffic["items"].as_array().cloned().unwrap_or_default()
    }

    /// The status of the last answer to a GET of this address by the peer.
    pub(crate) async fn last_answer(&self, url: &str) -> u64 {
        let asked = self.traffic("direction=out&method=GET").await;
        let last = asked.iter().rfind(|request| request["url"] == url);
        last.and_then(|request| request["status"].as_u64())
            .unwrap_or_else(|| panic!("{url} was not asked: {asked:?}"))
    }

    /// Lets it do something that must fail.
    pub(crate) async fn refused(&self, what: &str, how: Value) {
        let (status, answer) = self.send(&format!("/do/{what}"), &how).await;
        assert_eq!(status, 422, "{what} {how}: {answer}");
    }

    /// What it has noted: `traffic`, `errors`, `rejected`.
    async fn tells(&self, of: &str) -> String {
        let response = http_client().get(format!("{}/{of}", self.control)).send();
        let Ok(response) = response.await else {
            return "(it does not answer)".to_owned();
        };
        response.text().await.unwrap_or_default()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.send(path, &body).await;
        if status != 200 {
            let exchanged = self.tells("traffic").await;
            let errors = self.tells("errors").await;
            panic!("{path} {body}: {status} {answer}\ntraffic: {exchanged}\nerrors: {errors}");
        }
        answer
    }

    async fn send(&self, path: &str, body: &Value) -> (u16, Value) {
        let request = http_client().post(format!("{}{path}", self.control));
        let response = request.json(body).send().await.unwrap();
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or(Value::Null))
    }
}

impl Drop for Fedify {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Runs a script of `tests/peer`.
pub(crate) fn node(script: &str) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("peer");
    node_in(&folder, script)
}

/// Runs a script in a folder with packages of its own, with the Node that `tests/peer` has.
pub(crate) fn node_in(folder: &Path, script: &str) -> Command {
    let peer = Path::new(env!("CARGO_MANIFEST_DIR")).join("peer");
    let node = peer.join("node_modules/.bin/node");
    assert!(
        node.exists(),
        "{} is missing; install it first: cd tests/peer && npm ci --ignore-scripts (cargo xtask test does)",
        node.display()
    );
    let mut command = Command::new(node);
    command.current_dir(folder).arg(script);
    command
}
