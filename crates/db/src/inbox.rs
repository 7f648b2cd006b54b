//! Incoming activities between acceptance and effect.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use staffroom_domain::{InboxItemId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::locks::{Exclusive, take_turn};
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::inbox_item;

/// A row of `inbox_item`: activities that came in and were verified, until they have been applied; then only what tells a repetition.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = inbox_item, treat_none_as_default_value = false)]
pub struct InboxItemRow {
    /// Its id, in the order of arrival.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: InboxItemId,
    /// The activity's id.
    pub activity_uri: String,
    /// `Create`, `Follow` …
    pub kind: String,
    /// Who answers for how much it is: the host of whoever sent it.
    pub host: String,
    /// Who signed, where it is known here.
    pub account_id: Option<i64>,
    /// Who did it, as the activity says and the signature shows.
    pub actor_uri: String,
    /// Items with the same key are applied one after the other.
    pub thread_key: String,
    /// The JSON document; empty when it is done.
    pub body: String,
    /// When it came.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub received_at: Timestamp,
    /// Not before.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub run_at: Timestamp,
    /// How often it was tried.
    pub attempts: i32,
    /// What the last attempt said.
    pub last_error: Option<String>,
    /// Microseconds since the Unix epoch; when it was applied or given up.
    pub done_at: Option<i64>,
}

/// Stores a verified activity to be applied; `false` when one with its id has come before.
pub fn accept(conn: &mut Conn, row: InboxItemRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => diesel::insert_into(inbox_item::table)
        .values(row)
        .on_conflict(inbox_item::activity_uri)
        .do_nothing()
        .execute(c))?;
    Ok(added == 1)
}

/// Whether an activity with that id has come before.
pub fn is_known(conn: &mut Conn, activity_uri: &str) -> DbResult<bool> {
    let known = inbox_item::table
        .select(inbox_item::id)
        .filter(inbox_item::activity_uri.eq(activity_uri));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(conn)?)
}

/// Takes about `limit` items that can be applied, in the order of their ids: the attempt is counted,
/// and `run_at` is moved to `lease_until`, so that a process that dies gives them back by doing
/// nothing.
///
/// An item comes only with or after all earlier ones of its thread: none is given while an earlier one
/// waits for its next attempt or is applied elsewhere. The caller applies those of one thread one
/// after the other, and after a [`retry`] gives the rest of the thread back with [`give_back`];
/// different threads may go at once.
///
/// The lease holds no lock. Each item is applied in one transaction with [`done`], which says `false`
/// where another process was faster: that transaction is then undone. On `PostgreSQL` the
/// processes claim one after the other; on `SQLite` there is one.
pub fn claim(
    conn: &mut Conn,
    now: Timestamp,
    lease_until: Timestamp,
    limit: i64,
) -> DbResult<Vec<InboxItemRow>> {
    take_turn(conn, Exclusive::Inbox)?;
    let ready = ready(conn, now, limit)?;
    let Some(last) = ready.values().max().copied() else {
        return Ok(Vec::new());
    };
    let threads: Vec<&String> = ready.keys().collect();
    let mut rows: Vec<InboxItemRow> = Vec::new();
    for chunk in threads.chunks(crate::CHUNK) {
        let found: Vec<InboxItemRow> = inbox_item::table
            .filter(inbox_item::done_at.is_null())
            .filter(inbox_item::thread_key.eq_any(padded(chunk.iter().copied())))
            .filter(inbox_item::run_at.le(now.as_micros()))
            .filter(inbox_item::id.le(last))
            .select(InboxItemRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found);
    }
    rows.retain(|row| {
        ready
            .get(&row.thread_key)
            .is_some_and(|last| row.id.get() <= *last)
    });
    rows.sort_by_key(|row| row.id.get());
    lease(conn, &mut rows, lease_until)?;
    Ok(rows)
}

