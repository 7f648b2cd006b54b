//! Archives of what is somebody's, for them to fetch.

use diesel::prelude::*;
use staffroom_domain::{AccountId, ArchiveId, Timestamp};

use crate::connection::Conn;
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::account_archive;

/// A row of `account_archive`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_archive, treat_none_as_default_value = false)]
pub struct ArchiveRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: ArchiveId,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// `waiting`, `making`, `ready`, `failed` or `going`.
    pub state: String,
    /// In which language its words are, by its short code.
    pub language: String,
    /// Where the file is in the store, once it is: each attempt has a place of its own. Empty before the first.
    pub path: String,
    /// How many posts and files are in it.
    pub done: i64,
    /// How many there are.
    pub total: i64,
    /// How many posts and files could not be read.
    pub skipped: i64,
    /// Of the file, in bytes.
    pub size: i64,
    /// Why there is none, by its name.
    pub failure: Option<String>,
    /// When it was asked for.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// When something was last done for it.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub touched_at: Timestamp,
    /// Microseconds since the Unix epoch; when it was finished.
    pub finished_at: Option<i64>,
    /// When it goes.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub expires_at: Timestamp,
}

impl ArchiveRow {
    /// It was asked for.
    pub const WAITING: &'static str = "waiting";
    /// It is being made.
    pub const MAKING: &'static str = "making";
    /// It can be fetched.
    pub const READY: &'static str = "ready";
    /// It could not be made.
    pub const FAILED: &'static str = "failed";
    /// Its file is being removed.
    pub const GOING: &'static str = "going";

    /// Whether it is still to be made.
    pub fn is_open(&self) -> bool {
        [Self::WAITING, Self::MAKING].contains(&self.state.as_str())
    }
}

/// What became of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// The size of its file, in bytes.
    pub size: i64,
    /// How many posts and files are not in it.
    pub skipped: i64,
}

/// An attempt to make an archive: which one, and the place in the store where this attempt will put it. An attempt that
/// another has followed has no say any more.
pub type Attempt<'a> = (ArchiveId, &'a str);

