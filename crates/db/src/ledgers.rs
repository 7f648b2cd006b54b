//! What all entries of a practice come to.

use diesel::prelude::*;
use staffroom_domain::{StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{ledger, ledger_setting};

/// A row of `ledger`: what all entries of a practice come to.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = ledger, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct LedgerRow {
    /// Of which practice.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub practice_id: StatusId,
    /// The sum of what its settings contribute: JSON.
    pub tally: String,
    /// The digest of its canonical text; none until it is made anew.
    pub digest: Option<String>,
    /// How many outcomes were taken back.
    pub withdrawn: i32,
    /// How many entries do not count for which reason: JSON.
    pub rejected: String,
    /// What the practice's own server says of it: JSON.
    pub theirs: Option<String>,
    /// When it said so.
    pub theirs_at: Option<i64>,
    /// When an entry last changed it.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub changed_at: Timestamp,
    /// The ids of entries that changed since the followers of the practice's author were last told: JSON.
    pub untold: String,
}

/// A row of `ledger_setting`: what a setting contributes to the ledger of a practice.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = ledger_setting, treat_none_as_default_value = false)]
pub struct LedgerSettingRow {
    /// Of which practice.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub practice_id: StatusId,
    /// What is the same for all entries of the setting.
    pub setting_key: String,
    /// What was added to the tally: JSON.
    pub contribution: String,
    /// Its lines in the canonical text: JSON.
    pub lines: String,
}

/// Writes the ledger of a practice, in the place of what was there.
pub fn put(conn: &mut Conn, row: LedgerRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(ledger::table)
            .values(row.clone())
            .on_conflict(ledger::practice_id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// Notes the digest of a ledger that was read when it was changed at `read`; one that was changed since gets none.
pub fn set_digest(
    conn: &mut Conn,
    practice: StatusId,
    read: Timestamp,
    digest: Option<&str>,
) -> DbResult<bool> {
    let as_read = ledger::table
        .find(practice.get())
        .filter(ledger::changed_at.eq(read.as_micros()));
    let set = diesel::update(as_read)
        .set(ledger::digest.eq(digest))
        .prepared_once()
        .execute(conn)?;
    Ok(set == 1)
}

/// Notes of which entries others are still to be told.
pub fn set_untold(conn: &mut Conn, practice: StatusId, untold: &str) -> DbResult<()> {
    diesel::update(ledger::table.find(practice.get()))
        .set(ledger::untold.eq(untold))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// The ledger of a practice.
pub fn find(conn: &mut Conn, practice: StatusId) -> DbResult<Option<LedgerRow>> {
    Ok(ledger::table
        .find(practice.get())
        .select(LedgerRow::as_select())
        .first(conn)
        .optional()?)
}

/// The ledgers of those practices.
pub fn of_practices(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<LedgerRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            ledger::table
                .filter(ledger::practice_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(LedgerRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// What a setting contributes to the ledger of a practice.
pub fn setting(
    conn: &mut Conn,
    practice: StatusId,
    setting: &str,
) -> DbResult<Option<LedgerSettingRow>> {
    Ok(ledger_setting::table
        .find((practice.get(), setting))
        .select(LedgerSettingRow::as_select())
        .first(conn)
        .optional()?)
}

/// The settings of a practice, by their keys, after `after`.
pub fn settings(
    conn: &mut Conn,
    practice: StatusId,
    after: &str,
    limit: i64,
) -> DbResult<Vec<LedgerSettingRow>> {
    Ok(ledger_setting::table
        .filter(ledger_setting::practice_id.eq(practice.get()))
        .filter(ledger_setting::setting_key.gt(after))
        .order(ledger_setting::setting_key.asc())
        .limit(limit)
        .select(LedgerSettingRow::as_select())
        .load(conn)?)
}

/// Writes what a setting contributes, in the place of what was there.
pub fn put_setting(conn: &mut Conn, row: LedgerSettingRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(ledger_setting::table)
            .values(row.clone())
            .on_conflict((ledger_setting::practice_id, ledger_setting::setting_key))
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// A setting contributes nothing any more.
pub fn delete_setting(conn: &mut Conn, practice: StatusId, setting: &str) -> DbResult<()> {
    diesel::delete(ledger_setting::table.find((practice.get(), setting))).execute(conn)?;
    Ok(())
}

/// A practice has no ledger any more.
pub fn delete_of(conn: &mut Conn, practice: StatusId) -> DbResult<()> {
    diesel::delete(ledger_setting::table.filter(ledger_setting::practice_id.eq(practice.get())))
        .prepared_once()
        .execute(conn)?;
    diesel::delete(ledger::table.find(practice.get()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}
