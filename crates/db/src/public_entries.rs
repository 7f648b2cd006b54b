//! What public timelines show.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::RunQueryDsl;
use crate::schema::public_entry;
use crate::statuses::Page;

/// A row of `public_entry`: what public timelines show.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = public_entry, treat_none_as_default_value = false)]
pub struct PublicEntryRow {
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
}

/// What of a public timeline is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Only what was posted here, or only what was not.
    pub local: Option<bool>,
    /// Only what has files.
    pub only_media: bool,
}

/// A status in a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub status: StatusId,
    /// Whose.
    pub author: AccountId,
}

impl From<(i64, i64)> for Entry {
    fn from((status, author): (i64, i64)) -> Self {
        Self {
            status: status.into(),
            author: author.into(),
        }
    }
}

/// Shows a status in public timelines; once more: as it is now.
pub fn put(conn: &mut Conn, row: PublicEntryRow) -> DbResult<()> {
    let (media, local_media) = (row.media, row.local_media);
    each_backend!(conn, c => {
        diesel::insert_into(public_entry::table)
            .values(row)
            .on_conflict(public_entry::status_id)
            .do_update()
            .set((
                public_entry::media.eq(media),
                public_entry::local_media.eq(local_media),
            ))
            .prepared_once()
            .execute(c)?
    });
    Ok(())
}

/// Takes a status out of public timelines.
pub fn remove(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(public_entry::table.find(status.get())).execute(conn)?;
    Ok(())
}

/// A part of a public timeline, the newest first.
pub fn page(conn: &mut Conn, kinds: Kinds, page: Page) -> DbResult<Vec<Entry>> {
    let mut query = public_entry::table
        .select((public_entry::status_id, public_entry::account_id))
        .into_boxed();
    // Each of these has an index of its own.
    match (kinds.local, kinds.only_media) {
        (None, false) => {}
        (Some(local), false) => query = query.filter(public_entry::local.eq(local)),
        (Some(local), true) => query = query.filter(public_entry::local_media.eq(local)),
        // The one is the condition of the index, the other its first column.
        (None, true) => {
            query = query
                .filter(public_entry::media)
                .filter(public_entry::media.eq(true));
        }
    }
    let rows: Vec<(i64, i64)> = paged!(boxed conn, query, public_entry::status_id, page);
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// Which of those statuses stand in public timelines.
pub fn among(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<StatusId>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        let ids: Vec<i64> = public_entry::table
            .filter(public_entry::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
            .select(public_entry::status_id)
            .prepared_once()
            .load(conn)?;
        found.extend(ids.into_iter().map(StatusId::from));
    }
    Ok(found)
}
