//! Files of statuses.

use diesel::prelude::*;
use staffroom_domain::{AccountId, AttachmentId, StatusId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
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
    Ok(())
}

/// Forgets the files of everything that an account posted.
pub fn remove_of_account(conn: &mut Conn, account: AccountId) -> DbResult<usize> {
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

/// Removes the files of a status.
pub fn delete_of(conn: &mut Conn, status: StatusId) -> DbResult<()> {
    diesel::delete(attachment::table.filter(attachment::status_id.eq(status.get())))
        .execute(conn)?;
    Ok(())
}
