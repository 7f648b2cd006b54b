//! Making the archive: one piece after the other, each read in a transaction of its own, so that neither memory nor any
//! transaction grows with how much somebody posted.

use std::io;
use std::path::Path;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::archives::{self, ArchiveRow, Made};
use staffroom_db::statuses::{self, Page};
use staffroom_db::{DbError, favourites, uploads, users};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload};
use staffroom_domain::{ArchiveId, AttachmentId, Event, StatusId};
use thiserror::Error;

use super::output::Output;
use super::readme::{self, Missing};
use super::room::Room;
use super::{Failure, KEPT, actor, files, new_path};
use crate::context::Ctx;
use crate::media::{Store, StoreError};
use crate::ports::{DocumentError, Documents, JobError, JobHandler};
use crate::transfer::{Kind, csv, export};

/// How many posts are written at once.
const POSTS_AT_ONCE: i64 = 50;
/// How many files are looked up at once.
const FILES_AT_ONCE: i64 = 20;
/// How many of what somebody likes are looked up at once.
const LIKES_AT_ONCE: i64 = 500;
/// A post takes about so much of an archive, in bytes.
const POST_BYTES: u64 = 2 * 1024;

/// Makes archives.
pub struct ArchiveHandler {
    /// For workers.
    pub ctx: Ctx,
    /// Writes the documents.
    pub documents: Arc<dyn Documents>,
    /// How many bytes may still be written to the disk of a folder.
    pub free_bytes: fn(&Path) -> io::Result<u64>,
}

#[derive(Debug, Error)]
enum MakeError {
    /// Its time was over before it was made.
    #[error("nobody wants it any more")]
    Unwanted,
    /// The disk would be filled.
    #[error("there is no room for an archive on the disk of the data folder")]
    NoRoom,
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error(transparent)]
    Store(StoreError),
    #[error("the archive cannot be written: {0}")]
    Io(io::Error),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<io::Error> for MakeError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoRoom,
            _ => Self::Io(error),
        }
    }
}

impl From<StoreError> for MakeError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoRoom => Self::NoRoom,
            other => Self::Store(other),
        }
    }
}

impl JobHandler for ArchiveHandler {
    fn kind(&self) -> JobKind {
        JobKind::MakeArchive
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::MakeArchive { archive } = job.payload else {
                return Err(JobError::Hopeless("no archive".into()));
            };
            let Some(begun) = self.begin(archive).await.map_err(JobError::retry)? else {
                return Ok(());
            };
            let path = begun.row.path.clone();
            // A store that is away for an hour takes nothing from anybody: a file is left out at the last attempt only.
            let is_last = job.attempt >= job.max_attempts;
            match Box::pin(self.make(begun, !is_last)).await {
                Ok(()) | Err(MakeError::Unwanted) => Ok(()),
                // Whoever waits is told, and asks again when there is room; another attempt would not make any.
                Err(error @ MakeError::NoRoom) => {
                    tracing::warn!(%archive, %error, "an archive is not made");
                    self.fail((archive, path), Failure::Room).await
                }
                Err(error) => {
                    if is_last {
                        self.fail((archive, path), Failure::Other).await?;
                    }
                    Err(JobError::retry(error))
                }
            }
        })
    }
}

/// An attempt that has begun.
struct Begun {
    /// With the place that is this attempt's own.
    row: ArchiveRow,
    account: AccountRow,
    /// How many bytes their files have.
    bytes: i64,
    /// The place of the attempt before.
    before: String,
}

impl ArchiveHandler {
    async fn fail(&self, (id, path): (ArchiveId, String), why: Failure) -> Result<(), JobError> {
        let now = self.ctx.now();
        let write = self.ctx.db.write(move |conn| {
            archives::fail(conn, (id, &path), why.as_str(), (now, now.plus(KEPT)))
        });
        write.await.map_err(JobError::retry)
    }

