//! From events and the schedule to jobs, and the periodic work itself.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use staffroom_db::{
    Conn, DbError, activities, applications, authorization_codes, deliveries, idempotency, inbox,
    invitations, jobs, outbox, passkeys, password_resets, preview_cards, schedules, sessions,
    tag_days, tombstones,
};
use staffroom_domain::job::{
    ClaimedJob, JobKind, JobPayload, NewJob, ScheduledTask, event_job_key,
};
use staffroom_domain::{IdGenerator, Timestamp};

use crate::context::Ctx;
use crate::hub;
use crate::media::{self, MediaError};
use crate::ports::{EventSubscriber, JobError, JobHandler};
use crate::{
    adoptions, drafts, mutes, oauth, open_data, policies, search, statuses, tags, timelines,
    transfer,
};

/// How many events become jobs in one transaction.
const EVENT_BATCH: i64 = 100;

/// Unused invitations stay visible for so long after their end.
const KEEP_ENDED_INVITATIONS: Duration = Duration::from_hours(30 * 24);

/// Applied activities are told from repetitions for this long; peers repeat for days.
const KEEP_APPLIED: Duration = Duration::from_hours(24 * 14);

/// A Create that comes this late after its Delete is not expected.
const KEEP_TOMBSTONES: Duration = Duration::from_hours(24 * 90);

/// A delivery that has not succeeded for so long is given up.
pub const DELIVERED_WITHIN: Duration = Duration::from_hours(24 * 8);

/// Pages that no post shows any more are known for so long after they were to be fetched again.
const KEEP_CARDS: Duration = Duration::from_hours(24 * 30);
/// Of those, as many are forgotten at once.
const CARDS_AT_ONCE: i64 = 500;

/// Older keys of clients count no more.
const KEEP_IDEMPOTENCY_KEYS: Duration = Duration::from_hours(1);

/// Turns waiting events into jobs; gives how many events. Events and jobs change places in one
/// transaction, so that an event becomes its jobs exactly once.
pub async fn dispatch_events(
    ctx: &Ctx,
    subscribers: &Arc<[Box<dyn EventSubscriber>]>,
) -> Result<usize, DbError> {
    let (subscribers, ids) = (Arc::clone(subscribers), Arc::clone(&ctx.ids));
    let (attempts, now) = (ctx.config.jobs.max_attempts, ctx.now());
    ctx.db
        .write(move |conn| {
            let taken = outbox::take(conn, EVENT_BATCH)?;
            let mut done = Vec::with_capacity(taken.len());
            for event in taken {
                match event {
                    Ok(event) => {
                        for subscriber in subscribers.iter() {
                            for (n, payload) in subscriber.jobs(&event).into_iter().enumerate() {
                                let key = event_job_key(event.id, subscriber.name(), n);
                                let job = NewJob::now(payload, now).with_dedup_key(key);
                                jobs::enqueue(conn, ids.next(now), &job, attempts, now)?;
                            }
                        }
                        done.push(event.id);
                    }
                    Err(unreadable) => {
                        tracing::error!(
                            event = %unreadable.id, kind = %unreadable.kind, reason = %unreadable.reason,
                            "an event cannot be read and is set aside"
                        );
                        outbox::set_aside(conn, &unreadable)?;
                    }
                }
            }
            outbox::remove(conn, &done)?;
            Ok(done.len())
        })
        .await
}

/// Enters the periodic work into the schedule. Called at every start.
pub async fn sync_schedule(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    ctx.db.write(move |conn| schedules::sync(conn, now)).await
}

/// Queues the periodic work that is due; gives when the next is.
pub async fn enqueue_due(ctx: &Ctx) -> Result<Option<Timestamp>, DbError> {
    let (ids, attempts, now) = (
        Arc::clone(&ctx.ids),
        ctx.config.jobs.max_attempts,
        ctx.now(),
    );
    ctx.db
        .write(move |conn| enqueue_due_at(conn, &ids, attempts, now))
        .await
}

fn enqueue_due_at(
    conn: &mut Conn,
    ids: &IdGenerator,
    attempts: u32,
    now: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    for due in schedules::take_due(conn, now)? {
        let payload = JobPayload::Scheduled { task: due.task };
        // One of each at a time: a run that is late is not joined by the next.
        let job =
            NewJob::now(payload, now).with_dedup_key(format!("scheduled-{}", due.task.as_str()));
        jobs::enqueue(conn, ids.next(now), &job, attempts, now)?;
    }
    schedules::next_run_at(conn)
}

/// Does the periodic work.
pub struct ScheduledHandler(pub Ctx);

