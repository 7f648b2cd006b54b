//! Brings a database to the schema of this version: at every start, under a lock, after a copy.

use std::fs::{self, File};
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
    /// How many are kept; older ones are removed.
    pub keep: usize,
    /// Goes into the file's name.
    pub label: String,
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
    if let (false, Some(backup)) = (plan.is_fresh, backup) {
        done.backup = Some(copy_before(file, backup)?);
    }
    done.applied = apply(&mut conn, plan)?;
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

fn copy_before(file: &SqliteFile, backup: &BackupBefore) -> DbResult<PathBuf> {
    let refuse = |path: &Path, error: &std::io::Error| DbError::File {
        path: path.to_owned(),
        reason: format!("the copy before the upgrade cannot be made: {error}"),
    };
    fs::create_dir_all(&backup.folder).map_err(|e| refuse(&backup.folder, &e))?;
    let target = backup
        .folder
        .join(format!("before-{}.sqlite", backup.label));
    if target.exists() {
        fs::remove_file(&target).map_err(|e| refuse(&target, &e))?;
    }
    sqlite::copy_to(file, &target)?;
    prune(backup).map_err(|e| refuse(&backup.folder, &e))?;
    Ok(target)
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