/// Adds one.
pub fn insert(conn: &mut Conn, row: ArchiveRow) -> DbResult<()> {
    diesel::insert_into(account_archive::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The one of that id.
pub fn find(conn: &mut Conn, id: ArchiveId) -> DbResult<Option<ArchiveRow>> {
    Ok(account_archive::table
        .find(id.get())
        .select(ArchiveRow::as_select())
        .first(conn)
        .optional()?)
}

/// The last one that an account asked for.
pub fn latest(conn: &mut Conn, account: AccountId) -> DbResult<Option<ArchiveRow>> {
    Ok(of_account(conn, account, 1)?.pop())
}

/// Those that an account asked for, the last one first, at most `limit`.
pub fn of_account(conn: &mut Conn, account: AccountId, limit: i64) -> DbResult<Vec<ArchiveRow>> {
    Ok(account_archive::table
        .filter(account_archive::account_id.eq(account.get()))
        .order(account_archive::id.desc())
        .limit(limit)
        .select(ArchiveRow::as_select())
        .prepared_once()
        .load(conn)?)
}

/// Of these places in the store, those that an archive has.
pub fn paths_among(conn: &mut Conn, paths: &[String]) -> DbResult<Vec<String>> {
    let mut known = Vec::new();
    for chunk in paths.chunks(crate::CHUNK) {
        let found: Vec<String> = account_archive::table
            .filter(account_archive::path.eq_any(padded(chunk)))
            .select(account_archive::path)
            .prepared_once()
            .load(conn)?;
        known.extend(found);
    }
    Ok(known)
}

/// Begins to make one with so many posts and files, also where that failed before; `false` where it is not wanted any more.
pub fn begin(
    conn: &mut Conn,
    (id, path): Attempt<'_>,
    total: i64,
    now: Timestamp,
) -> DbResult<bool> {
    let open = account_archive::table
        .find(id.get())
        .filter(account_archive::expires_at.gt(now.as_micros()))
        .filter(account_archive::state.eq_any([
            ArchiveRow::WAITING,
            ArchiveRow::MAKING,
            ArchiveRow::FAILED,
        ]));
    let changed = diesel::update(open)
        .set((
            account_archive::state.eq(ArchiveRow::MAKING),
            account_archive::path.eq(path),
            account_archive::done.eq(0),
            account_archive::total.eq(total),
            account_archive::failure.eq(None::<String>),
            account_archive::touched_at.eq(now.as_micros()),
            account_archive::finished_at.eq(None::<i64>),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(changed > 0)
}

/// Notes how many of its posts and files are in it; `false` where it is not wanted any more.
pub fn advance(
    conn: &mut Conn,
    (id, path): Attempt<'_>,
    done: i64,
    now: Timestamp,
) -> DbResult<bool> {
    let open = account_archive::table
        .find(id.get())
        .filter(account_archive::path.eq(path))
        .filter(account_archive::expires_at.gt(now.as_micros()))
        .filter(account_archive::state.eq(ArchiveRow::MAKING));
    let changed = diesel::update(open)
        .set((
            account_archive::done.eq(done),
            account_archive::touched_at.eq(now.as_micros()),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(changed > 0)
}

/// It can be fetched, until then; `false` where it is not wanted any more.
pub fn finish(
    conn: &mut Conn,
    (id, path): Attempt<'_>,
    made: Made,
    (now, until): (Timestamp, Timestamp),
) -> DbResult<bool> {
    let made = (
        account_archive::state.eq(ArchiveRow::READY),
        account_archive::done.eq(account_archive::total),
        account_archive::size.eq(made.size),
        account_archive::skipped.eq(made.skipped),
        account_archive::touched_at.eq(now.as_micros()),
        account_archive::finished_at.eq(now.as_micros()),
        account_archive::expires_at.eq(until.as_micros()),
    );
    let open = account_archive::table
        .find(id.get())
        .filter(account_archive::path.eq(path))
        .filter(account_archive::expires_at.gt(now.as_micros()))
        .filter(account_archive::state.eq(ArchiveRow::MAKING));
    Ok(diesel::update(open)
        .set(made)
        .prepared_once()
        .execute(conn)?
        > 0)
}

/// It cannot be made, for that reason; it is told until then.
pub fn fail(
    conn: &mut Conn,
    (id, path): Attempt<'_>,
    reason: &str,
    (now, until): (Timestamp, Timestamp),
) -> DbResult<()> {
    let open = account_archive::table
        .find(id.get())
        .filter(account_archive::path.eq(path))
        .filter(account_archive::expires_at.gt(now.as_micros()))
        .filter(account_archive::state.eq_any([ArchiveRow::WAITING, ArchiveRow::MAKING]));
    diesel::update(open)
        .set((
            account_archive::state.eq(ArchiveRow::FAILED),
            account_archive::failure.eq(reason),
            account_archive::touched_at.eq(now.as_micros()),
            account_archive::finished_at.eq(now.as_micros()),
            account_archive::expires_at.eq(until.as_micros()),
        ))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// The time of all of an account is over.
pub fn release_of_account(conn: &mut Conn, account: AccountId, now: Timestamp) -> DbResult<()> {
    let theirs = account_archive::table.filter(account_archive::account_id.eq(account.get()));
    diesel::update(theirs)
        .set(account_archive::expires_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// The time of those of an account that cannot be fetched is over.
pub fn release_unready(conn: &mut Conn, account: AccountId, now: Timestamp) -> DbResult<()> {
    let theirs = account_archive::table
        .filter(account_archive::account_id.eq(account.get()))
        .filter(account_archive::state.ne(ArchiveRow::READY));
    diesel::update(theirs)
        .set(account_archive::expires_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// The time of those of an account that were asked for before that one is over.
pub fn release_before(
    conn: &mut Conn,
    account: AccountId,
    id: ArchiveId,
    now: Timestamp,
) -> DbResult<()> {
    let theirs = account_archive::table
        .filter(account_archive::account_id.eq(account.get()))
        .filter(account_archive::id.lt(id.get()));
    diesel::update(theirs)
        .set(account_archive::expires_at.eq(now.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// The time of one is over then.
pub fn release(conn: &mut Conn, id: ArchiveId, at: Timestamp) -> DbResult<()> {
    diesel::update(account_archive::table.find(id.get()))
        .set(account_archive::expires_at.eq(at.as_micros()))
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Marks those whose time is over, at most `limit`, so that nobody makes them any more while their files are removed.
/// Gives those that are marked, also before.
pub fn mark_expired(conn: &mut Conn, now: Timestamp, limit: i64) -> DbResult<Vec<ArchiveRow>> {
    let ids: Vec<i64> = account_archive::table
        .filter(account_archive::expires_at.le(now.as_micros()))
        .order(account_archive::expires_at.asc())
        .limit(limit)
        .select(account_archive::id)
        .prepared_once()
        .load(conn)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // Of those, one may have been finished meanwhile.
    let over = account_archive::table
        .filter(account_archive::id.eq_any(ids.clone()))
        .filter(account_archive::expires_at.le(now.as_micros()));
    diesel::update(over)
        .set(account_archive::state.eq(ArchiveRow::GOING))
        .execute(conn)?;
    Ok(account_archive::table
        .filter(account_archive::id.eq_any(ids))
        .filter(account_archive::state.eq(ArchiveRow::GOING))
        .select(ArchiveRow::as_select())
        .load(conn)?)
}

/// Forgets one.
pub fn remove(conn: &mut Conn, id: ArchiveId) -> DbResult<()> {
    diesel::delete(account_archive::table.find(id.get())).execute(conn)?;
    Ok(())
}
