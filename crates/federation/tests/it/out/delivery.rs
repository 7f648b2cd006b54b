//! What reaches other servers, in which order, and what becomes of what does not.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use staffroom_db::peers;
use staffroom_federation::deliver;
use tokio_util::sync::CancellationToken;

use super::scripted::{Asked, Scripted};
use super::world::World;

const TAKEN: super::scripted::Answer = Some((202, ""));

fn kinds(asked: &[Asked]) -> Vec<&str> {
    asked
        .iter()
        .map(|asked| asked.body.split('"').nth(3).unwrap())
        .collect()
}

#[tokio::test]
async fn what_belongs_together_arrives_in_order() {
    let server = Scripted::new(|_| TAKEN).await;
    let world = World::reaching(&[("peer.example", &server)]).await;
    for kind in ["A", "B", "C", "D", "E"] {
        world
            .queue(kind, "one", &[("peer.example", "/inbox")])
            .await;
    }
    assert_eq!(world.drain().await, 5);
    assert_eq!(kinds(&server.asked()), ["A", "B", "C", "D", "E"]);
    assert!(world.waiting(&["peer.example"]).await.is_empty());
    let first = &server.asked()[0];
    assert_eq!(
        first.header("content-type").unwrap(),
        "application/activity+json"
    );
    let signature = first.header("signature").unwrap();
    assert!(signature.contains("#main-key") && signature.contains("digest content-type"));
}

#[tokio::test]
async fn a_server_that_does_not_believe_us_is_asked_by_the_other_scheme() {
    let server = Scripted::new(|asked| {
        if asked.is_rfc9421() {
            TAKEN
        } else {
            Some((401, ""))
        }
    })
    .await;
    let world = World::reaching(&[("peer.example", &server)]).await;
    world.queue("A", "one", &[("peer.example", "/inbox")]).await;
    world.queue("B", "two", &[("peer.example", "/inbox")]).await;
    assert_eq!(world.drain().await, 2);
    assert_eq!(kinds(&server.asked()), ["A", "A", "B"], "and remembered");
    server.forget();
    world.queue("C", "one", &[("peer.example", "/inbox")]).await;
    assert_eq!(world.drain().await, 1);
    assert!(server.asked()[0].is_rfc9421(), "also in the next round");
}

#[tokio::test]
async fn what_is_refused_by_both_schemes_or_gone_is_dropped() {
    let server = Scripted::new(|asked| match asked.path.as_str() {
        "/gone" => Some((410, "")),
        "/missing" => Some((404, "")),
        "/no" => Some((401, "")),
        "/never" => Some((422, "")),
        _ => TAKEN,
    })
    .await;
    let world = World::reaching(&[("peer.example", &server)]).await;
    let inboxes =
        ["/gone", "/missing", "/no", "/never", "/inbox"].map(|path| ("peer.example", path));
    world.queue("A", "one", &inboxes).await;
    assert_eq!(world.drain().await, 1);
    assert!(world.waiting(&["peer.example"]).await.is_empty());
    let paths: Vec<String> = server.asked().into_iter().map(|asked| asked.path).collect();
    assert_eq!(
        paths,
        ["/gone", "/missing", "/no", "/no", "/never", "/inbox"]
    );
}

#[tokio::test]
async fn after_a_failure_the_host_rests_and_then_gets_everything_in_order() {
    let status = Arc::new(AtomicU16::new(503));
    let answer = Arc::clone(&status);
    let server = Scripted::new(move |_| Some((answer.load(Ordering::SeqCst), ""))).await;
    let world = World::reaching(&[("peer.example", &server)]).await;
    for kind in ["A", "B", "C"] {
        world
            .queue(kind, "one", &[("peer.example", "/inbox")])
            .await;
    }
    assert_eq!(world.drain().await, 0);
    assert_eq!(kinds(&server.asked()), ["A"], "one attempt, not three");
    assert_eq!(world.drain().await, 0);
    assert_eq!(server.asked().len(), 1, "not before its time");
    let peer = world
        .write(|conn| peers::find(conn, "peer.example"))
        .await
        .unwrap();
    assert_eq!(
        (peer.failures, peer.last_error.as_deref()),
        (1, Some("answered 503"))
    );
    status.store(202, Ordering::SeqCst);
    world.advance(Duration::from_secs(3));
    assert_eq!(world.drain().await, 3);
    assert_eq!(kinds(&server.asked()), ["A", "A", "B", "C"]);
    let peer = world
        .write(|conn| peers::find(conn, "peer.example"))
        .await
        .unwrap();
    assert_eq!((peer.failures, peer.first_failure_at), (0, None));
}

