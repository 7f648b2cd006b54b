//! The loops that keep jobs going, and their orderly end.

use std::sync::Arc;
use std::time::Duration;

use staffroom_db::jobs::Claim;
use staffroom_db::{DbError, jobs as job_rows, outbox};
use staffroom_domain::job::{ClaimedJob, Queue};
use staffroom_domain::random;
use staffroom_service::Ctx;
use staffroom_service::jobs::{dispatch_events, enqueue_due, sync_schedule};
use staffroom_service::ports::{EventSubscriber, JobHandler};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::execute::{Execution, execute};
use crate::app::App;

/// The schedule is looked at this often at least: the clock may have been set.
const SCHEDULE_EVERY: Duration = Duration::from_mins(1);
/// After a failure of the database the loops pause for this long.
const PAUSE: Duration = Duration::from_secs(1);

/// The running workers of a process.
pub struct Runner {
    shared: Shared,
    loops: TaskTracker,
}

#[derive(Clone)]
struct Shared {
    ctx: Ctx,
    subscribers: Arc<[Box<dyn EventSubscriber>]>,
    handlers: Arc<[Box<dyn JobHandler>]>,
    /// No new jobs.
    stop: CancellationToken,
    /// No more waiting for running ones.
    abort: CancellationToken,
    running: TaskTracker,
    wake_queues: Arc<[(Queue, Notify)]>,
}

impl Runner {
    /// Starts the loops.
    pub async fn start(app: &App) -> Result<Self, DbError> {
        let shared = Shared {
            ctx: app.ctx.for_workers(),
            subscribers: Arc::clone(&app.subscribers),
            handlers: Arc::clone(&app.handlers),
            stop: CancellationToken::new(),
            abort: CancellationToken::new(),
            running: TaskTracker::new(),
            wake_queues: Queue::ALL.map(|queue| (queue, Notify::new())).into(),
        };
        sync_schedule(&shared.ctx).await?;
        let loops = TaskTracker::new();
        loops.spawn(events_loop(shared.clone()));
        loops.spawn(schedule_loop(shared.clone()));
        for queue in Queue::ALL {
            loops.spawn(queue_loop(shared.clone(), queue));
        }
        Ok(Self { shared, loops })
    }

    /// Takes no new jobs, waits for running ones as long as `patience` lasts, then interrupts them
    /// and gives them back.
    pub async fn stop(self, patience: Duration) {
        self.shared.stop.cancel();
        self.loops.close();
        self.shared.running.close();
        let done = async {
            self.loops.wait().await;
            self.shared.running.wait().await;
        };
        if tokio::time::timeout(patience, done).await.is_err() {
            tracing::warn!(
                jobs = self.shared.running.len(),
                "jobs are interrupted and given back"
            );
            self.shared.abort.cancel();
            self.loops.wait().await;
            self.shared.running.wait().await;
        }
    }
}

/// Turns events into jobs as they come, and wakes the queues.
async fn events_loop(shared: Shared) {
    let queued = shared.ctx.db.queued();
    let poll = shared.ctx.config.jobs.poll_interval;
    while !shared.stop.is_cancelled() {
        match dispatch(&shared).await {
            Ok(0) => {}
            // There may be more.
            Ok(_) => {
                wake_queues(&shared);
                continue;
            }
            Err(error) => {
                tracing::error!(%error, "events could not be taken from the outbox");
                pause(&shared, PAUSE).await;
                continue;
            }
        }
        tokio::select! {
            () = queued.notified() => wake_queues(&shared),
            // Other processes queue too.
            () = tokio::time::sleep(poll) => {}
            () = shared.stop.cancelled() => {}
        }
    }
}

/// Looks before it writes: an empty outbox costs the writer nothing.
async fn dispatch(shared: &Shared) -> Result<usize, DbError> {
    if shared.ctx.db.read(outbox::any).await? {
        dispatch_events(&shared.ctx, &shared.subscribers).await
    } else {
        Ok(0)
    }
}

fn wake_queues(shared: &Shared) {
    for (_, notify) in shared.wake_queues.iter() {
        notify.notify_one();
    }
}

async fn pause(shared: &Shared, duration: Duration) {
    tokio::select! {
        () = tokio::time::sleep(duration) => {}
        () = shared.stop.cancelled() => {}
    }
}

/// Queues periodic work when it is due.
async fn schedule_loop(shared: Shared) {
    while !shared.stop.is_cancelled() {
        // In memory, so that each process tidies its own.
        shared.ctx.limits.prune();
        let wait = match enqueue_due(&shared.ctx).await {
            Ok(next) => {
                wake_queues(&shared);
                next.map_or(SCHEDULE_EVERY, |next| next.since(shared.ctx.now()))
            }
            Err(error) => {
                tracing::error!(%error, "the schedule could not be read");
                SCHEDULE_EVERY
            }
        };
        pause(&shared, wait.clamp(PAUSE, SCHEDULE_EVERY)).await;
    }
}

