//! Who takes part in which event.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ParticipationId, StatusId, Timestamp};

use crate::event_plans::EventPage;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{event, event_plan, participation, status};

/// A row of `participation`: who takes part in which event, or did once.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = participation, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ParticipationRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ParticipationId,
    /// In which event.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// `speaker`, `attendee` or `remote`.
    pub kind: String,
    /// `asked`, `going`, `waiting`, `declined`, `ignored` or `left`.
    pub state: String,
    /// In which order they came.
    pub place: i64,
    /// Their number on the waiting list, as the server of a remote event told it.
    pub number: Option<i64>,
    /// The id of a remote person's Join.
    pub uri: Option<String>,
    /// The answer to the event by which they joined.
    pub reply_id: Option<i64>,
    /// When they joined, the last time.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub joined_at: Timestamp,
    /// When anything about it changed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub changed_at: Timestamp,
}

impl ParticipationRow {
    /// The `state` of who has asked the server of a remote event and has no answer.
    pub const ASKED: &str = "asked";
    /// The `state` of who has a place.
    pub const GOING: &str = "going";
    /// The `state` of who waits for one.
    pub const WAITING: &str = "waiting";
    /// The `state` of who was refused.
    pub const DECLINED: &str = "declined";
    /// The `state` of whose question the server of a remote event does not take.
    pub const IGNORED: &str = "ignored";
    /// The `state` of who takes part no more.
    pub const LEFT: &str = "left";

    /// Whether they have a place, or wait for one, or for an answer.
    pub fn takes_part(&self) -> bool {
        [Self::ASKED, Self::GOING, Self::WAITING].contains(&self.state.as_str())
    }
}

