//! The queue: jobs wait here, are lent to workers, and stay as dead ones when all attempts failed.
//!
//! A claimed job has a lease, and its `run_at` is moved to the lease's end. A worker that dies gives
//! the job back by doing nothing; no transaction is open while a job runs.

use std::collections::HashMap;

use diesel::prelude::*;
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob, Priority, Queue};
use staffroom_domain::{JobId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::{DbError, DbResult};
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::job;
use crate::wake;

/// A row of `job`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = job, treat_none_as_default_value = false)]
pub struct JobRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: JobId,
    /// What sort of work.
    pub kind: String,
    /// Everything the work needs, as JSON.
    pub payload: String,
    /// Whose workers take it.
    pub queue: String,
    /// The smaller goes first.
    pub priority: i32,
    /// Not before; while it is claimed, the end of the lease.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub run_at: Timestamp,
    /// How many attempts have been begun.
    pub attempts: i32,
    /// How many there will be at most.
    pub max_attempts: i32,
    /// Microseconds since the Unix epoch; while it is claimed.
    pub lease_until: Option<i64>,
    /// Shows whose claim it is.
    pub lease_token: Option<i64>,
    /// At most one job with this key is in the table.
    pub dedup_key: Option<String>,
    /// What the last attempt said.
    pub last_error: Option<String>,
    /// When it was queued.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Microseconds since the Unix epoch; when the last attempt failed.
    pub dead_at: Option<i64>,
}

/// Adds a job; `false` when one with its dedup key is already there.
pub fn enqueue(
    conn: &mut Conn,
    id: JobId,
    new: &NewJob,
    max_attempts: u32,
    now: Timestamp,
) -> DbResult<bool> {
    let kind = new.payload.kind();
    let payload = serde_json::to_string(&new.payload)
        .map_err(|error| DbError::Corrupt(format!("job {}: {error}", kind.as_str())))?;
    let row = JobRow {
        id,
        kind: kind.as_str().to_owned(),
        payload,
        queue: kind.queue().as_str().to_owned(),
        priority: new.priority.as_i32(),
        run_at: new.run_at,
        attempts: 0,
        max_attempts: i32::try_from(max_attempts).unwrap_or(i32::MAX),
        lease_until: None,
        lease_token: None,
        dedup_key: new.dedup_key.clone(),
        last_error: None,
        created_at: now,
        dead_at: None,
    };
    let added = each_backend!(conn, c => diesel::insert_into(job::table)
        .values(row)
        .on_conflict(job::dedup_key)
        .do_nothing()
        .execute(c))?;
    wake::mark();
    Ok(added == 1)
}

/// How a worker takes jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// From which queue.
    pub queue: Queue,
    /// Now.
    pub now: Timestamp,
    /// Until when they are the worker's.
    pub lease_until: Timestamp,
    /// Random; shows that the claim is still the worker's.
    pub token: i64,
    /// How many at most.
    pub limit: u32,
}

/// Takes due jobs, the most urgent and oldest first. One that this version cannot read is put among
/// the dead with the reason.
pub fn claim(conn: &mut Conn, claim: Claim) -> DbResult<Vec<ClaimedJob>> {
    let ids = due(conn, claim)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    diesel::update(job::table.filter(job::id.eq_any(padded(&ids))))
        .set((
            job::lease_until.eq(claim.lease_until.as_micros()),
            job::lease_token.eq(claim.token),
            job::run_at.eq(claim.lease_until.as_micros()),
            job::attempts.eq(job::attempts + 1),
        ))
        .prepared_once()
        .execute(conn)?;
    let mut rows: Vec<JobRow> = job::table
        .filter(job::id.eq_any(padded(&ids)))
        .select(JobRow::as_select())
        .prepared_once()
        .load(conn)?;
    // `run_at` is the lease's end by now: only `ids` still knows who waited longest.
    let place: HashMap<i64, usize> = ids.iter().copied().zip(0..).collect();
    rows.sort_by_key(|row| place.get(&row.id.get()).copied());
    let mut claimed = Vec::with_capacity(rows.len());
    for row in rows {
        match claimed_job(&row, claim.token) {
            Ok(job) if job.attempt > job.max_attempts => {
                let reason = row
                    .last_error
                    .as_deref()
                    .unwrap_or("the process died in the attempt");
                bury(conn, job.id, claim.token, reason, claim.now)?;
            }
            Ok(job) => claimed.push(job),
            Err(reason) => {
                tracing::error!(job = %row.id, kind = %row.kind, %reason, "unreadable job");
                bury(conn, row.id, claim.token, &reason, claim.now)?;
            }
        }
    }
    Ok(claimed)
}

