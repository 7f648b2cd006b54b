//! Applies what was accepted: in order within a thread, many threads at once.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use staffroom_db::DbError;
use staffroom_db::inbox::{self, InboxItemRow};
use staffroom_domain::job::retry_delay;
use staffroom_domain::{InboxItemId, Timestamp};
use staffroom_net::registrable_domain;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::state::InboxState;
use super::threads::Threads;
use crate::Federation;
use crate::receive::{self, Outcome, ReceiveError};

/// How many activities are claimed at once.
const BATCH: i64 = 200;
/// How many of one thread are claimed when it goes on.
const PART: i64 = 50;
/// How long they are this process's.
const LEASE: Duration = Duration::from_mins(10);
/// What is left of a lease when nothing more is begun under it.
const LEASE_MARGIN: Duration = Duration::from_mins(2);
/// How many threads are applied at the same time.
const AT_ONCE: usize = 24;
/// How many of one owner's hosts, who may have as many names as they like: whoever answers slowly leaves
/// room for the others.
const AT_ONCE_OF_DOMAIN: usize = 6;
/// How long one activity may take, whatever its server makes us wait for.
const WITHIN: Duration = Duration::from_mins(1);
/// While more threads than this are in hand, nothing is claimed.
const IN_HAND: usize = 400;
/// How long an activity waits that the database undid for another's sake, each time, before it is tried again.
const WHERE_BUSY: [Duration; 3] = [
    Duration::from_millis(20),
    Duration::from_millis(100),
    Duration::from_millis(500),
];
/// What other processes accepted is noticed within this time.
const POLL: Duration = Duration::from_secs(2);
/// How often an activity is tried.
const ATTEMPTS: i32 = 12;
/// Retries wait this many times as long as those of jobs: from seconds to hours.
const PATIENCE: u32 = 4;

/// Applies activities until it is told to stop; those in hand are finished then.
pub async fn run(fed: Federation, state: InboxState, cancel: CancellationToken) {
    let shop = Workshop::new(fed, state.threads().clone(), cancel.clone());
    let mut in_hand = JoinSet::new();
    while !cancel.is_cancelled() {
        let claimed = if in_hand.len() < IN_HAND {
            shop.begin(&mut in_hand).await
        } else {
            0
        };
        while in_hand.try_join_next().is_some() {}
        if claimed > 0 && in_hand.len() < IN_HAND {
            continue;
        }
        let next = async {
            tokio::select! {
                () = state.threads().others(), if in_hand.len() < IN_HAND => {}
                Some(_) = in_hand.join_next(), if in_hand.len() >= IN_HAND => {}
                () = tokio::time::sleep(POLL) => {}
            }
        };
        cancel.run_until_cancelled(next).await;
    }
    while in_hand.join_next().await.is_some() {}
}

/// Applies everything that is due.
pub async fn drain(fed: &Federation) -> usize {
    let shop = Workshop::new(fed.clone(), Threads::default(), CancellationToken::new());
    let mut tried = 0;
    loop {
        let mut in_hand = JoinSet::new();
        let claimed = shop.begin(&mut in_hand).await;
        while in_hand.join_next().await.is_some() {}
        if claimed == 0 {
            return tried;
        }
        tried += claimed;
    }
}

/// Some activities of one thread, in order.
type Part = Vec<InboxItemRow>;

#[derive(Clone)]
struct Workshop {
    fed: Federation,
    threads: Threads,
    cancel: CancellationToken,
    places: Arc<Semaphore>,
    of_domain: Places,
}

/// Places of each registrable domain. Cheap to clone.
#[derive(Clone, Default)]
struct Places(Arc<Mutex<HashMap<String, Arc<Semaphore>>>>);

impl Places {
    fn of(&self, host: &str) -> Arc<Semaphore> {
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
        let mut domains = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if domains.len() > IN_HAND {
            domains.retain(|_, places| Arc::strong_count(places) > 1);
        }
        let places = domains
            .entry(registrable_domain(host).to_owned())
            .or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE_OF_DOMAIN)));
        Arc::clone(places)
    }
}

impl Workshop {
    fn new(fed: Federation, threads: Threads, cancel: CancellationToken) -> Self {
        Self {
            fed,
            threads,
            cancel,
            places: Arc::new(Semaphore::new(AT_ONCE)),
            of_domain: Places::default(),
        }
    }

