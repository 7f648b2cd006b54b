//! What a hub gives away: tables of the practices, outcomes and ledgers of its library, for research ([ADR 0022]).
//!
//! Once a day, and when somebody says so, everything is written anew, some practices at a time, to files of this machine;
//! when all are whole they are put into the store, and then the one row that says which are current is changed. Whoever
//! reads meanwhile reads the ones before, which stay until the next time.
//!
//! Here belongs which rows there are and what is in them. Here does not belong how they are sent.
//!
//! [ADR 0022]: ../../../../docs/developers/adr/0022-snapshots-and-open-data.md

mod columns;
mod package;
mod rows;
mod table;
mod withdrawn;

use std::io;

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use staffroom_db::DbError;
use staffroom_db::facts::{self, Fact};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::{StatusId, Timestamp};
use tempfile::NamedTempFile;
use thiserror::Error;

use crate::context::Ctx;
use crate::media::{Found, MediaError, Store, StoreError, Wanted};
use crate::ports::{JobError, JobHandler};
use table::{Output, Table};
use withdrawn::Gone;

/// How many practices are written at once.
const AT_ONCE: i64 = 20;
/// The table of what is not there any more.
const WITHDRAWN: &str = "withdrawn";
/// The file that describes the others.
pub const PACKAGE: &str = "datapackage.json";

/// A file, as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOf {
    /// Its name.
    pub name: String,
    /// How long it is.
    pub bytes: u64,
    /// Its digest, in hexadecimal.
    pub sha256: String,
}

/// A file on this machine, and what is told of it.
type Written = (NamedTempFile, FileOf);

/// The files of one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// When they were begun, in microseconds since 1970.
    pub at: i64,
    /// All of them.
    pub files: Vec<FileOf>,
}

/// What is there: the current files, and those before.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Releases {
    current: Option<Release>,
    before: Option<Release>,
}

/// Why there are no open data.
#[derive(Debug, Error)]
pub enum OpenDataError {
    /// Nothing is given away here.
    #[error("this instance is no hub (instance.role)")]
    NoHub,
    /// Another run, of this process or another, has changed over meanwhile.
    #[error(
        "what is given away was written by another run meanwhile, and what that wrote is current"
    )]
    Overtaken,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A file of this machine cannot be written.
    #[error("a file cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The store did not take a file.
    #[error(transparent)]
    Media(#[from] MediaError),
}

impl From<StoreError> for OpenDataError {
    fn from(error: StoreError) -> Self {
        Self::Media(error.into())
    }
}

fn path_of(at: i64, name: &str) -> String {
    format!("open-data/{at}/{name}")
}

/// Queues what is to be done once a day.
pub async fn write_due(ctx: &Ctx) -> Result<usize, DbError> {
    if !ctx.config.is_hub() {
        return Ok(0);
    }
    ctx.transact(|tx| {
        let job = NewJob::now(JobPayload::WriteOpenData, tx.now);
        tx.queue(&job.with_dedup_key("open-data"))?;
        Ok(1)
    })
    .await
}

/// Writes everything anew; tells after each piece how many practices are written.
pub async fn write(ctx: &Ctx, told: impl Fn(u64) + Send) -> Result<Release, OpenDataError> {
    if !ctx.config.is_hub() {
        return Err(OpenDataError::NoHub);
    }
    let store = ctx.media().store()?.clone();
    let was = releases(ctx).await?;
    let now = ctx.now();
    let staging = store.clone();
    let mut tables = beside(move || Tables::new(&staging)).await?;
    let mut after = StatusId::from(0);
    loop {
        let here = rows::Here {
            addresses: ctx.addresses.clone(),
            domain: ctx.config.account_domain().as_str().to_owned(),
            key: ctx.key.clone(),
            now,
        };
        let read = ctx
            .db
            .read(move |conn| rows::some(conn, &here, after, AT_ONCE));
        let read: Result<_, DbError> = read.await;
        let (some, last) = read?;
        tables = beside(move || {
            for of in &some {
                tables.add(of)?;
            }
            Ok(tables)
        })
        .await?;
        told(tables.practices.rows);
        match last {
            Some(last) => after = last,
            None => break,
        }
    }
    let before = was.releases.current.as_ref();
    tables = tables.take_out(&store, before, now).await?;
    let (name, origin) = (ctx.config.instance.name.clone(), ctx.addresses.clone());
    let staging = store.clone();
    let files = beside(move || tables.finish(&staging, now, &name, origin.origin())).await?;
    // No two are of the same moment: the files of one would be those of the other.
    let at = now.as_micros();
    let at = before.map_or(at, |before| at.max(before.at.saturating_add(1)));
    let release = put(&store, at, files).await?;
    if let Err(error) = change_over(ctx, &store, was, release.clone()).await {
        // Where the database did not answer, it may have been written all the same.
        let known = releases(ctx).await;
        if known.is_ok_and(|read| read.releases.current.is_none_or(|it| it.at != at)) {
            remove(&store, &release).await;
        }
        return Err(error);
    }
    Ok(release)
}

/// Does what waits for the disk where nothing else has to wait for it.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(io::Error::other)?
}

/// The tables in the making, and what is in them.
struct Tables {
    practices: Table,
    outcomes: Table,
    ledgers: Table,
    withdrawn: Table,
    there: Gone,
}

impl Tables {
    fn new(store: &Store) -> io::Result<Box<Self>> {
        let file = || store.incoming();
        Ok(Box::new(Self {
            practices: Table::new("practices", columns::PRACTICES, file)?,
            outcomes: Table::new("outcomes", columns::OUTCOMES, file)?,
            ledgers: Table::new("ledgers", columns::LEDGERS, file)?,
            withdrawn: Table::new(WITHDRAWN, columns::WITHDRAWN, file)?,
            there: Gone::default(),
        }))
    }

