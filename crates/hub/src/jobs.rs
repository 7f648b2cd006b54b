//! The jobs of a hub.

use futures_util::future::BoxFuture;
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload};
use staffroom_federation::Federation;
use staffroom_federation::resolve::{RESTS_FOR, ResolveError};
use staffroom_service::ports::{JobError, JobHandler};

use crate::{harvest, snapshots, sweep, verify};

/// The kinds that are done here.
const KINDS: [JobKind; 4] = [
    JobKind::HarvestMember,
    JobKind::VerifyItem,
    JobKind::SweepItems,
    JobKind::SnapshotLedgers,
];

/// The handlers of all jobs of a hub that need other servers.
pub fn handlers(fed: &Federation) -> Vec<Box<dyn JobHandler>> {
    KINDS
        .into_iter()
        .map(|kind| {
            let fed = fed.clone();
            Box::new(Handler { fed, kind }) as Box<dyn JobHandler>
        })
        .collect()
}

struct Handler {
    fed: Federation,
    kind: JobKind,
}

impl JobHandler for Handler {
    fn kind(&self) -> JobKind {
        self.kind
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let fed = &self.fed;
            let done = match &job.payload {
                JobPayload::HarvestMember { host } => {
                    harvest::page(fed, host, job.attempt >= job.max_attempts).await
                }
                JobPayload::VerifyItem { status } => verify::item(fed, *status).await,
                JobPayload::SweepItems { host, statuses } => sweep::some(fed, host, statuses).await,
                JobPayload::SnapshotLedgers { after } => snapshots::some(fed, *after).await,
                other => Err(ResolveError::Invalid(format!(
                    "{} is not done here",
                    other.kind().as_str()
                ))),
            };
            match done {
                Ok(()) => Ok(()),
                Err(error @ ResolveError::AskedEnough) => Err(JobError::Retry {
                    reason: error.to_string(),
                    after: Some(RESTS_FOR),
                }),
                Err(error) if error.is_temporary() => Err(JobError::retry(error)),
                Err(error) => {
                    tracing::debug!(kind = self.kind.as_str(), %error, "nothing was found");
                    Ok(())
                }
            }
        })
    }
}