impl JobHandler for ScheduledHandler {
    fn kind(&self) -> JobKind {
        JobKind::Scheduled
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::Scheduled { task } = &job.payload else {
                return Err(JobError::Hopeless("not a scheduled task".into()));
            };
            let removed = run_scheduled(&self.0, *task)
                .await
                .map_err(JobError::retry)?;
            tracing::debug!(task = task.as_str(), removed, "periodic work done");
            Ok(())
        })
    }
}

/// Tells other servers how polls stand.
pub struct TellPollHandler(pub Ctx);

impl JobHandler for TellPollHandler {
    fn kind(&self) -> JobKind {
        JobKind::TellPoll
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::TellPoll { status } = &job.payload else {
                return Err(JobError::Hopeless("not a poll".into()));
            };
            let told = statuses::tell_poll(&self.0, *status).await;
            told.map_err(JobError::retry)
        })
    }
}

/// Posts statuses whose time has come.
pub struct PublishScheduledHandler(pub Ctx);

impl JobHandler for PublishScheduledHandler {
    fn kind(&self) -> JobKind {
        JobKind::PublishScheduled
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::PublishScheduled { scheduled } = &job.payload else {
                return Err(JobError::Hopeless("not a scheduled status".into()));
            };
            let posted = statuses::publish_scheduled(&self.0, *scheduled).await;
            posted.map_err(JobError::retry)
        })
    }
}

/// Removes files whose time is over; gives how many. What goes wrong with some of them keeps none of the others.
async fn prune_files(ctx: &Ctx) -> Result<usize, DbError> {
    let remote = media::prune_remote(ctx, ctx.config.media.keep_remote);
    let done = [
        media::prune_uploads(ctx).await.map(|pruned| pruned.files),
        transfer::archive::prune(ctx).await,
        transfer::archive::prune_left(ctx).await,
        remote.await.map(|pruned| pruned.files),
    ];
    let mut removed = 0;
    for done in done {
        match done {
            Ok(files) => removed += files,
            Err(MediaError::Db(error)) => return Err(error),
            // The store may be back in an hour.
            Err(error) => tracing::warn!(%error, "old files cannot be removed"),
        }
    }
    Ok(removed)
}

/// Does one piece of periodic work; gives how many rows it removed.
pub async fn run_scheduled(ctx: &Ctx, task: ScheduledTask) -> Result<usize, DbError> {
    let now = ctx.now();
    match task {
        ScheduledTask::PruneExpired => {
            ctx.db
                .write(move |conn| {
                    Ok(sessions::prune(conn, now)?
                        + password_resets::prune(conn, now)?
                        + passkeys::prune_challenges(conn, now)?
                        + invitations::prune(conn, now.minus(KEEP_ENDED_INVITATIONS))?
                        + authorization_codes::prune(conn, now.minus(oauth::KEEP_CODES))?
                        + applications::prune(conn, now.minus(oauth::KEEP_UNUSED))?)
                })
                .await
        }
        ScheduledTask::PruneDeadJobs => {
            let before = now.minus(ctx.config.jobs.keep_dead);
            ctx.db
                .write(move |conn| jobs::prune_dead(conn, before))
                .await
        }
        ScheduledTask::EndMutes => mutes::end_expired(ctx).await,
        ScheduledTask::ClosePolls => statuses::close_polls(ctx).await,
        ScheduledTask::PruneFederation => {
            let kept = now.minus(KEEP_APPLIED);
            let expired = policies::expire(ctx).await?;
            ctx.db
                .write(move |conn| {
                    Ok(expired
                        + inbox::prune(conn, kept)?
                        + tombstones::prune(conn, now.minus(KEEP_TOMBSTONES))?
                        + deliveries::expire(conn, now.minus(DELIVERED_WITHIN))?
                        + activities::prune(conn, kept)?
                        + preview_cards::prune(conn, now.minus(KEEP_CARDS), CARDS_AT_ONCE)?
                        + tag_days::prune(conn, tag_days::day_of(now) - tags::DAYS)?
                        + idempotency::prune(conn, now.minus(KEEP_IDEMPOTENCY_KEYS))?)
                })
                .await
        }
        ScheduledTask::PruneTimelines => timelines::cut(ctx).await,
        ScheduledTask::IndexPosts => search::index(ctx).await,
        ScheduledTask::RemindAdopters => adoptions::remind(ctx).await,
        ScheduledTask::SweepDrafts => drafts::sweep(ctx).await,
        ScheduledTask::SweepHub => hub::sweep_due(ctx).await,
        ScheduledTask::TellDigests => hub::tell_digests(ctx).await,
        ScheduledTask::SnapshotLedgers => hub::snapshots_due(ctx).await,
        ScheduledTask::WriteOpenData => open_data::write_due(ctx).await,
        ScheduledTask::PruneMedia => prune_files(ctx).await,
    }
}