/// Writes a participation, in the place of what the same account had there.
pub fn put(conn: &mut Conn, row: ParticipationRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(participation::table)
            .values(row.clone())
            .on_conflict((participation::status_id, participation::account_id))
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// The participation of that id.
pub fn get(conn: &mut Conn, id: ParticipationId) -> DbResult<Option<ParticipationRow>> {
    Ok(participation::table
        .find(id.get())
        .select(ParticipationRow::as_select())
        .first(conn)
        .optional()?)
}

/// What an account has at an event.
pub fn find(
    conn: &mut Conn,
    event: StatusId,
    account: AccountId,
) -> DbResult<Option<ParticipationRow>> {
    Ok(participation::table
        .filter(participation::status_id.eq(event.get()))
        .filter(participation::account_id.eq(account.get()))
        .select(ParticipationRow::as_select())
        .first(conn)
        .optional()?)
}

/// Somebody's participation by the id of their Join.
pub fn find_by_uri(
    conn: &mut Conn,
    account: AccountId,
    uri: &str,
) -> DbResult<Option<ParticipationRow>> {
    Ok(participation::table
        .filter(participation::account_id.eq(account.get()))
        .filter(participation::uri.eq(uri))
        .select(ParticipationRow::as_select())
        .first(conn)
        .optional()?)
}

/// How many have which state, for each kind of place of these events: event, kind, state, number. Those who left are not
/// counted.
pub fn counts(
    conn: &mut Conn,
    events: &[StatusId],
) -> DbResult<Vec<(StatusId, String, String, i64)>> {
    let mut all = Vec::new();
    for chunk in events.chunks(crate::CHUNK) {
        let found: Vec<(i64, String, String, i64)> = participation::table
            .filter(participation::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .filter(
                participation::state.eq_any([ParticipationRow::GOING, ParticipationRow::WAITING]),
            )
            .group_by((
                participation::status_id,
                participation::kind,
                participation::state,
            ))
            .select((
                participation::status_id,
                participation::kind,
                participation::state,
                diesel::dsl::count_star(),
            ))
            .prepared_once()
            .load(conn)?;
        let row = |(id, kind, state, count)| (StatusId::from(id), kind, state, count);
        all.extend(found.into_iter().map(row));
    }
    Ok(all)
}

/// The place of whoever came last to an event; 0 where nobody did.
pub fn last_place(conn: &mut Conn, event: StatusId) -> DbResult<i64> {
    let last: Option<i64> = participation::table
        .filter(participation::status_id.eq(event.get()))
        .select(diesel::dsl::max(participation::place))
        .first(conn)?;
    Ok(last.unwrap_or_default())
}

/// How many of that kind wait at an event and came before.
pub fn waiting_before(conn: &mut Conn, event: StatusId, kind: &str, place: i64) -> DbResult<i64> {
    Ok(participation::table
        .filter(participation::status_id.eq(event.get()))
        .filter(participation::kind.eq(kind))
        .filter(participation::state.eq(ParticipationRow::WAITING))
        .filter(participation::place.lt(place))
        .count()
        .get_result(conn)?)
}

/// Who has that state with that kind of place, in the order in which they came; at most `limit`, after the place `after`.
pub fn line(
    conn: &mut Conn,
    event: StatusId,
    kind: &str,
    state: &str,
    after: i64,
    limit: i64,
) -> DbResult<Vec<ParticipationRow>> {
    Ok(participation::table
        .filter(participation::status_id.eq(event.get()))
        .filter(participation::kind.eq(kind))
        .filter(participation::state.eq(state))
        .filter(participation::place.gt(after))
        .order(participation::place.asc())
        .limit(limit)
        .select(ParticipationRow::as_select())
        .load(conn)?)
}

/// The place of whoever has waited longest for that kind of place.
pub fn first_waiting(conn: &mut Conn, event: StatusId, kind: &str) -> DbResult<Option<i64>> {
    Ok(participation::table
        .filter(participation::status_id.eq(event.get()))
        .filter(participation::kind.eq(kind))
        .filter(participation::state.eq(ParticipationRow::WAITING))
        .select(diesel::dsl::min(participation::place))
        .first(conn)?)
}

/// What an account has at those events.
pub fn of_account_at(
    conn: &mut Conn,
    account: AccountId,
    events: &[StatusId],
) -> DbResult<Vec<ParticipationRow>> {
    let mut rows = Vec::new();
    for chunk in events.chunks(crate::CHUNK) {
        rows.extend(
            participation::table
                .filter(participation::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .filter(participation::account_id.eq(account.get()))
                .select(ParticipationRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The participation by an answer to an event: whoever posted it took part by it.
pub fn find_by_reply(
    conn: &mut Conn,
    account: AccountId,
    event: StatusId,
    reply: StatusId,
) -> DbResult<Option<ParticipationRow>> {
    Ok(participation::table
        .filter(participation::status_id.eq(event.get()))
        .filter(participation::account_id.eq(account.get()))
        .filter(participation::reply_id.eq(reply.get()))
        .select(ParticipationRow::as_select())
        .first(conn)
        .optional()?)
}

/// A part of the events in which an account takes part, the earliest first.
pub fn coming(
    conn: &mut Conn,
    account: AccountId,
    page: EventPage,
) -> DbResult<Vec<(Timestamp, StatusId)>> {
    let (after, after_id) = page
        .after
        .map_or((i64::MIN, i64::MIN), |(at, id)| (at.as_micros(), id.get()));
    let is_on = event::ends_at.ge(page.until.as_micros()).or(event::ends_at
        .is_null()
        .and(event::starts_at.ge(page.from.as_micros())));
    let found: Vec<(i64, i64)> = participation::table
        .inner_join(event::table.on(event::status_id.eq(participation::status_id)))
        .filter(participation::account_id.eq(account.get()))
        .filter(participation::state.eq_any([
            ParticipationRow::ASKED,
            ParticipationRow::GOING,
            ParticipationRow::WAITING,
        ]))
        .filter(is_on)
        .filter(event::starts_at.ge(after))
        .filter(event::starts_at.gt(after).or(event::status_id.gt(after_id)))
        .order((event::starts_at.asc(), event::status_id.asc()))
        .limit(page.limit)
        .select((event::starts_at, event::status_id))
        .load(conn)?;
    Ok(found.into_iter().map(at).collect())
}

/// A part of the events that those accounts hold, the earliest first.
pub fn held(
    conn: &mut Conn,
    holders: &[AccountId],
    page: EventPage,
) -> DbResult<Vec<(Timestamp, StatusId)>> {
    let (after, after_id) = page
        .after
        .map_or((i64::MIN, i64::MIN), |(at, id)| (at.as_micros(), id.get()));
    let is_theirs = status::account_id.eq_any(padded(holders.iter().map(|id| id.get())));
    let found: Vec<(i64, i64)> = event_plan::table
        .inner_join(status::table.on(status::id.eq(event_plan::status_id)))
        .filter(event_plan::local.eq(true))
        .filter(event_plan::until_at.ge(page.until.as_micros()))
        .filter(event_plan::starts_at.ge(page.from.as_micros().max(after)))
        .filter(
            event_plan::starts_at
                .gt(after)
                .or(event_plan::status_id.gt(after_id)),
        )
        .filter(is_theirs)
        .filter(status::deleted_at.is_null())
        .order((event_plan::starts_at.asc(), event_plan::status_id.asc()))
        .limit(page.limit)
        .select((event_plan::starts_at, event_plan::status_id))
        .load(conn)?;
    Ok(found.into_iter().map(at).collect())
}

fn at((starts, id): (i64, i64)) -> (Timestamp, StatusId) {
    (Timestamp::from_micros(starts), StatusId::from(id))
}

/// Everybody who takes part in an event, in the order of their ids, after `after`.
pub fn of_event(
    conn: &mut Conn,
    event: StatusId,
    after: ParticipationId,
    limit: i64,
) -> DbResult<Vec<ParticipationRow>> {
    Ok(participation::table
        .filter(participation::status_id.eq(event.get()))
        .filter(participation::state.eq_any([
            ParticipationRow::ASKED,
            ParticipationRow::GOING,
            ParticipationRow::WAITING,
        ]))
        .filter(participation::id.gt(after.get()))
        .order(participation::id.asc())
        .limit(limit)
        .select(ParticipationRow::as_select())
        .load(conn)?)
}

/// Everybody whom the organisers of an event may decide about, as [`of_event`]: also those whom they have refused.
pub fn of_event_with_declined(
    conn: &mut Conn,
    event: StatusId,
    after: ParticipationId,
    limit: i64,
) -> DbResult<Vec<ParticipationRow>> {
    Ok(participation::table
        .filter(participation::status_id.eq(event.get()))
        .filter(participation::state.ne(ParticipationRow::LEFT))
        .filter(participation::id.gt(after.get()))
        .order(participation::id.asc())
        .limit(limit)
        .select(ParticipationRow::as_select())
        .load(conn)?)
}

/// What an account takes part in, in no order that means anything, at most `limit`.
pub fn of_account(
    conn: &mut Conn,
    account: AccountId,
    limit: i64,
) -> DbResult<Vec<ParticipationRow>> {
    Ok(participation::table
        .filter(participation::account_id.eq(account.get()))
        .order(participation::id.asc())
        .limit(limit)
        .select(ParticipationRow::as_select())
        .load(conn)?)
}

/// Forgets a participation.
pub fn delete(conn: &mut Conn, id: ParticipationId) -> DbResult<()> {
    diesel::delete(participation::table.find(id.get())).execute(conn)?;
    Ok(())
}

/// Forgets who took part in an event.
pub fn delete_of(conn: &mut Conn, event: StatusId) -> DbResult<()> {
    diesel::delete(participation::table.filter(participation::status_id.eq(event.get())))
        .execute(conn)?;
    Ok(())
}
