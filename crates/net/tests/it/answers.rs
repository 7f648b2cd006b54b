//! Answers, good and bad.

use bytes::Bytes;
use chrono::DateTime;
use staffroom_net::{Accept, NetError, Post};

use crate::scripted::{Act, Scripted, ok, send};
use crate::{careful, client, get, impatient, url};

const PEER: &str = "http://peer.example/ap/actors/1";
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/activity+json\r\n";

/// Asks a server that does this.
async fn asked(script: impl Fn() -> Vec<Act> + Send + Sync + 'static) -> (NetError, Scripted) {
    let server = Scripted::new(move |_| script());
    let error = get(&careful(&server), PEER).await.unwrap_err();
    (error, server)
}

/// Asks a server that does this, and gives up soon.
async fn asked_in_haste(
    script: impl Fn() -> Vec<Act> + Send + Sync + 'static,
) -> (NetError, Scripted) {
    let server = Scripted::new(move |_| script());
    let error = get(&impatient(&server), PEER).await.unwrap_err();
    (error, server)
}

/// What the sockets of both sides may hold, beside what was read.
const BUFFERS: usize = 16 * 1024 * 1024;

#[tokio::test]
async fn a_document_is_fetched() {
    let server = Scripted::answering(ok("application/activity+json", "{\"a\":1}"));
    let client = client(&[("peer.example", &server)]);
    let response = get(&client, "http://peer.example/ap/1?x=1#main-key")
        .await
        .unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(response.body, "{\"a\":1}");
    assert_eq!(response.url.as_str(), "http://peer.example/ap/1?x=1");
    assert!(response.is_activity_json() && response.complete && !response.redirected);
    assert_eq!(response.header("Content-Length"), Some("7"));
    let asked = &server.asked()[0];
    assert_eq!(
        (asked.method.as_str(), asked.path.as_str()),
        ("GET", "/ap/1?x=1")
    );
    assert_eq!(asked.header("host"), Some("peer.example"));
    assert_eq!(asked.header("user-agent"), Some("staffroom-tests"));
    assert_eq!(asked.header("accept"), Some(Accept::ActivityJson.value()));
    assert_eq!(asked.header("accept-encoding"), Some("identity"));
    for unwanted in ["cookie", "referer", "authorization"] {
        assert_eq!(asked.header(unwanted), None);
    }
}

#[tokio::test]
async fn a_missing_length_is_no_mistake() {
    let server = Scripted::answering(format!("{HEAD}\r\n{{}}"));
    let response = get(&careful(&server), PEER).await.unwrap();
    assert_eq!(response.body, "{}");
}

#[tokio::test]
async fn another_status_is_an_answer_with_as_much_body_as_comes() {
    let server = Scripted::new(|asked| match asked.path.as_str() {
        "/gone" => vec![send("HTTP/1.1 410 Gone\r\nContent-Length: 2\r\n\r\n{}")],
        "/busy" => vec![send(
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n",
        )],
        "/cut" => vec![
            send("HTTP/1.1 503 No\r\nContent-Length: 9\r\n\r\nabc"),
            Act::Close,
        ],
        "/stalled" => vec![
            send("HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\nabc"),
            Act::Stall,
        ],
        _ => vec![
            send("HTTP/1.1 404 No\r\n\r\n"),
            Act::Endless(vec![b'x'; 1_000]),
        ],
    });
    let client = careful(&server);
    let get = async |path| {
        get(&client, &format!("http://peer.example/{path}"))
            .await
            .unwrap()
    };
    let gone = get("gone").await;
    assert_eq!(
        (gone.status, &gone.body[..], gone.complete),
        (410, &b"{}"[..], true)
    );
    let busy = get("busy").await;
    let now = DateTime::from_timestamp(0, 0).unwrap();
    assert_eq!(busy.retry_after(now).map(|wait| wait.as_secs()), Some(7));
    for (path, status) in [("cut", 503), ("stalled", 500)] {
        let answer = get(path).await;
        assert_eq!(
            (answer.status, &answer.body[..], answer.complete),
            (status, &b"abc"[..], false)
        );
    }
    let endless = get("endless").await;
    assert!(endless.status == 404 && !endless.complete && endless.body.len() <= 64 * 1024);
}

#[tokio::test]
async fn wrong_content_types_are_told() {
    for wrong in ["text/html", "application/json", "application/octet-stream"] {
        let server = Scripted::answering(ok(wrong, "{}"));
        let response = get(&careful(&server), PEER).await.unwrap();
        assert!(!response.is_activity_json(), "{wrong}");
    }
}

