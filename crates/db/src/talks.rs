//! Talks of events here, and notes about events.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, TalkId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{event_note, talk};

/// A row of `talk`: a talk of an event here.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = talk, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct TalkRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: TalkId,
    /// At which event.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Its number there, from 1.
    pub number: i64,
    /// `nano`, `micro`, `soapbox`, `round-table` or `custom`.
    pub kind: String,
    /// How long it is.
    pub minutes: i64,
    /// What it is called.
    pub title: String,
    /// Who speaks, where they are known here.
    pub speaker_id: Option<i64>,
    /// Who speaks, where they are not.
    pub speaker_uri: Option<String>,
    /// As they want to be called.
    pub speaker_name: Option<String>,
    /// Which practice it is about: the id of a status.
    pub practice: Option<String>,
    /// `offered`, `accepted`, `declined` or `withdrawn`.
    pub state: String,
    /// When it was offered.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// A row of `event_note`: a status that is a note about an event.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = event_note, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct EventNoteRow {
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// The typed record, canonical JSON.
    pub record: String,
    /// The event, as the record names it.
    pub event_uri: String,
    /// The event, where it is here.
    pub event_id: Option<i64>,
    /// The number of the talk.
    pub slot: Option<i64>,
    /// What others may do with it.
    pub licence: Option<String>,
}

/// Writes a talk, in the place of what was there.
pub fn put(conn: &mut Conn, row: TalkRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(talk::table)
            .values(row.clone())
            .on_conflict(talk::id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// The talk of that id.
pub fn find(conn: &mut Conn, id: TalkId) -> DbResult<Option<TalkRow>> {
    Ok(talk::table
        .find(id.get())
        .select(TalkRow::as_select())
        .first(conn)
        .optional()?)
}

/// The talks of an event, in their order, at most `limit`.
pub fn of_event(conn: &mut Conn, event: StatusId, limit: i64) -> DbResult<Vec<TalkRow>> {
    Ok(talk::table
        .filter(talk::status_id.eq(event.get()))
        .order(talk::number.asc())
        .limit(limit)
        .select(TalkRow::as_select())
        .load(conn)?)
}

/// The talks of somebody at an event, the last first.
pub fn of_speaker(conn: &mut Conn, event: StatusId, speaker: AccountId) -> DbResult<Vec<TalkRow>> {
    Ok(talk::table
        .filter(talk::speaker_id.eq(speaker.get()))
        .filter(talk::status_id.eq(event.get()))
        .order(talk::number.desc())
        .select(TalkRow::as_select())
        .load(conn)?)
}

/// Forgets the talks of an event.
pub fn delete_of(conn: &mut Conn, event: StatusId) -> DbResult<()> {
    diesel::delete(talk::table.filter(talk::status_id.eq(event.get()))).execute(conn)?;
    Ok(())
}

/// Writes what a status has as a note about an event, in the place of what was there.
pub fn put_note(conn: &mut Conn, row: EventNoteRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(event_note::table)
            .values(row.clone())
            .on_conflict(event_note::status_id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// What a status has as a note about an event.
pub fn note(conn: &mut Conn, id: StatusId) -> DbResult<Option<EventNoteRow>> {
    Ok(event_note::table
        .find(id.get())
        .select(EventNoteRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of these statuses that are notes about events.
pub fn notes_of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<EventNoteRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            event_note::table
                .filter(event_note::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(EventNoteRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The notes about an event, the oldest first, after `after`.
pub fn notes_of(
    conn: &mut Conn,
    event: StatusId,
    after: StatusId,
    limit: i64,
) -> DbResult<Vec<EventNoteRow>> {
    Ok(event_note::table
        .filter(event_note::event_id.eq(event.get()))
        .filter(event_note::status_id.gt(after.get()))
        .order(event_note::status_id.asc())
        .limit(limit)
        .select(EventNoteRow::as_select())
        .load(conn)?)
}

/// A status is no note about an event any more.
pub fn delete_note(conn: &mut Conn, id: StatusId) -> DbResult<()> {
    diesel::delete(event_note::table.find(id.get())).execute(conn)?;
    Ok(())
}
