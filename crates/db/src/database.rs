//! The handle that the rest of the program holds.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diesel::connection::Connection as _;
use diesel::connection::InstrumentationEvent;
use tokio::sync::Notify;

use crate::connection::{Conn, Mode, each_backend};
use crate::error::{DbError, DbResult};
use crate::lane::{Commit, Connector, Lane, LaneOptions};
use crate::migrate::{self, BackupBefore, Migrated};
use crate::news::{Listener, Newsroom};
use crate::postgres;
use crate::sqlite::{self, Access, Durability, SqliteFile};

/// Which database, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file; made where it is missing.
    Sqlite(PathBuf),
    /// A connection URL, `postgres://…`.
    Postgres(String),
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "SQLite, {}", path.display()),
            Self::Postgres(url) => write!(f, "PostgreSQL, {}", postgres::masked(url)),
        }
    }
}

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct DbOptions {
    /// Which one.
    pub location: Location,
    /// What an answered write has survived (`SQLite`; `PostgreSQL` has its own setting).
    pub durability: Durability,
    /// Connections for requests: readers on `SQLite`, everything on `PostgreSQL`.
    pub connections: usize,
    /// Connections for workers (`PostgreSQL` only).
    pub worker_connections: usize,
    /// How long a statement waits for another process that writes (`SQLite`).
    pub busy_timeout: Duration,
    /// How long a task may wait for its turn.
    pub queue_timeout: Duration,
    /// Counts statements; for tests that hold a page to a fixed number.
    pub query_counter: Option<QueryCounter>,
}

impl DbOptions {
    /// The defaults for a location.
    pub const fn new(location: Location) -> Self {
        Self {
            location,
            durability: Durability::Full,
            connections: 4,
            worker_connections: 4,
            busy_timeout: Duration::from_secs(10),
            queue_timeout: Duration::from_secs(10),
            query_counter: None,
        }
    }
}

/// Counts the statements that go to the database, without those that open and close transactions, and knows which of them
/// are prepared anew at each use.
#[derive(Clone, Debug, Default)]
pub struct QueryCounter {
    count: Arc<AtomicU64>,
    texts: Arc<Mutex<Texts>>,
}

/// The texts of statements.
#[derive(Debug, Default)]
struct Texts {
    sent: HashSet<String>,
    /// Those whose prepared statement a connection has kept.
    kept: HashSet<String>,
}

impl QueryCounter {
    /// How many so far.
    pub fn get(&self) -> u64 {
        self.count.load(Ordering::SeqCst)
    }

    /// The texts, sorted, that were sent since this was last asked, and of which no connection has kept the prepared
    /// statement.
    pub fn prepared_anew(&self) -> Vec<String> {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = std::mem::take(&mut texts.sent);
        let mut anew: Vec<String> = sent.difference(&texts.kept).cloned().collect();
        anew.sort();
        anew
    }

    fn install(&self, conn: &mut Conn) {
        let counter = self.clone();
        let listen = move |event: InstrumentationEvent<'_>| match event {
            InstrumentationEvent::StartQuery { query, .. } => counter.sent(&query.to_string()),
            InstrumentationEvent::CacheQuery { sql, .. } => {
                let texts = counter.texts.lock();
                let mut texts = texts.unwrap_or_else(PoisonError::into_inner);
                texts.kept.insert(sql.to_owned());
            }
            _ => {}
        };
        each_backend!(conn, c => c.set_instrumentation(listen));
    }

    /// `shown` is the text, and after it what was bound.
    fn sent(&self, shown: &str) {
        let is_frame = [
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "SAVEPOINT",
            "RELEASE",
            "SET ",
            // How many rows the statement before it changed.
            "SELECT changes()",
        ]
        .iter()
        .any(|frame| shown.starts_with(frame));
        if is_frame {
            return;
        }
        self.count.fetch_add(1, Ordering::SeqCst);
        let text = shown.split(" -- binds: ").next().unwrap_or(shown);
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        if !texts.sent.contains(text) {
            texts.sent.insert(text.to_owned());
        }
    }
}

/// A database in use. Cheap to clone; closed with the last clone.
#[derive(Clone)]
pub struct Db {
    read: Lane,
    write: Lane,
    background: Option<Lane>,
    location: Location,
    file: Option<Arc<SqliteFile>>,
    queued: Arc<Notify>,
    news: Newsroom,
}

impl Db {
    /// Opens a database that has been migrated, and starts its threads. The first connection is
    /// made here, so that what is wrong with it is heard now.
    pub fn open(options: &DbOptions) -> DbResult<Self> {
        match &options.location {
            Location::Sqlite(path) => Self::open_sqlite(path, options),
            Location::Postgres(url) => Self::open_postgres(url, options),
        }
    }

