//! The jobs that fetch.

use futures_util::future::BoxFuture;
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload};
use staffroom_service::accounts;
use staffroom_service::ports::{JobError, JobHandler};

use super::error::ResolveError;
use super::later::COUNTED_FOR;
use super::{Freshness, actor, featured, followers, ledger, organisation, thread};
use crate::state::Federation;

/// The kinds that are done here.
const KINDS: [JobKind; 7] = [
    JobKind::FetchThread,
    JobKind::RefreshAccount,
    JobKind::FetchFeatured,
    JobKind::SyncFollowers,
    JobKind::MoveFollowers,
    JobKind::AskOrganisation,
    JobKind::FetchLedger,
];

/// The handlers of all jobs that fetch.
pub fn handlers(fed: &Federation) -> Vec<Box<dyn JobHandler>> {
    KINDS
        .into_iter()
        .map(|kind| {
            let fed = fed.clone();
            Box::new(Fetching { fed, kind }) as Box<dyn JobHandler>
        })
        .collect()
}

struct Fetching {
    fed: Federation,
    kind: JobKind,
}

impl JobHandler for Fetching {
    fn kind(&self) -> JobKind {
        self.kind
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            match self.fetch(&job.payload).await {
                Ok(()) => Ok(()),
                Err(error @ ResolveError::AskedEnough) => Err(JobError::Retry {
                    reason: error.to_string(),
                    after: Some(COUNTED_FOR),
                }),
                Err(error) if error.is_temporary() => Err(JobError::retry(error)),
                // What is elsewhere is as it is: no work is left to be done about it.
                Err(error) => {
                    tracing::debug!(kind = self.kind.as_str(), %error, "nothing was fetched");
                    Ok(())
                }
            }
        })
    }
}

impl Fetching {
    async fn fetch(&self, payload: &JobPayload) -> Result<(), ResolveError> {
        let fed = &self.fed;
        match payload {
            JobPayload::FetchThread { status } => thread::fetch(fed, *status).await,
            JobPayload::RefreshAccount { account } => {
                let row = accounts::find(fed.ctx(), *account).await?;
                if let Some(uri) = row.and_then(|row| row.uri) {
                    actor(fed, &uri, Freshness::Now).await?;
                }
                Ok(())
            }
            JobPayload::FetchFeatured { account } => featured::fetch(fed, *account).await,
            JobPayload::SyncFollowers { account, url } => {
                followers::synchronise(fed, *account, url).await
            }
            JobPayload::MoveFollowers { account, target } => {
                followers::transfer(fed, *account, *target).await
            }
            JobPayload::AskOrganisation {
                account,
                organisation: named,
            } => organisation::ask(fed, *account, named).await,
            JobPayload::FetchLedger { practice } => ledger::read(fed, *practice).await,
            other => Err(ResolveError::Invalid(format!(
                "{} is not done here",
                other.kind().as_str()
            ))),
        }
    }
}
