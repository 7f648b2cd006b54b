//! Files of statuses.

use diesel::prelude::*;
use staffroom_domain::{AccountId, AttachmentId, StatusId};

use crate::account_posts;
use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{attachment, status};

/// A row of `attachment`: pictures, sound, video and other files of statuses. Earlier versions of statuses
/// keep theirs as JSON: a column that comes later has a default there.
#[derive(
    Clone, Debug, PartialEq, Queryable, Selectable, Insertable, serde::Serialize, serde::Deserialize,
)]
#[diesel(table_name = attachment, treat_none_as_default_value = false)]
pub struct AttachmentRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: AttachmentId,
    /// Of which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Its place among them, from 0.
    pub position: i32,
    /// `image`, `gifv`, `video`, `audio` or `unknown`.
    pub kind: String,
    /// As the author's server says.
    pub media_type: Option<String>,
    /// Where the file is.
    pub url: String,
    /// Where a small picture of it is.
    pub preview_url: Option<String>,
    /// What it shows, in words.
    pub description: Option<String>,
    /// A blur of it.
    pub blurhash: Option<String>,
    /// The point to keep when it is cropped: -1 left to 1 right.
    pub focus_x: Option<f64>,
    /// The same, -1 bottom to 1 top.
    pub focus_y: Option<f64>,
    /// Pixels.
    pub width: Option<i32>,
    /// Pixels.
    pub height: Option<i32>,
    /// Pixels of the small picture.
    pub small_width: Option<i32>,
    /// Pixels of the small picture.
    pub small_height: Option<i32>,
    /// How long it plays, in milliseconds.
    pub duration_ms: Option<i64>,
}

/// Adds files of a status.
pub fn insert_many(conn: &mut Conn, rows: &[AttachmentRow]) -> DbResult<()> {
    for chunk in rows.chunks(crate::CHUNK) {
        each_backend!(conn, c => {
            diesel::insert_into(attachment::table)
                .values(chunk.to_vec())
                .on_conflict_do_nothing()
                .execute(c)?
        });
    }
    let mut statuses: Vec<StatusId> = rows.iter().map(|row| row.status_id).collect();
    statuses.dedup();
    for status in statuses {
        account_posts::add_media(conn, status)?;
    }
    Ok(())
}

/// Forgets the files of everything that an account posted.
pub fn remove_of_account(conn: &mut Conn, account: AccountId) -> DbResult<usize> {
    account_posts::remove_media_of(conn, account)?;
    let theirs = status::table
        .filter(status::account_id.eq(account.get()))
        .select(status::id);
    let files = attachment::table.filter(attachment::status_id.eq_any(theirs));
    Ok(diesel::delete(files).prepared_once().execute(conn)?)
}

/// The files of those statuses.
pub fn of_statuses(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<AttachmentRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            attachment::table
                .filter(attachment::status_id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .order((attachment::status_id.asc(), attachment::position.asc()))
                .select(AttachmentRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// A file, with the account whose it is.
pub fn with_author(
    conn: &mut Conn,
    id: AttachmentId,
) -> DbResult<Option<(AttachmentRow, AccountId)>> {
    let found: Option<(AttachmentRow, i64)> = attachment::table
        .inner_join(status::table.on(status::id.eq(attachment::status_id)))
        .filter(attachment::id.eq(id.get()))
        .select((AttachmentRow::as_select(), status::account_id))
        .prepared_once()
        .get_result(conn)
        .optional()?;
    Ok(found.map(|(row, author)| (row, author.into())))
}

/// Removes the files of a status.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    account_posts::remove_media(conn, status)?;
    diesel::delete(attachment::table.filter(attachment::status_id.eq(status.get())))
        .execute(conn)?;
    Ok(())
}
