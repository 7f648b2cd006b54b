//! What the use cases need from outside, as traits; `outbound` and others implement them and the
//! binary wires them together.

use std::time::Duration;

use futures_util::future::BoxFuture;
use staffroom_domain::StoredEvent;
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, MailMessage};
use thiserror::Error;

/// Sends mail.
pub trait Mailer: Send + Sync {
    /// Sends one message. `idempotency_key` is the same for every attempt at this message, also after
    /// a crash; it becomes the `Message-ID`, by which mail systems drop repetitions.
    fn send<'a>(
        &'a self,
        message: &'a MailMessage,
        idempotency_key: &'a str,
    ) -> BoxFuture<'a, Result<(), JobError>>;

    /// Connects to the mail server and signs in, without sending anything.
    fn check(&self) -> BoxFuture<'_, Result<(), JobError>>;
}

/// Turns events into jobs. Called once for each event, in the transaction that takes it from the
/// outbox; it must be quick and always give the same jobs for the same event.
pub trait EventSubscriber: Send + Sync {
    /// Part of the jobs' dedup keys; never changes.
    fn name(&self) -> &'static str;

    /// The jobs to queue.
    fn jobs(&self, event: &StoredEvent) -> Vec<JobPayload>;
}

/// Does the jobs of one kind.
pub trait JobHandler: Send + Sync {
    /// Which kind.
    fn kind(&self) -> JobKind;

    /// Does one job. May be called again for the same job (after a crash, or when its lease ran
    /// out): effects outside carry [`ClaimedJob::idempotency_key`], effects inside are idempotent.
    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>>;
}

/// Why a job was not done.
#[derive(Clone, Debug, Error)]
pub enum JobError {
    /// It may work later.
    #[error("{reason}")]
    Retry {
        /// What happened.
        reason: String,
        /// Not before this long, where the other side said so.
        after: Option<Duration>,
    },
    /// It will never work.
    #[error("{0}")]
    Hopeless(String),
}

impl JobError {
    /// It may work later; when, is up to the queue.
    pub fn retry(error: impl std::fmt::Display) -> Self {
        Self::Retry {
            reason: error.to_string(),
            after: None,
        }
    }
}