    /// Makes one, from the beginning: what an attempt before had written goes. Where it is `patient`, a file that
    /// cannot be read is an error, and otherwise one that is left out.
    async fn make(&self, begun: Begun, patient: bool) -> Result<(), MakeError> {
        let ctx = &self.ctx;
        let store = ctx.media().store()?.clone();
        remove_file(&store, &begun.before).await;
        let room = Room::of(ctx, &store, self.free_bytes).await?;
        let posts = u64::try_from(begun.account.statuses_count).unwrap_or(0);
        let files = u64::try_from(begun.bytes).unwrap_or(0);
        let size = files.saturating_add(posts.saturating_mul(POST_BYTES));
        if !room.has_for_all(size) {
            return Err(MakeError::NoRoom);
        }
        let mut making = Making {
            out: Output::new(&store, begun.row.id, ctx.now()).await?,
            documents: &*self.documents,
            missing: Missing::default(),
            done: 0,
            store: store.clone(),
            ctx,
            account: begun.account,
            row: begun.row,
            patient,
            room,
        };
        Box::pin(making.all()).await?;
        let Making {
            out,
            row,
            missing,
            room,
            ..
        } = making;
        let (file, size) = Box::pin(out.finish()).await?;
        if !room.has_for_store(size) {
            return Err(MakeError::NoRoom);
        }
        store.put_file(&row.path, file.path()).await?;
        let made = Made {
            size: i64::try_from(size).unwrap_or(i64::MAX),
            skipped: missing.number(),
        };
        let path = row.path.clone();
        if !self.finish(row, made).await? {
            remove_file(&store, &path).await;
        }
        Ok(())
    }

    /// Begins an attempt, with a place of its own in the store: whatever becomes of one that is still at work, neither writes
    /// nor removes the file of the other. None where there is nothing to do.
    async fn begin(&self, id: ArchiveId) -> Result<Option<Begun>, DbError> {
        let path = new_path(&self.ctx);
        self.ctx
            .transact(move |tx| {
                let Some(mut row) = archives::find(tx.conn, id)? else {
                    return Ok(None);
                };
                let account = accounts::find(tx.conn, row.account_id)?;
                let Some(account) = account.filter(AccountRow::is_active) else {
                    // Shut out meanwhile. Should they be let in again, they ask again.
                    let why = Failure::Other.as_str();
                    let until = tx.now.plus(KEPT);
                    archives::fail(tx.conn, (id, &row.path), why, (tx.now, until))?;
                    return Ok(None);
                };
                // One that failed is made where those who run the instance let it be tried again, and no other was asked for.
                let last = archives::latest(tx.conn, account.id)?;
                if !row.is_open() && last.is_none_or(|last| last.id != id) {
                    return Ok(None);
                }
                let (number, bytes) = uploads::totals_of(tx.conn, account.id)?;
                row.total = account.statuses_count + number;
                if !archives::begin(tx.conn, (id, &path), row.total, tx.now)? {
                    return Ok(None);
                }
                let before = std::mem::replace(&mut row.path, path);
                Ok(Some(Begun {
                    row,
                    account,
                    bytes,
                    before,
                }))
            })
            .await
    }

    /// It can be fetched, those before it go, and whoever asked is told by mail; `false` where nobody wants it any more.
    async fn finish(&self, row: ArchiveRow, made: Made) -> Result<bool, DbError> {
        let sends_mail = self.ctx.sends_mail();
        self.ctx
            .transact(move |tx| {
                let until = tx.now.plus(KEPT);
                let attempt = (row.id, row.path.as_str());
                if !archives::finish(tx.conn, attempt, made, (tx.now, until))? {
                    return Ok(false);
                }
                archives::release_before(tx.conn, row.account_id, row.id, tx.now)?;
                let user = users::find_by_account(tx.conn, row.account_id)?.map(|it| it.user);
                let address = user.as_ref().and_then(users::UserRow::email_address);
                if let (Some(user), Some(to), true) = (user, address, sends_mail) {
                    tx.emit(&Event::ArchiveReady {
                        user: user.id,
                        to,
                        expires_at: until,
                    })?;
                }
                Ok(true)
            })
            .await
    }
}

/// Removes the file of an attempt, if there is one. One that cannot be removed now is found later, as no archive has it.
async fn remove_file(store: &Store, path: &str) {
    if path.is_empty() {
        return;
    }
    if let Err(error) = store.delete(path).await {
        tracing::warn!(path, %error, "the file of an archive cannot be removed yet");
    }
}

/// An archive in the making.
struct Making<'a> {
    ctx: &'a Ctx,
    documents: &'a dyn Documents,
    store: Store,
    account: AccountRow,
    row: ArchiveRow,
    patient: bool,
    room: Room,
    out: Output,
    done: i64,
    missing: Missing,
}