/// As [`claim`], at most `limit` items of one thread, for who has applied all that was claimed of it
/// before.
pub fn claim_more(
    conn: &mut Conn,
    thread: &str,
    now: Timestamp,
    lease_until: Timestamp,
    limit: i64,
) -> DbResult<Vec<InboxItemRow>> {
    take_turn(conn, Exclusive::Inbox)?;
    let waiting: Vec<InboxItemRow> = inbox_item::table
        .filter(inbox_item::done_at.is_null())
        .filter(inbox_item::thread_key.eq(thread))
        .order(inbox_item::id.asc())
        .limit(limit)
        .select(InboxItemRow::as_select())
        .load(conn)?;
    let mut rows: Vec<InboxItemRow> = waiting
        .into_iter()
        .take_while(|row| row.run_at <= now)
        .collect();
    lease(conn, &mut rows, lease_until)?;
    Ok(rows)
}

fn lease(conn: &mut Conn, rows: &mut [InboxItemRow], until: Timestamp) -> DbResult<()> {
    for chunk in rows.chunks_mut(crate::CHUNK) {
        diesel::update(
            inbox_item::table
                .filter(inbox_item::id.eq_any(padded(chunk.iter().map(|row| row.id.get())))),
        )
        .set((
            inbox_item::run_at.eq(until.as_micros()),
            inbox_item::attempts.eq(inbox_item::attempts + 1),
        ))
        .prepared_once()
        .execute(conn)?;
        for row in chunk {
            row.run_at = until;
            row.attempts += 1;
        }
    }
    Ok(())
}

/// The threads of the items that wait longest and need not wait for an earlier one, each with the
/// last of these items. Those before it in its thread can be applied as well, also where `limit` has
/// left them out: what is due again after a failure comes later in the order of `run_at`.
fn ready(conn: &mut Conn, now: Timestamp, limit: i64) -> DbResult<HashMap<String, i64>> {
    let earlier = diesel::alias!(inbox_item as earlier);
    let blocking = earlier
        .filter(earlier.field(inbox_item::done_at).is_null())
        .filter(
            earlier
                .field(inbox_item::thread_key)
                .eq(inbox_item::thread_key),
        )
        .filter(earlier.field(inbox_item::run_at).gt(now.as_micros()))
        .filter(earlier.field(inbox_item::id).lt(inbox_item::id))
        .select(earlier.field(inbox_item::id));
    let query = inbox_item::table
        .filter(inbox_item::done_at.is_null())
        .filter(inbox_item::run_at.le(now.as_micros()))
        .filter(diesel::dsl::not(diesel::dsl::exists(blocking)))
        .order((inbox_item::run_at.asc(), inbox_item::id.asc()))
        .limit(limit)
        .select((inbox_item::thread_key, inbox_item::id));
    let found: Vec<(String, i64)> = each_backend!(conn, c => query.load(c))?;
    let mut threads = HashMap::new();
    for (thread, id) in found {
        let last = threads.entry(thread).or_insert(id);
        *last = id.max(*last);
    }
    Ok(threads)
}

/// When the next item that waits after `now` is due, if there is one. For after a [`claim`] that gave
/// nothing: everything else waits for one of these.
pub fn next_due(conn: &mut Conn, now: Timestamp) -> DbResult<Option<Timestamp>> {
    let next: Option<i64> = inbox_item::table
        .filter(inbox_item::done_at.is_null())
        .filter(inbox_item::run_at.gt(now.as_micros()))
        .order((inbox_item::run_at.asc(), inbox_item::id.asc()))
        .select(inbox_item::run_at)
        .first(conn)
        .optional()?;
    Ok(next.map(Timestamp::from_micros))
}

/// An item that has not been applied or given up.
macro_rules! undone {
    ($id:expr) => {
        inbox_item::table.filter(
            inbox_item::id
                .eq($id.get())
                .and(inbox_item::done_at.is_null()),
        )
    };
}

