//! When periodic work comes round again.

use diesel::prelude::*;
use staffroom_domain::Timestamp;
use staffroom_domain::job::ScheduledTask;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::RunQueryDsl;
use crate::schema::schedule;

/// A line of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueTask {
    /// What.
    pub task: ScheduledTask,
    /// When it should have begun.
    pub due_at: Timestamp,
}

/// Enters all periodic work that this version knows, due at once where it is new. What it does not
/// know belongs to a newer version that works on the same database.
pub fn sync(conn: &mut Conn, now: Timestamp) -> DbResult<()> {
    for task in ScheduledTask::ALL {
        let every = i64::try_from(task.every().as_secs()).unwrap_or(i64::MAX);
        let row = (
            schedule::name.eq(task.as_str()),
            schedule::every_seconds.eq(every),
            schedule::next_run_at.eq(now.as_micros()),
        );
        each_backend!(conn, c => diesel::insert_into(schedule::table)
            .values(row)
            .on_conflict(schedule::name)
            .do_update()
            .set(schedule::every_seconds.eq(every))
            .prepared_once().execute(c))?;
    }
    Ok(())
}

/// Takes the tasks that are due and moves each to its next time: the first one after `now` on its
/// grid, so that a long stop is made up for once and not many times.
pub fn take_due(conn: &mut Conn, now: Timestamp) -> DbResult<Vec<DueTask>> {
    let query = schedule::table
        .filter(schedule::name.eq_any(padded(known())))
        .filter(schedule::next_run_at.le(now.as_micros()))
        .order(schedule::next_run_at.asc())
        .select((
            schedule::name,
            schedule::every_seconds,
            schedule::next_run_at,
        ));
    let rows: Vec<(String, i64, i64)> = match conn {
        Conn::Sqlite(c) => query.prepared_once().load(c)?,
        Conn::Postgres(c) => query.for_update().skip_locked().load(c)?,
    };
    let mut due = Vec::with_capacity(rows.len());
    for (name, every_seconds, next_run_at) in rows {
        let every = every_seconds.max(1).saturating_mul(1_000_000);
        let missed = now.as_micros().saturating_sub(next_run_at) / every;
        let next = next_run_at.saturating_add(every.saturating_mul(missed + 1));
        diesel::update(schedule::table.find(&name))
            .set((
                schedule::next_run_at.eq(next),
                schedule::last_run_at.eq(now.as_micros()),
            ))
            .prepared_once()
            .execute(conn)?;
        if let Some(task) = ScheduledTask::from_name(&name) {
            due.push(DueTask {
                task,
                due_at: Timestamp::from_micros(next_run_at),
            });
        }
    }
    Ok(due)
}

/// When the next task is due.
pub fn next_run_at(conn: &mut Conn) -> DbResult<Option<Timestamp>> {
    let next: Option<i64> = schedule::table
        .filter(schedule::name.eq_any(padded(known())))
        .order(schedule::next_run_at.asc())
        .limit(1)
        .select(schedule::next_run_at)
        .prepared_once()
        .get_result(conn)
        .optional()?;
    Ok(next.map(Timestamp::from_micros))
}

fn known() -> [&'static str; ScheduledTask::ALL.len()] {
    ScheduledTask::ALL.map(ScheduledTask::as_str)
}
