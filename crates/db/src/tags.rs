//! Hashtags.

use diesel::prelude::*;
use staffroom_domain::{StatusId, TagId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
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
    for row in rows {
        each_backend!(conn, c => {
            diesel::insert_into(status_tag::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(c)?
        });
    }
    Ok(())
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
    diesel::delete(status_tag::table.filter(status_tag::status_id.eq(status.get())))
        .execute(conn)?;
    Ok(())
}
