//! `staffroom doctor`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;
use staffroom_testkit::free_port;

use crate::machine::{Machine, Ran, assert_says};

/// The lines of a JSON report, without what differs from run to run.
fn lines(machine: &Machine, ran: &Ran, port: u16) -> Vec<String> {
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let folder = machine.path("").display().to_string();
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default();
            let shown = match text("check") {
                // The size of a disk and the time of day are nobody's expectation.
                "disk" | "clock" => "…".to_owned(),
                "database" => text("text").split(" and has ").next().unwrap().to_owned(),
                _ => text("text").to_owned(),
            };
            format!(
                "{} {}: {shown} -> {}",
                text("level"),
                text("check"),
                text("advice")
            )
            .replace(folder.trim_end_matches('/'), "[folder]")
            .replace(&port.to_string(), "[port]")
        })
        .collect()
}

#[test]
fn a_fresh_trial() {
    let machine = Machine::new();
    let port = free_port();
    let server = machine.serve(port, &[]);
    let bind = format!("server.bind=127.0.0.1:{port}");
    let ran = machine.run(&["doctor", "--json", "--set", &bind]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    insta::assert_json_snapshot!(lines(&machine, &ran, port));
    drop(server);
}

#[test]
fn a_configured_instance() {
    let machine = Machine::new();
    let port = free_port();
    let url = format!("http://localhost:{port}");
    let flags = [
        "--provider",
        "charity",
        "--contact-email",
        "a@school.example",
    ];
    machine
        .run(&[&["init", "--url", &url], &flags[..]].concat())
        .done();
    let bind = format!("server.bind=127.0.0.1:{port}");
    let args = ["doctor", "--json", "--mail", "--set", &bind];

    let before = machine.files();
    let ran = machine.run(&args);
    assert_eq!(ran.code, 1);
    insta::assert_json_snapshot!("before_the_first_start", lines(&machine, &ran, port));
    assert_eq!(machine.files(), before);

    let server = machine.serve(port, &[]);
    let ran = machine.run(&args);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    insta::assert_json_snapshot!("running", lines(&machine, &ran, port));
    drop(server);
}

#[test]
fn faults_are_found_and_each_says_what_to_do() {
    let machine = Machine::with_instance();
    let doctor = |more: &[&str]| {
        let port = free_port();
        let bind = format!("server.bind=127.0.0.1:{port}");
        // Nothing outside is asked while the server does not run.
        let ran = machine.run(&[&["doctor", "--set", &bind], more].concat());
        assert_eq!(ran.code, 1, "{}", ran.stdout);
        assert_eq!(ran.stderr, "");
        ran.stdout
    };
    assert_says(
        &doctor(&[]),
        &["PROBLEM  server", "not running", "-> start it"],
    );

    let other = ["--set", "server.url=https://other.example"];
    assert_says(
        &doctor(&other),
        &[
            "belongs to https://school.example",
            "-> set `server.url` back",
        ],
    );

    let key = machine.data("secret.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    assert_says(&doctor(&[]), &["PROBLEM  key", "chmod 600"]);
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&key, format!("{}\n", "ab".repeat(32))).unwrap();
    assert_says(
        &doctor(&[]),
        &["does not belong to this database", "-> put the key file"],
    );
    fs::remove_file(&key).unwrap();
    assert_says(&doctor(&[]), &["secret.key is missing", "-> put it back"]);

    let database = machine.data("staffroom.sqlite");
    let mut bytes = fs::read(&database).unwrap();
    let torn = bytes.len() / 2;
    bytes[torn..].fill(0x55);
    fs::write(&database, bytes).unwrap();
    assert_says(
        &doctor(&[]),
        &["PROBLEM  database", "-> stop the server and restore"],
    );

    fs::write(machine.path("staffroom.toml"), "[servr]\n").unwrap();
    assert_says(&doctor(&[]), &["PROBLEM  settings", "servr"]);
}

#[test]
fn another_program_at_the_port_is_told_apart() {
    let machine = Machine::with_instance();
    let stranger = Machine::new();
    let port = free_port();
    let server = stranger.serve(port, &[]);
    let bind = format!("server.bind=127.0.0.1:{port}");
    let ran = machine.run(&["doctor", "--set", &bind]);
    assert_eq!(ran.code, 1);
    assert_says(
        &ran.stdout,
        &["another program, or another instance, answers"],
    );
    drop(server);
}