/// The ids of due jobs. One range of one index for each priority, so that the cost does not depend
/// on how many jobs wait for later.
fn due(conn: &mut Conn, claim: Claim) -> DbResult<Vec<i64>> {
    let mut ids: Vec<i64> = Vec::new();
    for priority in Priority::ALL {
        let left = i64::from(claim.limit) - i64::try_from(ids.len()).unwrap_or(i64::MAX);
        if left <= 0 {
            break;
        }
        let query = job::table
            .filter(job::dead_at.is_null())
            .filter(job::queue.eq(claim.queue.as_str()))
            .filter(job::priority.eq(priority.as_i32()))
            .filter(job::kind.eq_any(padded(known_kinds())))
            .filter(job::run_at.le(claim.now.as_micros()))
            .order((job::run_at.asc(), job::id.asc()))
            .limit(left)
            .select(job::id);
        let found: Vec<i64> = match conn {
            Conn::Sqlite(c) => query.prepared_once().load(c)?,
            Conn::Postgres(c) => query.for_update().skip_locked().load(c)?,
        };
        ids.extend(found);
    }
    Ok(ids)
}

/// The kinds that this version can do. Those of a newer one wait for a process of that version.
fn known_kinds() -> [&'static str; JobKind::ALL.len()] {
    JobKind::ALL.map(JobKind::as_str)
}

fn claimed_job(row: &JobRow, lease_token: i64) -> Result<ClaimedJob, String> {
    let payload: JobPayload =
        serde_json::from_str(&row.payload).map_err(|error| format!("unreadable: {error}"))?;
    Ok(ClaimedJob {
        id: row.id,
        payload,
        attempt: u32::try_from(row.attempts).unwrap_or(0),
        max_attempts: u32::try_from(row.max_attempts).unwrap_or(0),
        dedup_key: row.dedup_key.clone(),
        lease_token,
    })
}

/// Rows that are still lent under a token.
macro_rules! held {
    ($id:expr, $token:expr) => {
        job::table.filter(job::id.eq($id.get()).and(job::lease_token.eq($token)))
    };
}

/// Removes a job that is done; `false` when the lease had passed to another worker.
pub fn complete(conn: &mut Conn, id: JobId, token: i64) -> DbResult<bool> {
    Ok(diesel::delete(held!(id, token)).execute(conn)? == 1)
}

