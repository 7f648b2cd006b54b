//! Polls and votes.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp, VoteId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{poll, poll_option, poll_vote};

/// A row of `poll`: the poll of a status.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = poll, treat_none_as_default_value = false)]
pub struct PollRow {
    /// Of which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Whether one may choose several.
    pub multiple: bool,
    /// Microseconds since the Unix epoch; when votes end.
    pub ends_at: Option<i64>,
    /// Microseconds since the Unix epoch; when they ended.
    pub closed_at: Option<i64>,
    /// How many have voted.
    pub voters_count: i64,
    /// Whether the counts are told to nobody before the end.
    pub hides_totals: bool,
}

/// A row of `poll_option`: the choices of a poll.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = poll_option, treat_none_as_default_value = false)]
pub struct PollOptionRow {
    /// Of which poll.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Its place, from 0.
    pub position: i32,
    /// Plain text.
    pub title: String,
    /// How many chose it.
    pub votes_count: i64,
}

/// A row of `poll_vote`: who chose what.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = poll_vote, treat_none_as_default_value = false)]
pub struct PollVoteRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: VoteId,
    /// In which poll.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which choice.
    pub position: i32,
    /// The id of a remote vote.
    pub uri: Option<String>,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Adds a poll with its choices.
pub fn insert(conn: &mut Conn, row: PollRow, options: Vec<PollOptionRow>) -> DbResult<()> {
    diesel::insert_into(poll::table).values(row).execute(conn)?;
    each_backend!(conn, c => {
        diesel::insert_into(poll_option::table).values(options).execute(c)?
    });
    Ok(())
}

/// The polls of those statuses.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<PollRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            poll::table
                .filter(poll::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(PollRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The choices of those polls, in their order.
pub fn options(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<PollOptionRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            poll_option::table
                .filter(poll_option::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .order((poll_option::status_id.asc(), poll_option::position.asc()))
                .select(PollOptionRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// What an account chose in those polls, in the order in which it did.
pub fn votes_of(
    conn: &mut Conn,
    account: AccountId,
    ids: &[StatusId],
) -> DbResult<Vec<PollVoteRow>> {
    Ok(poll_vote::table
        .filter(poll_vote::account_id.eq(account.get()))
        .filter(poll_vote::status_id.eq_any(padded(ids.iter().map(|id| id.get()))))
        .order((poll_vote::status_id.asc(), poll_vote::id.asc()))
        .select(PollVoteRow::as_select())
        .prepared_once()
        .load(conn)?)
}

/// Who voted in a poll of ours, with their inboxes' accounts, after `after`.
pub fn voters(
    conn: &mut Conn,
    status: StatusId,
    after: AccountId,
    limit: i64,
) -> DbResult<Vec<AccountId>> {
    let found: Vec<i64> = poll_vote::table
        .filter(poll_vote::status_id.eq(status.get()))
        .filter(poll_vote::account_id.gt(after.get()))
        .order(poll_vote::account_id.asc())
        .distinct()
        .limit(limit)
        .select(poll_vote::account_id)
        .load(conn)?;
    Ok(found.into_iter().map(AccountId::from).collect())
}

/// Notes a choice; `false` where it was made before.
pub fn add_vote(conn: &mut Conn, row: PollVoteRow) -> DbResult<bool> {
    let added = each_backend!(conn, c => {
        diesel::insert_into(poll_vote::table)
            .values(row)
            .on_conflict((poll_vote::status_id, poll_vote::account_id, poll_vote::position))
            .do_nothing()
            .execute(c)?
    });
    Ok(added == 1)
}

/// Lets nobody else vote in a poll, or change it, until this transaction ends.
pub fn lock(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    if let Conn::Postgres(c) = conn {
        poll::table
            .find(status.get())
            .select(poll::status_id)
            .for_update()
            .first::<i64>(c)
            .optional()?;
    }
    Ok(())
}

/// Gives a poll another end, and other ways to count.
pub fn set_terms(conn: &mut Conn, row: &PollRow) -> DbResult<()> {
    diesel::update(poll::table.find(row.status_id.get()))
        .set((
            poll::ends_at.eq(row.ends_at),
            poll::closed_at.eq(row.closed_at),
            poll::hides_totals.eq(row.hides_totals),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Counts one more vote for a choice.
pub fn count_vote(conn: &mut Conn, status: StatusId, position: i32) -> DbResult<()> {
    diesel::update(poll_option::table.find((status.get(), position)))
        .set(poll_option::votes_count.eq(poll_option::votes_count + 1))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Counts one more voter.
pub fn count_voter(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::update(poll::table.find(status.get()))
        .set(poll::voters_count.eq(poll::voters_count + 1))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Takes over the counts that a remote poll's author tells: votes by position, voters, and whether it
/// is over.
pub fn set_counts(
    conn: &mut Conn,
    status: StatusId,
    votes: &[i64],
    voter_count: i64,
    closed_at: Option<Timestamp>,
) -> DbResult<()> {
    for (position, count) in (0_i32..).zip(votes) {
        diesel::update(poll_option::table.find((status.get(), position)))
            .set(poll_option::votes_count.eq(count))
            .prepared_once()
            .execute(conn)?;
    }
    diesel::update(poll::table.find(status.get()))
        .set((
            poll::voters_count.eq(voter_count),
            poll::closed_at.eq(closed_at.map(Timestamp::as_micros)),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Polls whose time is over and that are not closed yet, at most `limit`.
pub fn due_to_close(conn: &mut Conn, now: Timestamp, limit: i64) -> DbResult<Vec<PollRow>> {
    Ok(poll::table
        .filter(poll::closed_at.is_null())
        .filter(poll::ends_at.le(now.as_micros()))
        .order(poll::ends_at.asc())
        .limit(limit)
        .select(PollRow::as_select())
        .load(conn)?)
}

/// Closes a poll; `false` where it was closed before.
pub fn close(conn: &mut Conn, status: StatusId, now: Timestamp) -> DbResult<bool> {
    let open = poll::table.filter(
        poll::status_id
            .eq(status.get())
            .and(poll::closed_at.is_null()),
    );
    Ok(diesel::update(open)
        .set(poll::closed_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?
        == 1)
}

/// Removes a poll with its votes.
pub fn delete(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(poll::table.find(status.get())).execute(conn)?;
    Ok(())
}
