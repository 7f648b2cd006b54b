//! What statuses that are outcomes have beside.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::outcome;
use crate::statuses::Page;

/// A row of `outcome`: what a status that says what came of a practice has beside.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = outcome, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct OutcomeRow {
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
    /// Which version of it was tried.
    pub practice_version: i32,
    /// The adoption that it ends: the id of its object.
    pub adoption_uri: Option<String>,
    /// What came of it: a slug, or the IRI where it is unknown.
    pub result: String,
    /// The id of the organisation's actor.
    pub organisation: Option<String>,
    /// What is the same for all entries of one setting.
    pub setting_key: String,
    /// Whether that setting is an organisation that says so itself.
    pub known_setting: bool,
    /// Whether it is by the practice's own author, or in their organisation.
    pub own: bool,
    /// `counted`, `superseded` or `rejected`; `private` where only some may see it, `reported` where its own server has
    /// not shown it to this hub.
    pub state: String,
    /// Why it is not counted, or, of a practice elsewhere, why its server does not.
    pub reason: Option<String>,
    /// What the practice's author answered: `accepted` or `rejected`.
    pub answer: Option<String>,
    /// When it was said; no later than it came.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub said_at: Timestamp,
    /// The typed record, canonical JSON.
    pub record: String,
}

impl OutcomeRow {
    /// The `state` of what counts.
    pub const COUNTED: &str = "counted";
    /// The `state` of what a later one replaces.
    pub const SUPERSEDED: &str = "superseded";
    /// The `state` of what does not count, for a reason.
    pub const REJECTED: &str = "rejected";
}

