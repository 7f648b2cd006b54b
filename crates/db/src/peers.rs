//! Other servers: whether they answer, and who delivers to them.
//!
//! A peer with a `due_at` has deliveries waiting. A worker claims the peer, not its deliveries: it has
//! a lease, and `due_at` is moved to the lease's end, so that a worker that dies gives the peer back by
//! doing nothing. What is queued meanwhile puts `due_at` before the lease's end, and [`release`] sees
//! that.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use staffroom_domain::Timestamp;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{delivery, peer};
use crate::{deliveries, wake};

/// A row of `peer`: other servers: whether they answer, and when the next delivery to them is due.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = peer, treat_none_as_default_value = false)]
pub struct PeerRow {
    /// Host name, with the port where there is one.
    pub host: String,
    /// When we first had to do with it.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub first_seen_at: Timestamp,
    /// Microseconds since the Unix epoch; when it last took a delivery or sent one.
    pub last_success_at: Option<i64>,
    /// Microseconds since the Unix epoch; since when it has not answered.
    pub first_failure_at: Option<i64>,
    /// Failures since the last success.
    pub failures: i32,
    /// What the last failure said.
    pub last_error: Option<String>,
    /// The signature scheme that it last took: `cavage` or `rfc9421`.
    pub scheme: Option<String>,
    /// Microseconds since the Unix epoch; when deliveries to it go on. None: nothing waits.
    pub due_at: Option<i64>,
    /// Microseconds since the Unix epoch; while a worker delivers to it.
    pub lease_until: Option<i64>,
    /// Whose lease it is.
    pub lease_token: Option<i64>,
    /// Microseconds since the Unix epoch; when `scheme` was noted.
    pub scheme_at: Option<i64>,
    /// What its actors say that it reads (FEP-844e): `rfc9421`, or `rfc9421-ed25519` for both.
    pub advertises: Option<String>,
}

impl PeerRow {
    /// A server that we first have to do with now.
    pub fn new(host: &str, now: Timestamp) -> Self {
        Self {
            host: host.to_owned(),
            first_seen_at: now,
            last_success_at: None,
            first_failure_at: None,
            failures: 0,
            last_error: None,
            scheme: None,
            due_at: None,
            lease_until: None,
            lease_token: None,
            scheme_at: None,
            advertises: None,
        }
    }
}

