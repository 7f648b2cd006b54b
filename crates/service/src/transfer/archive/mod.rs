//! The archive of an account: everything that somebody posted, with their files and lists, in one file that they fetch.
//!
//! They ask for it on a page, a job makes it, and it lies in the store for a week, where nobody but them can fetch it. The
//! way from the question to the file is noted in one row. Each attempt notes the place of its file there before it writes,
//! and a file that no row names is removed after a day: whatever happens in between, nothing stays.
//!
//! Here belongs what is in it and how long it is there. Here does not belong how posts are written as documents
//! ([`Documents`](crate::ports::Documents)).

mod actor;
mod files;
mod make;
mod members;
mod output;
mod readme;
mod room;

pub use make::ArchiveHandler;

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use staffroom_db::archives::{self, ArchiveRow};
use staffroom_db::{DbError, accounts};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{AccountId, ArchiveId, Timestamp};
use thiserror::Error;

use crate::context::Ctx;
use crate::media::{Found, MediaError, StoreError, Wanted};

/// Their folder in the store.
const FOLDER: &str = "archives";
/// How long one can be fetched.
pub const KEPT: Duration = Duration::from_hours(7 * 24);
/// How long after one another may be asked for, as on Mastodon.
pub const INTERVAL: Duration = Duration::from_hours(7 * 24);
/// One that is not made by then is forgotten.
const FORGOTTEN: Duration = Duration::from_hours(14 * 24);
/// What nothing was done for in so long will not be made; the next may be asked for.
const GIVEN_UP: Duration = Duration::from_hours(24);
/// How many are removed at once.
const AT_ONCE: i64 = 20;
/// One whose file cannot be removed is tried again after so long.
const TRIED_AGAIN: Duration = Duration::from_mins(50);
/// A file that no archive has, or to which nobody writes any more, is removed after so long.
const LEFT_ALONE: Duration = Duration::from_hours(24);
/// How many of somebody's are looked at: there are rarely more than two.
const MOST: i64 = 20;

/// An archive, as it is shown to whoever's it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    /// Its id.
    pub id: ArchiveId,
    /// How far it is.
    pub state: ArchiveState,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When another may be asked for; none: now.
    pub again_at: Option<Timestamp>,
    /// One that was made before, and can be fetched until this one is ready.
    pub earlier: Option<Earlier>,
}

/// An archive that can be fetched while another is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its id.
    pub id: ArchiveId,
    /// Since when it can be fetched.
    pub made_at: Timestamp,
    /// How large it is, in bytes.
    pub size: u64,
}

/// How far an archive is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchiveState {
    /// Nobody has begun.
    Waiting,
    /// It is being made.
    Making {
        /// How many posts and files are in it.
        done: i64,
        /// How many there are.
        total: i64,
    },
    /// It can be fetched.
    Ready {
        /// Since when.
        made_at: Timestamp,
        /// Until when.
        until: Timestamp,
        /// How large it is, in bytes.
        size: u64,
        /// How many posts and files could not be read, and are not in it.
        skipped: i64,
    },
    /// It could not be made.
    Failed(Failure),
}

/// Why an archive could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// There is no room for it on the disk.
    Room,
    /// Something that people who run the instance find among the jobs.
    Other,
}

impl Failure {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Other => "other",
        }
    }
}