#[tokio::test]
async fn silence_ends_with_the_deadline() {
    let (error, _) = asked_in_haste(|| vec![Act::Stall]).await;
    assert_eq!(error, NetError::Timeout);
    let (error, _) = asked_in_haste(|| vec![send(HEAD), Act::Stall]).await;
    assert_eq!(error, NetError::Timeout);
    let (error, _) =
        asked_in_haste(|| vec![send(HEAD), send("Content-Length: 9\r\n\r\nabc"), Act::Stall]).await;
    assert_eq!(error, NetError::Timeout);
}

/// Checklist 39. Catalogue 41.
#[tokio::test]
async fn a_trickle_ends_with_the_deadline_too() {
    // Each byte comes in time: only the total counts.
    let (error, server) = asked_in_haste(|| vec![Act::Trickle(HEAD.repeat(10).into_bytes())]).await;
    assert_eq!(error, NetError::Timeout);
    assert!(server.written() > 1);
    let (error, server) =
        asked_in_haste(|| vec![send(HEAD), send("\r\n"), Act::Trickle(vec![b'x'; 1_000])]).await;
    assert_eq!(error, NetError::Timeout);
    assert!(server.written() > 100);
}

/// Checklist 39. Catalogue 41.
#[tokio::test]
async fn endless_chunks_end_with_the_deadline() {
    let server = Scripted::new(move |_| {
        vec![
            send(HEAD),
            send("Transfer-Encoding: chunked\r\n\r\n"),
            Act::Endless(b"1\r\nx\r\n".to_vec()),
        ]
    });
    let mut options = crate::options(crate::policy(&[("peer.example", &server)]));
    options.get_deadline = crate::SHORT;
    options.largest_body = usize::MAX;
    let client = staffroom_net::Client::new(&options).unwrap();
    assert_eq!(get(&client, PEER).await.unwrap_err(), NetError::Timeout);
}

#[tokio::test]
async fn endless_informational_answers_end_with_the_deadline() {
    let (error, _) =
        asked_in_haste(|| vec![Act::Endless(b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec())]).await;
    assert_eq!(error, NetError::Timeout);
}

/// Catalogue 41.
#[tokio::test]
async fn endless_headers_are_given_up() {
    let (error, server) =
        asked(|| vec![send(HEAD), Act::Endless(b"X-More: and more\r\n".to_vec())]).await;
    assert!(matches!(error, NetError::Protocol(_)), "{error:?}");
    assert!(server.written() < BUFFERS);
    let (error, server) = asked(|| {
        vec![
            send("HTTP/1.1 200 OK\r\nX: "),
            Act::Endless(vec![b'x'; 1_000]),
        ]
    })
    .await;
    assert!(matches!(error, NetError::Protocol(_)), "{error:?}");
    assert!(server.written() < BUFFERS);
}

/// Checklist 39. Catalogue 41.
#[tokio::test]
async fn a_body_that_is_too_large_is_given_up() {
    let (error, server) = asked(|| {
        vec![
            send(HEAD),
            send("Content-Length: 10000000000\r\n\r\n"),
            Act::Endless(vec![b'x'; 1_000]),
        ]
    })
    .await;
    assert_eq!(error, NetError::TooLarge);
    assert!(server.written() < BUFFERS);
    let (error, server) =
        asked(|| vec![send(HEAD), send("\r\n"), Act::Endless(vec![b'x'; 1_000])]).await;
    assert_eq!(error, NetError::TooLarge);
    assert!(server.written() < BUFFERS);
    let (error, server) = asked(|| {
        let chunk = [b"3e8\r\n".as_slice(), &[b'x'; 1_000], b"\r\n"].concat();
        vec![
            send(HEAD),
            send("Transfer-Encoding: chunked\r\n\r\n"),
            Act::Endless(chunk),
        ]
    })
    .await;
    assert_eq!(error, NetError::TooLarge);
    assert!(server.written() < BUFFERS);
}

#[tokio::test]
async fn the_largest_body_is_taken_and_one_byte_more_is_not() {
    for (length, is_taken) in [(10_000, true), (10_001, false)] {
        let body = "x".repeat(length);
        let server = Scripted::answering(format!("{HEAD}\r\n{body}"));
        let answer = get(&careful(&server), PEER).await;
        assert_eq!(answer.is_ok(), is_taken, "{length}");
    }
}

/// Checklist 39. Catalogue 41.
#[tokio::test]
async fn nothing_is_unpacked() {
    for encoding in ["gzip", "br", "identity, gzip"] {
        let (error, server) = asked(move || {
            let head = format!("{HEAD}Content-Encoding: {encoding}\r\n\r\n");
            vec![
                Act::Send(head.into_bytes()),
                Act::Endless(vec![0x1f; 1_000]),
            ]
        })
        .await;
        assert!(matches!(error, NetError::Protocol(_)), "{error:?}");
        assert!(server.written() < BUFFERS);
    }
}

