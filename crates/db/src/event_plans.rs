//! What an event has beside when and where it is, and the lists that are made of it.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp, Visibility};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper, load_boxed};
use crate::schema::{account, event_concept, event_plan, status};

/// What stands in lists.
const PUBLIC: i32 = Visibility::Public.as_i32();

/// A row of `event_plan`: what an event has beside when and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = event_plan, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct EventPlanRow {
    /// Of which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// The typed record, canonical JSON.
    pub record: String,
    /// `teachmeet`, `fail-faire`, `course-week` or `other`.
    pub kind: String,
    /// `in-person`, `online` or `hybrid`.
    pub mode: String,
    /// The name of its series.
    pub series: Option<String>,
    /// The same, folded.
    pub series_folded: Option<String>,
    /// How many may speak; none: as many as come.
    pub speakers: Option<i64>,
    /// How many may come to listen.
    pub attendees: Option<i64>,
    /// How many may be there by the net.
    pub remote: Option<i64>,
    /// Whether there is a waiting list.
    pub waits: bool,
    /// Where it is on the net.
    pub online_url: Option<String>,
    /// Who made it, where a group of ours holds it.
    pub made_by: Option<i64>,
    /// Whether it was made here.
    pub local: bool,
    /// How often it was changed: iCalendar's `SEQUENCE`.
    pub sequence: i64,
    /// When it begins, as in `event`.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub starts_at: Timestamp,
    /// When it is over; a guess where the end is open.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub until_at: Timestamp,
    /// When it was last changed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub changed_at: Timestamp,
}

/// A row of `event_concept`: a concept that an event names.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_concept)]
pub struct EventConceptRow {
    /// Of which event.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Its IRI.
    pub concept: String,
    /// When the event begins.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub starts_at: Timestamp,
}

/// Which events are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Those that were made here.
    Here,
    /// Those of that series, folded, here and elsewhere.
    Series(String),
    /// Those that name that concept, here and elsewhere.
    Concept(String),
}

/// A part of a list of events: the earliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventPage {
    /// Only what is not over by then.
    pub until: Timestamp,
    /// Only what begins then or later.
    pub from: Timestamp,
    /// Only what comes after this one.
    pub after: Option<(Timestamp, StatusId)>,
    /// How many at most.
    pub limit: i64,
}

/// Writes what an event has, in the place of what was there, with its concepts.
pub fn put(conn: &mut Conn, row: EventPlanRow, concepts: Vec<String>) -> DbResult<()> {
    let (status_id, starts_at) = (row.status_id, row.starts_at);
    each_backend!(conn, c => {
        diesel::insert_into(event_plan::table)
            .values(row.clone())
            .on_conflict(event_plan::status_id)
            .do_update()
            .set(row)
            .prepared_once()
            .execute(c)?
    });
    diesel::delete(event_concept::table.filter(event_concept::status_id.eq(status_id.get())))
        .prepared_once()
        .execute(conn)?;
    let rows: Vec<EventConceptRow> = concepts
        .into_iter()
        .map(|concept| EventConceptRow {
            status_id,
            concept,
            starts_at,
        })
        .collect();
    each_backend!(conn, c => diesel::insert_into(event_concept::table).values(rows).execute(c)?);
    Ok(())
}

/// What that event has.
pub fn find(conn: &mut Conn, id: StatusId) -> DbResult<Option<EventPlanRow>> {
    Ok(event_plan::table
        .find(id.get())
        .select(EventPlanRow::as_select())
        .first(conn)
        .optional()?)
}

/// The same; nobody else gives or takes places there until this transaction ends.
pub fn lock(conn: &mut Conn, id: StatusId) -> DbResult<Option<EventPlanRow>> {
    match conn {
        Conn::Sqlite(_) => find(conn, id),
        Conn::Postgres(c) => Ok(event_plan::table
            .find(id.get())
            .select(EventPlanRow::as_select())
            .for_update()
            .first(c)
            .optional()?),
    }
}

