//! An inbox of the real program, written to by hand: what no HTTP client would send.

use std::fmt::Write as _;

use staffroom_db::{DbError, inbox};
use staffroom_domain::AccountId;
use staffroom_signatures::{Outgoing, PrivateKey, sign};
use staffroom_testkit::{TestApp, TestDb, db_test, settle};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An instance, and somebody on another whose key is known to the test.
struct Pair {
    here: TestApp,
    there: TestApp,
    actor: String,
    key: PrivateKey,
}

impl Pair {
    async fn start(db: TestDb) -> Self {
        let other = TestDb::new(db.backend());
        let here = TestApp::federating(db, "school").await;
        let there = TestApp::federating(other, "meet").await;
        let ben: AccountId = there.user("ben").teacher().build().await.account.id;
        let keys = there.federation().keys_of(ben).await.unwrap();
        Self {
            actor: there.federation().addresses().actor(ben),
            key: keys.rsa.clone(),
            here,
            there,
        }
    }

    fn host(&self) -> &str {
        self.here.url().trim_start_matches("http://")
    }

    fn view(&self, n: u32, more: usize) -> String {
        format!(
            "{{\"id\":\"{actor}/views/{n}\",\"type\":\"View\",\"actor\":\"{actor}\",\
             \"object\":\"{actor}/1\",\"content\":\"{content}\"}}",
            actor = self.actor,
            content = "a".repeat(more)
        )
    }

    /// The headers of a signed POST, without those that say how long the body is.
    fn head(&self, body: &str) -> Vec<(&'static str, String)> {
        let key_id = format!("{}#main-key", self.actor);
        let mut head = vec![
            ("Host", self.host().to_owned()),
            ("Content-Type", "application/activity+json".to_owned()),
            ("Connection", "close".to_owned()),
        ];
        let signed = sign::cavage(&Outgoing {
            key: &self.key,
            key_id: &key_id,
            method: "POST",
            scheme: "http",
            authority: self.host(),
            path_and_query: "/ap/inbox",
            body: Some(body.as_bytes()),
            date: self.here.ctx().now(),
            covered: &[],
        });
        head.extend(signed.unwrap());
        head
    }

    /// What is answered to those bytes; 0 where the connection is closed without an answer.
    async fn write(&self, head: &[(&str, String)], body: &[u8]) -> u16 {
        let mut text = "POST /ap/inbox HTTP/1.1\r\n".to_owned();
        for (name, value) in head {
            write!(text, "{name}: {value}\r\n").unwrap();
        }
        text.push_str("\r\n");
        let port = self.host().rsplit(':').next().unwrap();
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}"))
            .await
            .unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        // Whoever has answered need not read the rest.
        drop(stream.write_all(body).await);
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer).await);
        let line = String::from_utf8_lossy(&answer).into_owned();
        let status = line.split(' ').nth(1).unwrap_or_default();
        status.parse().unwrap_or_default()
    }

    async fn waiting(&self) -> i64 {
        let read = self.here.ctx().db.read::<_, DbError, _>(inbox::backlog);
        read.await.unwrap()
    }
}

fn with_length(mut head: Vec<(&'static str, String)>, body: &str) -> Vec<(&'static str, String)> {
    head.push(("Content-Length", body.len().to_string()));
    head
}

fn chunks(body: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in body.as_bytes().chunks(60_000) {
        out.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        out.extend(chunk);
        out.extend(b"\r\n");
    }
    out.extend(b"0\r\n\r\n");
    out
}

/// Checklist 20. Catalogue 1. Two headers of a name, of which one is not what was signed.
#[db_test]
async fn headers_that_come_twice_are_refused(db: TestDb) {
    let pair = Pair::start(db).await;
    let body = pair.view(1, 0);
    let good = with_length(pair.head(&body), &body);
    for (name, other) in [
        ("Host", "evil.example"),
        ("Host", pair.host()),
        ("Date", "Tue, 01 Sep 2026 07:00:00 GMT"),
        ("Digest", "SHA-256=AAAA"),
        ("Signature", "keyId=\"x\""),
    ] {
        for first in [true, false] {
            let mut twice = good.clone();
            let at = if first { 0 } else { twice.len() };
            twice.insert(at, (name, other.to_owned()));
            let status = pair.write(&twice, body.as_bytes()).await;
            assert!([0, 400, 401].contains(&status), "{name}: {other}: {status}");
        }
    }
    assert_eq!(pair.waiting().await, 0);
    assert_eq!(pair.write(&good, body.as_bytes()).await, 202);
    assert_eq!(pair.waiting().await, 1);
    settle(&[&pair.here, &pair.there]).await;
}

/// Checklist 22, 45. A body that does not say how long it is counts like another, up to the same limit.
#[db_test]
async fn a_body_in_chunks_has_the_same_limit(db: TestDb) {
    let pair = Pair::start(db).await;
    let body = pair.view(1, 100_000);
    let mut head = pair.head(&body);
    head.push(("Transfer-Encoding", "chunked".to_owned()));
    assert_eq!(pair.write(&head, &chunks(&body)).await, 202);
    let large = pair.view(2, 1024 * 1024);
    let mut head = pair.head(&large);
    head.push(("Transfer-Encoding", "chunked".to_owned()));
    let status = pair.write(&head, &chunks(&large)).await;
    assert!([0, 413].contains(&status), "{status}");
    let head = with_length(pair.head(&large), &large);
    let status = pair.write(&head, large.as_bytes()).await;
    assert!([0, 413].contains(&status), "{status}");
    assert_eq!(pair.waiting().await, 1);
    settle(&[&pair.here, &pair.there]).await;
}
