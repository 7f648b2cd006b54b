//! What the timelines of hashtags show.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, TagId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::PreparedOnce as _;
use crate::public_entries::{Entry, Kinds};
use crate::run::RunQueryDsl;
use crate::schema::{status_tag, tag_entry};
use crate::statuses::Page;

/// A row of `tag_entry`: what the timelines of hashtags show.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = tag_entry, treat_none_as_default_value = false)]
pub struct TagEntryRow {
    /// Which hashtag.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub tag_id: TagId,
    /// Which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Whether it was posted here.
    pub local: bool,
    /// Whether it has files.
    pub media: bool,
    /// `local` where it has files.
    pub local_media: Option<bool>,
    /// The hashtag once more, by which narrower timelines are read.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub narrow_tag_id: TagId,
}

/// Shows a status in the timelines of its hashtags.
pub fn insert_many(conn: &mut Conn, rows: &[TagEntryRow]) -> DbResult<()> {
    // One row, as most posts make, has one text.
    if let [row] = rows {
        each_backend!(conn, c => {
            diesel::insert_into(tag_entry::table)
                .values(row.clone())
                .on_conflict_do_nothing()
                .prepared_once()
                .execute(c)?
        });
        return Ok(());
    }
    for chunk in rows.chunks(crate::CHUNK) {
        each_backend!(conn, c => {
            diesel::insert_into(tag_entry::table)
                .values(chunk.to_vec())
                .on_conflict_do_nothing()
                .execute(c)?
        });
    }
    Ok(())
}

/// Takes a status out of the timelines of the hashtags that it carries; to be called while it does.
pub fn remove(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    let carried = status_tag::table
        .filter(status_tag::status_id.eq(status.get()))
        .select(status_tag::tag_id);
    let entries = tag_entry::table
        .filter(tag_entry::status_id.eq(status.get()))
        .filter(tag_entry::tag_id.eq_any(carried));
    diesel::delete(entries).execute(conn)?;
    Ok(())
}

/// A part of the timeline of a hashtag, the newest first.
pub fn page(conn: &mut Conn, tag: TagId, kinds: Kinds, page: Page) -> DbResult<Vec<Entry>> {
    let mut query = tag_entry::table
        .select((tag_entry::status_id, tag_entry::account_id))
        .into_boxed();
    // Each of these has an index of its own.
    query = match (kinds.local, kinds.only_media) {
        (None, false) => query.filter(tag_entry::tag_id.eq(tag.get())),
        _ => query.filter(tag_entry::narrow_tag_id.eq(tag.get())),
    };
    match (kinds.local, kinds.only_media) {
        (None, false) => {}
        (Some(local), false) => query = query.filter(tag_entry::local.eq(local)),
        (Some(local), true) => query = query.filter(tag_entry::local_media.eq(local)),
        // The one is the condition of the index, the other its second column.
        (None, true) => {
            query = query
                .filter(tag_entry::media)
                .filter(tag_entry::media.eq(true));
        }
    }
    let rows: Vec<(i64, i64)> = paged!(boxed conn, query, tag_entry::status_id, page);
    Ok(rows.into_iter().map(Entry::from).collect())
}
