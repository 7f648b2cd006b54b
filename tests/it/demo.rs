//! `staffroom demo` as whoever tries it out sees it: what it says, what can be asked of the three instances, and what is
//! left of it.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::harness::demo::{Demo, Place};

/// Every practice that it knows, by its id everywhere.
async fn practices(place: &Place) -> BTreeMap<String, Value> {
    let list = place.get("/api/staffroom/v1/practices?limit=40").await;
    let items = list["items"].as_array().unwrap().clone();
    let by_uri = items
        .into_iter()
        .map(|it| (it["uri"].as_str().unwrap().to_owned(), it));
    by_uri.collect()
}

async fn ledger(place: &Place, practice: &Value) -> Value {
    let id = practice["id"].as_str().unwrap();
    let path = format!("/api/staffroom/v1/practices/{id}/ledger?limit=40");
    let mut ledger = place.get(&path).await;
    ledger["summary"].as_object_mut().unwrap().remove("asOf");
    ledger
}

/// What the author's server says came of it, and what the hub has seen at its origin.
async fn both_ledgers(hub: &Place, practice: &Value) -> Value {
    let id = practice["id"].as_str().unwrap();
    let mut both = hub
        .get(&format!("/api/staffroom/v1/hub/practices/{id}/ledgers"))
        .await;
    let known = both["outcomes"].as_array().unwrap();
    assert!(!known.is_empty() && known.iter().all(|it| it["state"] == "verified"));
    both.take()
}

/// An author who rejects something counts one less than all others, and says so. `other` is what they count, and then what
/// they would.
fn assert_suppressed(both: &Value, told: &Value, other: &mut Value) {
    let digest = |ledger: &Value| ledger["summary"]["digest"].clone();
    assert_eq!(digest(&both["hub"]), digest(told));
    assert_eq!(digest(&both["author"]), digest(other));
    assert_eq!(both["author"]["rejected"][0]["reason"], "out-of-scope");
    assert_eq!(other["summary"]["outcomes"]["abandoned"], 0);
    assert_eq!(told["summary"]["outcomes"]["abandoned"], 1);
    let counted = other["entryCount"].as_u64().unwrap() + 1;
    other["entryCount"] = counted.into();
    other["summary"] = told["summary"].clone();
}

/// The ids of what is counted of every practice, each as often as it is there.
async fn entries(place: &Place) -> Vec<String> {
    let mut all = Vec::new();
    for practice in practices(place).await.values() {
        let ledger = ledger(place, practice).await;
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
        practices(hub).await,
        practices(leeds).await,
        practices(oakfield).await,
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
    let mut rejecting = 0;
    for (uri, practice) in &written[0] {
        // The record that its own server publishes, byte for byte.
        let home = places.values().find(|it| uri.contains(&it.host)).unwrap();
        let path = uri.strip_prefix(&format!("http://{}", home.host)).unwrap();
        let published = home.get(path).await["practice"].to_string();
        for known in &written {
            assert_eq!(known[uri]["record"].to_string(), published, "{uri}");
        }
        let told = ledger(hub, practice).await;
        for (place, known) in [leeds, oakfield].into_iter().zip(&written[1..]) {
            let mut other = ledger(place, &known[uri]).await;
            if other["summary"]["rejected"]["out-of-scope"] == 1 {
                rejecting += 1;
                let both = both_ledgers(hub, practice).await;
                assert_suppressed(&both, &told, &mut other);
            }
            assert_eq!(other["summary"], told["summary"], "{uri} at {}", place.host);
            assert_eq!(other["entryCount"], told["entryCount"], "{uri}");
        }
        for item in told["items"].as_array().unwrap() {
            if item["kind"] == "outcome" {
                let result = item["record"]["outcome"].as_str().unwrap();
                *results
                    .entry(result.rsplit('/').next().unwrap().to_owned())
                    .or_default() += 1;
            }
        }
        let hosts: std::collections::BTreeSet<&str> = told["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|item| item["uri"].as_str()?.split('/').nth(2))
            .filter(|host| !uri.contains(host))
            .collect();
        from_elsewhere = from_elsewhere.max(hosts.len());
    }
    assert_eq!(rejecting, 1);
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
    assert_eq!(entries(hub).await.len(), entered());

    // Whoever follows the library of the hub is told of it.
    let library = hub.get("/api/v1/accounts/lookup?acct=library").await;
    assert!(library["statuses_count"].as_u64() > Some(0), "{library}");
    assert_ne!(library["note"], "");

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
    let counted = entries(&places["hub"]).await;
    assert_eq!(
        counted.len(),
        entered(),
        "nothing is missing, and nothing is twice"
    );
    assert_eq!(practices(&places["leeds"]).await.len(), 16);
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
    assert_eq!(entries(&places["hub"]).await, counted);
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