impl Making<'_> {
    async fn all(&mut self) -> Result<(), MakeError> {
        self.actor().await?;
        self.outbox().await?;
        self.likes().await?;
        self.bookmarks().await?;
        for kind in Kind::ALL {
            self.table(kind).await?;
        }
        self.files().await?;
        let of = format!(
            "@{}@{}",
            self.account.username,
            self.ctx.config.account_domain().as_str()
        );
        let text = readme::text(&self.row.language, &of, self.ctx.now(), &self.missing);
        self.out.begin("README.txt").await?;
        self.out.write(text).await?;
        Ok(())
    }

    /// Notes that so many more posts and files are in it.
    async fn note(&mut self, more: usize) -> Result<(), MakeError> {
        self.ensure_room(0)?;
        self.done += i64::try_from(more).unwrap_or(0);
        let (id, path, now) = (self.row.id, self.row.path.clone(), self.ctx.now());
        let done = self.done;
        let write = self
            .ctx
            .db
            .write(move |conn| archives::advance(conn, (id, &path), done, now));
        if write.await? {
            Ok(())
        } else {
            Err(MakeError::Unwanted)
        }
    }

    /// Others fill the disk as well.
    fn ensure_room(&self, bytes: u64) -> Result<(), MakeError> {
        if self.room.has(bytes) {
            Ok(())
        } else {
            Err(MakeError::NoRoom)
        }
    }

    async fn actor(&mut self) -> Result<(), MakeError> {
        let avatar = self.account.avatar_url.clone();
        let avatar = self.picture("avatar", avatar).await?;
        let header = self.account.header_url.clone();
        let header = self.picture("header", header).await?;
        let text = self.documents.actor(self.account.id).await?;
        let text = actor::with_own_files(text, avatar.as_deref(), header.as_deref());
        self.out.begin("actor.json").await?;
        self.out.write(text).await?;
        Ok(())
    }

    /// A picture of the profile; its name, where it is in the archive.
    async fn picture(
        &mut self,
        name: &str,
        url: Option<String>,
    ) -> Result<Option<String>, MakeError> {
        let Some(path) = url.as_deref().and_then(files::stored) else {
            return Ok(None);
        };
        let ending = path.rsplit_once('.').map_or("bin", |(_, ending)| ending);
        let name = format!("{name}.{ending}");
        let is_there = self.file(name.clone(), path).await?;
        Ok(is_there.then_some(name))
    }

    /// A file of the store; `false` where it is left out.
    async fn file(&mut self, name: String, path: &str) -> Result<bool, MakeError> {
        match self.store.bring(path).await {
            Ok(file) => {
                self.out.copy(name, file).await?;
                return Ok(true);
            }
            Err(StoreError::NotFound) => {}
            // The file is there, and is wanted: that there is no room is told.
            Err(error @ StoreError::NoRoom) => return Err(error.into()),
            Err(error) if self.patient => return Err(error.into()),
            Err(error) => tracing::warn!(path, %error, "a file is left out of an archive"),
        }
        self.missing.add(name);
        Ok(false)
    }

    /// What they posted and boosted, the oldest first.
    async fn outbox(&mut self) -> Result<(), MakeError> {
        let (of, origin) = (self.account.id, self.ctx.addresses.origin().to_owned());
        let mut items = List::begin(&mut self.out, "outbox.json").await?;
        let mut after = StatusId::from(0);
        loop {
            let ids = self.ctx.db.read(move |conn| {
                let rows = statuses::all_of(conn, of, after, POSTS_AT_ONCE)?;
                Ok::<_, DbError>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
            });
            let ids = ids.await?;
            let Some(last) = ids.last() else { break };
            after = *last;
            let number = ids.len();
            let written = self.documents.activities(of, ids.clone()).await?;
            let mut written = written.into_iter();
            let mut activities = Vec::with_capacity(number);
            for id in ids {
                match written.next().flatten() {
                    Some(activity) => activities.push(files::with_own_files(activity, &origin)),
                    None => self.missing.add(self.ctx.addresses.object(id)),
                }
            }
            items.add(&mut self.out, activities.into_iter()).await?;
            self.note(number).await?;
        }
        items.end(&mut self.out).await?;
        Ok(())
    }

    async fn likes(&mut self) -> Result<(), MakeError> {
        let of = self.account.id;
        let mut items = List::begin(&mut self.out, "likes.json").await?;
        let mut before = None;
        loop {
            let page = Page {
                max_id: before,
                limit: LIKES_AT_ONCE,
                ..Page::default()
            };
            let addresses = self.ctx.addresses.clone();
            let read = self.ctx.db.read(move |conn| {
                let rows = favourites::page(conn, of, page)?;
                let ids: Vec<StatusId> = rows.iter().map(|(_, status)| *status).collect();
                let uris = statuses::find_many(conn, &ids)?
                    .into_iter()
                    .map(|row| row.uri.unwrap_or_else(|| addresses.object(row.id)));
                let last = rows.last().map(|(id, _)| id.get());
                Ok::<_, DbError>((uris.collect::<Vec<_>>(), last))
            });
            let (uris, last) = read.await?;
            items.add(&mut self.out, uris.iter().map(quoted)).await?;
            let Some(last) = last else { break };
            before = Some(last);
        }
        items.end(&mut self.out).await?;
        Ok(())
    }

    async fn bookmarks(&mut self) -> Result<(), MakeError> {
        let mut items = List::begin(&mut self.out, "bookmarks.json").await?;
        let mut before = None;
        loop {
            let of = self.account.id;
            let (lines, next) = export::piece(self.ctx, of, Kind::Bookmarks, before).await?;
            let uris = lines.iter().filter_map(|cells| cells.first());
            items.add(&mut self.out, uris.map(quoted)).await?;
            match next {
                Some(next) => before = Some(next),
                None => break,
            }
        }
        items.end(&mut self.out).await?;
        Ok(())
    }

    /// One of the files that can also be taken along alone.
    async fn table(&mut self, kind: Kind) -> Result<(), MakeError> {
        self.out.begin(format!("{}.csv", kind.file_name())).await?;
        let mut before = None;
        let mut text = String::new();
        if kind.has_head() {
            csv::write(&mut text, kind.columns());
        }
        loop {
            let (lines, next) = export::piece(self.ctx, self.account.id, kind, before).await?;
            for cells in &lines {
                let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
                csv::write(&mut text, &cells);
            }
            self.out.write(std::mem::take(&mut text)).await?;
            match next {
                Some(next) => before = Some(next),
                None => return Ok(()),
            }
        }
    }

    /// The files of their posts.
    async fn files(&mut self) -> Result<(), MakeError> {
        let of = self.account.id;
        let mut after = AttachmentId::from(0);
        loop {
            let read = self
                .ctx
                .db
                .read(move |conn| uploads::shown_of(conn, of, after, FILES_AT_ONCE));
            let rows = read.await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.id;
            for row in &rows {
                // For a moment it is there twice: as it is brought, and in the archive.
                let size = u64::try_from(row.size).unwrap_or(0);
                self.ensure_room(size.saturating_mul(2))?;
                self.file(files::place(&row.path), &row.path).await?;
            }
            self.note(rows.len()).await?;
        }
    }
}

/// A string in JSON.
fn quoted(text: impl AsRef<str>) -> String {
    serde_json::Value::from(text.as_ref()).to_string()
}

/// An `OrderedCollection` that is written item by item. How many there are stands at its end, when it is known.
struct List {
    items: u64,
}

impl List {
    async fn begin(out: &mut Output, name: &str) -> io::Result<Self> {
        out.begin(name).await?;
        out.write(format!(
            "{{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"{name}\",\
             \"type\":\"OrderedCollection\",\"orderedItems\":["
        ))
        .await?;
        Ok(Self { items: 0 })
    }

    /// Each a JSON text.
    async fn add(
        &mut self,
        out: &mut Output,
        items: impl Iterator<Item = String>,
    ) -> io::Result<()> {
        let mut text = String::new();
        for item in items {
            text.push_str(if self.items == 0 { "\n" } else { ",\n" });
            text.push_str(&item);
            self.items += 1;
        }
        out.write(text).await
    }

    async fn end(self, out: &mut Output) -> io::Result<()> {
        out.write(format!("\n],\"totalItems\":{}}}\n", self.items))
            .await
    }
}
