//! Files that people here uploaded.

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use staffroom_domain::{AccountId, AttachmentId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::remote_files::SUM_OF_SIZES;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::upload;

/// A row of `upload`: a file of a post, a profile or a custom emoji.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = upload, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct UploadRow {
    /// Its id, and that of the attachment that it becomes.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: AttachmentId,
    /// Whose; none: the instance's.
    pub account_id: Option<i64>,
    /// `attachment`, `avatar`, `header`, `emoji`; or `files`: of an upload, which has them not yet or no more.
    pub purpose: String,
    /// `waiting`, `ready`, `failed` or `going`.
    pub state: String,
    /// `image`, `gifv`, `video`, `audio` or `unknown`.
    pub kind: String,
    /// What it is sent as.
    pub media_type: String,
    /// Where it is in the store.
    pub path: String,
    /// Where a small picture of it is in the store.
    pub small_path: Option<String>,
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
    /// Of all its files, in bytes.
    pub size: i64,
    /// Why it cannot be shown, for whoever sent it.
    pub failure: Option<String>,
    /// The status that shows it.
    pub status_id: Option<i64>,
    /// When it came.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// When it is removed, in microseconds; none while something shows it, or a status waits that will.
    pub expires_at: Option<i64>,
}

impl UploadRow {
    /// Whether a status shows it, or one waits that will.
    pub const fn is_used(&self) -> bool {
        self.status_id.is_some() || self.expires_at.is_none()
    }

    /// Whether a status may take it: none shows it, none waits that will, and its time is not over.
    pub fn is_free(&self, now: Timestamp) -> bool {
        let has_time = self.expires_at.is_some_and(|end| end > now.as_micros());
        !self.is_used() && has_time && self.state != Self::GOING
    }

    /// Its bytes came, and nothing was made of them yet.
    pub const WAITING: &'static str = "waiting";
    /// It can be shown.
    pub const READY: &'static str = "ready";
    /// It cannot be shown.
    pub const FAILED: &'static str = "failed";
    /// Its files are being removed, and nothing may show it any more.
    pub const GOING: &'static str = "going";
}

/// Adds an upload.
pub fn insert(conn: &mut Conn, row: UploadRow) -> DbResult<()> {
    each_backend!(conn, c => diesel::insert_into(upload::table)
        .values(row)
        .prepared_once()
        .execute(c))?;
    Ok(())
}

/// One upload.
pub fn find(conn: &mut Conn, id: AttachmentId) -> DbResult<Option<UploadRow>> {
    let query = upload::table.find(id.get()).select(UploadRow::as_select());
    Ok(query.prepared_once().get_result(conn).optional()?)
}

