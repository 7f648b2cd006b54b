//! How much the library of a hub has, kept while it changes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use diesel::prelude::*;
use diesel::sql_types::Text;
use staffroom_domain::StatusId;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{hub_member, library_count, library_entry};

/// How many counts are changed by one statement.
const AT_ONCE: usize = 100;

/// A row of `library_entry`: what a practice is counted by.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = library_entry, treat_none_as_default_value = false)]
pub struct LibraryEntryRow {
    /// Which.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Scheme and concept of what it is counted under, one a line.
    pub facets: String,
    /// How many outcomes of it count.
    pub outcomes: i64,
    /// How many of these are no successes.
    pub unsuccessful: i64,
}

/// A row of `library_count`: how much there is of something.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = library_count, treat_none_as_default_value = false)]
pub struct LibraryCountRow {
    /// Of what sort: `all`, `language`, `country`, `pr`, `tech`, or `map` for both of these.
    pub lane: String,
    /// Of what; empty for all.
    pub concept: String,
    /// And of what besides; empty but for `map`.
    pub other: String,
    /// How many practices.
    pub practices: i64,
    /// How many outcomes of these.
    pub outcomes: i64,
    /// How many of these are no successes.
    pub unsuccessful: i64,
}

/// Lane, concept and other.
pub type CountKey = (String, String, String);

/// By how much a count changes: practices, outcomes, and those that are no successes.
pub type Change = (i64, i64, i64);

/// What a practice is counted by.
pub fn entry(conn: &mut Conn, status: StatusId) -> DbResult<Option<LibraryEntryRow>> {
    Ok(library_entry::table
        .find(status.get())
        .select(LibraryEntryRow::as_select())
        .first(conn)
        .optional()?)
}

/// Writes it, in the place of what was there.
pub fn put_entry(conn: &mut Conn, row: LibraryEntryRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(library_entry::table)
            .values(row.clone())
            .on_conflict(library_entry::status_id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// A practice is not counted any more.
pub fn delete_entry(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(library_entry::table.find(status.get()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// What is counted, by the ids of practices, after `after`.
pub fn entries(conn: &mut Conn, after: StatusId, limit: i64) -> DbResult<Vec<LibraryEntryRow>> {
    Ok(library_entry::table
        .filter(library_entry::status_id.gt(after.get()))
        .order(library_entry::status_id.asc())
        .limit(limit)
        .select(LibraryEntryRow::as_select())
        .load(conn)?)
}

/// Adds to counts, in their order: so that two who add never wait for each other.
pub fn add(conn: &mut Conn, changes: &BTreeMap<CountKey, Change>) -> DbResult<()> {
    let changes: Vec<(&CountKey, &Change)> = changes
        .iter()
        .filter(|(_, change)| **change != (0, 0, 0))
        .collect();
    for some in changes.chunks(AT_ONCE) {
        let is_sqlite = conn.is_sqlite();
        let (mut rows, mut texts) = (String::new(), Vec::new());
        for (key, (practices, outcomes, unsuccessful)) in some {
            let mut place = |text: &str| {
                texts.push(text.to_owned());
                if is_sqlite {
                    "?".to_owned()
                } else {
                    format!("${}", texts.len())
                }
            };
            let (lane, concept, other) = (place(&key.0), place(&key.1), place(&key.2));
            let comma = if rows.is_empty() { "" } else { ", " };
            // Writing to a String does not fail.
            let _ = write!(
                rows,
                "{comma}({lane}, {concept}, {other}, {practices}, {outcomes}, {unsuccessful})"
            );
        }
        let sql = format!(
            "INSERT INTO library_count (lane, concept, other, practices, outcomes, unsuccessful) VALUES {rows} \
             ON CONFLICT (lane, concept, other) DO UPDATE SET \
             practices = library_count.practices + excluded.practices, \
             outcomes = library_count.outcomes + excluded.outcomes, \
             unsuccessful = library_count.unsuccessful + excluded.unsuccessful"
        );
        each_backend!(conn, c => {
            let mut query = diesel::sql_query(sql).into_boxed();
            for text in texts {
                query = query.bind::<Text, _>(text);
            }
            query.execute(c)?
        });
    }
    Ok(())
}

/// Forgets all counts, to add them up again.
pub fn clear(conn: &mut Conn) -> DbResult<()> {
    diesel::delete(library_count::table).execute(conn)?;
    Ok(())
}

/// The counts of a lane of which there are practices, the largest first.
pub fn lane(conn: &mut Conn, lane: &str, limit: i64) -> DbResult<Vec<LibraryCountRow>> {
    Ok(library_count::table
        .filter(library_count::lane.eq(lane))
        .filter(library_count::practices.gt(0))
        .order((
            library_count::practices.desc(),
            library_count::concept.asc(),
            library_count::other.asc(),
        ))
        .limit(limit)
        .select(LibraryCountRow::as_select())
        .load(conn)?)
}

/// The counts of those concepts of a lane, in no order.
pub fn of_concepts(
    conn: &mut Conn,
    lane: &str,
    concepts: &[String],
) -> DbResult<Vec<LibraryCountRow>> {
    let some = padded(concepts.iter().take(crate::CHUNK).map(String::as_str));
    Ok(library_count::table
        .filter(library_count::lane.eq(lane))
        .filter(library_count::concept.eq_any(some))
        .filter(library_count::practices.gt(0))
        .select(LibraryCountRow::as_select())
        .prepared_once()
        .load(conn)?)
}

/// The counts of a lane of each of those concepts with each of those others, in no order.
pub fn cells(
    conn: &mut Conn,
    lane: &str,
    concepts: &[String],
    others: &[String],
) -> DbResult<Vec<LibraryCountRow>> {
    let some = padded(concepts.iter().take(crate::CHUNK).map(String::as_str));
    let beside = padded(others.iter().take(crate::CHUNK).map(String::as_str));
    Ok(library_count::table
        .filter(library_count::lane.eq(lane))
        .filter(library_count::concept.eq_any(some))
        .filter(library_count::other.eq_any(beside))
        .filter(library_count::practices.gt(0))
        .select(LibraryCountRow::as_select())
        .prepared_once()
        .load(conn)?)
}

/// How many instances belong to the hub.
pub fn members(conn: &mut Conn) -> DbResult<i64> {
    Ok(hub_member::table
        .filter(hub_member::state.eq(crate::hub_members::HubMemberRow::MEMBER))
        .count()
        .get_result(conn)?)
}
