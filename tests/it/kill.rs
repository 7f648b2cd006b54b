//! The process is killed between the commit and the execution of its jobs, and again in
//! mid-execution: no effect is lost, and every attempt at an effect carries the same key.
//!
//! The effect is a letter to a server that counts; the key is its `Message-ID`.

use std::collections::BTreeSet;
use std::time::Duration;

use staffroom_testkit::{Backend, Browser};

use crate::harness::instance::Instance;
use crate::harness::smtp::CountingSmtp;
use crate::harness::{is_full, until};

const PASSWORD: &str = "four words in a row";
/// Letters in one round: one command, one transaction.
const LETTERS: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_between_commit_and_execution_and_in_mid_execution_sqlite() {
    kill_rounds(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_between_commit_and_execution_and_in_mid_execution_postgres() {
    kill_rounds(Backend::Postgres).await;
}

async fn kill_rounds(backend: Backend) {
    let rounds = if is_full() { 50 } else { 5 };
    let smtp = CountingSmtp::start().await;
    let mut instance = Instance::new(backend)
        .with("MAIL__SMTP_HOST", "127.0.0.1")
        .with("MAIL__SMTP_PORT", &smtp.port().to_string())
        .with("MAIL__ENCRYPTION", "none")
        .with("MAIL__FROM", "staffroom@school.example")
        .with("JOBS__LEASE", "1s")
        .with("JOBS__POLL_INTERVAL", "50ms")
        .with("JOBS__MAX_ATTEMPTS", "100");
    instance.create_user("owner_one", "owner", PASSWORD);
    let mut seen = Seen::default();
    for round in 0..rounds {
        one_round(&mut instance, &smtp, round, &mut seen).await;
    }
    println!("{backend:?}: {seen:?}");
    assert_eq!(
        seen.before_execution, rounds,
        "every round kills before the work is done"
    );
    assert!(
        seen.in_mid_execution > 0,
        "some kill finds a letter under way"
    );
    assert!(
        seen.repeated > 0,
        "a letter under way is sent again: at least once, not at most once"
    );
}

/// What the kills have met.
#[derive(Debug, Default)]
struct Seen {
    before_execution: usize,
    in_mid_execution: usize,
    repeated: usize,
    unanswered: usize,
}

async fn one_round(instance: &mut Instance, smtp: &CountingSmtp, round: usize, seen: &mut Seen) {
    let guests: Vec<String> = (0..LETTERS)
        .map(|n| format!("g{round}-{n}@guests.example"))
        .collect();
    let arrived = || {
        let delivered = smtp.delivered();
        guests
            .iter()
            .filter(|guest| delivered.contains_key(*guest))
            .count()
    };
    instance.start().await;
    let mut browser = instance.browser();
    browser.sign_in("owner_one", PASSWORD).await;

    // Between commit and execution: the answer tells that it is committed, then the end.
    smtp.confirm_after(Duration::from_millis(40));
    let answered = invite(&mut browser, &guests, random_pause(12)).await;
    instance.kill();
    if arrived() < LETTERS {
        seen.before_execution += 1;
    }
    if !answered {
        seen.unanswered += 1;
    }

    // In mid-execution, after some more letters.
    instance.start().await;
    let goal = arrived() + 1 + usize::try_from(random(6)).unwrap();
    let is_committed = answered || arrived() > 0;
    if is_committed {
        until("some letters go out", Duration::from_mins(1), || {
            arrived() >= goal.min(LETTERS)
        })
        .await;
    } else {
        tokio::time::sleep(random_pause(300)).await;
    }
    if smtp.unconfirmed() > 0 {
        seen.in_mid_execution += 1;
    }
    instance.kill();

    smtp.confirm_after(Duration::ZERO);
    instance.start().await;
    if answered || arrived() > 0 {
        until("all letters go out", Duration::from_mins(1), || {
            arrived() == LETTERS
        })
        .await;
    }
    instance.stop();
    seen.repeated += repetitions(smtp, &guests);
}

/// Sends the form; kills may come before its answer.
async fn invite(browser: &mut Browser, guests: &[String], patience: Duration) -> bool {
    let form = browser
        .open("/admin/invitations")
        .await
        .form("/admin/invitations/mail");
    let form = form
        .fill("addresses", &guests.join("\n"))
        .fill("note", "a round of kills");
    let sent = browser
        .send(form)
        .await
        .is_ok_and(|page| page.status.is_success());
    tokio::time::sleep(patience).await;
    sent
}

/// How many letters came more than once. All letters to one guest must be the same letter.
fn repetitions(smtp: &CountingSmtp, guests: &[String]) -> usize {
    let delivered = smtp.delivered();
    let mut keys = BTreeSet::new();
    let mut repeated = 0;
    for (guest, ids) in delivered.iter().filter(|(guest, _)| guests.contains(guest)) {
        let distinct: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(
            distinct.len(),
            1,
            "one key for all attempts at the letter to {guest}: {ids:?}"
        );
        assert!(
            keys.insert(ids.first().cloned()),
            "two letters never share a key: {ids:?}"
        );
        repeated += ids.len() - 1;
    }
    repeated
}

fn random(below: u64) -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    RandomState::new().hash_one(()) % below
}

fn random_pause(below_millis: u64) -> Duration {
    Duration::from_millis(random(below_millis))
}