/// Makes sure that a server has a row.
pub fn touch(conn: &mut Conn, host: &str, now: Timestamp) -> DbResult<()> {
    if find(conn, host)?.is_some() {
        return Ok(());
    }
    each_backend!(conn, c => diesel::insert_into(peer::table)
        .values(PeerRow::new(host, now))
        .on_conflict(peer::host)
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Something was queued for those servers: they are due, except those that do not answer and have
/// a time for the next attempt. In the order of names, so that two transactions that do this at once
/// wait for one another and never both.
pub(crate) fn make_due(conn: &mut Conn, hosts: &BTreeSet<&str>, now: Timestamp) -> DbResult<()> {
    let hosts: Vec<&str> = hosts.iter().copied().collect();
    for chunk in hosts.chunks(crate::CHUNK) {
        let rows: Vec<PeerRow> = chunk
            .iter()
            .map(|host| PeerRow {
                due_at: Some(now.as_micros()),
                ..PeerRow::new(host, now)
            })
            .collect();
        let answers = peer::failures.eq(0).or(peer::lease_until.is_not_null());
        let idle = peer::due_at
            .is_null()
            .or(peer::due_at.gt(now.as_micros()).and(answers));
        let insert = diesel::insert_into(peer::table).values(rows);
        match conn {
            Conn::Sqlite(c) => {
                insert.on_conflict(peer::host).do_nothing().execute(c)?;
                diesel::update(
                    peer::table
                        .filter(peer::host.eq_any(padded(chunk)))
                        .filter(idle),
                )
                .set(peer::due_at.eq(now.as_micros()))
                .prepared_once()
                .execute(c)?;
            }
            Conn::Postgres(c) => {
                let upsert = insert
                    .on_conflict(peer::host)
                    .do_update()
                    .set(peer::due_at.eq(now.as_micros()));
                diesel::query_dsl::methods::FilterDsl::filter(upsert, idle).execute(c)?;
            }
        }
    }
    Ok(())
}

/// How a worker takes peers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Now.
    pub now: Timestamp,
    /// Until when they are the worker's.
    pub lease_until: Timestamp,
    /// Random; shows that the claim is still the worker's.
    pub token: i64,
    /// How many at most.
    pub limit: i64,
}

/// Takes peers that are due and that nobody delivers to, those that are due longest first.
pub fn claim(conn: &mut Conn, claim: Claim) -> DbResult<Vec<PeerRow>> {
    let query = peer::table
        .filter(peer::due_at.le(claim.now.as_micros()))
        .filter(
            peer::lease_until
                .is_null()
                .or(peer::lease_until.le(claim.now.as_micros())),
        )
        .order(peer::due_at.asc())
        .limit(claim.limit);
    let mut rows: Vec<PeerRow> = match conn {
        Conn::Sqlite(c) => query.select(PeerRow::as_select()).load(c)?,
        Conn::Postgres(c) => query
            .select(PeerRow::as_select())
            .for_update()
            .skip_locked()
            .load(c)?,
    };
    if rows.is_empty() {
        return Ok(rows);
    }
    let lease_until = claim.lease_until.as_micros();
    for chunk in rows.chunks_mut(crate::CHUNK) {
        let hosts: Vec<&str> = chunk.iter().map(|row| row.host.as_str()).collect();
        diesel::update(peer::table.filter(peer::host.eq_any(padded(hosts))))
            .set((
                peer::lease_until.eq(lease_until),
                peer::lease_token.eq(claim.token),
                peer::due_at.eq(lease_until),
            ))
            .prepared_once()
            .execute(conn)?;
        for row in chunk {
            row.lease_until = Some(lease_until);
            row.lease_token = Some(claim.token);
            row.due_at = Some(lease_until);
        }
    }
    Ok(rows)
}

/// A peer that is still lent under that token, held for this transaction.
fn held(conn: &mut Conn, host: &str, token: i64) -> DbResult<Option<PeerRow>> {
    let query = peer::table.filter(peer::host.eq(host).and(peer::lease_token.eq(token)));
    Ok(match conn {
        Conn::Sqlite(c) => query.select(PeerRow::as_select()).first(c).optional()?,
        Conn::Postgres(c) => query
            .select(PeerRow::as_select())
            .for_update()
            .first(c)
            .optional()?,
    })
}

/// Keeps a claimed peer for longer; `false` when the lease had passed to another worker.
pub fn extend(conn: &mut Conn, host: &str, token: i64, until: Timestamp) -> DbResult<bool> {
    let Some(row) = held(conn, host, token)? else {
        return Ok(false);
    };
    let due_at = queued_meanwhile(&row).unwrap_or(until.as_micros());
    diesel::update(peer::table.find(host))
        .set((
            peer::lease_until.eq(until.as_micros()),
            peer::due_at.eq(due_at),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(true)
}

/// When something was queued for a claimed peer since it was claimed.
fn queued_meanwhile(row: &PeerRow) -> Option<i64> {
    row.due_at.filter(|due| Some(*due) < row.lease_until)
}

/// How it went with a claimed peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// It answers.
    Success,
    /// It does not, and why.
    Failure(&'a str),
    /// It was not asked: nothing waited, or the process is stopping.
    Untried,
}

/// What a worker says when it is done with a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release<'a> {
    /// How it went.
    pub outcome: Outcome<'a>,
    /// The signature scheme that it has just taken, if any.
    pub scheme: Option<&'a str>,
    /// When deliveries to it go on: after a failure the time of the next attempt. None: as soon as the
    /// queue has something for it that may be sent, see [`deliveries::next_due`].
    pub due_at: Option<Timestamp>,
}

/// Gives a claimed peer back; `false` when the lease had passed to another worker. What was queued
/// since it was claimed is not forgotten, also where the lease has ended. A transaction that releases several
/// peers does so in the order of their names.
pub fn release(
    conn: &mut Conn,
    host: &str,
    token: i64,
    release: Release<'_>,
    now: Timestamp,
) -> DbResult<bool> {
    let Some(mut row) = held(conn, host, token)? else {
        return Ok(false);
    };
    let told = release.due_at.map(Timestamp::as_micros);
    let queued = queued_meanwhile(&row);
    row.due_at = match (told, queued) {
        (Some(told), Some(queued)) if !matches!(release.outcome, Outcome::Failure(_)) => {
            Some(told.min(queued))
        }
        _ => told.or(queued),
    };
    if row.due_at.is_none() {
        // The row is held: what is queued from now on makes it due after this transaction.
        row.due_at = deliveries::next_due(conn, host, now)?.map(Timestamp::as_micros);
    }
    match release.outcome {
        Outcome::Success => {
            row.failures = 0;
            row.first_failure_at = None;
            row.last_error = None;
            row.last_success_at = Some(now.as_micros());
        }
        Outcome::Failure(error) => {
            row.failures = row.failures.saturating_add(1);
            row.first_failure_at = row.first_failure_at.or(Some(now.as_micros()));
            row.last_error = Some(error.to_owned());
        }
        Outcome::Untried => {}
    }
    if let Some(scheme) = release.scheme {
        row.scheme = Some(scheme.to_owned());
        row.scheme_at = Some(now.as_micros());
    }
    diesel::update(peer::table.find(host))
        .set((
            peer::last_success_at.eq(row.last_success_at),
            peer::first_failure_at.eq(row.first_failure_at),
            peer::failures.eq(row.failures),
            peer::last_error.eq(row.last_error),
            peer::scheme.eq(row.scheme),
            peer::scheme_at.eq(row.scheme_at),
            peer::due_at.eq(row.due_at),
            peer::lease_until.eq(None::<i64>),
            peer::lease_token.eq(None::<i64>),
        ))
        .prepared_once()
        .execute(conn)?;
    wake::mark();
    Ok(true)
}

/// A server has contacted us, as its signature shows. Where it did not answer before, what waits for
/// it goes on at once; otherwise nothing is written, but for a server that is new. Gives whether it
/// had not answered.
pub fn heard_from(conn: &mut Conn, host: &str, now: Timestamp) -> DbResult<bool> {
    match find(conn, host)? {
        None => touch(conn, host, now)?,
        Some(row) if row.failures > 0 => {
            resume(conn, host, now)?;
            return Ok(true);
        }
        Some(_) => {}
    }
    Ok(false)
}

fn resume(conn: &mut Conn, host: &str, now: Timestamp) -> DbResult<()> {
    let one = peer::table.find(host);
    diesel::update(one)
        .set((
            peer::failures.eq(0),
            peer::first_failure_at.eq(None::<i64>),
            peer::last_error.eq(None::<String>),
            peer::last_success_at.eq(now.as_micros()),
        ))
        .prepared_once()
        .execute(conn)?;
    diesel::update(one.filter(peer::due_at.gt(now.as_micros())))
        .set(peer::due_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    deliveries::hurry(conn, Some(host), now)?;
    wake::mark();
    Ok(())
}

/// Lets everything that waits, for one server or for all, be tried at once; gives how many servers
/// had it waiting for later. The count of failures stays.
pub fn retry_now(conn: &mut Conn, host: Option<&str>, now: Timestamp) -> DbResult<usize> {
    let waiting = peer::table.filter(peer::due_at.gt(now.as_micros()));
    let set = peer::due_at.eq(now.as_micros());
    let changed = match host {
        Some(host) => diesel::update(waiting.filter(peer::host.eq(host)))
            .set(set)
            .prepared_once()
            .execute(conn)?,
        None => diesel::update(waiting)
            .set(set)
            .prepared_once()
            .execute(conn)?,
    };
    deliveries::hurry(conn, host, now)?;
    wake::mark();
    Ok(changed)
}

/// Makes all claimed peers due at once. Only for a process that knows itself alone on the database:
/// whoever claimed them is dead. Gives how many.
pub fn release_all(conn: &mut Conn, now: Timestamp) -> DbResult<usize> {
    let claimed = peer::table.filter(peer::lease_until.is_not_null());
    let changed = diesel::update(claimed)
        .set((
            peer::lease_until.eq(None::<i64>),
            peer::lease_token.eq(None::<i64>),
            peer::due_at.eq(now.as_micros()),
        ))
        .prepared_once()
        .execute(conn)?;
    wake::mark();
    Ok(changed)
}

/// When the next peer can be claimed, if there is one: it may be in the past.
pub fn next_due(conn: &mut Conn) -> DbResult<Option<Timestamp>> {
    let free: Option<Option<i64>> = peer::table
        .filter(peer::due_at.is_not_null())
        .filter(peer::lease_until.is_null())
        .order(peer::due_at.asc())
        .select(peer::due_at)
        .first(conn)
        .optional()?;
    let claimed: Option<Option<i64>> = peer::table
        .filter(peer::lease_until.is_not_null())
        .order(peer::lease_until.asc())
        .select(peer::lease_until)
        .first(conn)
        .optional()?;
    let next = [free.flatten(), claimed.flatten()]
        .into_iter()
        .flatten()
        .min();
    Ok(next.map(Timestamp::from_micros))
}

/// What is known of a server.
pub fn find(conn: &mut Conn, host: &str) -> DbResult<Option<PeerRow>> {
    Ok(peer::table
        .find(host)
        .select(PeerRow::as_select())
        .first(conn)
        .optional()?)
}

/// What is known of those servers, in no order.
pub fn find_many(conn: &mut Conn, hosts: &[String]) -> DbResult<Vec<PeerRow>> {
    let mut rows = Vec::with_capacity(hosts.len());
    for chunk in hosts.chunks(crate::CHUNK) {
        rows.extend(
            peer::table
                .filter(peer::host.eq_any(padded(chunk)))
                .select(PeerRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The servers for which most deliveries wait, with how many, at most `limit`. Grows with the queue:
/// for operators.
pub fn list(conn: &mut Conn, limit: i64) -> DbResult<Vec<(PeerRow, i64)>> {
    let waiting = diesel::dsl::count_star();
    let counts: Vec<(String, i64)> = delivery::table
        .group_by(delivery::host)
        .order((waiting.desc(), delivery::host.asc()))
        .limit(limit)
        .select((delivery::host, waiting))
        .load(conn)?;
    let hosts: Vec<String> = counts.iter().map(|(host, _)| host.clone()).collect();
    let mut rows: HashMap<String, PeerRow> = find_many(conn, &hosts)?
        .into_iter()
        .map(|row| (row.host.clone(), row))
        .collect();
    Ok(counts
        .into_iter()
        .filter_map(|(host, count)| rows.remove(&host).map(|row| (row, count)))
        .collect())
}

/// The servers that do not answer, those that have not for longest first, at most `limit`.
pub fn failing(conn: &mut Conn, limit: i64) -> DbResult<Vec<PeerRow>> {
    Ok(peer::table
        .filter(peer::first_failure_at.is_not_null())
        .order(peer::first_failure_at.asc())
        .limit(limit)
        .select(PeerRow::as_select())
        .load(conn)?)
}

/// Notes the signature scheme that a server takes: `cavage` or `rfc9421`.
pub fn set_scheme(conn: &mut Conn, host: &str, scheme: &str, now: Timestamp) -> DbResult<()> {
    touch(conn, host, now)?;
    diesel::update(peer::table.find(host))
        .set((peer::scheme.eq(scheme), peer::scheme_at.eq(now.as_micros())))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Notes what a server says that it reads (FEP-844e): `rfc9421` or `rfc9421-ed25519`. Writes nothing
/// where that is known.
pub fn set_advertised(
    conn: &mut Conn,
    host: &str,
    advertises: &str,
    now: Timestamp,
) -> DbResult<()> {
    let known = find(conn, host)?;
    if known.as_ref().and_then(|row| row.advertises.as_deref()) == Some(advertises) {
        return Ok(());
    }
    if known.is_none() {
        touch(conn, host, now)?;
    }
    diesel::update(peer::table.find(host))
        .set(peer::advertises.eq(advertises))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Known servers in the order of their names, at most `limit`.
pub fn hosts(conn: &mut Conn, limit: i64) -> DbResult<Vec<String>> {
    Ok(peer::table
        .order(peer::host.asc())
        .limit(limit)
        .select(peer::host)
        .load(conn)?)
}

/// How many servers are known. Reads all: for answers that are kept a while.
pub fn count(conn: &mut Conn) -> DbResult<i64> {
    Ok(peer::table.count().get_result(conn)?)
}
