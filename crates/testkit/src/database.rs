//! Databases that live as long as one test.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use staffroom_db::{Db, DbOptions, Durability, Location, QueryCounter, testing};
use tempfile::TempDir;

/// Names the server for tests.
const VARIABLE: &str = "STAFFROOM_TEST_POSTGRES";

/// Which kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// A file in a temporary folder.
    Sqlite,
    /// A database on the server that `STAFFROOM_TEST_POSTGRES` names.
    Postgres,
}

impl Backend {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

/// A place for a database, removed with everything in it when dropped.
#[derive(Debug)]
pub struct TestLocation {
    backend: Backend,
    options: DbOptions,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(TempDir),
    Server { server: String, name: String },
}

impl TestLocation {
    /// Without any table: for tests of migrations.
    ///
    /// # Panics
    ///
    /// Where the place cannot be made; the message says what to do.
    pub fn empty(backend: Backend) -> Self {
        Self::made(backend, false)
    }

    /// With the tables of this version and nothing in them.
    ///
    /// # Panics
    ///
    /// Where the place cannot be made; the message says what to do.
    pub fn migrated(backend: Backend) -> Self {
        Self::made(backend, true)
    }

    fn made(backend: Backend, migrated: bool) -> Self {
        let (location, place) = match backend {
            Backend::Sqlite => {
                let folder = temporary_folder();
                let path = folder.path().join("test.sqlite");
                if migrated {
                    std::fs::write(&path, sqlite_template())
                        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                }
                (Location::Sqlite(path), Place::Folder(folder))
            }
            Backend::Postgres => {
                let (server, name) = (server(), unique_name());
                let make = if migrated {
                    testing::create_migrated_postgres
                } else {
                    testing::create_postgres
                };
                let url = make(&server, &name).unwrap_or_else(|error| {
                    panic!("a database for the test cannot be made: {error}")
                });
                (Location::Postgres(url), Place::Server { server, name })
            }
        };
        Self {
            backend,
            options: options(location),
            place,
        }
    }

    /// Which kind.
    pub const fn backend(&self) -> Backend {
        self.backend
    }

    /// How it is opened.
    pub const fn options(&self) -> &DbOptions {
        &self.options
    }

    /// How it is opened, to be changed before that.
    pub const fn options_mut(&mut self) -> &mut DbOptions {
        &mut self.options
    }

    /// The temporary folder of an `SQLite` database.
    pub fn folder(&self) -> Option<&Path> {
        match &self.place {
            Place::Folder(folder) => Some(folder.path()),
            Place::Server { .. } => None,
        }
    }

    /// The file of an `SQLite` database.
    pub fn file(&self) -> Option<PathBuf> {
        match &self.options.location {
            Location::Sqlite(path) => Some(path.clone()),
            Location::Postgres(_) => None,
        }
    }
}

impl Drop for TestLocation {
    fn drop(&mut self) {
        if let Place::Server { server, name } = &self.place {
            // The server is thrown away too; a test that has passed need not fail for this.
            drop(testing::drop_postgres(server, name));
        }
    }
}

/// A migrated database of a test's own: use it like a [`Db`].
///
/// An `SQLite` one does not wait for the disk ([`Durability::Normal`]), since it does not outlive
/// the test.
pub struct TestDb {
    // Closed before its place is removed: fields are dropped in order.
    db: Db,
    location: TestLocation,
}

impl TestDb {
    /// A fresh one.
    ///
    /// # Panics
    ///
    /// Where it cannot be made; the message says what to do.
    pub fn new(backend: Backend) -> Self {
        Self::with(backend, |_| ())
    }

    /// A fresh one, opened in another way than usual.
    ///
    /// # Panics
    ///
    /// Where it cannot be made; the message says what to do.
    pub fn with(backend: Backend, change: impl FnOnce(&mut DbOptions)) -> Self {
        let mut location = TestLocation::migrated(backend);
        change(location.options_mut());
        Self::open(location)
    }

    /// Opens a place that has been migrated.
    ///
    /// # Panics
    ///
    /// Where it cannot be opened.
    pub fn open(location: TestLocation) -> Self {
        let db = Db::open(location.options())
            .unwrap_or_else(|error| panic!("the database of the test cannot be opened: {error}"));
        Self { db, location }
    }

    /// Closes it, as a stop of the program would, and leaves the place. Clones of the [`Db`] keep
    /// it open.
    pub fn close(self) -> TestLocation {
        let Self { db, location } = self;
        drop(db);
        location
    }

    /// Closes it and opens it again with other options, as a restart of the program would.
    ///
    /// # Panics
    ///
    /// Where it cannot be opened.
    #[must_use]
    pub fn reopened(self, change: impl FnOnce(&mut DbOptions)) -> Self {
        let mut location = self.close();
        change(location.options_mut());
        Self::open(location)
    }

    /// Which kind.
    pub const fn backend(&self) -> Backend {
        self.location.backend()
    }

    /// How it was opened.
    pub const fn options(&self) -> &DbOptions {
        self.location.options()
    }

    /// Where it is.
    pub const fn place(&self) -> &TestLocation {
        &self.location
    }

    /// How many statements have gone to it so far.
    pub fn queries(&self) -> u64 {
        self.options()
            .query_counter
            .as_ref()
            .map_or(0, QueryCounter::get)
    }

    /// A handle for code that wants a [`Db`] of its own.
    pub fn handle(&self) -> Db {
        self.db.clone()
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

fn options(location: Location) -> DbOptions {
    DbOptions {
        durability: Durability::Normal,
        query_counter: Some(QueryCounter::default()),
        ..DbOptions::new(location)
    }
}

fn temporary_folder() -> TempDir {
    tempfile::Builder::new()
        .prefix("staffroom-test-")
        .tempdir()
        .unwrap_or_else(|error| panic!("a temporary folder cannot be made: {error}"))
}

/// A migrated, empty database file; made once in a process.
fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = temporary_folder();
        let path = folder.path().join("template.sqlite");
        let made = Db::migrate(&options(Location::Sqlite(path.clone())), None);
        if let Err(error) = made {
            panic!("the template of test databases cannot be migrated: {error}");
        }
        // The only connection is closed, so its log is folded back into the file.
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "where the test's server is, is no setting of the program"
)]
fn server() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!(
            "this test needs PostgreSQL: run `cargo xtask test`, or \
             `cargo xtask postgres -- cargo nextest run`, which start one and set {VARIABLE}"
        )
    })
}

/// Different in every process and call.
fn unique_name() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let salt = temporary_folder();
    let salt = salt
        .path()
        .file_name()
        .and_then(|name| name.to_str())
        .and_then(|name| name.rsplit('-').next())
        .unwrap_or_default()
        .to_lowercase();
    format!(
        "staffroom_test_{}_{}_{salt}",
        std::process::id(),
        MADE.fetch_add(1, Ordering::Relaxed)
    )
}