#[tokio::test]
async fn a_server_may_say_how_long_to_wait() {
    let server = Scripted::new(|_| Some((429, "Retry-After: 3600\r\n"))).await;
    let world = World::reaching(&[("peer.example", &server)]).await;
    world.queue("A", "one", &[("peer.example", "/inbox")]).await;
    world.drain().await;
    world.advance(Duration::from_mins(59));
    world.drain().await;
    assert_eq!(server.asked().len(), 1);
    world.advance(Duration::from_mins(2));
    world.drain().await;
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn one_activity_that_a_server_stumbles_over_does_not_hold_up_the_others() {
    let server = Scripted::new(|asked| {
        if asked.body.contains("Bad") {
            Some((500, ""))
        } else {
            TAKEN
        }
    })
    .await;
    let world = World::reaching(&[("peer.example", &server)]).await;
    world
        .queue("Bad", "one", &[("peer.example", "/inbox")])
        .await;
    world
        .queue("Good", "two", &[("peer.example", "/inbox")])
        .await;
    assert_eq!(world.drain().await, 0);
    let mut taken = 0;
    for _ in 0..5 {
        world.advance(Duration::from_secs(2));
        taken += world.drain().await;
    }
    assert_eq!(taken, 1);
    assert_eq!(world.waiting(&["peer.example"]).await.len(), 1);
}

#[tokio::test]
async fn after_eight_days_a_delivery_is_given_up() {
    let server = Scripted::new(|_| Some((503, ""))).await;
    let world = World::reaching(&[("peer.example", &server)]).await;
    world.queue("A", "one", &[("peer.example", "/inbox")]).await;
    world.drain().await;
    world.advance(Duration::from_hours(24 * 8));
    world.drain().await;
    assert!(world.waiting(&["peer.example"]).await.is_empty());
}

/// Checklist 56.
#[tokio::test]
async fn what_was_sent_and_not_noted_is_sent_again() {
    let server = Scripted::new(|_| TAKEN).await;
    let world = World::reaching(&[("peer.example", &server)]).await;
    world.queue("A", "one", &[("peer.example", "/inbox")]).await;
    // A process that claims the host and dies: its lease ends.
    let now = world.ctx().now();
    let claim = peers::Claim {
        now,
        lease_until: now.plus(Duration::from_mins(1)),
        token: 1,
        limit: 10,
    };
    world.write(move |conn| peers::claim(conn, claim)).await;
    assert_eq!(world.drain().await, 0, "it is the other's");
    world.advance(Duration::from_mins(2));
    assert_eq!(world.drain().await, 1);
}

/// Checklist 52.
#[tokio::test]
async fn a_suspended_server_gets_nothing_of_what_waits() {
    let server = Scripted::new(|_| TAKEN).await;
    let world = World::reaching(&[("sub.peer.example", &server)]).await;
    world
        .queue("A", "one", &[("sub.peer.example", "/inbox")])
        .await;
    let row = staffroom_service::policies::decision("peer.example", "suspend", world.ctx().now());
    world.fed.policies().set(vec![row]).await.unwrap();
    assert_eq!(world.drain().await, 0);
    assert!(server.asked().is_empty());
    assert!(world.waiting(&["sub.peer.example"]).await.is_empty());
}

/// Checklist 44.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_hang_do_not_delay_the_others() {
    const HANGING: usize = 20;
    const ALL: usize = 200;
    let server = Scripted::new(|asked| {
        let number: usize = asked.host()[4..]
            .split('.')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        (number >= HANGING).then_some((202, ""))
    })
    .await;
    let names: Vec<String> = (0..ALL).map(|n| format!("peer{n}.example")).collect();
    let hosts: Vec<(&str, &Scripted)> = names.iter().map(|name| (name.as_str(), &server)).collect();
    let world = World::reaching(&hosts).await;
    let inboxes: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "/inbox")).collect();
    for kind in ["A", "B", "C"] {
        world.queue(kind, kind, &inboxes).await;
    }
    let (began, cancel) = (Instant::now(), CancellationToken::new());
    let running = tokio::spawn(deliver::run(world.fed.clone(), cancel.clone()));
    let answering: Vec<&str> = names[HANGING..].iter().map(String::as_str).collect();
    while !world.waiting(&answering).await.is_empty() {
        assert!(
            began.elapsed() < Duration::from_secs(9),
            "{:?}",
            began.elapsed()
        );
        tokio::task::yield_now().await;
    }
    println!(
        "{} deliveries in {:?}",
        3 * (ALL - HANGING),
        began.elapsed()
    );
    running.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_for_two_thousand_servers_goes_out_in_few_transactions() {
    const ALL: usize = 2_000;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let server = Scripted::new(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        TAKEN
    })
    .await;
    let names: Vec<String> = (0..ALL).map(|n| format!("peer{n}.example")).collect();
    let hosts: Vec<(&str, &Scripted)> = names.iter().map(|name| (name.as_str(), &server)).collect();
    let world = World::reaching(&hosts).await;
    let inboxes: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "/inbox")).collect();
    world.queue("A", "one", &inboxes).await;
    let began = Instant::now();
    assert_eq!(world.drain().await, ALL);
    println!("{ALL} deliveries in {:?}", began.elapsed());
    assert_eq!(count.load(Ordering::SeqCst), ALL);
}

#[tokio::test]
async fn a_server_that_advertises_the_newer_scheme_gets_it_first_and_is_asked_anew_after_a_month() {
    let server = Scripted::new(|asked| {
        if asked.is_rfc9421() {
            Some((401, ""))
        } else {
            TAKEN
        }
    })
    .await;
    let world = World::reaching(&[("peer.example", &server)]).await;
    let now = world.ctx().now();
    world
        .write(move |conn| peers::set_advertised(conn, "peer.example", "rfc9421-ed25519", now))
        .await;
    let sent = async |kind: &'static str| {
        server.forget();
        world
            .queue(kind, "one", &[("peer.example", "/inbox")])
            .await;
        assert_eq!(world.drain().await, 1);
        let asked = server.asked();
        asked.iter().map(Asked::is_rfc9421).collect::<Vec<bool>>()
    };
    assert_eq!(sent("A").await, [true, false]);
    let keys = server.asked()[0]
        .header("signature-input")
        .unwrap()
        .to_owned();
    assert!(keys.contains("#ed25519-key") && keys.contains("alg=\"ed25519\""));
    assert_eq!(sent("B").await, [false], "what was taken goes first");
    world.advance(Duration::from_hours(24 * 31));
    assert_eq!(sent("C").await, [true, false]);
}
