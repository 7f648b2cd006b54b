//! Deliveries of outgoing activities: one row for each activity and inbox, removed when it was taken.
//!
//! They are not claimed one by one. A worker claims a host (see [`crate::peers`]), and with it
//! everything that waits for that host.

use std::collections::BTreeSet;

use diesel::prelude::*;
use staffroom_domain::{ActivityId, DeliveryId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::delivery;
use crate::{peers, wake};

/// A row of `delivery`: one activity for one inbox, until it has been taken.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = delivery, treat_none_as_default_value = false)]
pub struct DeliveryRow {
    /// Its id; deliveries of one thread to one host go in this order.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: DeliveryId,
    /// Which activity.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub activity_id: ActivityId,
    /// Where to.
    pub host: String,
    /// Which inbox.
    pub inbox: String,
    /// Deliveries with the same key to one host wait for one another.
    pub thread_key: String,
    /// Whether the digest of the followers on that host goes along (FEP-8fcf).
    pub sync_followers: bool,
    /// How often it was tried.
    pub attempts: i32,
    /// Not before.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub run_at: Timestamp,
    /// When it was queued; given up eight days after.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// What the last attempt said.
    pub last_error: Option<String>,
}

/// One inbox that an activity goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The new delivery's id.
    pub id: DeliveryId,
    /// The inbox's host, with the port where there is one.
    pub host: String,
    /// The inbox's address.
    pub inbox: String,
}

/// An activity and everything about its deliveries that is the same for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mailing<'a> {
    /// Which activity.
    pub activity_id: ActivityId,
    /// Deliveries with the same key to one host wait for one another.
    pub thread_key: &'a str,
    /// Whether the digest of the followers on the host goes along (FEP-8fcf).
    pub sync_followers: bool,
}

/// Queues an activity for all `destinations`, in which an inbox that has it already is passed over,
/// and makes their hosts due, except those that do not answer: they have their time. Gives how many
/// deliveries are new.
///
/// Two statements for each 500 destinations.
pub fn queue(
    conn: &mut Conn,
    mailing: Mailing<'_>,
    destinations: &[Destination],
    now: Timestamp,
) -> DbResult<usize> {
    let mut added = 0;
    for chunk in destinations.chunks(crate::CHUNK) {
        let rows: Vec<DeliveryRow> = chunk.iter().map(|to| waiting(mailing, to, now)).collect();
        added += each_backend!(conn, c => diesel::insert_into(delivery::table)
            .values(rows)
            .on_conflict((delivery::activity_id, delivery::inbox))
            .do_nothing()
            .execute(c))?;
    }
    let hosts: BTreeSet<&str> = destinations.iter().map(|to| to.host.as_str()).collect();
    peers::make_due(conn, &hosts, now)?;
    wake::mark();
    Ok(added)
}

fn waiting(mailing: Mailing<'_>, to: &Destination, now: Timestamp) -> DeliveryRow {
    DeliveryRow {
        id: to.id,
        activity_id: mailing.activity_id,
        host: to.host.clone(),
        inbox: to.inbox.clone(),
        thread_key: mailing.thread_key.to_owned(),
        sync_followers: mailing.sync_followers,
        attempts: 0,
        run_at: now,
        created_at: now,
        last_error: None,
    }
}

/// What can be sent to those hosts now: for each host its oldest deliveries, in the order of their
/// ids, at most `per_host`.
///
/// Left out is what waits for its next attempt, and what comes after such a one in its thread. Among
/// the rows given, those of one thread to one host must be sent one after the other, and when one
/// fails for the time being, those after it must not be sent in this round: [`retry`] holds them
/// back. Only the worker that has claimed a host (see [`peers::claim`]) asks for it.
///
/// One statement a host; its cost grows with `per_host` and with what has failed there, not with
/// what waits behind.
pub fn next_for(
    conn: &mut Conn,
    hosts: &[String],
    per_host: i64,
    now: Timestamp,
) -> DbResult<Vec<DeliveryRow>> {
    let earlier = diesel::alias!(delivery as earlier);
    let mut rows = Vec::new();
    for host in hosts {
        let blocking = earlier
            .filter(earlier.field(delivery::host).eq(delivery::host))
            .filter(earlier.field(delivery::thread_key).eq(delivery::thread_key))
            .filter(earlier.field(delivery::id).lt(delivery::id))
            .filter(earlier.field(delivery::last_error).is_not_null())
            .filter(earlier.field(delivery::run_at).gt(now.as_micros()))
            .select(earlier.field(delivery::id));
        let query = delivery::table
            .filter(delivery::host.eq(host))
            .filter(delivery::run_at.le(now.as_micros()))
            .filter(diesel::dsl::not(diesel::dsl::exists(blocking)))
            .order(delivery::id.asc())
            .limit(per_host);
        let found: Vec<DeliveryRow> =
            each_backend!(conn, c => query.select(DeliveryRow::as_select()).load(c))?;
        rows.extend(found);
    }
    Ok(rows)
}