/// Notes that an item has been applied and empties its body; `false` when that was noted before: its
/// effect must not happen again, and the transaction is to be undone.
pub fn done(conn: &mut Conn, id: InboxItemId, now: Timestamp) -> DbResult<bool> {
    let changed = diesel::update(undone!(id))
        .set((
            inbox_item::done_at.eq(now.as_micros()),
            inbox_item::last_error.eq(None::<String>),
            inbox_item::body.eq(""),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes that an item could not be applied for now; it, and what comes after it in its thread, waits
/// until `run_at`. `false` when it is done.
pub fn retry(conn: &mut Conn, id: InboxItemId, run_at: Timestamp, error: &str) -> DbResult<bool> {
    let changed = diesel::update(undone!(id))
        .set((
            inbox_item::run_at.eq(run_at.as_micros()),
            inbox_item::last_error.eq(error),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// Gives claimed items back as if they had not been claimed, not to be looked at before `run_at`: those
/// of a thread wait for the one that is tried again then. Gives how many.
pub fn give_back(conn: &mut Conn, ids: &[InboxItemId], run_at: Timestamp) -> DbResult<usize> {
    let mut changed = 0;
    for chunk in ids.chunks(crate::CHUNK) {
        let undone = inbox_item::table
            .filter(inbox_item::id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .filter(inbox_item::done_at.is_null());
        changed += diesel::update(undone)
            .set((
                inbox_item::run_at.eq(run_at.as_micros()),
                inbox_item::attempts.eq(inbox_item::attempts - 1),
            ))
            .prepared_once()
            .execute(conn)?;
    }
    Ok(changed)
}

/// Notes that an item never will be applied, and why; its body is emptied. `false` when it is done.
pub fn give_up(conn: &mut Conn, id: InboxItemId, error: &str, now: Timestamp) -> DbResult<bool> {
    let changed = diesel::update(undone!(id))
        .set((
            inbox_item::done_at.eq(now.as_micros()),
            inbox_item::last_error.eq(error),
            inbox_item::body.eq(""),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// Makes everything that waits due at once, what was claimed as well as what has failed. Only for a
/// process that knows itself alone on the database: whoever claimed is dead. Gives how many.
pub fn release_all(conn: &mut Conn, now: Timestamp) -> DbResult<usize> {
    let waiting = inbox_item::table
        .filter(inbox_item::done_at.is_null())
        .filter(inbox_item::run_at.gt(now.as_micros()));
    let changed = diesel::update(waiting)
        .set(inbox_item::run_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(changed)
}

/// How many items of a host wait to be applied; `cap` when there are that many or more. The cost
/// grows up to `cap`.
pub fn backlog_of(conn: &mut Conn, host: &str, cap: i64) -> DbResult<i64> {
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = BigInt)]
        waiting: i64,
    }
    let (host_mark, cap_mark) = if conn.is_sqlite() {
        ("?", "?")
    } else {
        ("$1", "$2")
    };
    let sql = format!(
        "SELECT count(*) AS waiting FROM (SELECT 1 FROM inbox_item \
         WHERE done_at IS NULL AND host = {host_mark} LIMIT {cap_mark}) AS of_host"
    );
    let counted: Counted = each_backend!(conn, c => diesel::sql_query(sql)
        .bind::<Text, _>(host)
        .bind::<BigInt, _>(cap)
        .get_result(c))?;
    Ok(counted.waiting)
}

/// How many items wait to be applied. Grows with them: for metrics and operators.
pub fn backlog(conn: &mut Conn) -> DbResult<i64> {
    Ok(inbox_item::table
        .filter(inbox_item::done_at.is_null())
        .count()
        .get_result(conn)?)
}

/// How many items are not applied yet, counted up to `most`.
pub fn count_waiting(conn: &mut Conn, most: i64) -> DbResult<usize> {
    let ids: Vec<i64> = inbox_item::table
        .filter(inbox_item::done_at.is_null())
        .limit(most)
        .select(inbox_item::id)
        .load(conn)?;
    Ok(ids.len())
}

/// Forgets items that were done before `before`: from then on a repetition is taken for new. Gives
/// how many.
pub fn prune(conn: &mut Conn, before: Timestamp) -> DbResult<usize> {
    Ok(
        diesel::delete(inbox_item::table.filter(inbox_item::done_at.lt(before.as_micros())))
            .execute(conn)?,
    )
}
