//! The program as its users meet it first.

use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use staffroom_testkit::{Backend, Browser, free_port, http_client};

use crate::harness::instance::Instance;

const PASSWORD: &str = "four words in a row";

#[tokio::test]
async fn sign_in_survives_a_restart_and_a_restore() {
    for backend in Backend::ALL {
        let mut instance = Instance::new(backend);
        instance.create_user("amira", "owner", PASSWORD);
        instance.start().await;
        let mut browser = instance.browser();
        let page = browser.sign_in("amira", PASSWORD).await;
        assert!(
            page.status.is_success() && page.path != "/sign-in",
            "{}",
            page.text()
        );
        instance.stop();

        instance.start().await;
        let page = browser.open("/settings/sessions").await;
        assert_eq!(
            page.path, "/settings/sessions",
            "still signed in after a restart"
        );
        instance.stop();
    }
}

#[tokio::test]
async fn a_trial_is_wherever_it_listens() {
    let folder = tempfile::tempdir().unwrap();
    let bind = format!("127.0.0.1:{}", free_port());
    let program = crate::harness::instance::program();
    let command = |arguments: &[&str]| {
        let mut command = std::process::Command::new(&program);
        command
            .args(arguments)
            .current_dir(folder.path())
            .stdin(Stdio::piped());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let user = [
        "user",
        "create",
        "amira",
        "--role",
        "owner",
        "--password-stdin",
    ];
    let mut made = command(&user).spawn().unwrap();
    made.stdin
        .take()
        .unwrap()
        .write_all(PASSWORD.as_bytes())
        .unwrap();
    assert!(made.wait().unwrap().success());
    let serve = ["serve", "--bind", &bind, "--set", "server.metrics_bind=off"];
    let mut server = command(&serve).spawn().unwrap();
    let url = format!("http://{bind}");
    let ready = async || {
        http_client()
            .get(format!("{url}/ready"))
            .send()
            .await
            .is_ok()
    };
    while !ready().await {
        assert!(server.try_wait().unwrap().is_none(), "the server ended");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // By the number of the machine instead of its name, too.
    for origin in [url.replace("127.0.0.1", "localhost"), url] {
        let page = Browser::new(&origin).sign_in("amira", PASSWORD).await;
        assert!(
            page.status.is_success() && page.path == "/",
            "{origin}: {}",
            page.text()
        );
    }
    server.kill().unwrap();
    server.wait().unwrap();
}

#[tokio::test]
async fn a_stop_is_orderly_and_quick() {
    let mut instance = Instance::new(Backend::Sqlite);
    instance.start().await;
    let started = std::time::Instant::now();
    instance.stop();
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "nothing was running"
    );
    let log = instance.log();
    assert!(
        log.contains("\"stopping\"") && log.contains("\"stopped\""),
        "{log}"
    );
    let leftovers = instance.folder().join("data/staffroom.sqlite-wal");
    assert!(!leftovers.exists(), "the log of the database is folded in");
}

#[tokio::test]
async fn a_second_server_on_one_sqlite_file_is_refused() {
    let mut instance = Instance::new(Backend::Sqlite);
    instance.start().await;
    let output = instance.output(&["serve", "--bind", "127.0.0.1:0"], "");
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("another staffroom server is running"),
        "{error}"
    );
    // The first one goes on.
    let page = instance.browser().open("/").await;
    assert!(page.status.is_success());
}

#[tokio::test]
async fn two_servers_share_one_postgres_database() {
    let mut first = Instance::new(Backend::Postgres);
    first.create_user("amira", "owner", PASSWORD);
    first.start().await;
    let port = free_port();
    let mut second = first
        .command(&["serve", "--bind", &format!("127.0.0.1:{port}")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let url = format!("http://127.0.0.1:{port}/ready");
    let client = http_client();
    let ready = tokio::time::timeout(Duration::from_secs(30), async {
        while !client
            .get(&url)
            .send()
            .await
            .is_ok_and(|r| r.status().is_success())
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    second.kill().unwrap();
    second.wait().unwrap();
    assert!(ready.is_ok(), "the second server answers");
    first.stop();
}

#[tokio::test]
async fn measurements_have_an_address_of_their_own() {
    let port = free_port();
    let address = format!("127.0.0.1:{port}");
    let mut instance = Instance::new(Backend::Sqlite).with("SERVER__METRICS_BIND", &address);
    instance.start().await;
    instance.browser().open("/about").await;
    let answer = http_client()
        .get(format!("http://{address}/metrics"))
        .send()
        .await
        .unwrap();
    let text = answer.text().await.unwrap();
    for name in [
        "staffroom_http_requests_total{method=\"GET\",route=\"/about\",status=\"200\"} 1",
        "staffroom_jobs_waiting{queue=\"mail\"} 0",
        "staffroom_outbox_events 0",
        "process_resident_memory_bytes",
    ] {
        assert!(text.contains(name), "{name} in:\n{text}");
    }
}

#[tokio::test]
async fn the_log_is_json_and_holds_no_secret() {
    let mut instance = Instance::new(Backend::Sqlite).with("LOG__LEVEL", "debug");
    instance.create_user("amira", "owner", PASSWORD);
    let link = instance.run(&["invitation", "create"], "");
    let path = link
        .lines()
        .find_map(|line| line.split_once("/invitation/"))
        .unwrap();
    let token = path.1.trim().to_owned();
    instance.start().await;
    let mut browser = instance.browser();
    browser.sign_in("amira", PASSWORD).await;
    let page = browser.open(&format!("/invitation/{token}")).await;
    assert!(page.status.is_success(), "{}", page.text());
    instance.stop();
    let log = instance.log();
    assert!(
        log.contains("/invitation/…"),
        "the request is logged without its secret:\n{log}"
    );
    assert!(!log.contains(&token) && !log.contains(PASSWORD));
    for line in log.lines() {
        let parsed: Result<serde_json::Value, _> = serde_json::from_str(line);
        assert!(parsed.is_ok(), "a line that is no JSON: {line}");
    }
}

#[test]
fn an_operator_is_told_why_an_address_is_not_fetched() {
    let instance = Instance::new(Backend::Sqlite).at("https://school.example");
    instance.create_user("amira", "owner", PASSWORD);
    for (address, why) in [
        (
            "http://127.0.0.1/ap/actors/1",
            "the scheme http is not allowed",
        ),
        (
            "http://social.school.org/@amira",
            "the scheme http is not allowed",
        ),
        (
            "https://127.0.0.1/ap/actors/1",
            "a number in place of a host name",
        ),
        (
            "https://[::1]/ap/actors/1",
            "a number in place of a host name",
        ),
        ("https://0x7f000001/", "a number in place of a host name"),
        (
            "https://localhost/ap/actors/1",
            "no name of the public internet",
        ),
        (
            "https://peer.test/actors/peer",
            "no name of the public internet",
        ),
        (
            "https://amira:secret@school.org/",
            "with a user name is not allowed",
        ),
        ("https://school.org:8443/", "port 8443 is not allowed"),
        ("amira", "is not an address"),
    ] {
        let output = instance.output(&["federation", "fetch", address], "");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{address}: {said}");
        assert!(said.starts_with("error: "), "{address}: {said}");
        assert!(said.contains(why), "{address}: {said}");
    }
}
