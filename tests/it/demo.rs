//! `staffroom demo` as whoever tries it out sees it: what it says, what can be asked of the three instances, and what is
//! left of it.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use staffroom_testkit::http_client;

use crate::harness::instance::program;

/// It is ready within this time, also on a machine that does other things.
const READY_WITHIN: Duration = Duration::from_mins(8);
/// It ends within this time once it is told to.
const ENDS_WITHIN: Duration = Duration::from_secs(30);

/// A demonstration that runs, or is being filled.
struct Demo {
    child: Child,
    said: Receiver<String>,
    lines: Vec<String>,
}

impl Demo {
    fn command(folder: &Path, arguments: &[&str]) -> Command {
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

    fn start(folder: &Path, arguments: &[&str]) -> Self {
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
    fn until(&mut self, part: &str) {
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
    fn places(&self) -> BTreeMap<String, Place> {
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

    fn password(&self) -> String {
        let line = self
            .lines
            .iter()
            .find(|line| line.contains("password"))
            .unwrap();
        line.split_whitespace().last().unwrap().to_owned()
    }

    fn signal(&mut self, signal: &str) -> ExitStatus {
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
struct Place {
    host: String,
    port: u16,
}

impl Place {
    async fn get(&self, path: &str) -> Value {
        let request = http_client()
            .get(format!("http://127.0.0.1:{}{path}", self.port))
            .header("host", &self.host)
            .header("accept", "application/activity+json, application/json");
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap()
    }

    /// Every practice that it knows, by its id everywhere.
    async fn practices(&self) -> BTreeMap<String, Value> {
        let list = self.get("/api/staffroom/v1/practices?limit=40").await;
        let items = list["items"].as_array().unwrap().clone();
        let by_uri = items
            .into_iter()
            .map(|it| (it["uri"].as_str().unwrap().to_owned(), it));
        by_uri.collect()
    }

    async fn ledger(&self, practice: &Value) -> Value {
        let id = practice["id"].as_str().unwrap();
        let path = format!("/api/staffroom/v1/practices/{id}/ledger?limit=40");
        let mut ledger = self.get(&path).await;
        ledger["summary"].as_object_mut().unwrap().remove("asOf");
        ledger
    }

    /// The ids of what is counted of every practice, each as often as it is there.
    async fn entries(&self) -> Vec<String> {
        let mut all = Vec::new();
        for practice in self.practices().await.values() {
            let ledger = self.ledger(practice).await;
            let items = ledger["items"].as_array().unwrap();
            all.extend(
                items
                    .iter()
                    .map(|it| it["uri"].as_str().unwrap().to_owned()),
            );
        }
        all.sort();
        all
    }

    fn is_listening(&self) -> bool {
        TcpStream::connect(("127.0.0.1", self.port)).is_ok()
    }
}

fn is_empty(folder: &Path) -> bool {
    let left: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().collect();
    left.is_empty() || panic!("left behind: {left:?}")
}

/// How many outcomes and adoptions the files in `tests/data/practices` have.
fn entered() -> usize {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/practices");
    let files = std::fs::read_dir(folder).unwrap();
    let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let count = |text: String| {
        let is_entry = |line: &&str| ["[[outcomes]]", "[[adoptions]]"].contains(line);
        text.lines().filter(is_entry).count()
    };
    texts.map(count).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_instances_know_the_same_and_nothing_is_left_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Demo::start(folder.path(), &["--port", "0"]);
    demo.until("ready to be tried");
    let places = demo.places();
    assert_eq!(
        places.keys().collect::<Vec<_>>(),
        ["hub", "leeds", "oakfield"]
    );
    let [hub, leeds, oakfield] = ["hub", "leeds", "oakfield"].map(|name| &places[name]);

    let written = [
        hub.practices().await,
        leeds.practices().await,
        oakfield.practices().await,
    ];
    let own = |host: &str| {
        let begin = format!("http://{host}/");
        written[0]
            .keys()
            .filter(|uri| uri.starts_with(&begin))
            .count()
    };
    assert_eq!(written[0].len(), 16);
    assert!(own(&oakfield.host) >= 5 && own(&leeds.host) >= 5 && own(&hub.host) >= 1);

    let (mut results, mut from_elsewhere) = (BTreeMap::<String, u64>::new(), 0);
    for (uri, practice) in &written[0] {
        // The record that its own server publishes, byte for byte.
        let home = places.values().find(|it| uri.contains(&it.host)).unwrap();
        let path = uri.strip_prefix(&format!("http://{}", home.host)).unwrap();
        let published = home.get(path).await["practice"].to_string();
        for known in &written {
            assert_eq!(known[uri]["record"].to_string(), published, "{uri}");
        }
        let ledger = hub.ledger(practice).await;
        for (place, known) in [leeds, oakfield].into_iter().zip(&written[1..]) {
            let other = place.ledger(&known[uri]).await;
            assert_eq!(
                other["summary"], ledger["summary"],
                "{uri} at {}",
                place.host
            );
            assert_eq!(other["entryCount"], ledger["entryCount"], "{uri}");
        }
        for item in ledger["items"].as_array().unwrap() {
            if item["kind"] == "outcome" {
                let result = item["record"]["outcome"].as_str().unwrap();
                *results
                    .entry(result.rsplit('/').next().unwrap().to_owned())
                    .or_default() += 1;
            }
        }
        let hosts: std::collections::BTreeSet<&str> = ledger["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|item| item["uri"].as_str()?.split('/').nth(2))
            .filter(|host| !uri.contains(host))
            .collect();
        from_elsewhere = from_elsewhere.max(hosts.len());
    }
    // Results of every kind, and from more than one place.
    for result in [
        "worked",
        "partly",
        "no-effect",
        "harmful",
        "inconclusive",
        "abandoned",
    ] {
        assert!(results.contains_key(result), "{result}: {results:?}");
    }
    assert!(from_elsewhere >= 2, "a ledger counts what others report");
    assert_eq!(hub.entries().await.len(), entered());

    // TeachMeets that people of other instances come to, and notes of what was said there.
    let met = hub.get("/api/staffroom/v1/events?limit=40").await;
    let met = met["items"].as_array().unwrap().clone();
    assert_eq!(met.len(), 3, "{met:?}");
    for event in &met {
        let home = places
            .values()
            .find(|it| event["uri"].as_str().unwrap().contains(&it.host));
        let list = home.unwrap().get("/api/staffroom/v1/events?limit=40").await;
        let there = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["uri"] == event["uri"]);
        let taken = there.unwrap()["places"].as_array().unwrap();
        let going: u64 = taken.iter().filter_map(|it| it["going"].as_u64()).sum();
        assert!(going >= 12, "{there:?}");
        assert_eq!(there.unwrap()["record"], event["record"]);
    }

    // Ctrl-C.
    let status = demo.signal("INT");
    assert_eq!(status.code(), Some(0));
    assert!(is_empty(folder.path()));
    assert!(!places.values().any(Place::is_listening));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_kept_is_gone_on_with_wherever_it_was_cut_short() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--port", "0", "--keep", "kept"];
    let mut demo = Demo::start(folder.path(), &arguments);
    demo.until("reporting what came of it");
    demo.signal("KILL");

    let mut demo = Demo::start(folder.path(), &arguments);
    demo.until("ready to be tried");
    let (places, password) = (demo.places(), demo.password());
    let entries = places["oakfield"].entries().await;
    assert_eq!(
        entries.len(),
        entered(),
        "nothing is missing, and nothing is twice"
    );
    assert_eq!(places["leeds"].practices().await.len(), 16);
    assert_eq!(demo.signal("TERM").code(), Some(0));
    assert!(!places.values().any(Place::is_listening));

    let mut demo = Demo::start(folder.path(), &["--keep", "kept"]);
    demo.until("ready to be tried");
    assert_eq!((demo.places(), demo.password()), (places.clone(), password));
    let is_filled_anew = demo
        .lines
        .iter()
        .any(|line| line.contains("writing practices"));
    assert!(!is_filled_anew, "{:?}", demo.lines);
    assert_eq!(places["oakfield"].entries().await, entries);
    assert_eq!(demo.signal("TERM").code(), Some(0));

    // Its addresses never change.
    let port = places["oakfield"].port;
    let taken = TcpListener::bind(("127.0.0.1", places["leeds"].port)).unwrap();
    refused(
        folder.path(),
        &["--keep", "kept"],
        1,
        "addresses never change",
    );
    drop(taken);
    let other = (port - 7).to_string();
    refused(
        folder.path(),
        &["--keep", "kept", "--port", &other],
        2,
        &port.to_string(),
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_stops_it_early_finds_nothing_left_either() {
    let folder = tempfile::tempdir().unwrap();
    for (at, signal) in [
        ("starting three instances", "INT"),
        ("writing practices", "TERM"),
    ] {
        let mut demo = Demo::start(folder.path(), &["--port", "0"]);
        demo.until(at);
        assert_eq!(demo.signal(signal).code(), Some(1), "{at}");
        demo.until("stopped before it was ready");
        assert!(is_empty(folder.path()), "{at}");
    }
    // What could not clear away after itself, the next one clears away.
    let mut demo = Demo::start(folder.path(), &["--port", "0"]);
    demo.until("making people");
    demo.signal("KILL");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let mut demo = Demo::start(folder.path(), &["--port", "0"]);
    demo.until("making people");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    demo.signal("INT");
    assert!(is_empty(folder.path()));
}

fn refused(folder: &Path, arguments: &[&str], code: i32, says: &str) {
    let Output { status, stderr, .. } = Demo::command(folder, arguments).output().unwrap();
    let stderr = String::from_utf8_lossy(&stderr);
    assert_eq!(status.code(), Some(code), "{arguments:?}: {stderr}");
    assert!(stderr.contains(says), "{arguments:?}: {stderr}");
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = listener.local_addr().unwrap().port().to_string();
    refused(folder.path(), &["--port", &taken], 1, "in use");
    refused(folder.path(), &["--port", "65535"], 2, "65535");
    refused(folder.path(), &["--port", "many"], 2, "--port");
    refused(
        folder.path(),
        &["--set", "server.bind=0.0.0.0:80"],
        2,
        "settings of its own",
    );
    assert!(is_empty(folder.path()));

    let thesis = folder.path().join("thesis.txt");
    std::fs::write(&thesis, "years of work").unwrap();
    refused(folder.path(), &["--keep", "."], 1, "no demonstration");
    refused(folder.path(), &["--keep", "thesis.txt"], 1, "thesis.txt");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(std::fs::read_to_string(&thesis).unwrap(), "years of work");
}
