//! Brings a database to the schema of this version: at every start, under a lock, after a copy.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use diesel::migration::MigrationSource;
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::error::{DbError, DbResult};
use crate::postgres;
use crate::sqlite::{self, Access, SqliteFile};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// What a migration run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The migrations that were applied now, oldest first.
    pub applied: Vec<String>,
    /// The copy that was made before, where there was something to copy.
    pub backup: Option<PathBuf>,
}

/// Whether and where a copy is made before a database with content is changed.
#[derive(Clone, Debug)]
pub struct BackupBefore {
    /// The folder for the copies.
    pub folder: PathBuf,
    /// How many are kept once an upgrade has succeeded; older ones are removed.
    pub keep: usize,
}

/// Migrates the embedded database; makes the file where it is missing.
pub(crate) fn sqlite(file: &SqliteFile, backup: Option<&BackupBefore>) -> DbResult<Migrated> {
    let _lock = lock_file(&file.path)?;
    let mut conn = file.open(Access::ReadWrite)?;
    let plan = plan(&mut conn, SQLITE)?;
    let mut done = Migrated::default();
    if plan.pending.is_empty() {
        return Ok(done);
    }
    let backup = backup.filter(|_| !plan.is_fresh);
    if let (Some(backup), Some(first)) = (backup, plan.pending.first()) {
        let name = first.name().to_string();
        done.backup = Some(copy_before(file, &backup.folder, &name)?);
    }
    done.applied = apply(&mut conn, plan)?;
    if let Some(backup) = backup {
        // Only now: until an upgrade is through, each copy may be the one that is needed.
        prune(backup).map_err(|error| no_copy(&backup.folder, &error))?;
    }
    Ok(done)
}

/// Migrates a `PostgreSQL` database; other processes wait meanwhile.
pub(crate) fn postgres(url: &str) -> DbResult<Migrated> {
    let mut conn = postgres::open(url)?;
    postgres::lock_migrations(&mut conn)?;
    let plan = plan(&mut conn, POSTGRES)?;
    Ok(Migrated {
        applied: apply(&mut conn, plan)?,
        backup: None,
    })
}

/// The names of all migrations of this version, oldest first, as the `SQLite` folder has them.
pub fn known() -> DbResult<Vec<String>> {
    let migrations = MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE)
        .map_err(|error| DbError::Corrupt(error.to_string()))?;
    let mut names: Vec<String> = migrations.iter().map(|m| m.name().to_string()).collect();
    names.sort();
    Ok(names)
}

/// How a database's schema stands to this version's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The same.
    Current,
    /// Migrations are pending.
    Behind,
}

/// How an `SQLite` database stands; [`DbError::Newer`] where a newer version has migrated it.
pub(crate) fn sqlite_state(conn: &mut SqliteConnection) -> DbResult<State> {
    Ok(plan(conn, SQLITE)?.state())
}

/// How a `PostgreSQL` database stands; [`DbError::Newer`] where a newer version has migrated it.
pub(crate) fn postgres_state(conn: &mut PgConnection) -> DbResult<State> {
    Ok(plan(conn, POSTGRES)?.state())
}

type Pending<B> = Vec<Box<dyn diesel::migration::Migration<B>>>;

struct Plan<B: diesel::backend::Backend> {
    pending: Pending<B>,
    is_fresh: bool,
}

impl<B: diesel::backend::Backend> Plan<B> {
    fn state(&self) -> State {
        if self.pending.is_empty() {
            State::Current
        } else {
            State::Behind
        }
    }
}

fn plan<C, B>(conn: &mut C, source: EmbeddedMigrations) -> DbResult<Plan<B>>
where
    B: diesel::backend::Backend,
    C: MigrationHarness<B>,
    EmbeddedMigrations: MigrationSource<B>,
{
    let unreadable = |error: Box<dyn std::error::Error + Send + Sync>| {
        DbError::Unavailable(format!(
            "the database's list of migrations cannot be read: {error}"
        ))
    };
    let applied = conn.applied_migrations().map_err(unreadable)?;
    let known = MigrationSource::<B>::migrations(&source).map_err(unreadable)?;
    let newer = applied.iter().find(|version| {
        !known
            .iter()
            .any(|m| m.name().version().as_owned() == **version)
    });
    if let Some(version) = newer {
        return Err(DbError::Newer(version.to_string()));
    }
    let pending = conn.pending_migrations(source).map_err(unreadable)?;
    Ok(Plan {
        pending,
        is_fresh: applied.is_empty(),
    })
}

