//! One host takes neither all places nor all time.

use std::net::SocketAddr;
use std::time::Instant;

use staffroom_net::{Accept, Client, LoopbackPolicy, NetError};

use crate::scripted::{Act, Scripted, ok, send};
use crate::{SHORT, get, options, policy, url};

/// Checklist 44.
#[tokio::test]
async fn a_host_that_stalls_holds_up_no_other() {
    let slow = Scripted::new(|_| vec![Act::Stall]);
    let quick = Scripted::new(|_| vec![send(&ok("application/activity+json", "{}"))]);
    let mut options = options(policy(&[
        ("slow.example", &slow),
        ("quick.example", &quick),
    ]));
    options.get_deadline = SHORT * 10;
    options.open_gets = 8;
    let client = Client::new(&options).unwrap();
    let mut stalled = Vec::new();
    for _ in 0..40 {
        let client = client.clone();
        stalled.push(tokio::spawn(async move {
            get(&client, "http://slow.example/").await
        }));
    }
    while slow.connections() < 4 {
        tokio::task::yield_now().await;
    }
    let begin = Instant::now();
    for _ in 0..20 {
        get(&client, "http://quick.example/").await.unwrap();
    }
    assert!(begin.elapsed() < SHORT * 9, "{:?}", begin.elapsed());
    assert_eq!(slow.connections(), 4);
    for call in stalled {
        call.abort();
    }
}

#[tokio::test]
async fn who_cannot_even_wait_is_told_at_once() {
    let slow = Scripted::new(|_| vec![Act::Stall]);
    let mut options = options(policy(&[("slow.example", &slow)]));
    (options.open_per_domain, options.waiting_per_domain) = (1, 1);
    options.get_deadline = SHORT;
    options.longest_wait = SHORT * 5;
    let client = Client::new(&options).unwrap();
    let call = || {
        let client = client.clone();
        tokio::spawn(async move { get(&client, "http://slow.example/").await.unwrap_err() })
    };
    let calls = [call(), call(), call()];
    let mut errors = Vec::new();
    for call in calls {
        errors.push(call.await.unwrap());
    }
    // The second had its place after the first, and its whole time then.
    assert_eq!(
        errors,
        [NetError::Timeout, NetError::Timeout, NetError::Busy]
    );
    assert!(NetError::Busy.is_temporary());
}

/// Catalogue 48.
#[tokio::test]
async fn a_body_that_is_held_holds_its_place() {
    let server = Scripted::new(|_| vec![send(&ok("image/png", "{}"))]);
    let mut options = options(policy(&[("peer.example", &server)]));
    (options.open_gets, options.longest_wait) = (1, SHORT);
    let client = Client::new(&options).unwrap();
    let url = url("http://peer.example/");
    let held = client.get_holding(&url, Accept::Anything).await.unwrap();
    let part = held.body.slice(..1);
    drop(held);
    let late = client.get_holding(&url, Accept::Anything).await;
    assert_eq!(late.unwrap_err(), NetError::Busy);
    drop(part);
    client.get_holding(&url, Accept::Anything).await.unwrap();
}

#[tokio::test]
async fn connections_are_used_again() {
    let server = Scripted::new(|_| vec![send(&ok("application/activity+json", "{}"))]);
    let client = crate::client(&[("peer.example", &server)]);
    for _ in 0..10 {
        get(&client, "http://peer.example/").await.unwrap();
        // The connection goes back to the pool in a task of its own.
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
    }
    assert!(server.connections() <= 3, "{}", server.connections());
}

#[tokio::test]
async fn the_demonstration_reaches_names_below_localhost_by_http_only() {
    let server = Scripted::answering(ok("application/activity+json", "{}"));
    let SocketAddr::V4(address) = server.address else {
        unreachable!()
    };
    let port = address.port();
    let client = Client::new(&options(LoopbackPolicy::for_localhost_names())).unwrap();
    let response = get(&client, &format!("http://school.localhost:{port}/"))
        .await
        .unwrap();
    assert_eq!(response.status, 200);
    let connections = server.connections();
    for refused in [
        format!("https://school.localhost:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://127.0.0.1:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://a@school.localhost:{port}/"),
        "http://example.com/".to_owned(),
        "https://example.com/".to_owned(),
    ] {
        let error = get(&client, &refused).await.unwrap_err();
        assert!(
            matches!(error, NetError::Refused(_)),
            "{refused}: {error:?}"
        );
    }
    assert_eq!(server.connections(), connections);
}

/// Checklist 36.
#[tokio::test]
async fn a_demonstration_calls_its_own_instances_and_nothing_else_on_the_machine() {
    let server = Scripted::answering(ok("application/activity+json", "{}"));
    let beside = Scripted::answering(ok("application/activity+json", "{}"));
    let (port, other) = (server.address.port(), beside.address.port());
    let policy =
        LoopbackPolicy::for_instances([("school.localhost", port), ("elsewhere.test", port)]);
    let client = Client::new(&options(policy)).unwrap();
    let school = format!("http://school.localhost:{port}/");
    assert_eq!(get(&client, &school).await.unwrap().status, 200);
    let connections = server.connections();
    for refused in [
        format!("http://school.localhost:{other}/"),
        format!("http://other.localhost:{port}/"),
        format!("http://elsewhere.test:{port}/"),
        format!("https://school.localhost:{port}/"),
        "http://school.localhost/".to_owned(),
        format!("http://127.0.0.1:{port}/"),
        "https://example.com/".to_owned(),
    ] {
        let error = get(&client, &refused).await.unwrap_err();
        assert!(
            matches!(error, NetError::Refused(_)),
            "{refused}: {error:?}"
        );
    }
    assert_eq!(server.connections(), connections);
    assert_eq!(beside.connections(), 0);
}

#[tokio::test]
async fn a_host_outside_of_loopback_cannot_be_pinned() {
    let outside: SocketAddr = "192.0.2.1:80".parse().unwrap();
    let client = Client::new(&options(LoopbackPolicy::for_hosts([(
        "peer.example",
        outside,
    )])))
    .unwrap();
    let error = get(&client, "http://peer.example/").await.unwrap_err();
    assert!(matches!(error, NetError::Refused(_)), "{error:?}");
}

/// Checklist 42, 44.
#[tokio::test]
async fn names_below_one_domain_share_its_places() {
    let slow = Scripted::new(|_| vec![Act::Stall]);
    let quick = Scripted::new(|_| vec![send(&ok("application/activity+json", "{}"))]);
    let names: Vec<String> = (0..100).map(|n| format!("s{n}.attacker.example")).collect();
    let mut hosts: Vec<(&str, &Scripted)> = names.iter().map(|name| (&**name, &slow)).collect();
    hosts.push(("quick.example", &quick));
    let mut options = options(policy(&hosts));
    options.get_deadline = SHORT * 10;
    options.open_gets = 8;
    let client = Client::new(&options).unwrap();
    let mut stalled = Vec::new();
    for name in names {
        let client = client.clone();
        stalled.push(tokio::spawn(async move {
            get(&client, &format!("http://{name}/")).await
        }));
    }
    while slow.connections() < 4 {
        tokio::task::yield_now().await;
    }
    for _ in 0..20 {
        get(&client, "http://quick.example/").await.unwrap();
    }
    assert_eq!(slow.connections(), 4);
    for call in stalled {
        call.abort();
    }
}
