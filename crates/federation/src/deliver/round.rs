//! One host's turn.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt as _;
use staffroom_db::deliveries::DeliveryRow;
use staffroom_domain::{DeliveryId, Timestamp};
use staffroom_service::jobs::DELIVERED_WITHIN;
use staffroom_signatures::Scheme;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::answer::Meaning;
use super::attempt::{self, Sent};
use super::backoff;
use super::batch::{Load, Parcel};
use crate::Federation;
use crate::knock::Reads;

/// Threads that are sent to a host at the same time, once it has answered.
const AT_ONCE: usize = 4;
/// A round begins no delivery after this time; what is left comes in the next.
const ROUND: Duration = Duration::from_secs(30);
/// Where we were too busy, the next turn is after this time.
const SOON: Duration = Duration::from_secs(1);

/// What came of a host's turn.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// Whose.
    pub(super) host: String,
    /// The lease.
    pub(super) token: i64,
    /// Deliveries that were taken, or never will be.
    pub(super) done: Vec<DeliveryId>,
    /// How many of them were taken.
    pub(super) taken: usize,
    /// The deliveries that failed for now.
    pub(super) failed: Vec<Failed>,
    /// Why the host did not answer.
    pub(super) error: Option<String>,
    /// When it goes on, where that is known.
    pub(super) due_at: Option<Timestamp>,
    /// A scheme that is not the one that is noted.
    pub(super) scheme: Option<Scheme>,
    /// Whether the host answered at all.
    pub(super) answered: bool,
    /// Everything that waits for it is thrown away.
    pub(super) unwanted: bool,
}

/// A delivery that is tried again.
#[derive(Debug)]
pub(super) struct Failed {
    /// Which.
    pub(super) id: DeliveryId,
    /// How often it was tried.
    pub(super) attempts: i32,
    /// Not before.
    pub(super) run_at: Timestamp,
    /// What happened.
    pub(super) error: String,
}

struct Round<'a> {
    fed: &'a Federation,
    stop: &'a CancellationToken,
    failures: i32,
    reads: Reads,
    until: Instant,
    broken: AtomicBool,
    turn: Mutex<Turn>,
}

/// Sends what waits for a host: first one delivery, then the threads side by side, each in order. The
/// first failure ends the turn.
pub(super) async fn run(fed: &Federation, mut load: Load, stop: &CancellationToken) -> Turn {
    let turn = Turn {
        host: load.peer.host.clone(),
        token: load.token,
        unwanted: load.unwanted,
        ..Turn::default()
    };
    let round = Round {
        fed,
        stop,
        failures: load.peer.failures,
        reads: load.reads,
        until: Instant::now() + ROUND,
        broken: AtomicBool::new(load.unwanted),
        turn: Mutex::new(turn),
    };
    if let Some(first) = load.threads.front_mut().and_then(VecDeque::pop_front) {
        round.deliver(&first).await;
    }
    futures_util::stream::iter(load.threads)
        .for_each_concurrent(AT_ONCE, |thread| round.thread(thread))
        .await;
    let mut turn = round
        .turn
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    turn.scheme = turn
        .scheme
        .filter(|scheme| round.reads.taken != Some(*scheme));
    turn
}

impl Round<'_> {
    async fn thread(&self, thread: VecDeque<Parcel>) {
        for parcel in thread {
            if self.is_over() {
                return;
            }
            self.deliver(&parcel).await;
        }
    }

    fn is_over(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
            || self.stop.is_cancelled()
            || Instant::now() >= self.until
    }

    async fn deliver(&self, parcel: &Parcel) {
        if self.is_over() {
            return;
        }
        let began = Instant::now();
        // The scheme that was taken a moment ago, or the one that is noted.
        let reads = self.reads.after(self.note(|turn| turn.scheme));
        let sent = attempt::send(self.fed, parcel, reads).await;
        metrics::histogram!("staffroom_delivery_duration_seconds")
            .record(began.elapsed().as_secs_f64());
        metrics::counter!("staffroom_deliveries_total", "outcome" => label(&sent.meaning))
            .increment(1);
        self.conclude(&parcel.row, sent);
    }

    fn conclude(&self, row: &DeliveryRow, sent: Sent) {
        let (id, inbox) = (row.id, row.inbox.as_str());
        match sent.meaning {
            Meaning::Taken => self.note(|turn| {
                turn.done.push(id);
                turn.taken += 1;
                turn.answered = true;
                turn.scheme = sent.scheme;
            }),
            Meaning::Gone(status) => {
                tracing::debug!(%inbox, status, "an inbox is gone");
                self.drop_it(id);
            }
            Meaning::Refused(error) => {
                tracing::warn!(%inbox, %error, "a delivery was refused");
                self.drop_it(id);
            }
            // Only the attempt itself sees this; refused like any other.
            Meaning::NotBelieved(_) => self.drop_it(id),
            Meaning::NotAsked => {
                self.broken.store(true, Ordering::Relaxed);
                let soon = self.fed.ctx().now().plus(SOON);
                self.note(|turn| turn.due_at = turn.due_at.or(Some(soon)));
            }
            Meaning::Later {
                error,
                after,
                is_of_activity,
            } => self.fail(row, error, after, is_of_activity),
        }
    }

    fn drop_it(&self, id: DeliveryId) {
        self.note(|turn| {
            turn.done.push(id);
            turn.answered = true;
        });
    }

    fn fail(&self, row: &DeliveryRow, error: String, after: Option<Duration>, of_activity: bool) {
        self.broken.store(true, Ordering::Relaxed);
        let ctx = self.fed.ctx();
        let now = ctx.now();
        let failures = u32::try_from(self.failures.max(0)).unwrap_or(0) + 1;
        let due_at = now.plus(backoff::pause(failures, after, &*ctx.random));
        let attempts = row.attempts.saturating_add(1);
        let mut run_at = due_at;
        if of_activity {
            // Others go first next time, so that one activity that a host stumbles over does not
            // hold up everything behind it.
            let tried = u32::try_from(attempts).unwrap_or(u32::MAX);
            let pause = backoff::pause(tried, after, &*ctx.random);
            run_at = due_at.plus(pause);
        }
        let given_up = now.since(row.created_at) >= DELIVERED_WITHIN;
        tracing::debug!(inbox = %row.inbox, %error, attempts, "a delivery failed");
        self.note(|turn| {
            if given_up {
                turn.done.push(row.id);
            } else {
                turn.failed.push(Failed {
                    id: row.id,
                    attempts,
                    run_at,
                    error: error.clone(),
                });
            }
            turn.due_at = Some(turn.due_at.map_or(due_at, |other| other.max(due_at)));
            turn.error = Some(error);
        });
    }

    fn note<T>(&self, change: impl FnOnce(&mut Turn) -> T) -> T {
        change(&mut self.turn.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

const fn label(meaning: &Meaning) -> &'static str {
    match meaning {
        Meaning::Taken => "taken",
        Meaning::Gone(_) => "gone",
        Meaning::NotBelieved(_) | Meaning::Refused(_) => "refused",
        Meaning::Later { .. } => "failed",
        Meaning::NotAsked => "not_asked",
    }
}
