//! `staffroom jobs …`.

use super::output::say;
use clap::Subcommand;
use staffroom_db::{DbError, jobs as rows, outbox};
use staffroom_domain::job::Queue;
use staffroom_domain::{JobId, Timestamp};
use staffroom_service::Ctx;
use staffroom_service::staff::{self, By, StaffError};

use crate::app::in_words;

/// What to do with work that waits or failed.
#[derive(Debug, Subcommand)]
pub(super) enum Jobs {
    /// Count what waits and list what failed for good
    List,
    /// Try a failed job again
    Retry {
        /// Its number, as `jobs list` shows it
        id: String,
    },
    /// Throw a failed job away
    Drop {
        /// Its number, as `jobs list` shows it
        id: String,
    },
}

pub(super) async fn run(command: Jobs, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Jobs::List => list(ctx).await,
        Jobs::Retry { id } => {
            let id: JobId = id.parse()?;
            found(id, staff::retry_job(ctx, By::CommandLine, id).await)?;
            say!("The job {id} will be tried again.");
            Ok(())
        }
        Jobs::Drop { id } => {
            let id: JobId = id.parse()?;
            found(id, staff::drop_job(ctx, By::CommandLine, id).await)?;
            say!("The job {id} is gone.");
            Ok(())
        }
    }
}

fn found(id: JobId, done: Result<(), StaffError>) -> anyhow::Result<()> {
    match done {
        Err(StaffError::NotFound) => anyhow::bail!("there is no failed job {id}"),
        done => Ok(done?),
    }
}

async fn list(ctx: &Ctx) -> anyhow::Result<()> {
    let (events, counts, dead) = ctx
        .db
        .read(|conn| {
            let mut counts = Vec::new();
            for queue in Queue::ALL {
                counts.push((queue, rows::counts(conn, queue)?));
            }
            Ok::<_, DbError>((outbox::count(conn)?, counts, rows::dead(conn, 100)?))
        })
        .await?;
    say!("outbox: {events} waiting");
    for (queue, count) in counts {
        say!(
            "{}: {} waiting, {} failed for good",
            queue.as_str(),
            count.live,
            count.dead
        );
    }
    for job in dead {
        let at = job
            .dead_at
            .map_or_else(String::new, |at| in_words(Timestamp::from_micros(at)));
        let error = job.last_error.unwrap_or_default();
        say!(
            "{}  {}  after {} attempts, {at}: {error}",
            job.id,
            job.kind,
            job.attempts
        );
    }
    Ok(())
}
