//! The embedded database: its file, its pragmas, its copies.

use std::path::{Path, PathBuf};
use std::time::Duration;

use diesel::connection::{Connection, SimpleConnection};
use diesel::sqlite::SqliteConnection;

use crate::connection::Conn;
use crate::error::{DbError, DbResult};

/// How much an answered write has survived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// On disk: also a power cut loses nothing (`synchronous=FULL`).
    #[default]
    Full,
    /// With the operating system: a crash of the process loses nothing, a power cut may lose the
    /// last moments (`synchronous=NORMAL`).
    Normal,
}

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    ReadOnly,
    ReadWrite,
}

/// Where the file is and how it is opened.
#[derive(Clone, Debug)]
pub(crate) struct SqliteFile {
    pub path: PathBuf,
    pub durability: Durability,
    pub busy_timeout: Duration,
}

impl SqliteFile {
    /// Opens a connection with every pragma set. Creates the file where it is missing.
    pub(crate) fn connect(&self, access: Access) -> DbResult<Conn> {
        Ok(Conn::Sqlite(self.open(access)?))
    }

    pub(crate) fn open(&self, access: Access) -> DbResult<SqliteConnection> {
        let mut conn = establish(&self.path)?;
        let synchronous = match self.durability {
            Durability::Full => "FULL",
            Durability::Normal => "NORMAL",
        };
        let query_only = match access {
            Access::ReadOnly => "ON",
            Access::ReadWrite => "OFF",
        };
        // The time-out comes first: switching to WAL takes a lock.
        conn.batch_execute(&format!(
            "PRAGMA busy_timeout = {busy}; \
             PRAGMA journal_mode = WAL; \
             PRAGMA synchronous = {synchronous}; \
             PRAGMA foreign_keys = ON; \
             PRAGMA temp_store = MEMORY; \
             PRAGMA trusted_schema = OFF; \
             PRAGMA query_only = {query_only};",
            busy = self.busy_timeout.as_millis().min(2_147_483_647),
        ))
        .map_err(|error| unusable(&self.path, &error.to_string()))?;
        Ok(conn)
    }
}

/// Opens the file as it is, without touching its pragmas.
pub(crate) fn establish(path: &Path) -> DbResult<SqliteConnection> {
    let text = path.to_str().ok_or_else(|| DbError::File {
        path: path.to_owned(),
        reason: "the path is not UTF-8; move the data folder".into(),
    })?;
    SqliteConnection::establish(text).map_err(|error| unusable(path, &error.to_string()))
}

/// Says what is wrong with a database file, and what to do about it.
pub(crate) fn unusable(path: &Path, reason: &str) -> DbError {
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let reason = if path.is_dir() {
        "this is a folder, not a database file; point `database.url` at a file".to_owned()
    } else if !folder.exists() {
        format!("the folder {} does not exist", folder.display())
    } else if reason.contains("not a database") {
        "this file is not an SQLite database; move it away, or point `database.url` elsewhere"
            .to_owned()
    } else if reason.contains("unable to open") || reason.contains("readonly") {
        "the database cannot be opened for writing; let the user who runs staffroom own the file \
         and its folder"
            .to_owned()
    } else {
        reason.to_owned()
    };
    DbError::File {
        path: path.to_owned(),
        reason,
    }
}

/// Writes a consistent copy of the database into a new file, also while others read and write.
/// The target must not exist.
pub(crate) fn copy_to(source: &SqliteFile, target: &Path) -> DbResult<()> {
    use diesel::RunQueryDsl as _;
    let target_text = target.to_str().ok_or_else(|| DbError::File {
        path: target.to_owned(),
        reason: "the path is not UTF-8".into(),
    })?;
    let mut conn = source.open(Access::ReadWrite)?;
    diesel::sql_query("VACUUM INTO ?")
        .bind::<diesel::sql_types::Text, _>(target_text)
        .execute(&mut conn)
        .map_err(|error| DbError::File {
            path: target.to_owned(),
            reason: format!("the copy could not be written: {error}"),
        })?;
    Ok(())
}

/// Runs `SQLite`'s own integrity check and the check of references on a database file.
pub(crate) fn check(path: &Path) -> DbResult<()> {
    use diesel::RunQueryDsl as _;
    use diesel::sql_types::Text;

    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }

    let corrupt = |error: diesel::result::Error| DbError::Corrupt(error.to_string());
    let mut conn = establish(path)?;
    let lines: Vec<Line> =
        diesel::sql_query("SELECT integrity_check AS line FROM pragma_integrity_check LIMIT 3")
            .load(&mut conn)
            .map_err(corrupt)?;
    let dangling: Vec<Line> =
        diesel::sql_query("SELECT \"table\" AS line FROM pragma_foreign_key_check LIMIT 3")
            .load(&mut conn)
            .map_err(corrupt)?;
    let faults: Vec<String> = lines
        .into_iter()
        .filter(|line| line.line != "ok")
        .map(|line| line.line)
        .chain(
            dangling
                .into_iter()
                .map(|t| format!("a row of {} refers to nothing", t.line)),
        )
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(DbError::Corrupt(faults.join("; ")))
    }
}
