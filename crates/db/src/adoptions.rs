//! What statuses that are adoptions have beside.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::adoption;
use crate::statuses::Page;

/// A row of `adoption`: what a status that says "we are trying this" has beside.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = adoption, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct AdoptionRow {
    /// Of which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// The id of its object.
    pub uri: String,
    /// The practice: the id of its object.
    pub practice_uri: String,
    /// The practice, where it is here.
    pub practice_id: Option<i64>,
    /// Which version of it.
    pub practice_version: i32,
    /// `planned`, `running`, `completed` or `abandoned`.
    pub state: String,
    /// The beginning (UTC) of the day by which they decide.
    pub decide_by: Option<i64>,
    /// Whether a result is still to be reported.
    pub awaits: bool,
    /// When its author was reminded to.
    pub reminded_at: Option<i64>,
    /// The id of the organisation's actor.
    pub organisation: Option<String>,
    /// What is the same for all entries of one setting.
    pub setting_key: String,
    /// Whether that setting is an organisation that says so itself.
    pub known_setting: bool,
    /// Whether it is by the practice's own author, or in their organisation.
    pub own: bool,
    /// When it was said; no later than it came.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub said_at: Timestamp,
    /// `counted` or `rejected`.
    pub verdict: String,
    /// Why it is not counted, or, of a practice elsewhere, why its server does not.
    pub reason: Option<String>,
    /// What the practice's author answered: `accepted` or `rejected`.
    pub answer: Option<String>,
    /// The typed record, canonical JSON.
    pub record: String,
}

impl AdoptionRow {
    /// The `verdict` of what counts.
    pub const COUNTED: &str = "counted";
    /// The `verdict` of what does not.
    pub const REJECTED: &str = "rejected";
}