/// Why none is made.
#[derive(Clone, Debug, Error)]
pub enum ArchiveError {
    /// There was one a short while ago.
    #[error("another archive can be asked for later")]
    TooSoon(Timestamp),
    /// Whoever asks is gone.
    #[error("there is no such account")]
    Gone,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Archive {
    /// What a row says; none of what is not there any more.
    fn new(row: &ArchiveRow, now: Timestamp) -> Option<Self> {
        if row.expires_at <= now || row.state == ArchiveRow::GOING {
            return None;
        }
        let state = match row.state.as_str() {
            _ if row.is_open() && row.touched_at.plus(GIVEN_UP) < now => {
                ArchiveState::Failed(Failure::Other)
            }
            ArchiveRow::WAITING => ArchiveState::Waiting,
            ArchiveRow::MAKING => ArchiveState::Making {
                done: row.done,
                total: row.total.max(row.done),
            },
            ArchiveRow::READY => ArchiveState::Ready {
                made_at: row
                    .finished_at
                    .map_or(row.created_at, Timestamp::from_micros),
                until: row.expires_at,
                size: u64::try_from(row.size).unwrap_or(0),
                skipped: row.skipped,
            },
            _ if row.failure.as_deref() == Some(Failure::Room.as_str()) => {
                ArchiveState::Failed(Failure::Room)
            }
            _ => ArchiveState::Failed(Failure::Other),
        };
        let again_at = row.created_at.plus(INTERVAL);
        // Nobody waits for a week because something was away for an hour.
        let is_whole = match state {
            ArchiveState::Failed(_) => false,
            ArchiveState::Ready { skipped, .. } => skipped == 0,
            ArchiveState::Waiting | ArchiveState::Making { .. } => true,
        };
        let waits = again_at > now && is_whole;
        Some(Self {
            id: row.id,
            state,
            asked_at: row.created_at,
            again_at: waits.then_some(again_at),
            earlier: None,
        })
    }
}

impl Earlier {
    fn new(archive: &Archive) -> Option<Self> {
        match archive.state {
            ArchiveState::Ready { made_at, size, .. } => Some(Self {
                id: archive.id,
                made_at,
                size,
            }),
            _ => None,
        }
    }
}

/// The last one that somebody asked for.
pub async fn latest(ctx: &Ctx, of: AccountId) -> Result<Option<Archive>, DbError> {
    let read = ctx
        .db
        .read(move |conn| archives::of_account(conn, of, MOST));
    let rows = read.await?;
    let now = ctx.now();
    let mut rows = rows.iter().map(|row| Archive::new(row, now));
    let last = rows.next().flatten();
    Ok(last.map(|last| Archive {
        earlier: rows.flatten().find_map(|row| Earlier::new(&row)),
        ..last
    }))
}

/// A place in the store that nobody can guess.
fn new_path(ctx: &Ctx) -> String {
    let name = data_encoding::HEXLOWER.encode(&staffroom_domain::random::bytes::<16>(&*ctx.random));
    format!("{FOLDER}/{name}.zip")
}

/// Somebody asks for one, with its words in that language (its short code); a job makes it. Where there is another that can
/// be fetched, that goes when this one is ready.
pub async fn ask(ctx: &Ctx, by: AccountId, language: &str) -> Result<ArchiveId, ArchiveError> {
    let language = language.to_owned();
    ctx.transact(move |tx| {
        let account = accounts::lock(tx.conn, by)?;
        if !account.is_some_and(|row| row.is_active()) {
            return Err(ArchiveError::Gone);
        }
        let last = archives::latest(tx.conn, by)?;
        let last = last.and_then(|row| Archive::new(&row, tx.now));
        if let Some(again_at) = last.and_then(|last| last.again_at) {
            return Err(ArchiveError::TooSoon(again_at));
        }
        archives::release_unready(tx.conn, by, tx.now)?;
        let row = ArchiveRow {
            id: tx.new_id(),
            account_id: by,
            state: ArchiveRow::WAITING.to_owned(),
            language,
            path: String::new(),
            done: 0,
            total: 0,
            skipped: 0,
            size: 0,
            failure: None,
            created_at: tx.now,
            touched_at: tx.now,
            finished_at: None,
            expires_at: tx.now.plus(FORGOTTEN),
        };
        let id = row.id;
        archives::insert(tx.conn, row)?;
        let job = NewJob::now(JobPayload::MakeArchive { archive: id }, tx.now);
        tx.queue(&job.with_dedup_key(format!("archive-{id}")))?;
        Ok(id)
    })
    .await
}

/// The file of an archive, or a part of it, for whoever's it is and nobody else; with when it was made. Where the file was
/// lost, that is [`StoreError::NotFound`], and another may be asked for.
pub async fn open(
    ctx: &Ctx,
    of: AccountId,
    id: ArchiveId,
    wanted: Wanted,
) -> Result<(Timestamp, Found), MediaError> {
    let row = ctx.db.read(move |conn| archives::find(conn, id)).await?;
    let row = row.filter(|row| row.account_id == of);
    let row = row.ok_or(MediaError::NotFound)?;
    let archive = Archive::new(&row, ctx.now());
    let Some(ArchiveState::Ready { made_at, .. }) = archive.map(|archive| archive.state) else {
        return Err(MediaError::NotFound);
    };
    match ctx.media().store()?.get(&row.path, wanted).await {
        Ok(found) => Ok((made_at, found)),
        // With a disk, or because no backup has it.
        Err(StoreError::NotFound) => {
            let now = ctx.now();
            ctx.db
                .write(move |conn| archives::release(conn, id, now))
                .await?;
            Err(StoreError::NotFound.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Removes those whose time is over, the files first: a row without its file is found again, a file without its row is
/// not. Gives how many.
pub async fn prune(ctx: &Ctx) -> Result<usize, MediaError> {
    let mut removed = 0;
    loop {
        let now = ctx.now();
        let rows = ctx
            .db
            .write(move |conn| archives::mark_expired(conn, now, AT_ONCE))
            .await?;
        if rows.is_empty() {
            return Ok(removed);
        }
        for row in rows {
            let id = row.id;
            // Before the first attempt there is no file.
            let done = match &*row.path {
                "" => Ok(()),
                path => ctx.media().store()?.delete(path).await,
            };
            match done {
                Ok(()) => {
                    ctx.db.write(move |conn| archives::remove(conn, id)).await?;
                    removed += 1;
                }
                // The others go nevertheless.
                Err(error) => {
                    tracing::warn!(archive = %id, %error, "the file of an archive cannot be removed");
                    let again = now.plus(TRIED_AGAIN);
                    ctx.db
                        .write(move |conn| archives::release(conn, id, again))
                        .await?;
                }
            }
        }
    }
}

/// Removes what processes that died have left: files that were coming in or being made on this machine, and files of
/// archives that none of them has. Gives how many.
pub async fn prune_left(ctx: &Ctx) -> Result<usize, MediaError> {
    let store = ctx.media().store()?;
    let micros = u64::try_from(ctx.now().minus(LEFT_ALONE).as_micros()).unwrap_or(0);
    let before = SystemTime::UNIX_EPOCH + Duration::from_micros(micros);
    let mut removed = store.prune_unfinished(before).await?;
    let there = store.written_before(FOLDER, before).await?;
    let asked = there.clone();
    let read = ctx.db.read(move |conn| archives::paths_among(conn, &asked));
    let known: HashSet<String> = read.await?.into_iter().collect();
    for path in there.iter().filter(|path| !known.contains(*path)) {
        store.delete(path).await?;
        removed += 1;
    }
    Ok(removed)
}
