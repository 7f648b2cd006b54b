//! One job from its claim to its end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use staffroom_db::{DbError, jobs};
use staffroom_domain::job::{ClaimedJob, retry_delay};
use staffroom_service::Ctx;
use staffroom_service::ports::{JobError, JobHandler};
use tokio_util::sync::CancellationToken;

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Execution {
    /// It is done and gone.
    Done,
    /// It will be tried again.
    Retried,
    /// It is among the dead.
    Dead,
    /// It was given back, because the process stops.
    GivenBack,
    /// Its lease had passed to another worker, whose affair it is now.
    Lost,
}

impl Execution {
    const fn label(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Retried => "retried",
            Self::Dead => "dead",
            Self::GivenBack => "given_back",
            Self::Lost => "lost",
        }
    }
}

/// Runs a job with its handler, renews its lease meanwhile, and writes down how it ended. `abort`
/// interrupts it: the process cannot wait any longer.
pub async fn execute(
    ctx: Ctx,
    handlers: Arc<[Box<dyn JobHandler>]>,
    job: ClaimedJob,
    abort: CancellationToken,
) -> Result<Execution, DbError> {
    let kind = job.payload.kind().as_str();
    let started = Instant::now();
    let outcome = tokio::select! {
        outcome = run(&handlers, &job) => Some(outcome),
        () = renew(&ctx, &job) => return Ok(Execution::Lost),
        () = abort.cancelled() => None,
    };
    let execution = if let Some(outcome) = outcome {
        end(&ctx, &job, outcome).await?
    } else {
        let (id, token) = (job.id, job.lease_token);
        ctx.db
            .write(move |conn| jobs::give_back(conn, id, token))
            .await?;
        Execution::GivenBack
    };
    metrics::counter!("staffroom_jobs_total", "kind" => kind, "outcome" => execution.label())
        .increment(1);
    metrics::histogram!("staffroom_job_duration_seconds", "kind" => kind)
        .record(started.elapsed().as_secs_f64());
    Ok(execution)
}

async fn run(handlers: &[Box<dyn JobHandler>], job: &ClaimedJob) -> Result<(), JobError> {
    let kind = job.payload.kind();
    match handlers.iter().find(|handler| handler.kind() == kind) {
        Some(handler) => handler.run(job).await,
        // Mail that was queued before the mail server was taken out of the settings, for one.
        None => Err(JobError::retry(format!(
            "nothing here does jobs of the kind {}; is it switched off in the settings?",
            kind.as_str()
        ))),
    }
}

/// Renews the lease for as long as it can; ends when it is lost.
async fn renew(ctx: &Ctx, job: &ClaimedJob) {
    let lease = ctx.config.jobs.lease;
    let every = (lease / 3).max(Duration::from_millis(100));
    loop {
        tokio::time::sleep(every).await;
        let (id, token, until) = (job.id, job.lease_token, ctx.now().plus(lease));
        match ctx
            .db
            .write(move |conn| jobs::extend(conn, id, token, until))
            .await
        {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!(job = %job.id, "the lease of a running job was lost");
                return;
            }
            Err(error) => tracing::warn!(job = %job.id, %error, "a lease could not be renewed"),
        }
    }
}

async fn end(
    ctx: &Ctx,
    job: &ClaimedJob,
    outcome: Result<(), JobError>,
) -> Result<Execution, DbError> {
    let (id, token, now) = (job.id, job.lease_token, ctx.now());
    let (kind, attempt) = (job.payload.kind().as_str(), job.attempt);
    let (kept, execution) = match outcome {
        Ok(()) => (
            ctx.db
                .write(move |conn| jobs::complete(conn, id, token))
                .await?,
            Execution::Done,
        ),
        Err(JobError::Retry { reason, after }) if attempt < job.max_attempts => {
            let delay = retry_delay(attempt, &*ctx.random).max(after.unwrap_or_default());
            tracing::warn!(job = %id, kind, attempt, delay_s = delay.as_secs(), %reason, "a job failed and is tried again");
            let at = now.plus(delay);
            let kept = ctx
                .db
                .write(move |conn| jobs::retry(conn, id, token, &reason, at))
                .await?;
            (kept, Execution::Retried)
        }
        Err(error) => {
            let reason = error.to_string();
            tracing::error!(job = %id, kind, attempt, %reason, "a job failed for good");
            let kept = ctx
                .db
                .write(move |conn| jobs::bury(conn, id, token, &reason, now))
                .await?;
            (kept, Execution::Dead)
        }
    };
    Ok(if kept { execution } else { Execution::Lost })
}