/// When something can next be sent to a host, `now` at the earliest; none: nothing waits.
pub fn next_due(conn: &mut Conn, host: &str, now: Timestamp) -> DbResult<Option<Timestamp>> {
    if !next_for(conn, &[host.to_owned()], 1, now)?.is_empty() {
        return Ok(Some(now));
    }
    let next: Option<i64> = delivery::table
        .filter(delivery::host.eq(host))
        .filter(delivery::last_error.is_not_null())
        .filter(delivery::run_at.gt(now.as_micros()))
        .order(delivery::run_at.asc())
        .select(delivery::run_at)
        .first(conn)
        .optional()?;
    Ok(next.map(Timestamp::from_micros))
}

/// Removes deliveries that were taken, or that never will be; gives how many.
pub fn done(conn: &mut Conn, ids: &[DeliveryId]) -> DbResult<usize> {
    let mut gone = 0;
    for chunk in ids.chunks(crate::CHUNK) {
        let chunk = chunk.iter().map(|id| id.get());
        gone += diesel::delete(delivery::table.filter(delivery::id.eq_any(padded(chunk))))
            .prepared_once()
            .execute(conn)?;
    }
    Ok(gone)
}

/// Notes a failed attempt; the next is not before `run_at`, and what comes after it in its thread
/// waits for it.
pub fn retry(
    conn: &mut Conn,
    id: DeliveryId,
    attempts: i32,
    run_at: Timestamp,
    error: &str,
) -> DbResult<()> {
    diesel::update(delivery::table.find(id.get()))
        .set((
            delivery::attempts.eq(attempts),
            delivery::run_at.eq(run_at.as_micros()),
            delivery::last_error.eq(error),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Lets what has failed be tried at once, to one host or to all; gives how many.
pub(crate) fn hurry(conn: &mut Conn, host: Option<&str>, now: Timestamp) -> DbResult<usize> {
    let failed = delivery::table
        .filter(delivery::last_error.is_not_null())
        .filter(delivery::run_at.gt(now.as_micros()));
    let set = delivery::run_at.eq(now.as_micros());
    Ok(match host {
        Some(host) => diesel::update(failed.filter(delivery::host.eq(host)))
            .set(set)
            .prepared_once()
            .execute(conn)?,
        None => diesel::update(failed)
            .set(set)
            .prepared_once()
            .execute(conn)?,
    })
}

/// How many deliveries wait for a host. Grows with them: for tests.
pub fn of_host_count(conn: &mut Conn, host: &str) -> DbResult<i64> {
    Ok(delivery::table
        .filter(delivery::host.eq(host))
        .count()
        .get_result(conn)?)
}

/// The next host after `after` that something waits for, by name.
pub fn next_host(conn: &mut Conn, after: &str) -> DbResult<Option<String>> {
    Ok(delivery::table
        .filter(delivery::host.gt(after))
        .order(delivery::host.asc())
        .select(delivery::host)
        .first(conn)
        .optional()?)
}

/// Removes everything that waits for a host; gives how many.
pub fn drop_host(conn: &mut Conn, host: &str) -> DbResult<usize> {
    Ok(diesel::delete(delivery::table.filter(delivery::host.eq(host))).execute(conn)?)
}

/// Gives up deliveries that were queued before `before`; gives how many. The ids tell when.
pub fn expire(conn: &mut Conn, before: Timestamp) -> DbResult<usize> {
    let first_kept = before.as_millis() << 16;
    Ok(diesel::delete(delivery::table.filter(delivery::id.lt(first_kept))).execute(conn)?)
}