/// What those of these statuses have that are events with a record.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<EventPlanRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            event_plan::table
                .filter(event_plan::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(EventPlanRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// Another record, and that it was changed once more.
pub fn set_record(conn: &mut Conn, id: StatusId, record: &str, now: Timestamp) -> DbResult<()> {
    diesel::update(event_plan::table.find(id.get()))
        .set((
            event_plan::record.eq(record),
            event_plan::sequence.eq(event_plan::sequence + 1),
            event_plan::changed_at.eq(now.as_micros()),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// It is an event with a record no more.
pub fn delete_of(conn: &mut Conn, id: StatusId) -> DbResult<()> {
    diesel::delete(event_concept::table.filter(event_concept::status_id.eq(id.get())))
        .prepared_once()
        .execute(conn)?;
    diesel::delete(event_plan::table.find(id.get()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// A part of a list of events that nobody asked for: those that are for everybody and everywhere, of people whose servers
/// are neither limited nor shut out.
pub fn list(conn: &mut Conn, listed: Listed, page: EventPage) -> DbResult<Vec<EventPlanRow>> {
    let (after, after_id) = page
        .after
        .map_or((i64::MIN, i64::MIN), |(at, id)| (at.as_micros(), id.get()));
    let from = page.from.as_micros();
    let open = event_plan::table
        .inner_join(status::table.on(status::id.eq(event_plan::status_id)))
        .inner_join(account::table.on(account::id.eq(status::account_id)))
        .filter(status::deleted_at.is_null())
        .filter(status::visibility.eq(PUBLIC))
        .filter(account::domain_level.is_null())
        .filter(event_plan::until_at.ge(page.until.as_micros()))
        .select(EventPlanRow::as_select())
        .limit(page.limit);
    match listed {
        Listed::Here => Ok(open
            .filter(event_plan::local.eq(true))
            .filter(event_plan::starts_at.ge(from.max(after)))
            .filter(
                event_plan::starts_at
                    .gt(after)
                    .or(event_plan::status_id.gt(after_id)),
            )
            .order((event_plan::starts_at.asc(), event_plan::status_id.asc()))
            .load(conn)?),
        Listed::Series(series) => Ok(open
            .filter(event_plan::series_folded.eq(series))
            .filter(event_plan::starts_at.ge(from.max(after)))
            .filter(
                event_plan::starts_at
                    .gt(after)
                    .or(event_plan::status_id.gt(after_id)),
            )
            .order((event_plan::starts_at.asc(), event_plan::status_id.asc()))
            .load(conn)?),
        Listed::Concept(concept) => Ok(event_concept::table
            .inner_join(event_plan::table.on(event_plan::status_id.eq(event_concept::status_id)))
            .inner_join(status::table.on(status::id.eq(event_concept::status_id)))
            .inner_join(account::table.on(account::id.eq(status::account_id)))
            .filter(event_concept::concept.eq(concept))
            .filter(event_concept::starts_at.ge(from.max(after)))
            .filter(
                event_concept::starts_at
                    .gt(after)
                    .or(event_concept::status_id.gt(after_id)),
            )
            .filter(status::deleted_at.is_null())
            .filter(status::visibility.eq(PUBLIC))
            .filter(account::domain_level.is_null())
            .filter(event_plan::until_at.ge(page.until.as_micros()))
            .select(EventPlanRow::as_select())
            .order((
                event_concept::starts_at.asc(),
                event_concept::status_id.asc(),
            ))
            .limit(page.limit)
            .load(conn)?),
    }
}

/// Which events are looked for; everything has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those that were made here.
    pub here: bool,
    /// Of that series, folded.
    pub series: Option<String>,
    /// Of that kind.
    pub kind: Option<String>,
    /// Where one takes part so.
    pub mode: Option<String>,
    /// Of whom.
    pub by: Option<AccountId>,
    /// Of each group, some concept is named.
    pub concepts: Vec<Vec<String>>,
}

/// As [`list`], of those that are wanted: which they are, and when they begin.
pub fn search(
    conn: &mut Conn,
    wanted: &Wanted,
    page: EventPage,
) -> DbResult<Vec<(Timestamp, StatusId)>> {
    let (after, after_id) = page
        .after
        .map_or((i64::MIN, i64::MIN), |(at, id)| (at.as_micros(), id.get()));
    let mut query = event_plan::table
        .inner_join(status::table.on(status::id.eq(event_plan::status_id)))
        .inner_join(account::table.on(account::id.eq(status::account_id)))
        .filter(status::deleted_at.is_null())
        .filter(status::visibility.eq(PUBLIC))
        .filter(account::domain_level.is_null())
        .filter(event_plan::until_at.ge(page.until.as_micros()))
        .filter(event_plan::starts_at.ge(page.from.as_micros().max(after)))
        .filter(
            event_plan::starts_at
                .gt(after)
                .or(event_plan::status_id.gt(after_id)),
        )
        .order((event_plan::starts_at.asc(), event_plan::status_id.asc()))
        .limit(page.limit)
        .select((event_plan::starts_at, event_plan::status_id))
        .into_boxed();
    if wanted.here {
        query = query.filter(event_plan::local.eq(true));
    }
    if let Some(series) = &wanted.series {
        query = query.filter(event_plan::series_folded.eq(series));
    }
    if let Some(kind) = &wanted.kind {
        query = query.filter(event_plan::kind.eq(kind));
    }
    if let Some(mode) = &wanted.mode {
        query = query.filter(event_plan::mode.eq(mode));
    }
    if let Some(by) = wanted.by {
        query = query.filter(status::account_id.eq(by.get()));
    }
    for group in &wanted.concepts {
        let named = event_concept::table
            .filter(event_concept::status_id.eq(event_plan::status_id))
            .filter(event_concept::concept.eq_any(padded(group.iter().cloned())))
            .select(event_concept::status_id);
        query = query.filter(diesel::dsl::exists(named));
    }
    let found: Vec<(i64, i64)> = load_boxed(query, conn)?;
    Ok(found
        .into_iter()
        .map(|(at, id)| (Timestamp::from_micros(at), StatusId::from(id)))
        .collect())
}