/// Those uploads, in no order.
pub fn find_many(conn: &mut Conn, ids: &[AttachmentId]) -> DbResult<Vec<UploadRow>> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            upload::table
                .filter(upload::id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(UploadRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The same, which nobody else changes until this transaction ends: for what is checked and then written.
pub fn lock_many(conn: &mut Conn, ids: &[AttachmentId]) -> DbResult<Vec<UploadRow>> {
    if let Conn::Postgres(c) = conn {
        for chunk in ids.chunks(crate::CHUNK) {
            upload::table
                .filter(upload::id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .order(upload::id)
                .select(upload::id)
                .for_no_key_update()
                .load::<i64>(c)?;
        }
    }
    find_many(conn, ids)
}

/// Writes what is known of an upload now.
pub fn update(conn: &mut Conn, row: UploadRow) -> DbResult<()> {
    diesel::update(upload::table.find(row.id.get()))
        .set(row)
        .execute(conn)?;
    Ok(())
}

/// A status shows those that nothing shows yet; gives how many.
pub fn attach(conn: &mut Conn, ids: &[AttachmentId], status: StatusId) -> DbResult<usize> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let free = upload::table
        .filter(upload::id.eq_any(ids))
        .filter(upload::status_id.is_null())
        .filter(upload::state.ne(UploadRow::GOING));
    Ok(diesel::update(free)
        .set((
            upload::status_id.eq(status.get()),
            upload::expires_at.eq(None::<i64>),
        ))
        .execute(conn)?)
}

/// Those that nothing shows yet are kept until then, or none: as long as something waits for them.
pub fn keep_until(conn: &mut Conn, ids: &[AttachmentId], until: Option<Timestamp>) -> DbResult<()> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let free = upload::table
        .filter(upload::id.eq_any(ids))
        .filter(upload::status_id.is_null())
        .filter(upload::state.ne(UploadRow::GOING));
    diesel::update(free)
        .set(upload::expires_at.eq(until.map(Timestamp::as_micros)))
        .execute(conn)?;
    Ok(())
}

/// A status shows its files no more, but for those that stay: their time is over.
pub fn release_of_status(
    conn: &mut Conn,
    status: StatusId,
    but: &[AttachmentId],
    now: Timestamp,
) -> DbResult<()> {
    let but: Vec<i64> = but.iter().map(|id| id.get()).collect();
    let files = upload::table
        .filter(upload::status_id.eq(status.get()))
        .filter(upload::id.ne_all(but));
    diesel::update(files)
        .set(upload::expires_at.eq(now.as_micros()))
        .execute(conn)?;
    Ok(())
}

/// The files of a status may be attached again, until then.
pub fn give_back(conn: &mut Conn, status: StatusId, until: Timestamp) -> DbResult<()> {
    let files = upload::table
        .filter(upload::status_id.eq(status.get()))
        .filter(upload::state.ne(UploadRow::GOING));
    diesel::update(files)
        .set((
            upload::status_id.eq(None::<i64>),
            upload::expires_at.eq(until.as_micros()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Something shows the file at that path.
pub fn keep(conn: &mut Conn, path: &str) -> DbResult<()> {
    let there = upload::table
        .filter(upload::path.eq(path))
        .filter(upload::state.ne(UploadRow::GOING));
    diesel::update(there)
        .set(upload::expires_at.eq(None::<i64>))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Nothing shows the file at that path any more: its time is over.
pub fn release(conn: &mut Conn, path: &str, now: Timestamp) -> DbResult<()> {
    diesel::update(upload::table.filter(upload::path.eq(path)))
        .set(upload::expires_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Nothing of an account is shown any more.
pub fn release_of_account(conn: &mut Conn, account: AccountId, now: Timestamp) -> DbResult<()> {
    diesel::update(upload::table.filter(upload::account_id.eq(account.get())))
        .set(upload::expires_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// The files of an account that posts show, in the order of their ids, after `after`.
pub fn shown_of(
    conn: &mut Conn,
    account: AccountId,
    after: AttachmentId,
    limit: i64,
) -> DbResult<Vec<UploadRow>> {
    Ok(upload::table
        .filter(upload::account_id.eq(account.get()))
        .filter(upload::id.gt(after.get()))
        .filter(upload::status_id.is_not_null())
        .filter(upload::state.eq(UploadRow::READY))
        .order(upload::id.asc())
        .limit(limit)
        .select(UploadRow::as_select())
        .load(conn)?)
}

/// How many files an account has, and their bytes. Grows with them.
pub fn totals_of(conn: &mut Conn, account: AccountId) -> DbResult<(i64, i64)> {
    Ok(upload::table
        .filter(upload::account_id.eq(account.get()))
        .select((count_star(), sql::<BigInt>(SUM_OF_SIZES)))
        .first(conn)?)
}

/// Marks uploads whose time is over, at most `limit`, so that nothing takes them while their files are removed.
/// Gives those that are marked, also before.
pub fn mark_expired(conn: &mut Conn, now: Timestamp, limit: i64) -> DbResult<Vec<UploadRow>> {
    let ids: Vec<i64> = upload::table
        .filter(upload::expires_at.le(now.as_micros()))
        .order(upload::expires_at.asc())
        .limit(limit)
        .select(upload::id)
        .prepared_once()
        .load(conn)?;
    // Of those, some may have been taken meanwhile.
    let over = upload::table
        .filter(upload::id.eq_any(ids.clone()))
        .filter(upload::expires_at.le(now.as_micros()));
    diesel::update(over)
        .set(upload::state.eq(UploadRow::GOING))
        .execute(conn)?;
    Ok(upload::table
        .filter(upload::id.eq_any(ids))
        .filter(upload::state.eq(UploadRow::GOING))
        .select(UploadRow::as_select())
        .load(conn)?)
}

/// Forgets uploads.
pub fn remove(conn: &mut Conn, ids: &[AttachmentId]) -> DbResult<usize> {
    let mut removed = 0;
    for chunk in ids.chunks(crate::CHUNK) {
        let ids = padded(chunk.iter().map(|id| id.get()));
        let rows = upload::table.filter(upload::id.eq_any(ids));
        removed += diesel::delete(rows).execute(conn)?;
    }
    Ok(removed)
}

/// How many uploads there are, and their bytes.
pub fn totals(conn: &mut Conn) -> DbResult<(i64, i64)> {
    Ok(upload::table
        .select((count_star(), sql::<BigInt>(SUM_OF_SIZES)))
        .first(conn)?)
}
