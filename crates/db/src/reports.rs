//! What was reported.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ReportId, Timestamp, UserId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::report;

/// A row of `report`: what people and other servers have reported.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = report, treat_none_as_default_value = false)]
pub struct ReportRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ReportId,
    /// Who reports; another server's instance actor, often.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Who is reported.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub target_id: AccountId,
    /// Why, plain text.
    pub comment: String,
    /// Which statuses, as a JSON array of ids.
    pub status_ids: String,
    /// The id of a remote Flag.
    pub uri: Option<String>,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Microseconds since the Unix epoch; when it was dealt with.
    pub resolved_at: Option<i64>,
    /// What it is about: `spam`, `legal`, `violation` or `other`.
    pub category: String,
    /// Whether the server of whoever is reported was told.
    pub forwarded: bool,
    /// Which rules were broken, as a JSON array of ids.
    pub rule_ids: String,
    /// Which user deals with it.
    pub assigned_to: Option<i64>,
    /// What was done about it, as the use case names it.
    pub decision: Option<String>,
    /// Why, for those who look after the instance.
    pub decision_note: String,
}

/// Stores a report; `false` when that remote Flag has come before.
pub fn insert(conn: &mut Conn, row: ReportRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => diesel::insert_into(report::table)
        .values(row)
        .on_conflict(report::uri)
        .do_nothing()
        .execute(c))?;
    Ok(added == 1)
}

/// The report with that id.
pub fn find(conn: &mut Conn, id: ReportId) -> DbResult<Option<ReportRow>> {
    Ok(report::table
        .find(id.get())
        .select(ReportRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of some ids, at most 500.
pub fn find_many(conn: &mut Conn, ids: &[ReportId]) -> DbResult<Vec<ReportRow>> {
    let ids = ids.iter().take(crate::CHUNK).map(|id| id.get());
    Ok(report::table
        .filter(report::id.eq_any(padded(ids)))
        .select(ReportRow::as_select())
        .prepared_once()
        .load(conn)?)
}

/// The reports before the report `before`, the newest first, at most `limit`.
pub fn list(conn: &mut Conn, before: Option<ReportId>, limit: i64) -> DbResult<Vec<ReportRow>> {
    Ok(report::table
        .filter(report::id.lt(before.map_or(i64::MAX, ReportId::get)))
        .order(report::id.desc())
        .limit(limit)
        .select(ReportRow::as_select())
        .load(conn)?)
}

/// The open ones before the report `before`, the newest first, at most `limit`.
pub fn open(conn: &mut Conn, before: Option<ReportId>, limit: i64) -> DbResult<Vec<ReportRow>> {
    Ok(report::table
        .filter(report::resolved_at.is_null())
        .filter(report::id.lt(before.map_or(i64::MAX, ReportId::get)))
        .order(report::id.desc())
        .limit(limit)
        .select(ReportRow::as_select())
        .load(conn)?)
}

/// The newest reports of an account, at most `limit`.
pub fn of_target(conn: &mut Conn, target: AccountId, limit: i64) -> DbResult<Vec<ReportRow>> {
    Ok(report::table
        .filter(report::target_id.eq(target.get()))
        .order(report::id.desc())
        .limit(limit)
        .select(ReportRow::as_select())
        .load(conn)?)
}

/// Notes who deals with an open report; `false` where there is none of that id.
pub fn assign(conn: &mut Conn, id: ReportId, to: Option<UserId>) -> DbResult<bool> {
    let open = report::table.filter(report::id.eq(id.get()).and(report::resolved_at.is_null()));
    let changed = diesel::update(open)
        .set(report::assigned_to.eq(to.map(UserId::get)))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes that a report was dealt with, how and why; `false` when it was before.
pub fn resolve(
    conn: &mut Conn,
    id: ReportId,
    (decision, note): (&str, &str),
    now: Timestamp,
) -> DbResult<bool> {
    let open = report::table.filter(report::id.eq(id.get()).and(report::resolved_at.is_null()));
    let changed = diesel::update(open)
        .set((
            report::resolved_at.eq(now.as_micros()),
            report::decision.eq(decision),
            report::decision_note.eq(note),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(changed == 1)
}