    fn open_sqlite(path: &Path, options: &DbOptions) -> DbResult<Self> {
        let file = Arc::new(sqlite_file(path, options));
        let queued = Arc::new(Notify::new());
        let news = Newsroom::new();
        let connector = |access: Access| {
            let (file, counter) = (Arc::clone(&file), options.query_counter.clone());
            Arc::new(move || Ok(counted(file.connect(access)?, counter.as_ref()))) as Connector
        };
        drop(file.open(Access::ReadWrite)?);
        let lane = |name, threads, commit, access| {
            Lane::start(&LaneOptions {
                name,
                threads,
                commit,
                start_within: options.queue_timeout,
                connector: connector(access),
                queued: Arc::clone(&queued),
                news: news.clone(),
            })
        };
        Ok(Self {
            read: lane("read", options.connections, Commit::Each, Access::ReadOnly)?,
            write: lane("write", 1, Commit::Grouped, Access::ReadWrite)?,
            background: None,
            location: options.location.clone(),
            file: Some(file),
            queued,
            news,
        })
    }

    fn open_postgres(url: &str, options: &DbOptions) -> DbResult<Self> {
        drop(postgres::open(url)?);
        let queued = Arc::new(Notify::new());
        let news = Newsroom::new();
        let lane = |name, threads| {
            let (url, counter) = (url.to_owned(), options.query_counter.clone());
            Lane::start(&LaneOptions {
                name,
                threads,
                commit: Commit::Each,
                start_within: options.queue_timeout,
                connector: Arc::new(move || {
                    Ok(counted(postgres::connect(&url)?, counter.as_ref()))
                }),
                queued: Arc::clone(&queued),
                news: news.clone(),
            })
        };
        let main = lane("main", options.connections)?;
        Ok(Self {
            read: main.clone(),
            write: main,
            background: Some(lane("work", options.worker_connections)?),
            location: options.location.clone(),
            file: None,
            queued,
            news,
        })
    }

    /// Brings a database to this version's schema. Call before [`Db::open`].
    pub fn migrate(options: &DbOptions, backup: Option<&BackupBefore>) -> DbResult<Migrated> {
        match &options.location {
            Location::Sqlite(path) => migrate::sqlite(&sqlite_file(path, options), backup),
            Location::Postgres(url) => migrate::postgres(url),
        }
    }

    /// Reads: the closure sees one state of the database throughout and cannot change it.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.read.call(Mode::Read, work).await
    }

    /// Writes: all of the closure's changes are kept when it answers `Ok`, and none otherwise. When
    /// this answers, they are as safe as the durability setting says.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.write.call(Mode::Write, work).await
    }

    /// The same database for workers: on `PostgreSQL` with connections of their own, so that
    /// they and the requests never wait for one another.
    #[must_use]
    pub fn for_workers(&self) -> Self {
        let lane = self.background.as_ref();
        Self {
            read: lane.unwrap_or(&self.read).clone(),
            write: lane.unwrap_or(&self.write).clone(),
            ..self.clone()
        }
    }

    /// Told after each commit that queued a job or an event.
    pub fn queued(&self) -> Arc<Notify> {
        Arc::clone(&self.queued)
    }

    /// What is told from now on with the commits of this process, and on `PostgreSQL` of all processes.
    pub async fn listen(&self) -> DbResult<Listener> {
        let Location::Postgres(url) = &self.location else {
            return Ok(self.news.listen());
        };
        let (news, url) = (self.news.clone(), url.clone());
        tokio::task::spawn_blocking(move || news.listen_to(&url))
            .await
            .unwrap_or_else(|error| Err(DbError::Unavailable(error.to_string())))
    }

    /// Where it is.
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// Whether it is the embedded one.
    pub const fn is_sqlite(&self) -> bool {
        matches!(self.location, Location::Sqlite(_))
    }

    /// How many tasks wait for a connection now: for reading and for writing.
    pub fn waiting(&self) -> (usize, usize) {
        (self.read.waiting(), self.write.waiting())
    }

    /// Writes a consistent copy of the embedded database into `target`, which must not exist, while
    /// everything goes on. Blocks the calling thread.
    pub fn copy_sqlite_to(&self, target: &Path) -> DbResult<()> {
        let file = self.file.as_ref().ok_or_else(|| {
            DbError::Unavailable("only the embedded database can be copied as a file".into())
        })?;
        sqlite::copy_to(file, target)
    }

    /// Checks the structure and the references of an `SQLite` file. Blocks the calling thread.
    pub fn check_sqlite(path: &Path) -> DbResult<()> {
        sqlite::check(path)
    }
}

pub(crate) fn sqlite_file(path: &Path, options: &DbOptions) -> SqliteFile {
    SqliteFile {
        path: path.to_owned(),
        durability: options.durability,
        busy_timeout: options.busy_timeout,
    }
}

fn counted(mut conn: Conn, counter: Option<&QueryCounter>) -> Conn {
    if let Some(counter) = counter {
        counter.install(&mut conn);
    }
    conn
}