/// Gives a failed job back, to be tried again at `run_at`.
pub fn retry(
    conn: &mut Conn,
    id: JobId,
    token: i64,
    error: &str,
    run_at: Timestamp,
) -> DbResult<bool> {
    let changed = diesel::update(held!(id, token))
        .set((
            job::lease_until.eq(None::<i64>),
            job::lease_token.eq(None::<i64>),
            job::run_at.eq(run_at.as_micros()),
            job::last_error.eq(error),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// What is queued anew under the same key: by a clock, or because somebody asks for it again.
const COMES_ROUND: [JobKind; 6] = [
    JobKind::Scheduled,
    JobKind::SnapshotLedgers,
    JobKind::WriteOpenData,
    JobKind::AnnounceRecords,
    JobKind::HarvestMember,
    JobKind::ForgetMember,
];

/// Puts a job among the dead: all attempts failed, or another makes no sense.
pub fn bury(conn: &mut Conn, id: JobId, token: i64, error: &str, now: Timestamp) -> DbResult<bool> {
    let changed = diesel::update(held!(id, token))
        .set((
            job::lease_until.eq(None::<i64>),
            job::lease_token.eq(None::<i64>),
            job::last_error.eq(error),
            job::dead_at.eq(now.as_micros()),
        ))
        .prepared_once()
        .execute(conn)?;
    // What comes round again must be able to: the dead one keeps no place in the queue.
    diesel::update(job::table.find(id.get()))
        .filter(
            job::kind
                .eq_any(COMES_ROUND.map(JobKind::as_str))
                .and(job::dead_at.is_not_null()),
        )
        .set(job::dedup_key.eq(None::<String>))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// Gives a job back as if it had not been begun, in the place that it had: the process is stopping.
pub fn give_back(conn: &mut Conn, id: JobId, token: i64) -> DbResult<bool> {
    let changed = diesel::update(held!(id, token))
        .set((
            job::lease_until.eq(None::<i64>),
            job::lease_token.eq(None::<i64>),
            job::run_at.eq(job::created_at),
            job::attempts.eq(job::attempts - 1),
        ))
        .prepared_once()
        .execute(conn)?;
    wake::mark();
    Ok(changed == 1)
}

/// Keeps a running job for longer; `false` when the lease had passed to another worker.
pub fn extend(conn: &mut Conn, id: JobId, token: i64, until: Timestamp) -> DbResult<bool> {
    let changed = diesel::update(held!(id, token))
        .set((
            job::lease_until.eq(until.as_micros()),
            job::run_at.eq(until.as_micros()),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// Makes all claimed jobs due at once, before those that were queued after them: what was done must not
/// come after its undoing. Only for a process that knows itself alone on the database: whoever claimed
/// them is dead. Gives how many.
pub fn release_all(conn: &mut Conn) -> DbResult<usize> {
    Ok(
        diesel::update(job::table.filter(job::lease_token.is_not_null()))
            .set((
                job::lease_until.eq(None::<i64>),
                job::lease_token.eq(None::<i64>),
                job::run_at.eq(job::created_at),
            ))
            .prepared_once()
            .execute(conn)?,
    )
}

/// When the next job of a queue is due, if there is one.
pub fn next_run_at(conn: &mut Conn, queue: Queue) -> DbResult<Option<Timestamp>> {
    let mut next: Option<i64> = None;
    for priority in Priority::ALL {
        let first: Option<i64> = job::table
            .filter(job::dead_at.is_null())
            .filter(job::queue.eq(queue.as_str()))
            .filter(job::priority.eq(priority.as_i32()))
            .filter(job::kind.eq_any(padded(known_kinds())))
            .order((job::run_at.asc(), job::id.asc()))
            .limit(1)
            .select(job::run_at)
            .prepared_once()
            .get_result(conn)
            .optional()?;
        next = match (next, first) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
    Ok(next.map(Timestamp::from_micros))
}

/// The jobs of a queue by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// Waiting or claimed.
    pub live: i64,
    /// Dead.
    pub dead: i64,
}

/// Counts the jobs of a queue. Grows with the queue: for metrics and operators, not for pages.
pub fn counts(conn: &mut Conn, queue: Queue) -> DbResult<QueueCounts> {
    let of_queue = job::table.filter(job::queue.eq(queue.as_str()));
    Ok(QueueCounts {
        live: of_queue
            .filter(job::dead_at.is_null())
            .count()
            .get_result(conn)?,
        dead: of_queue
            .filter(job::dead_at.is_not_null())
            .count()
            .get_result(conn)?,
    })
}

/// How many jobs of a queue wait or are claimed, counted up to `most`.
pub fn count_live(conn: &mut Conn, queue: Queue, most: i64) -> DbResult<usize> {
    let ids: Vec<i64> = job::table
        .filter(job::queue.eq(queue.as_str()))
        .filter(job::dead_at.is_null())
        .limit(most)
        .select(job::id)
        .load(conn)?;
    Ok(ids.len())
}

/// The dead job of that id.
pub fn find_dead(conn: &mut Conn, id: JobId) -> DbResult<Option<JobRow>> {
    Ok(job::table
        .filter(job::id.eq(id.get()).and(job::dead_at.is_not_null()))
        .select(JobRow::as_select())
        .first(conn)
        .optional()?)
}

/// Dead jobs, the latest first, at most `limit`.
pub fn dead(conn: &mut Conn, limit: i64) -> DbResult<Vec<JobRow>> {
    Ok(job::table
        .filter(job::dead_at.is_not_null())
        .order(job::dead_at.desc())
        .limit(limit)
        .select(JobRow::as_select())
        .load(conn)?)
}

/// How many jobs are dead, counted up to `most`.
pub fn count_dead(conn: &mut Conn, most: i64) -> DbResult<usize> {
    let ids: Vec<i64> = job::table
        .filter(job::dead_at.is_not_null())
        .limit(most)
        .select(job::id)
        .load(conn)?;
    Ok(ids.len())
}

/// Gives a dead job all its attempts again; `false` when it is not dead.
pub fn revive(conn: &mut Conn, id: JobId, now: Timestamp) -> DbResult<bool> {
    let changed =
        diesel::update(job::table.filter(job::id.eq(id.get()).and(job::dead_at.is_not_null())))
            .set((
                job::dead_at.eq(None::<i64>),
                job::attempts.eq(0),
                job::run_at.eq(now.as_micros()),
            ))
            .prepared_once()
            .execute(conn)?;
    wake::mark();
    Ok(changed == 1)
}

/// Removes a dead job; `false` when it is not dead.
pub fn drop_dead(conn: &mut Conn, id: JobId) -> DbResult<bool> {
    let gone =
        diesel::delete(job::table.filter(job::id.eq(id.get()).and(job::dead_at.is_not_null())))
            .execute(conn)?;
    Ok(gone == 1)
}

/// Removes jobs that died before `before`; gives how many.
pub fn prune_dead(conn: &mut Conn, before: Timestamp) -> DbResult<usize> {
    Ok(diesel::delete(job::table.filter(job::dead_at.lt(before.as_micros()))).execute(conn)?)
}
