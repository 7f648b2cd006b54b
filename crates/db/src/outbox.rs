//! Events, from the transaction that made them so until they have become jobs.

use diesel::prelude::*;
use staffroom_domain::{Event, EventId, StoredEvent, Timestamp};

use crate::connection::Conn;
use crate::error::{DbError, DbResult};
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::RunQueryDsl;
use crate::schema::outbox;
use crate::wake;

/// Writes an event; it is seen by others with the commit of everything else in the transaction.
pub fn push(conn: &mut Conn, id: EventId, event: &Event, now: Timestamp) -> DbResult<()> {
    let payload = serde_json::to_string(event)
        .map_err(|error| DbError::Corrupt(format!("event {}: {error}", event.kind())))?;
    diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(id.get()),
            outbox::kind.eq(event.kind()),
            outbox::payload.eq(payload),
            outbox::created_at.eq(now.as_micros()),
        ))
        .execute(conn)?;
    wake::mark();
    Ok(())
}

/// An event whose kind this version knows and whose content it cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableEvent {
    /// Its id.
    pub id: EventId,
    /// Its kind.
    pub kind: String,
    /// Why it cannot be read.
    pub reason: String,
}

/// The oldest events of the kinds that this version knows, at most `limit`, held for this transaction
/// (those of a newer version wait for a process of that version): on `PostgreSQL` other processes
/// pass them by, on `SQLite` there is one writer.
pub fn take(conn: &mut Conn, limit: i64) -> DbResult<Vec<Result<StoredEvent, UnreadableEvent>>> {
    let query = outbox::table
        .filter(outbox::kind.eq_any(padded(Event::KINDS)))
        .order(outbox::id.asc())
        .limit(limit)
        .select((
            outbox::id,
            outbox::kind,
            outbox::payload,
            outbox::created_at,
        ));
    let rows: Vec<(i64, String, String, i64)> = match conn {
        Conn::Sqlite(c) => query.prepared_once().load(c)?,
        Conn::Postgres(c) => query.for_update().skip_locked().load(c)?,
    };
    Ok(rows
        .into_iter()
        .map(|(id, kind, payload, at)| {
            let id = EventId::from(id);
            match serde_json::from_str(&payload) {
                Ok(event) => Ok(StoredEvent {
                    id,
                    at: Timestamp::from_micros(at),
                    event,
                }),
                Err(error) => Err(UnreadableEvent {
                    id,
                    kind,
                    reason: error.to_string(),
                }),
            }
        })
        .collect())
}

/// Keeps an event that cannot be read out of the way, for a person to look at.
pub fn set_aside(conn: &mut Conn, event: &UnreadableEvent) -> DbResult<()> {
    diesel::update(outbox::table.find(event.id.get()))
        .set(outbox::kind.eq(format!("unreadable:{}", event.kind)))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Removes events that have become jobs in this transaction.
pub fn remove(conn: &mut Conn, ids: &[EventId]) -> DbResult<()> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    for chunk in ids.chunks(crate::CHUNK) {
        diesel::delete(outbox::table.filter(outbox::id.eq_any(padded(chunk))))
            .prepared_once()
            .execute(conn)?;
    }
    Ok(())
}

/// How many events wait.
pub fn count(conn: &mut Conn) -> DbResult<i64> {
    Ok(outbox::table.count().get_result(conn)?)
}

/// Whether any event waits that [`take`] would give.
pub fn any(conn: &mut Conn) -> DbResult<bool> {
    let waiting = outbox::table
        .filter(outbox::kind.eq_any(padded(Event::KINDS)))
        .select(outbox::id);
    Ok(diesel::select(diesel::dsl::exists(waiting))
        .prepared_once()
        .get_result(conn)?)
}
