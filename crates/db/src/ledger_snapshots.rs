//! What a hub counted on a day, kept so that a number that is cited can be checked later; and which ledgers changed since.

use diesel::prelude::*;
use staffroom_domain::{Day, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{ledger_changed, ledger_snapshot};

/// A row of `ledger_snapshot`: a document as it is given to everybody. It outlives its practice.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger_snapshot)]
pub struct LedgerSnapshotRow {
    /// Of which practice.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub practice_id: StatusId,
    /// The start of the day, in UTC.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub day: Timestamp,
    /// The document, with its proof.
    pub document: String,
}

/// A row of `ledger_changed`: a ledger that changed since its last snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger_changed)]
pub struct LedgerChangedRow {
    /// Of which practice.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub practice_id: StatusId,
}

/// Notes that a ledger has changed.
pub fn changed(conn: &mut Conn, practice_id: StatusId) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(ledger_changed::table)
            .values(LedgerChangedRow { practice_id })
            .on_conflict_do_nothing()
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// Nothing has changed any more.
pub fn settled(conn: &mut Conn, practice: StatusId) -> DbResult<()> {
    diesel::delete(ledger_changed::table.find(practice.get()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// The practices whose ledgers changed since their last snapshot, after `after`.
pub fn all_changed(conn: &mut Conn, after: StatusId, limit: i64) -> DbResult<Vec<StatusId>> {
    let ids: Vec<i64> = ledger_changed::table
        .filter(ledger_changed::practice_id.gt(after.get()))
        .order(ledger_changed::practice_id.asc())
        .limit(limit)
        .select(ledger_changed::practice_id)
        .load(conn)?;
    Ok(ids.into_iter().map(StatusId::from).collect())
}

/// Keeps a snapshot. Gives `false` where there is one of that day: that stays.
pub fn insert(conn: &mut Conn, row: LedgerSnapshotRow) -> DbResult<bool> {
    let inserted = each_backend!(conn, c => {
        diesel::insert_into(ledger_snapshot::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c)?
    });
    Ok(inserted == 1)
}

/// The snapshot of a day.
pub fn find(conn: &mut Conn, practice: StatusId, day: Day) -> DbResult<Option<LedgerSnapshotRow>> {
    Ok(ledger_snapshot::table
        .find((practice.get(), day.start_in_utc().as_micros()))
        .select(LedgerSnapshotRow::as_select())
        .first(conn)
        .optional()?)
}

/// The days of which there are snapshots of a practice, before `before`, the newest first.
pub fn days(
    conn: &mut Conn,
    practice: StatusId,
    before: Option<Timestamp>,
    limit: i64,
) -> DbResult<Vec<Timestamp>> {
    let before = before.map_or(i64::MAX, Timestamp::as_micros);
    let days: Vec<i64> = ledger_snapshot::table
        .filter(ledger_snapshot::practice_id.eq(practice.get()))
        .filter(ledger_snapshot::day.lt(before))
        .order(ledger_snapshot::day.desc())
        .limit(limit)
        .select(ledger_snapshot::day)
        .load(conn)?;
    Ok(days.into_iter().map(Timestamp::from_micros).collect())
}
