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
use crate::media::{Found, MediaError, Store, Wanted};
use crate::ports::{JobError, JobHandler};
use table::{Output, Table};
use withdrawn::Gone;

/// How many practices are written at once.
const AT_ONCE: i64 = 100;
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

impl From<crate::media::StoreError> for OpenDataError {
    fn from(error: crate::media::StoreError) -> Self {
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
    let releases = releases(ctx).await?;
    let now = ctx.now();
    let mut tables = Box::new(Tables::new(&store)?);
    let mut after = StatusId::from(0);
    loop {
        let here = rows::Here {
            addresses: ctx.addresses.clone(),
            domain: ctx.config.account_domain().as_str().to_owned(),
            now,
        };
        let read = ctx
            .db
            .read(move |conn| rows::some(conn, &here, after, AT_ONCE));
        let read: Result<_, DbError> = read.await;
        let (some, last) = read?;
        for of in &some {
            tables.add(of)?;
        }
        told(tables.practices.rows);
        match last {
            Some(last) => after = last,
            None => break,
        }
    }
    let before = releases.current.as_ref();
    tables.take_out(&store, before, now).await?;
    let (name, origin) = (&ctx.config.instance.name, ctx.addresses.origin());
    let (files, package) = tables.finish(&store, now, name, origin)?;
    let release = put(&store, now, files, package).await?;
    change_over(ctx, &store, releases, release.clone()).await?;
    Ok(release)
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
    fn new(store: &Store) -> io::Result<Self> {
        let file = || store.incoming();
        Ok(Self {
            practices: Table::new("practices", columns::PRACTICES, file)?,
            outcomes: Table::new("outcomes", columns::OUTCOMES, file)?,
            ledgers: Table::new("ledgers", columns::LEDGERS, file)?,
            withdrawn: Table::new("withdrawn", columns::WITHDRAWN, file)?,
            there: Gone::default(),
        })
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
        &mut self,
        store: &Store,
        before: Option<&Release>,
        now: Timestamp,
    ) -> Result<(), OpenDataError> {
        let Some(before) = before else { return Ok(()) };
        for table in ["withdrawn", "practices", "outcomes"] {
            let name = format!("{table}.jsonl");
            if !before
                .files
                .iter()
                .any(|of| of.name == name && of.bytes > 0)
            {
                continue;
            }
            let file = store.bring(&path_of(before.at, &name)).await;
            let file = match file {
                Ok(file) => file,
                // Whoever has lost the files before begins anew.
                Err(error) => {
                    tracing::warn!(%name, %error, "what was given away before cannot be read");
                    continue;
                }
            };
            self.there
                .list(file.path(), table, now, &mut self.withdrawn)?;
        }
        Ok(())
    }

    fn finish(
        self,
        store: &Store,
        now: Timestamp,
        name: &str,
        origin: &str,
    ) -> io::Result<(Vec<Written>, Written)> {
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
        Ok((files, out.finish(PACKAGE)?))
    }
}

/// Puts the files into the store; the one that describes them last.
async fn put(
    store: &Store,
    now: Timestamp,
    mut files: Vec<Written>,
    package: Written,
) -> Result<Release, OpenDataError> {
    let at = now.as_micros();
    files.push(package);
    let mut told = Vec::new();
    for (file, of) in files {
        let path = path_of(at, &of.name);
        if of.bytes == 0 {
            store.put(&path, bytes::Bytes::new()).await?;
        } else {
            store.put_file(&path, file.path()).await?;
        }
        told.push(of);
    }
    Ok(Release { at, files: told })
}

/// From now on these are current. Those before the ones before are removed.
async fn change_over(
    ctx: &Ctx,
    store: &Store,
    was: Releases,
    current: Release,
) -> Result<(), OpenDataError> {
    let releases = Releases {
        current: Some(current),
        before: was.current,
    };
    let text = serde_json::to_string(&releases);
    let text = text.map_err(|error| DbError::Corrupt(error.to_string()))?;
    let now = ctx.now();
    let write = ctx
        .db
        .write(move |conn| facts::set(conn, Fact::OpenData, &text, now));
    write.await?;
    if let Some(old) = was.before {
        for of in &old.files {
            if let Err(error) = store.delete(&path_of(old.at, &of.name)).await {
                tracing::warn!(name = of.name, %error, "an old file stays");
            }
        }
    }
    Ok(())
}

async fn releases(ctx: &Ctx) -> Result<Releases, DbError> {
    let read = ctx.db.read(|conn| facts::get(conn, Fact::OpenData));
    let text = read.await?;
    Ok(text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// The current files; none where nothing was written yet.
pub async fn current(ctx: &Ctx) -> Result<Option<Release>, DbError> {
    Ok(releases(ctx).await?.current)
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
                Ok(_) | Err(OpenDataError::NoHub) => Ok(()),
                Err(error) => Err(JobError::retry(error)),
            }
        })
    }
}
