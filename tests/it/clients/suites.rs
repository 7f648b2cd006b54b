//! The tests that Mastodon.py and toot bring along, as they are in their source distributions.
//!
//! `tests/clients/NAME.passing` lists those that pass. One of them that no longer does is a failure here.
//! `STAFFROOM_LIST_PASSING=1` adds what passes now to the list, and `STAFFROOM_LIST_PASSING=anew` also takes out what
//! does not. docs/developers/clients.md says what the others want.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use staffroom_testkit::Backend;

use super::{folder, installed, python, run};
use crate::harness::instance::Instance;

/// Those tests know their server by this name.
const SERVER: &str = "localhost:3000";
/// A suite has to come to its end within this time. One of the tests looks for a post six minutes after it
/// scheduled it.
const WITHIN: Duration = Duration::from_mins(18);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mastodon_py_passes_the_tests_that_it_passed() {
    let page = serve_page();
    let mut server = server();
    server.use_test_server(vec!["--host".to_owned(), format!("example.org={page}")]);
    let seed = server.run(&["seed"], "");
    let at = server.folder().join("seed.json");
    fs::write(&at, seed).unwrap();
    server.start().await;

    let suite = Suite::unpack("mastodon_py", &server);
    // What was recorded with other servers goes: so the tests record anew, which is to say, they ask ours.
    for entry in suite.folder.join("tests").read_dir().unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with("cassettes") {
            fs::remove_dir_all(entry.path()).unwrap();
        }
    }
    for folder in ["cassettes", "cassettes_special"] {
        fs::create_dir(suite.folder.join("tests").join(folder)).unwrap();
    }
    let mut tests = suite.pytest();
    tests
        .args(["-p", "mastodon_py_live", "--record-mode=all", "tests"])
        .env("STAFFROOM_SEED", at);
    suite.judge("mastodon-py", tests).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn toot_passes_the_tests_that_it_passed() {
    let mut server = server();
    server.use_test_server(Vec::new());
    server.start().await;
    let suite = Suite::unpack("toot", &server);
    let mut tests = suite.pytest();
    tests
        .arg("tests/integration")
        .env("TOOT_TEST_BASE_URL", format!("http://{SERVER}"));
    suite.judge("toot", tests).await;
}

/// A server that everybody can join, and that lets nobody wait.
fn server() -> Instance {
    Instance::new(Backend::Sqlite)
        .at(&format!("http://{SERVER}"))
        .with("USERS__REGISTRATION", "open")
        .with("API__RATE_LIMITS", "false")
}

/// Tests of a source distribution, in a folder where they may write.
struct Suite {
    folder: PathBuf,
    at: String,
}

impl Suite {
    fn unpack(name: &str, server: &Instance) -> Self {
        let suites = installed().join("suites").read_dir().unwrap();
        let source = suites
            .flatten()
            .find(|entry| entry.file_name().to_string_lossy().starts_with(name))
            .unwrap_or_else(|| panic!("no tests of {name}"));
        let folder = server.folder().join(name);
        copy(&source.path(), &folder);
        // The tests shall find the program that is installed, not the one beside them.
        for program in ["mastodon", "toot"] {
            drop(fs::remove_dir_all(folder.join(program)));
        }
        Self {
            folder,
            at: server.address().replace("http://", ""),
        }
    }

    fn pytest(&self) -> Command {
        let mut command = python([(SERVER, self.at.clone())]);
        command
            .args(["-m", "pytest", "-q", "--tb=short", "-o", "addopts="])
            .args(["-p", "no:cacheprovider", "-p", "outcomes"])
            .env("STAFFROOM_OUTCOMES", self.outcomes())
            .current_dir(&self.folder);
        command
    }

    fn outcomes(&self) -> PathBuf {
        self.folder.join("outcomes.json")
    }

    /// Runs the tests and compares what passes with the list.
    async fn judge(&self, list: &str, tests: Command) {
        // Some fail, so that its status says nothing.
        let (_, said) = run(list, tests, WITHIN).await;
        let outcomes = fs::read_to_string(self.outcomes())
            .unwrap_or_else(|error| panic!("{list}: {error}\n{said}"));
        let outcomes: Value = serde_json::from_str(&outcomes).unwrap();
        let outcomes = outcomes.as_object().unwrap();
        let passing: BTreeSet<&str> = outcomes
            .iter()
            .filter(|(_, outcome)| outcome["outcome"] == "passed")
            .map(|(id, _)| id.as_str())
            .collect();
        let talking = passing.iter().filter(|id| outcomes[**id]["talked"] == true);
        println!(
            "{list}: {} of {} tests pass, {} of them asked the server something",
            passing.len(),
            outcomes.len(),
            talking.count()
        );
        let file = folder().join(format!("{list}.passing"));
        let was = fs::read_to_string(&file).unwrap();
        let wish = wish();
        let listed = listed(&was, &passing, wish.as_deref());
        if wish.is_some() {
            let lines: Vec<&str> = listed.iter().copied().collect();
            fs::write(&file, lines.join("\n") + "\n").unwrap();
        }
        assert!(!listed.is_empty(), "{list}.passing is empty");
        for id in passing.difference(&listed) {
            println!("{id} passes: STAFFROOM_LIST_PASSING=1 adds it to {list}.passing");
        }
        let broken: Vec<String> = listed
            .difference(&passing)
            .map(|id| format!("{id}: {}", outcomes.get(*id).unwrap_or(&Value::Null)))
            .collect();
        assert!(
            broken.is_empty(),
            "these passed once (STAFFROOM_LIST_PASSING=anew takes them out of the list):\n{}\n\n{said}",
            broken.join("\n")
        );
    }
}

/// The tests that have to pass: those of the list, with what somebody wishes to become of it.
fn listed<'a>(list: &'a str, passing: &BTreeSet<&'a str>, wish: Option<&str>) -> BTreeSet<&'a str> {
    let listed = list.lines().filter(|id| !id.is_empty());
    match wish {
        None => listed.collect(),
        Some("anew") => passing.clone(),
        Some(_) => listed.chain(passing.iter().copied()).collect(),
    }
}

#[test]
fn a_list_loses_nothing_unless_that_is_asked_for() {
    let passing = BTreeSet::from(["b", "c"]);
    let becomes = |wish| Vec::from_iter(listed("a\nb\n", &passing, wish));
    assert_eq!(becomes(None), ["a", "b"]);
    assert_eq!(becomes(Some("1")), ["a", "b", "c"]);
    assert_eq!(becomes(Some("anew")), ["b", "c"]);
}

/// What shall become of the lists.
#[expect(clippy::disallowed_methods, reason = "a test reads how it was started")]
fn wish() -> Option<String> {
    std::env::var("STAFFROOM_LIST_PASSING").ok()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A page that posts link to.
fn serve_page() -> SocketAddr {
    const PAGE: &str = "<!doctype html><html><head><title>Example Domain</title></head><body>\
                        <h1>Example Domain</h1></body></html>";
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // It ends with the test's process.
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 4096];
            drop(stream.read(&mut request));
            let head =
                "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close";
            let length = PAGE.len();
            drop(write!(
                stream,
                "{head}\r\ncontent-length: {length}\r\n\r\n{PAGE}"
            ));
        }
    });
    address
}