/// Takes the jobs of one queue as they fall due and runs so many at once as it has workers; those of
/// a queue that is in order one by one.
async fn queue_loop(shared: Shared, queue: Queue) {
    let workers = usize::try_from(shared.ctx.config.jobs.workers).unwrap_or(1);
    let turns = Arc::new(Semaphore::new(queue.workers(workers)));
    while !shared.stop.is_cancelled() {
        let Ok(turn) = Arc::clone(&turns).acquire_owned().await else {
            return;
        };
        drop(turn);
        if shared.stop.is_cancelled() {
            return;
        }
        let free = if queue.is_in_order() {
            workers
        } else {
            turns.available_permits()
        };
        let free = u32::try_from(free).unwrap_or(1);
        match claim_due(&shared.ctx, queue, free).await {
            Ok(Due::Jobs(claimed)) => {
                for part in parts(claimed, queue) {
                    let Ok(turn) = Arc::clone(&turns).acquire_owned().await else {
                        return;
                    };
                    let shared = shared.clone();
                    shared.running.clone().spawn(async move {
                        for job in part {
                            run_one(shared.clone(), job).await;
                        }
                        drop(turn);
                    });
                }
            }
            Ok(Due::In(wait)) => {
                let notify = shared.wake_queues.iter().find(|(q, _)| *q == queue);
                tokio::select! {
                    () = async { if let Some((_, n)) = notify { n.notified().await } } => {}
                    () = tokio::time::sleep(wait) => {}
                    () = shared.stop.cancelled() => {}
                }
            }
            Err(error) => {
                tracing::error!(%error, queue = queue.as_str(), "jobs could not be claimed");
                pause(&shared, PAUSE).await;
            }
        }
    }
}

/// What runs at the same time: each job, or nothing.
fn parts(claimed: Vec<ClaimedJob>, queue: Queue) -> Vec<Vec<ClaimedJob>> {
    if queue.is_in_order() {
        vec![claimed]
    } else {
        claimed.into_iter().map(|job| vec![job]).collect()
    }
}

async fn run_one(shared: Shared, job: ClaimedJob) {
    let (id, token, ctx) = (job.id, job.lease_token, shared.ctx.clone());
    // A task of its own, so that a panic in a handler ends here.
    let mut task = JoinSet::new();
    task.spawn(execute(shared.ctx, shared.handlers, job, shared.abort));
    match task.join_next().await {
        Some(Ok(Ok(_))) | None => {}
        Some(Ok(Err(error))) => {
            tracing::error!(%error, job = %id, "the end of a job was not noted; it will run again");
        }
        Some(Err(panic)) => {
            tracing::error!(job = %id, %panic, "a job panicked");
            let now = ctx.now();
            let buried = ctx
                .db
                .write(move |conn| job_rows::bury(conn, id, token, "it panicked", now))
                .await;
            if let Err(error) = buried {
                tracing::error!(%error, job = %id, "a job that panicked could not be set aside");
            }
        }
    }
}

enum Due {
    Jobs(Vec<ClaimedJob>),
    /// Nothing is due; look again after this long.
    In(Duration),
}

/// Claims jobs that are due, looking before it writes.
async fn claim_due(ctx: &Ctx, queue: Queue, limit: u32) -> Result<Due, DbError> {
    let poll = ctx.config.jobs.poll_interval;
    let now = ctx.now();
    match ctx
        .db
        .read(move |conn| job_rows::next_run_at(conn, queue))
        .await?
    {
        None => return Ok(Due::In(poll)),
        Some(next) if next > now => return Ok(Due::In(next.since(now).min(poll))),
        Some(_) => {}
    }
    let claim = Claim {
        queue,
        now,
        lease_until: now.plus(ctx.config.jobs.lease),
        token: i64::from_le_bytes(random::bytes(&*ctx.random)),
        limit,
    };
    let claimed = ctx
        .db
        .write(move |conn| job_rows::claim(conn, claim))
        .await?;
    // Another worker may have been faster.
    Ok(if claimed.is_empty() {
        Due::In(Duration::from_millis(50))
    } else {
        Due::Jobs(claimed)
    })
}

/// Turns all waiting events into jobs and runs everything that is due now, until nothing is left:
/// for tests, which have no running loops. Gives how each job ended.
pub async fn drain(app: &App) -> Result<Vec<Execution>, DbError> {
    let ctx = app.ctx.for_workers();
    let mut ended = Vec::new();
    loop {
        let events = dispatch_events(&ctx, &app.subscribers).await?;
        let mut jobs = 0;
        for queue in Queue::ALL {
            if let Due::Jobs(claimed) = claim_due(&ctx, queue, 100).await? {
                jobs += claimed.len();
                for job in claimed {
                    let handlers = Arc::clone(&app.handlers);
                    ended
                        .push(execute(ctx.clone(), handlers, job, CancellationToken::new()).await?);
                }
            }
        }
        if events == 0 && jobs == 0 {
            return Ok(ended);
        }
    }
}