    fn add(&mut self, of: &rows::Rows) -> io::Result<()> {
        self.there.is_there(&of.practice);
        self.practices.row(&of.practice)?;
        self.ledgers.row(&of.ledger)?;
        for row in &of.outcomes {
            self.there.is_there(row);
            self.outcomes.row(row)?;
        }
        Ok(())
    }

    /// Lists what was there before and is not any more.
    async fn take_out(
        mut self: Box<Self>,
        store: &Store,
        before: Option<&Release>,
        now: Timestamp,
    ) -> Result<Box<Self>, OpenDataError> {
        let Some(before) = before else {
            return Ok(self);
        };
        for table in [WITHDRAWN, "practices", "outcomes"] {
            let name = format!("{table}.jsonl");
            let is_one = |of: &FileOf| of.name == name && of.bytes > 0;
            if !before.files.iter().any(is_one) {
                continue;
            }
            let file = match store.bring(&path_of(before.at, &name)).await {
                Ok(file) => file,
                // Whoever has lost the files before begins anew. Where the store does not answer they are not lost,
                // and what was withdrawn stays on the list: that is tried again.
                Err(StoreError::NotFound) => {
                    tracing::warn!(%name, "what was given away before is not there any more");
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            self = beside(move || {
                self.there
                    .list(file.path(), table, now, &mut self.withdrawn)?;
                Ok(self)
            })
            .await?;
        }
        Ok(self)
    }

    /// All files; the one that describes them last.
    fn finish(
        self: Box<Self>,
        store: &Store,
        now: Timestamp,
        name: &str,
        origin: &str,
    ) -> io::Result<Vec<Written>> {
        let (mut files, mut resources) = (Vec::new(), Vec::new());
        for table in [self.practices, self.outcomes, self.ledgers, self.withdrawn] {
            let (some, of) = table.finish()?;
            files.extend(some);
            resources.extend(of);
        }
        for (file, resource) in package::vocabulary(|| store.incoming())? {
            files.push(file);
            resources.push(resource);
        }
        let text = package::describe(now, name, origin, &resources);
        let mut out = Output::new(store.incoming()?)?;
        out.write(&text)?;
        files.push(out.finish(PACKAGE)?);
        Ok(files)
    }
}

/// Puts the files into the store, in their order. Where one cannot be put, those before it are removed.
async fn put(store: &Store, at: i64, files: Vec<Written>) -> Result<Release, OpenDataError> {
    let mut release = Release {
        at,
        files: Vec::new(),
    };
    for (file, of) in files {
        let path = path_of(at, &of.name);
        release.files.push(of.clone());
        let done = if of.bytes == 0 {
            store.put(&path, bytes::Bytes::new()).await
        } else {
            store.put_file(&path, file.path()).await
        };
        if let Err(error) = done {
            remove(store, &release).await;
            return Err(error.into());
        }
    }
    Ok(release)
}

/// From now on these are current, unless others are since `was` was read. Those before the ones before are removed.
async fn change_over(
    ctx: &Ctx,
    store: &Store,
    was: Read,
    current: Release,
) -> Result<(), OpenDataError> {
    let old = was.releases.before;
    let releases = Releases {
        current: Some(current),
        before: was.releases.current,
    };
    let text = serde_json::to_string(&releases);
    let text = text.map_err(|error| DbError::Corrupt(error.to_string()))?;
    let now = ctx.now();
    let write = ctx.db.write(move |conn| {
        let before = was.text.as_deref();
        if !facts::exchange(conn, Fact::OpenData, before, &text, now)? {
            return Err(OpenDataError::Overtaken);
        }
        Ok(())
    });
    write.await?;
    if let Some(old) = old {
        remove(store, &old).await;
    }
    Ok(())
}

async fn remove(store: &Store, release: &Release) {
    for of in &release.files {
        if let Err(error) = store.delete(&path_of(release.at, &of.name)).await {
            tracing::warn!(name = of.name, %error, "an old file stays");
        }
    }
}

/// What is there, and the text that says so: whoever changes it changes that text.
struct Read {
    text: Option<String>,
    releases: Releases,
}

async fn releases(ctx: &Ctx) -> Result<Read, DbError> {
    let read = ctx.db.read(|conn| facts::get(conn, Fact::OpenData));
    let text: Option<String> = read.await?;
    let releases = text.as_deref().and_then(|it| serde_json::from_str(it).ok());
    Ok(Read {
        releases: releases.unwrap_or_default(),
        text,
    })
}

/// The current files; none where nothing was written yet.
pub async fn current(ctx: &Ctx) -> Result<Option<Release>, DbError> {
    Ok(releases(ctx).await?.releases.current)
}

/// A current file, or a part of it.
pub async fn open(
    ctx: &Ctx,
    release: &Release,
    name: &str,
    wanted: Wanted,
) -> Result<Found, MediaError> {
    let store = ctx.media().store()?;
    Ok(store.get(&path_of(release.at, name), wanted).await?)
}

/// Writes everything once a day.
pub struct WriteOpenDataHandler(pub Ctx);

impl JobHandler for WriteOpenDataHandler {
    fn kind(&self) -> JobKind {
        JobKind::WriteOpenData
    }

    fn run<'a>(&'a self, _job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            match write(&self.0, |_| ()).await {
                // What another run has written is as new.
                Ok(_) | Err(OpenDataError::NoHub | OpenDataError::Overtaken) => Ok(()),
                Err(error) => Err(JobError::retry(error)),
            }
        })
    }
}