fn apply<C, B>(conn: &mut C, plan: Plan<B>) -> DbResult<Vec<String>>
where
    B: diesel::backend::Backend,
    C: MigrationHarness<B>,
{
    let mut applied = Vec::with_capacity(plan.pending.len());
    for migration in plan.pending {
        let name = migration.name().to_string();
        conn.run_migration(&*migration)
            .map_err(|error| DbError::Migration {
                name: name.clone(),
                reason: error.to_string(),
            })?;
        tracing::info!(migration = %name, "migrated the database");
        applied.push(name);
    }
    Ok(applied)
}

/// Holds a lock beside the database file for as long as the handle lives.
fn lock_file(database: &Path) -> DbResult<File> {
    let path = database.with_extension("migrate-lock");
    let refuse = |error: std::io::Error| DbError::File {
        path: database.to_owned(),
        reason: match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                "its folder cannot be written; let the user who runs staffroom own it".to_owned()
            }
            std::io::ErrorKind::NotFound => {
                "its folder does not exist; make it, or correct `database.url`".to_owned()
            }
            std::io::ErrorKind::NotADirectory => {
                "there is a file in place of its folder; correct `database.url`".to_owned()
            }
            _ => error.to_string(),
        },
    };
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(refuse)?;
    file.lock().map_err(refuse)?;
    Ok(file)
}

/// Copies the database to `before-<migration>.sqlite`, or `before-<migration>-2.sqlite` and so on
/// where that holds something else. The caller holds the lock, so that nobody else writes there.
fn copy_before(file: &SqliteFile, folder: &Path, migration: &str) -> DbResult<PathBuf> {
    fs::create_dir_all(folder).map_err(|error| no_copy(folder, &error))?;
    let draft = folder.join(format!("before-{migration}.sqlite.draft"));
    let refuse = |error: std::io::Error| no_copy(&draft, &error);
    // Of a start that was killed.
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(refuse(error)),
        _ => {}
    }
    sqlite::copy_to(file, &draft)?;
    File::open(&draft)
        .and_then(|copy| copy.sync_all())
        .map_err(refuse)?;
    let mut number = 1;
    loop {
        let suffix = match number {
            1 => String::new(),
            n => format!("-{n}"),
        };
        let target = folder.join(format!("before-{migration}{suffix}.sqlite"));
        if target.symlink_metadata().is_err() {
            fs::rename(&draft, &target).map_err(refuse)?;
            return Ok(target);
        }
        // An upgrade that fails at every start needs one copy, not one a start.
        if is_same(&draft, &target).map_err(refuse)? {
            fs::remove_file(&draft).map_err(refuse)?;
            return Ok(target);
        }
        number += 1;
    }
}

fn no_copy(path: &Path, error: &std::io::Error) -> DbError {
    DbError::File {
        path: path.to_owned(),
        reason: format!("the copy before the upgrade cannot be made: {error}"),
    }
}

/// Whether two files hold the same bytes.
fn is_same(one: &Path, other: &Path) -> std::io::Result<bool> {
    let (one, other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (BufReader::new(one), BufReader::new(other));
    loop {
        let (a, b) = (one.fill_buf()?, other.fill_buf()?);
        let read = a.len().min(b.len());
        if a.get(..read) != b.get(..read) {
            return Ok(false);
        }
        if read == 0 {
            return Ok(a.len() == b.len());
        }
        one.consume(read);
        other.consume(read);
    }
}

/// Keeps the newest copies only.
fn prune(backup: &BackupBefore) -> std::io::Result<()> {
    let mut copies = Vec::new();
    for entry in fs::read_dir(&backup.folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_ours = name
            .to_str()
            .is_some_and(|name| name.starts_with("before-") && name.ends_with(".sqlite"));
        if is_ours {
            copies.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    copies.sort();
    let surplus = copies.len().saturating_sub(backup.keep.max(1));
    for (_, path) in copies.into_iter().take(surplus) {
        fs::remove_file(path)?;
    }
    Ok(())
}