    /// Claims what is due of threads that are in nobody's hands and begins with it; gives how many.
    async fn begin(&self, in_hand: &mut JoinSet<()>) -> usize {
        let now = self.fed.ctx().now();
        let claimed = self
            .fed
            .ctx()
            .db
            .write(move |conn| inbox::claim(conn, now, now.plus(LEASE), BATCH))
            .await;
        let claimed = match claimed {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::warn!(%error, "the inbox cannot be read");
                return 0;
            }
        };
        let count = claimed.len();
        for (thread, part) in by_thread(claimed) {
            self.threads.begin(&thread);
            in_hand.spawn(self.clone().work_on(thread, part));
        }
        count
    }

    /// Applies a thread until there is nothing more of it, or until it has to wait.
    async fn work_on(self, thread: String, first: Part) {
        let mut next = Some(first);
        while let Some(part) = next {
            if !self.apply_part(part).await || self.cancel.is_cancelled() {
                self.threads.leave(&thread);
                return;
            }
            next = self.more_of(&thread).await;
        }
    }

    /// Waits for a place, and leaves it again afterwards: who has much to do does it in turns.
    async fn apply_part(&self, part: Part) -> bool {
        let host = part.first().map(|item| item.host.clone());
        let own = self.of_domain.of(&host.unwrap_or_default());
        let (Ok(_own), Ok(_any)) = (own.acquire().await, self.places.acquire().await) else {
            return false;
        };
        apply_in_order(&self.fed, part).await
    }

    /// What has arrived meanwhile. Without anything the thread is in nobody's hands any more.
    async fn more_of(&self, thread: &str) -> Option<Part> {
        while self.threads.goes_on(thread) {
            let (key, now) = (thread.to_owned(), self.fed.ctx().now());
            let claimed = self
                .fed
                .ctx()
                .db
                .write(move |conn| inbox::claim_more(conn, &key, now, now.plus(LEASE), PART))
                .await;
            match claimed {
                Ok(part) if part.is_empty() => {}
                Ok(part) => {
                    let may_be_more = usize::try_from(PART).is_ok_and(|most| part.len() >= most);
                    if may_be_more {
                        self.threads.arrived(thread);
                    }
                    return Some(part);
                }
                Err(error) => {
                    tracing::warn!(%error, "the inbox cannot be read");
                    self.threads.leave(thread);
                    return None;
                }
            }
        }
        None
    }
}

/// In the order in which they begin.
fn by_thread(claimed: Vec<InboxItemRow>) -> Vec<(String, Part)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut threads: Vec<(String, Part)> = Vec::new();
    for item in claimed {
        let place = *places
            .entry(item.thread_key.clone())
            .or_insert(threads.len());
        match threads.get_mut(place) {
            Some((_, part)) => part.push(item),
            None => threads.push((item.thread_key.clone(), vec![item])),
        }
    }
    threads
}

/// `false` where the thread has to wait.
async fn apply_in_order(fed: &Federation, part: Part) -> bool {
    let mut rest = part.into_iter();
    while let Some(item) = rest.next() {
        if fed.ctx().now().plus(LEASE_MARGIN) > item.run_at {
            // The lease is about to end: whoever claims them next goes on.
            return false;
        }
        if let Err(run_at) = apply(fed, item).await {
            let ids: Vec<InboxItemId> = rest.map(|item| item.id).collect();
            give_back(fed, ids, run_at).await;
            return false;
        }
    }
    true
}

/// Until when the rest of the thread has to wait, if it has to.
async fn apply(fed: &Federation, item: InboxItemRow) -> Result<(), Timestamp> {
    let (id, attempts, received_at) = (item.id, item.attempts, item.received_at);
    let (kind, uri) = (item.kind.clone(), item.activity_uri.clone());
    let received = at_once_again(|| receive::receive(fed, item.clone()));
    let applied = AssertUnwindSafe(within(WITHIN, Box::pin(received)))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| {
            tracing::error!(activity = %uri, "an activity made the program fail");
            Err(ReceiveError::Temporary("the program failed".to_owned()))
        });
    count(fed, &kind, &applied, received_at);
    match applied {
        Ok(Outcome::Applied) | Err(ReceiveError::Repeated) => Ok(()),
        Ok(Outcome::Ignored(reason)) => {
            tracing::debug!(activity = %uri, reason, "an activity was passed over");
            Ok(())
        }
        Err(ReceiveError::Refused(reason)) => {
            tracing::debug!(activity = %uri, reason, "an activity was refused");
            give_up(fed, id, reason).await;
            Ok(())
        }
        Err(error) if attempts >= ATTEMPTS => {
            tracing::info!(activity = %uri, %error, "an activity is given up");
            give_up(fed, id, error.to_string()).await;
            Ok(())
        }
        Err(error) => {
            tracing::debug!(activity = %uri, %error, "an activity waits");
            Err(retry(fed, id, attempts, error.to_string()).await)
        }
    }
}

/// Where two activities waited for each other, the database undid one of them, which can go on when the other is done: it need
/// not wait as long as for a server that does not answer.
async fn at_once_again<F>(mut receive: impl FnMut() -> F) -> Result<Outcome, ReceiveError>
where
    F: Future<Output = Result<Outcome, ReceiveError>>,
{
    for pause in WHERE_BUSY {
        match receive().await {
            Err(ReceiveError::Db(DbError::Busy)) => tokio::time::sleep(pause).await,
            done => return done,
        }
    }
    receive().await
}

