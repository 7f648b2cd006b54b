//! What the people who run the instance tell everybody here, and what comes back.

use diesel::prelude::*;
use staffroom_domain::{AnnouncementId, Timestamp, UserId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{announcement, announcement_dismissal, announcement_reaction};

/// How many of those that are shown are read at once.
const MOST: i64 = 50;
/// How many reactions of one user, and of others, are read with them.
const MOST_REACTIONS: i64 = 10_000;

/// A row of `announcement`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = announcement, treat_none_as_default_value = false)]
pub struct AnnouncementRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: AnnouncementId,
    /// What it says, plain text.
    pub text: String,
    /// Microseconds since the Unix epoch; when that begins which it is about.
    pub starts_at: Option<i64>,
    /// Microseconds since the Unix epoch; when that ends. Then it is shown no more.
    pub ends_at: Option<i64>,
    /// Whether begin and end are days.
    pub all_day: bool,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub published_at: Timestamp,
    /// When it was changed last.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub updated_at: Timestamp,
}

/// A row of `announcement_dismissal`: somebody has read it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = announcement_dismissal, treat_none_as_default_value = false)]
pub struct DismissalRow {
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// What.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub announcement_id: AnnouncementId,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// A row of `announcement_reaction`: somebody has answered with an emoji.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = announcement_reaction, treat_none_as_default_value = false)]
pub struct AnnouncementReactionRow {
    /// To what.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub announcement_id: AnnouncementId,
    /// The emoji, or the short code of one of ours.
    pub name: String,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub user_id: UserId,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// Adds an announcement.
pub fn insert(conn: &mut Conn, row: AnnouncementRow) -> DbResult<()> {
    diesel::insert_into(announcement::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// All of them, also those that are over, the newest first, before `before`, at most `limit`.
pub fn list(
    conn: &mut Conn,
    before: Option<AnnouncementId>,
    limit: i64,
) -> DbResult<Vec<AnnouncementRow>> {
    Ok(announcement::table
        .filter(announcement::id.lt(before.map_or(i64::MAX, AnnouncementId::get)))
        .order(announcement::id.desc())
        .limit(limit)
        .select(AnnouncementRow::as_select())
        .load(conn)?)
}

/// Those that have no end, or one after `after`; the newest first. Whoever looks at their home asks for them: what is over, which
/// is most of them after some years, costs nothing. Of each sort there are so many at most.
pub fn ending_after(conn: &mut Conn, after: Timestamp) -> DbResult<Vec<AnnouncementRow>> {
    let mut rows: Vec<AnnouncementRow> = announcement::table
        .filter(announcement::ends_at.is_null())
        .order(announcement::id.desc())
        .limit(MOST)
        .select(AnnouncementRow::as_select())
        .prepared_once()
        .load(conn)?;
    let ending: Vec<AnnouncementRow> = announcement::table
        .filter(announcement::ends_at.gt(after.as_micros()))
        .order(announcement::ends_at.desc())
        .limit(MOST)
        .select(AnnouncementRow::as_select())
        .prepared_once()
        .load(conn)?;
    rows.extend(ending);
    rows.sort_unstable_by_key(|row| std::cmp::Reverse(row.id));
    rows.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Ok(rows)
}

/// The announcements of those ids, in no order.
pub fn find_many(conn: &mut Conn, ids: &[AnnouncementId]) -> DbResult<Vec<AnnouncementRow>> {
    Ok(announcement::table
        .filter(announcement::id.eq_any(padded(ids.iter().map(|id| id.get()))))
        .select(AnnouncementRow::as_select())
        .prepared_once()
        .load(conn)?)
}

/// The announcement of that id.
pub fn find(conn: &mut Conn, id: AnnouncementId) -> DbResult<Option<AnnouncementRow>> {
    Ok(announcement::table
        .find(id.get())
        .select(AnnouncementRow::as_select())
        .first(conn)
        .optional()?)
}

/// Gives an announcement another text and other times; `false` where there is none. It was made when it was made.
pub fn update(conn: &mut Conn, row: &AnnouncementRow) -> DbResult<bool> {
    let changed = diesel::update(announcement::table.find(row.id.get()))
        .set((
            announcement::text.eq(&row.text),
            announcement::starts_at.eq(row.starts_at),
            announcement::ends_at.eq(row.ends_at),
            announcement::all_day.eq(row.all_day),
            announcement::updated_at.eq(row.updated_at.as_micros()),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Takes an announcement away; `false` where there is none.
pub fn delete(conn: &mut Conn, id: AnnouncementId) -> DbResult<bool> {
    Ok(diesel::delete(announcement::table.find(id.get())).execute(conn)? == 1)
}

/// Notes that somebody has read one.
pub fn dismiss(conn: &mut Conn, row: DismissalRow) -> DbResult<()> {
    each_backend!(conn, c => diesel::insert_into(announcement_dismissal::table)
        .values(row)
        .on_conflict_do_nothing()
        .prepared_once().execute(c))?;
    Ok(())
}

/// Which of these somebody has read.
pub fn dismissed(
    conn: &mut Conn,
    user: UserId,
    ids: &[AnnouncementId],
) -> DbResult<Vec<AnnouncementId>> {
    let read: Vec<i64> = announcement_dismissal::table
        .filter(announcement_dismissal::user_id.eq(user.get()).and(
            announcement_dismissal::announcement_id.eq_any(padded(ids.iter().map(|id| id.get()))),
        ))
        .select(announcement_dismissal::announcement_id)
        .prepared_once()
        .load(conn)?;
    Ok(read.into_iter().map(AnnouncementId::from).collect())
}

/// Adds an emoji; nothing happens where it is there.
pub fn react(conn: &mut Conn, row: AnnouncementReactionRow) -> DbResult<()> {
    each_backend!(conn, c => diesel::insert_into(announcement_reaction::table)
        .values(row)
        .on_conflict_do_nothing()
        .prepared_once().execute(c))?;
    Ok(())
}

/// Takes an emoji back; `false` where it was not there.
pub fn unreact(conn: &mut Conn, id: AnnouncementId, name: &str, user: UserId) -> DbResult<bool> {
    let row = announcement_reaction::table.find((id.get(), name, user.get()));
    Ok(diesel::delete(row).execute(conn)? == 1)
}

/// The emoji on these, in the order of their names.
pub fn reactions(
    conn: &mut Conn,
    ids: &[AnnouncementId],
) -> DbResult<Vec<AnnouncementReactionRow>> {
    Ok(announcement_reaction::table
        .filter(
            announcement_reaction::announcement_id.eq_any(padded(ids.iter().map(|id| id.get()))),
        )
        .order((
            announcement_reaction::announcement_id,
            announcement_reaction::name,
            announcement_reaction::user_id,
        ))
        .limit(MOST_REACTIONS)
        .select(AnnouncementReactionRow::as_select())
        .prepared_once()
        .load(conn)?)
}
