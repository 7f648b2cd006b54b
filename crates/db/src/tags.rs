//! Hashtags.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use staffroom_domain::{StatusId, TagId, Timestamp};

use crate::account_posts;
use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::featured_tags;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{status_tag, tag};

/// A row of `tag`: hashtags.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = tag, treat_none_as_default_value = false)]
pub struct TagRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: TagId,
    /// As it is compared: folded.
    pub name: String,
    /// As it was first written.
    pub display: String,
    /// When it was first used.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}

/// A row of `status_tag`: which hashtags a status carries.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = status_tag, treat_none_as_default_value = false)]
pub struct StatusTagRow {
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Which hashtag.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub tag_id: TagId,
}

/// The hashtags of those folded names, made where they are new. `names` gives folded name, name as
/// written and the id to take for a new one.
pub fn ensure(
    conn: &mut Conn,
    names: &[(String, String, TagId)],
    now: Timestamp,
) -> DbResult<Vec<TagRow>> {
    let mut rows = Vec::with_capacity(names.len());
    for chunk in names.chunks(crate::CHUNK) {
        let folded = chunk.iter().map(|(name, ..)| name.as_str());
        let of_names = tag::table
            .filter(tag::name.eq_any(padded(folded)))
            .select(TagRow::as_select());
        let found: Vec<TagRow> = of_names.prepared_once().load(conn)?;
        let new: Vec<TagRow> = chunk
            .iter()
            .filter(|(name, ..)| !found.iter().any(|row| row.name == *name))
            .map(|(name, display, id)| TagRow {
                id: *id,
                name: name.clone(),
                display: display.clone(),
                created_at: now,
            })
            .collect();
        if new.is_empty() {
            rows.extend(found);
            continue;
        }
        each_backend!(conn, c => {
            diesel::insert_into(tag::table).values(new).on_conflict_do_nothing().execute(c)?
        });
        let folded = chunk.iter().map(|(name, ..)| name.as_str());
        rows.extend(
            tag::table
                .filter(tag::name.eq_any(padded(folded)))
                .select(TagRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The hashtags of those folded names, as far as they are known.
pub fn find_named(conn: &mut Conn, names: &[String]) -> DbResult<Vec<TagRow>> {
    let mut rows = Vec::with_capacity(names.len());
    for chunk in names.chunks(crate::CHUNK) {
        let found: Vec<TagRow> = tag::table
            .filter(tag::name.eq_any(padded(chunk.iter().map(String::as_str))))
            .select(TagRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}

/// How many hashtags are looked at for one beginning.
const BEGINNINGS: i64 = 60;

#[derive(QueryableByName)]
struct Beginning {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    newest: Option<i64>,
}

/// Hashtags of public posts that begin so, folded: the one that is it, then those that were used last. Of
/// very many, some.
pub fn beginning_with(conn: &mut Conn, prefix: &str) -> DbResult<Vec<TagRow>> {
    let beyond = format!("{prefix}{}", char::MAX);
    let select = "SELECT t.id, (SELECT e.status_id FROM tag_entry e WHERE e.tag_id = t.id \
                  ORDER BY e.status_id DESC LIMIT 1) AS newest FROM tag t \
                  WHERE EXISTS (SELECT 1 FROM tag_entry e WHERE e.tag_id = t.id)";
    let rest = format!("ORDER BY t.name LIMIT {BEGINNINGS}");
    let mut found: Vec<Beginning> = match conn {
        Conn::Sqlite(c) => {
            diesel::sql_query(format!("{select} AND t.name >= ? AND t.name < ? {rest}"))
                .bind::<Text, _>(prefix)
                .bind::<Text, _>(beyond)
                .load(c)?
        }
        // Byte by byte, whatever the language of the database.
        Conn::Postgres(c) => diesel::sql_query(format!(
            "{select} AND t.name ~>=~ $1 AND t.name ~<~ $2 ORDER BY t.name USING ~<~ LIMIT {BEGINNINGS}"
        ))
        .bind::<Text, _>(prefix)
        .bind::<Text, _>(beyond)
        .load(c)?,
    };
    found.sort_unstable_by_key(|row| std::cmp::Reverse(row.newest));
    let ids = padded(found.iter().map(|row| row.id));
    let mut rows: Vec<TagRow> = tag::table
        .filter(tag::id.eq_any(ids))
        .select(TagRow::as_select())
        .prepared_once()
        .load(conn)?;
    let place = |row: &TagRow| found.iter().position(|it| it.id == row.id.get());
    rows.sort_by_key(|row| (row.name != prefix, place(row)));
    Ok(rows)
}

/// Which of those statuses carry which of those hashtags.
pub fn carried_among(
    conn: &mut Conn,
    ids: &[StatusId],
    wanted: &[TagId],
) -> DbResult<Vec<(StatusId, TagId)>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        let found: Vec<(i64, i64)> = status_tag::table
            .filter(status_tag::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .filter(status_tag::tag_id.eq_any(padded(wanted.iter().map(|id| id.get()))))
            .select((status_tag::status_id, status_tag::tag_id))
            .prepared_once()
            .load(conn)?;
        rows.extend(found.into_iter().map(|(id, tag)| (id.into(), tag.into())));
    }
    Ok(rows)
}

/// Gives a status hashtags.
pub fn link(conn: &mut Conn, status: StatusId, tags: &[TagRow]) -> DbResult<()> {
    let rows: Vec<StatusTagRow> = tags
        .iter()
        .map(|tag| StatusTagRow {
            status_id: status,
            tag_id: tag.id,
        })
        .collect();
    // One by one: few have many, and a statement for one row stays prepared.
    let is_none = rows.is_empty();
    for row in rows {
        each_backend!(conn, c => {
            diesel::insert_into(status_tag::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(c)?
        });
    }
    if is_none {
        return Ok(());
    }
    account_posts::add_tags(conn, status)?;
    featured_tags::count_in(conn, status)
}

/// The hashtag of that folded name.
pub fn find(conn: &mut Conn, name: &str) -> DbResult<Option<TagRow>> {
    Ok(tag::table
        .filter(tag::name.eq(name))
        .select(TagRow::as_select())
        .first(conn)
        .optional()?)
}

/// The hashtags of those ids, in no order.
pub fn find_many(conn: &mut Conn, ids: &[TagId]) -> DbResult<Vec<TagRow>> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(crate::CHUNK) {
        let found: Vec<TagRow> = tag::table
            .filter(tag::id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(TagRow::as_select())
            .prepared_once()
            .load(conn)?;
        rows.extend(found);
    }
    Ok(rows)
}

/// The hashtags of those statuses.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<(StatusId, TagRow)>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        let found: Vec<(i64, TagRow)> = status_tag::table
            .inner_join(tag::table)
            .filter(status_tag::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .order((status_tag::status_id.asc(), status_tag::tag_id.asc()))
            .select((status_tag::status_id, TagRow::as_select()))
            .prepared_once()
            .load(conn)?;
        rows.extend(
            found
                .into_iter()
                .map(|(status, tag)| (StatusId::from(status), tag)),
        );
    }
    Ok(rows)
}

/// Removes the hashtags of a status.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    account_posts::remove_tags(conn, status)?;
    featured_tags::count_out(conn, status)?;
    diesel::delete(status_tag::table.filter(status_tag::status_id.eq(status.get())))
        .execute(conn)?;
    Ok(())
}