/// Writes what a status has as an adoption, in the place of what was there.
pub fn put(conn: &mut Conn, row: AdoptionRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(adoption::table)
            .values(row.clone())
            .on_conflict(adoption::status_id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// Notes how an adoption counts, and why it does not.
pub fn set_verdict(
    conn: &mut Conn,
    id: StatusId,
    verdict: &str,
    reason: Option<&str>,
) -> DbResult<()> {
    diesel::update(adoption::table.find(id.get()))
        .set((adoption::verdict.eq(verdict), adoption::reason.eq(reason)))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Notes what the author of the practice here answered to an adoption.
pub fn set_answer(conn: &mut Conn, id: StatusId, answer: &str) -> DbResult<()> {
    diesel::update(adoption::table.find(id.get()))
        .set(adoption::answer.eq(answer))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Notes what the author of a practice elsewhere answered to an adoption, and why.
pub fn set_their_answer(
    conn: &mut Conn,
    id: StatusId,
    answer: &str,
    reason: Option<&str>,
) -> DbResult<()> {
    diesel::update(adoption::table.find(id.get()))
        .set((adoption::answer.eq(answer), adoption::reason.eq(reason)))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Notes whether a result is still awaited of an adoption.
pub fn set_awaits(conn: &mut Conn, id: StatusId, awaits: bool) -> DbResult<()> {
    diesel::update(adoption::table.find(id.get()))
        .set(adoption::awaits.eq(awaits))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Notes that the authors of those adoptions were reminded.
pub fn set_reminded(conn: &mut Conn, ids: &[StatusId], now: Timestamp) -> DbResult<()> {
    for chunk in ids.chunks(crate::CHUNK) {
        let ids = padded(chunk.iter().map(|id| id.get()));
        diesel::update(adoption::table.filter(adoption::status_id.eq_any(ids)))
            .set(adoption::reminded_at.eq(now.as_micros()))
            .prepared_once()
            .execute(conn)?;
    }
    Ok(())
}

/// The adoption of that status.
pub fn find(conn: &mut Conn, id: StatusId) -> DbResult<Option<AdoptionRow>> {
    Ok(adoption::table
        .find(id.get())
        .select(AdoptionRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of these statuses that are adoptions.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<AdoptionRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            adoption::table
                .filter(adoption::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(AdoptionRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// Which of these statuses are adoptions.
pub fn among(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<StatusId>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        let ids: Vec<i64> = adoption::table
            .filter(adoption::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(adoption::status_id)
            .prepared_once()
            .load(conn)?;
        found.extend(ids.into_iter().map(StatusId::from));
    }
    Ok(found)
}

/// Adoptions of a practice with that verdict, the newest first.
pub fn page_of_practice(
    conn: &mut Conn,
    practice: StatusId,
    verdict: &str,
    page: Page,
) -> DbResult<Vec<AdoptionRow>> {
    Ok(paged!(
        conn,
        adoption::table
            .filter(adoption::practice_id.eq(practice.get()))
            .filter(adoption::verdict.eq(verdict))
            .select(AdoptionRow::as_select()),
        adoption::status_id,
        page
    ))
}

/// The adoptions of a practice by one setting, the oldest first; of many the last `limit`.
pub fn of_setting(
    conn: &mut Conn,
    practice: StatusId,
    setting: &str,
    limit: i64,
) -> DbResult<Vec<AdoptionRow>> {
    let mut rows: Vec<AdoptionRow> = adoption::table
        .filter(adoption::practice_id.eq(practice.get()))
        .filter(adoption::setting_key.eq(setting))
        .order(adoption::status_id.desc())
        .limit(limit)
        .select(AdoptionRow::as_select())
        .load(conn)?;
    rows.reverse();
    Ok(rows)
}

/// How many adoptions of a practice have that verdict.
pub fn count_of_practice(conn: &mut Conn, practice: StatusId, verdict: &str) -> DbResult<i64> {
    Ok(adoption::table
        .filter(adoption::practice_id.eq(practice.get()))
        .filter(adoption::verdict.eq(verdict))
        .count()
        .get_result(conn)?)
}

/// How many adoptions of a practice do not count for which reason.
pub fn count_reasons(conn: &mut Conn, practice: StatusId) -> DbResult<Vec<(String, i64)>> {
    let found: Vec<(Option<String>, i64)> = adoption::table
        .filter(adoption::practice_id.eq(practice.get()))
        .filter(adoption::verdict.eq(AdoptionRow::REJECTED))
        .group_by(adoption::reason)
        .select((adoption::reason, diesel::dsl::count_star()))
        .load(conn)?;
    let named = |(reason, count): (Option<String>, i64)| Some((reason?, count));
    Ok(found.into_iter().filter_map(named).collect())
}

/// Adoptions of an account, the oldest first, after `after`.
pub fn of_account(
    conn: &mut Conn,
    account: AccountId,
    after: StatusId,
    limit: i64,
) -> DbResult<Vec<AdoptionRow>> {
    Ok(adoption::table
        .filter(adoption::account_id.eq(account.get()))
        .filter(adoption::status_id.gt(after.get()))
        .order(adoption::status_id.asc())
        .limit(limit)
        .select(AdoptionRow::as_select())
        .load(conn)?)
}

/// The newest adoption of a practice by an account that goes on.
pub fn newest_of(
    conn: &mut Conn,
    practice: StatusId,
    account: AccountId,
) -> DbResult<Option<AdoptionRow>> {
    Ok(adoption::table
        .filter(adoption::account_id.eq(account.get()))
        .filter(adoption::practice_id.eq(practice.get()))
        .filter(adoption::state.ne("abandoned"))
        .order(adoption::status_id.desc())
        .select(AdoptionRow::as_select())
        .first(conn)
        .optional()?)
}

/// A practice is gone: what was entered about it belongs to nothing here, and nothing is awaited.
pub fn forget_practice(conn: &mut Conn, practice: StatusId) -> DbResult<()> {
    diesel::update(adoption::table.filter(adoption::practice_id.eq(practice.get())))
        .set((
            adoption::practice_id.eq(None::<i64>),
            adoption::awaits.eq(false),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Adoptions of a practice that came before it, the oldest first, after `after`.
pub fn waiting(
    conn: &mut Conn,
    practice_uri: &str,
    after: StatusId,
    limit: i64,
) -> DbResult<Vec<AdoptionRow>> {
    Ok(adoption::table
        .filter(adoption::practice_uri.eq(practice_uri))
        .filter(adoption::practice_id.is_null())
        .filter(adoption::status_id.gt(after.get()))
        .order(adoption::status_id.asc())
        .limit(limit)
        .select(AdoptionRow::as_select())
        .load(conn)?)
}

/// Adoptions of which nobody has reported by the day that they set themselves, and whose authors were not
/// reminded, the longest due first.
pub fn due(conn: &mut Conn, until: Timestamp, limit: i64) -> DbResult<Vec<AdoptionRow>> {
    Ok(adoption::table
        .filter(adoption::awaits)
        .filter(adoption::reminded_at.is_null())
        .filter(adoption::decide_by.le(until.as_micros()))
        .order((adoption::decide_by.asc(), adoption::status_id.asc()))
        .limit(limit)
        .select(AdoptionRow::as_select())
        .load(conn)?)
}

/// What an account still has to report, the soonest first, after that day and adoption.
pub fn owed_by(
    conn: &mut Conn,
    account: AccountId,
    after: Option<(Timestamp, StatusId)>,
    limit: i64,
) -> DbResult<Vec<AdoptionRow>> {
    let (day, id) = after.map_or((i64::MIN, 0), |(day, id)| (day.as_micros(), id.get()));
    let rest = adoption::decide_by
        .gt(day)
        .or(adoption::decide_by.eq(day).and(adoption::status_id.gt(id)));
    Ok(adoption::table
        .filter(adoption::awaits)
        .filter(adoption::account_id.eq(account.get()))
        .filter(adoption::decide_by.ge(day))
        .filter(rest.assume_not_null())
        .order((adoption::decide_by.asc(), adoption::status_id.asc()))
        .limit(limit)
        .select(AdoptionRow::as_select())
        .load(conn)?)
}

/// A status is no adoption any more.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(adoption::table.find(status.get()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}