/// What is not done in time is tried again later: its effect and the note that it is done are one
/// transaction, so that nothing happens twice.
async fn within(
    time: Duration,
    work: impl Future<Output = Result<Outcome, ReceiveError>>,
) -> Result<Outcome, ReceiveError> {
    tokio::time::timeout(time, work)
        .await
        .unwrap_or_else(|_| Err(ReceiveError::Temporary("it took too long".to_owned())))
}

fn count(
    fed: &Federation,
    kind: &str,
    applied: &Result<Outcome, ReceiveError>,
    received_at: Timestamp,
) {
    let outcome = match applied {
        Ok(Outcome::Applied) => "applied",
        Ok(Outcome::Ignored(_)) | Err(ReceiveError::Repeated) => "ignored",
        Err(ReceiveError::Refused(_)) => "refused",
        Err(ReceiveError::Temporary(_) | ReceiveError::Db(_)) => "failed",
    };
    let labels = [("kind", kind.to_owned()), ("outcome", outcome.to_owned())];
    metrics::counter!("staffroom_inbox_activities_total", &labels).increment(1);
    let micros = fed.ctx().now().as_micros() - received_at.as_micros();
    let waited = Duration::from_micros(u64::try_from(micros).unwrap_or_default());
    metrics::histogram!("staffroom_inbox_latency_seconds").record(waited.as_secs_f64());
}

/// Gives when it is tried again.
async fn retry(fed: &Federation, id: InboxItemId, attempts: i32, error: String) -> Timestamp {
    let attempt = u32::try_from(attempts).unwrap_or(1);
    let delay = retry_delay(attempt, &*fed.ctx().random).saturating_mul(PATIENCE);
    let run_at = fed.ctx().now().plus(delay);
    let noted = fed
        .ctx()
        .db
        .write(move |conn| inbox::retry(conn, id, run_at, &error).map(|_| ()));
    note(noted.await);
    run_at
}

async fn give_up(fed: &Federation, id: InboxItemId, reason: String) {
    let now = fed.ctx().now();
    let noted = fed
        .ctx()
        .db
        .write(move |conn| inbox::give_up(conn, id, &reason, now).map(|_| ()));
    note(noted.await);
}

async fn give_back(fed: &Federation, ids: Vec<InboxItemId>, run_at: Timestamp) {
    if ids.is_empty() {
        return;
    }
    let noted = fed
        .ctx()
        .db
        .write(move |conn| inbox::give_back(conn, &ids, run_at).map(|_| ()));
    note(noted.await);
}

fn note(noted: Result<(), DbError>) {
    if let Err(error) = noted {
        // The lease runs out, and the activity is tried again.
        tracing::warn!(%error, "what became of an activity could not be noted");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checklist 44.
    #[test]
    fn all_hosts_of_one_owner_share_their_places() {
        let places = Places::default();
        let first = places.of("a.evil.example");
        for host in ["evil.example", "b.evil.example", "x.y.evil.example:8443"] {
            assert!(Arc::ptr_eq(&first, &places.of(host)), "{host}");
        }
        assert_eq!(first.available_permits(), AT_ONCE_OF_DOMAIN);
        assert!(!Arc::ptr_eq(&first, &places.of("good.example")));
        // Names of schools under one public suffix are of different owners.
        let school = places.of("hill.hants.sch.uk");
        assert!(!Arc::ptr_eq(&school, &places.of("dale.hants.sch.uk")));
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_database_undid_for_another_is_tried_again_at_once() {
        let busy: fn() -> Result<Outcome, ReceiveError> = || Err(ReceiveError::Db(DbError::Busy));
        let mut tries = 0;
        let done = at_once_again(|| {
            tries += 1;
            std::future::ready(if tries < 3 {
                busy()
            } else {
                Ok(Outcome::Applied)
            })
        });
        assert!(matches!(done.await, Ok(Outcome::Applied)));
        assert_eq!(tries, 3);
        // Where it stays busy, or something else is wrong, it waits like all others.
        let refused: fn() -> Result<Outcome, ReceiveError> =
            || Err(ReceiveError::Refused("no".to_owned()));
        for (answer, most) in [(busy, WHERE_BUSY.len() + 1), (refused, 1)] {
            let mut tries = 0;
            let done = at_once_again(|| {
                tries += 1;
                std::future::ready(answer())
            });
            assert!(done.await.is_err());
            assert_eq!(tries, most);
        }
    }

    /// Checklist 44.
    #[tokio::test]
    async fn an_activity_that_takes_too_long_waits_for_another_time() {
        let stalled = within(Duration::from_millis(1), std::future::pending()).await;
        assert!(matches!(stalled, Err(ReceiveError::Temporary(_))));
        let done = async { Ok(Outcome::Applied) };
        assert!(within(Duration::from_mins(1), done).await.is_ok());
    }
}