/// Writes what a status has as an outcome, in the place of what was there.
pub fn put(conn: &mut Conn, row: OutcomeRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(outcome::table)
            .values(row.clone())
            .on_conflict(outcome::status_id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// Notes how an outcome counts, and why it does not.
pub fn set_verdict(
    conn: &mut Conn,
    id: StatusId,
    state: &str,
    reason: Option<&str>,
) -> DbResult<()> {
    diesel::update(outcome::table.find(id.get()))
        .set((outcome::state.eq(state), outcome::reason.eq(reason)))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Notes what the author of the practice here answered to an outcome.
pub fn set_answer(conn: &mut Conn, id: StatusId, answer: &str) -> DbResult<()> {
    diesel::update(outcome::table.find(id.get()))
        .set(outcome::answer.eq(answer))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Notes what the author of a practice elsewhere answered to an outcome, and why.
pub fn set_their_answer(
    conn: &mut Conn,
    id: StatusId,
    answer: &str,
    reason: Option<&str>,
) -> DbResult<()> {
    diesel::update(outcome::table.find(id.get()))
        .set((outcome::answer.eq(answer), outcome::reason.eq(reason)))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Notes whether a later outcome replaces one that counts.
pub fn set_state(conn: &mut Conn, id: StatusId, state: &str) -> DbResult<()> {
    diesel::update(outcome::table.find(id.get()))
        .set(outcome::state.eq(state))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// The outcome of that status.
pub fn find(conn: &mut Conn, id: StatusId) -> DbResult<Option<OutcomeRow>> {
    Ok(outcome::table
        .find(id.get())
        .select(OutcomeRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of these statuses that are outcomes.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<OutcomeRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            outcome::table
                .filter(outcome::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(OutcomeRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// Which of these statuses are outcomes.
pub fn among(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<StatusId>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        let ids: Vec<i64> = outcome::table
            .filter(outcome::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(outcome::status_id)
            .prepared_once()
            .load(conn)?;
        found.extend(ids.into_iter().map(StatusId::from));
    }
    Ok(found)
}

/// Outcomes of a practice in that state, the newest first.
pub fn page_of_practice(
    conn: &mut Conn,
    practice: StatusId,
    state: &str,
    page: Page,
) -> DbResult<Vec<OutcomeRow>> {
    Ok(paged!(
        conn,
        outcome::table
            .filter(outcome::practice_id.eq(practice.get()))
            .filter(outcome::state.eq(state))
            .select(OutcomeRow::as_select()),
        outcome::status_id,
        page
    ))
}

/// Outcomes of a practice in any state, the newest first.
pub fn all_of_practice(
    conn: &mut Conn,
    practice: StatusId,
    page: Page,
) -> DbResult<Vec<OutcomeRow>> {
    Ok(paged!(
        conn,
        outcome::table
            .filter(outcome::practice_id.eq(practice.get()))
            .select(OutcomeRow::as_select()),
        outcome::status_id,
        page
    ))
}

/// The outcomes of a practice by one setting in any state, the oldest first; of many the last `limit`.
pub fn of_setting(
    conn: &mut Conn,
    practice: StatusId,
    setting: &str,
    limit: i64,
) -> DbResult<Vec<OutcomeRow>> {
    let mut rows: Vec<OutcomeRow> = outcome::table
        .filter(outcome::practice_id.eq(practice.get()))
        .filter(outcome::setting_key.eq(setting))
        .order(outcome::status_id.desc())
        .limit(limit)
        .select(OutcomeRow::as_select())
        .load(conn)?;
    rows.reverse();
    Ok(rows)
}

/// Whether an account has reported what came of an adoption.
pub fn is_reported(conn: &mut Conn, adoption: &str, by: AccountId) -> DbResult<bool> {
    let reports = outcome::table
        .filter(outcome::adoption_uri.eq(adoption))
        .filter(outcome::account_id.eq(by.get()))
        .select(outcome::status_id);
    Ok(diesel::select(diesel::dsl::exists(reports)).get_result(conn)?)
}

/// How many outcomes of a practice are in that state.
pub fn count_of_practice(conn: &mut Conn, practice: StatusId, state: &str) -> DbResult<i64> {
    Ok(outcome::table
        .filter(outcome::practice_id.eq(practice.get()))
        .filter(outcome::state.eq(state))
        .count()
        .get_result(conn)?)
}

/// How many outcomes of a practice do not count for which reason.
pub fn count_reasons(conn: &mut Conn, practice: StatusId) -> DbResult<Vec<(String, i64)>> {
    let found: Vec<(Option<String>, i64)> = outcome::table
        .filter(outcome::practice_id.eq(practice.get()))
        .filter(outcome::state.eq(OutcomeRow::REJECTED))
        .group_by(outcome::reason)
        .select((outcome::reason, diesel::dsl::count_star()))
        .load(conn)?;
    let named = |(reason, count): (Option<String>, i64)| Some((reason?, count));
    Ok(found.into_iter().filter_map(named).collect())
}

/// Outcomes of an account, the oldest first, after `after`.
pub fn of_account(
    conn: &mut Conn,
    account: AccountId,
    after: StatusId,
    limit: i64,
) -> DbResult<Vec<OutcomeRow>> {
    Ok(outcome::table
        .filter(outcome::account_id.eq(account.get()))
        .filter(outcome::status_id.gt(after.get()))
        .order(outcome::status_id.asc())
        .limit(limit)
        .select(OutcomeRow::as_select())
        .load(conn)?)
}

/// The outcomes of a practice by an account, the newest first; of many the last hundred.
pub fn of_author(
    conn: &mut Conn,
    practice: StatusId,
    account: AccountId,
) -> DbResult<Vec<OutcomeRow>> {
    Ok(outcome::table
        .filter(outcome::account_id.eq(account.get()))
        .filter(outcome::practice_id.eq(practice.get()))
        .order(outcome::status_id.desc())
        .limit(100)
        .select(OutcomeRow::as_select())
        .load(conn)?)
}

/// A practice is gone: what was entered about it belongs to nothing here.
pub fn forget_practice(conn: &mut Conn, practice: StatusId) -> DbResult<()> {
    diesel::update(outcome::table.filter(outcome::practice_id.eq(practice.get())))
        .set(outcome::practice_id.eq(None::<i64>))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Outcomes of a practice that came before it, the oldest first, after `after`.
pub fn waiting(
    conn: &mut Conn,
    practice_uri: &str,
    after: StatusId,
    limit: i64,
) -> DbResult<Vec<OutcomeRow>> {
    Ok(outcome::table
        .filter(outcome::practice_uri.eq(practice_uri))
        .filter(outcome::practice_id.is_null())
        .filter(outcome::status_id.gt(after.get()))
        .order(outcome::status_id.asc())
        .limit(limit)
        .select(OutcomeRow::as_select())
        .load(conn)?)
}

/// A status is no outcome any more.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(outcome::table.find(status.get()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}
