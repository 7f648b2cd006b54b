//! The process is killed between the commit and the execution of its jobs, and again in
//! mid-execution: no effect is lost, and every attempt at an effect carries the same key.
//!
//! The effect is a letter to a server that counts; the key is its `Message-ID`.

use std::collections::BTreeSet;
use std::time::Duration;

use staffroom_testkit::{Backend, Browser, SeededRandom};

use crate::harness::instance::Instance;
use crate::harness::smtp::CountingSmtp;
use crate::harness::{is_full, seed, until};

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
    let random = SeededRandom::new(seed());
    let random = |below| random.next_u64() % below;
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
        one_round(&mut instance, &smtp, &random, round, &mut seen).await;
    }
    println!("{backend:?}: {seen:?}");
    assert_eq!(
        seen.before_execution, rounds,
        "every round kills before the work is done"
    );
    assert!(
        seen.repeated > 0,
        "a letter under way is sent again: at least once, not at most once"
    );
}

/// What the kills have met.
#[derive(Debug, Default)]
struct Seen {
    before_commit: usize,
    before_execution: usize,
    repeated: usize,
}

async fn one_round(
    instance: &mut Instance,
    smtp: &CountingSmtp,
    random: &impl Fn(u64) -> u64,
    round: usize,
    seen: &mut Seen,
) {
    let note = format!("round {round}.");
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
    smtp.confirm_after(Duration::from_millis(40));
    instance.start().await;
    let mut browser = instance.browser();
    browser.sign_in("owner_one", PASSWORD).await;

    // Around the commit, and before the work is done.
    // Every other command is left to be answered; the others are cut off at any moment.
    let moment = if round.is_multiple_of(2) {
        60_000
    } else {
        random(80)
    };
    let moment = Duration::from_millis(moment);
    let answered = tokio::time::timeout(moment, invite(&mut browser, &guests, &note)).await;
    let answered = answered.is_ok_and(|sent| sent);
    instance.kill();
    if arrived() < LETTERS {
        seen.before_execution += 1;
    }
    let committed = instance
        .run(&["invitation", "list"], "")
        .matches(&note)
        .count();
    assert!(
        committed == LETTERS || committed == 0,
        "all of one command, or none: {committed}"
    );
    assert!(
        committed == LETTERS || !answered,
        "what was answered is committed"
    );
    assert!(
        committed == LETTERS || arrived() == 0,
        "nothing is sent that is not committed"
    );

    // In mid-execution, after some more letters.
    instance.start().await;
    if committed == 0 {
        seen.before_commit += 1;
        assert!(
            invite(&mut browser, &guests, &note).await,
            "the second attempt is answered"
        );
    }
    let goal = (arrived() + 1 + usize::try_from(random(6)).unwrap()).min(LETTERS);
    let under_way = || arrived() >= goal && smtp.unconfirmed() > 0;
    until("letters are under way", Duration::from_mins(1), under_way).await;
    instance.kill();

    smtp.confirm_after(Duration::ZERO);
    instance.start().await;
    // Also those letters whose confirmation the kill cut off: they are sent again.
    until("the queue empties", Duration::from_mins(1), || {
        queue_is_empty(instance)
    })
    .await;
    assert_eq!(arrived(), LETTERS, "none is lost");
    instance.stop();
    seen.repeated += repetitions(smtp, &guests);
}

/// Sends the form; whether it was answered well.
async fn invite(browser: &mut Browser, guests: &[String], note: &str) -> bool {
    let form = browser
        .open("/admin/invitations")
        .await
        .form("/admin/invitations/mail");
    let form = form
        .fill("addresses", &guests.join("\n"))
        .fill("note", note);
    browser
        .send(form)
        .await
        .is_ok_and(|page| page.status.is_success())
}

fn queue_is_empty(instance: &Instance) -> bool {
    let list = instance.run(&["jobs", "list"], "");
    list.contains("mail: 0 waiting, 0 failed for good") && list.contains("outbox: 0 waiting")
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