#[tokio::test]
async fn connections_that_end_too_early_are_told_as_that() {
    let cut: [fn() -> Vec<Act>; 4] = [
        || vec![Act::Close],
        || vec![Act::Reset],
        || vec![send(HEAD), Act::Reset],
        || vec![send(HEAD), send("Content-Length: 9\r\n\r\nabc"), Act::Close],
    ];
    for script in cut {
        let (error, _) = asked(script).await;
        assert!(matches!(error, NetError::Interrupted(_)), "{error:?}");
        assert!(error.is_temporary());
    }
}

#[tokio::test]
async fn what_is_no_http_is_told_as_that() {
    for nonsense in [
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    ] {
        let (error, _) = asked(move || vec![send(nonsense), Act::Close]).await;
        assert!(
            matches!(error, NetError::Protocol(_)),
            "{nonsense}: {error:?}"
        );
    }
}

#[tokio::test]
async fn nobody_there_is_told_as_that() {
    let server = Scripted::canary();
    let client = client(&[("peer.example", &server)]);
    drop(server);
    // The listener is closed by its task, at the next turn.
    tokio::task::yield_now().await;
    let error = get(&client, PEER).await.unwrap_err();
    assert!(matches!(error, NetError::Connect(_)), "{error:?}");
    assert!(error.is_temporary());
}

#[tokio::test]
async fn a_document_is_sent_with_its_headers() {
    let server = Scripted::answering("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    let client = client(&[("peer.example", &server)]);
    let body = Bytes::from_static(b"{\"type\":\"Follow\"}");
    let post = Post {
        content_type: "application/activity+json",
        body: &body,
        headers: &[
            ("Collection-Synchronization", "a"),
            ("Host", "evil.example"),
        ],
        signer: None,
    };
    let response = client
        .post(&url("http://peer.example/inbox"), post)
        .await
        .unwrap();
    assert_eq!((response.status, response.is_success()), (202, true));
    let asked = &server.asked()[0];
    assert_eq!(
        (asked.method.as_str(), asked.body.as_slice()),
        ("POST", &body[..])
    );
    assert_eq!(
        asked.header("content-type"),
        Some("application/activity+json")
    );
    assert_eq!(asked.header("content-length"), Some("17"));
    assert_eq!(asked.header("collection-synchronization"), Some("a"));
    assert_eq!(asked.header("host"), Some("peer.example"));
}

#[tokio::test]
async fn a_delivery_that_was_accepted_stays_so_whatever_the_body() {
    let ends: [fn() -> Act; 3] = [
        || Act::Stall,
        || Act::Reset,
        || Act::Endless(vec![b'x'; 1_000]),
    ];
    for end in ends {
        let server = Scripted::new(move |_| vec![send("HTTP/1.1 202 Accepted\r\n\r\nabc"), end()]);
        let response = careful(&server)
            .post(&url("http://peer.example/inbox"), empty_post(&Bytes::new()))
            .await
            .unwrap();
        assert_eq!((response.status, response.complete), (202, false));
    }
}

#[tokio::test]
async fn headers_that_cannot_be_sent_are_not() {
    let canary = Scripted::canary();
    let client = client(&[("peer.example", &canary)]);
    for wrong in [("a b", "c"), ("a", "b\r\nc: d"), ("", "x"), ("a", "\0")] {
        let body = Bytes::new();
        let post = Post {
            headers: &[wrong],
            ..empty_post(&body)
        };
        let error = client
            .post(&url("http://peer.example/inbox"), post)
            .await
            .unwrap_err();
        assert!(matches!(error, NetError::Request(_)), "{error:?}");
        assert!(!error.is_temporary());
    }
    assert_eq!(canary.connections(), 0);
}

fn empty_post(body: &Bytes) -> Post<'_> {
    Post {
        content_type: "application/activity+json",
        body,
        headers: &[],
        signer: None,
    }
}

/// Checklist 39.
#[tokio::test]
async fn of_a_long_answer_the_beginning_is_enough_for_who_wants_no_more() {
    let server = Scripted::new(|_| vec![send(HEAD), send("\r\n"), Act::Endless(vec![b'x'; 4_096])]);
    let mut options = crate::options(crate::policy(&[("peer.example", &server)]));
    (options.largest_body, options.cuts_off) = (10_000, true);
    let client = staffroom_net::Client::new(&options).unwrap();
    let response = get(&client, PEER).await.unwrap();
    assert_eq!((response.body.len(), response.complete), (10_000, false));
    drop(client);
    assert!(server.written() < BUFFERS, "{}", server.written());
    let short = Scripted::answering(ok("text/html", "<p>"));
    options = crate::options(crate::policy(&[("peer.example", &short)]));
    (options.largest_body, options.cuts_off) = (10_000, true);
    let client = staffroom_net::Client::new(&options).unwrap();
    let response = get(&client, PEER).await.unwrap();
    assert_eq!((&*response.body, response.complete), (&b"<p>"[..], true));
}
