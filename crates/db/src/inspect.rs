//! Looks at a database from outside, without opening it for work and without changing it: for
//! backups, restores and the doctor.

use std::path::Path;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::connection::{Conn, each_backend};
use crate::database::Location;
use crate::error::{DbError, DbResult};
use crate::facts::{self, Fact};
use crate::run::RunQueryDsl;
use crate::{migrate, postgres, sqlite};

/// What a database says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// Whether there is no table at all.
    pub is_empty: bool,
    /// The versions of the migrations that it has seen, oldest first: `20261123000001`.
    pub migrations: Vec<String>,
    /// The address that it was made for.
    pub server_url: Option<String>,
    /// Whether it belongs to a trial.
    pub trial: bool,
    /// Which secret key belongs to it.
    pub secret_key_fingerprint: Option<String>,
    /// When it was made, in microseconds since the Unix epoch.
    pub created_at: Option<i64>,
    /// How large it is.
    pub bytes: u64,
    /// The major version of the `PostgreSQL` server.
    pub server_major: Option<u32>,
}

impl Inspection {
    /// The first migration that this version of the program does not know.
    pub fn newer_migration(&self) -> DbResult<Option<&str>> {
        let known = known_versions()?;
        Ok(self
            .migrations
            .iter()
            .find(|version| !known.contains(version))
            .map(String::as_str))
    }

    /// How many migrations of this version it has not seen.
    pub fn pending(&self) -> DbResult<usize> {
        let known = known_versions()?;
        Ok(known
            .iter()
            .filter(|version| !self.migrations.contains(version))
            .count())
    }
}

/// The versions of all migrations of this program, oldest first.
pub fn known_versions() -> DbResult<Vec<String>> {
    let version = |name: &String| name.split('_').next().unwrap_or_default().replace('-', "");
    Ok(migrate::known()?.iter().map(version).collect())
}

/// Looks at a database; none where there is no such file. Blocks the calling thread.
pub fn inspect(location: &Location) -> DbResult<Option<Inspection>> {
    match location {
        Location::Sqlite(path) => match path.metadata() {
            Ok(about) => look(&mut open_sqlite(path)?, about.len())
                .map(Some)
                .map_err(|error| readable(path, error)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(sqlite::unusable(path, &error.to_string())),
        },
        Location::Postgres(url) => look(&mut Conn::Postgres(postgres::open(url)?), 0).map(Some),
    }
}

/// The quick form of `SQLite`'s own check: finds torn pages, not wrong indexes. Blocks the calling
/// thread.
pub fn quick_check_sqlite(path: &Path) -> DbResult<()> {
    let mut conn = open_sqlite(path)?;
    let answer: Vec<Line> = each_backend!(
        &mut conn,
        c => diesel::sql_query("SELECT quick_check AS line FROM pragma_quick_check LIMIT 1").load(c)
    )
    .map_err(|error| DbError::Corrupt(error.to_string()))?;
    match answer.first() {
        Some(line) if line.line == "ok" => Ok(()),
        Some(line) => Err(DbError::Corrupt(line.line.clone())),
        None => Ok(()),
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// How large the database is on the disk of this machine, in bytes: that of a `PostgreSQL` server is not ours to guard, and
/// counts as nothing.
pub fn bytes_here(conn: &mut Conn) -> DbResult<u64> {
    if !conn.is_sqlite() {
        return Ok(0);
    }
    let pages =
        "SELECT page_count * page_size AS number FROM pragma_page_count(), pragma_page_size()";
    Ok(u64::try_from(number(conn, pages)?).unwrap_or(0))
}

/// Opens a file that exists, for reading.
fn open_sqlite(path: &Path) -> DbResult<Conn> {
    // Otherwise the library would make an empty database.
    if !path.is_file() {
        return Err(sqlite::unusable(path, "there is no such file"));
    }
    let mut conn = sqlite::establish(path)?;
    conn.batch_execute(
        "PRAGMA busy_timeout = 10000; PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;",
    )
    .map_err(|error| readable(path, error.into()))?;
    Ok(Conn::Sqlite(conn))
}

/// A file that is no database is heard only at the first query.
fn readable(path: &Path, error: DbError) -> DbError {
    match error {
        DbError::Other(error) if error.to_string().contains("malformed") => {
            DbError::Corrupt(error.to_string())
        }
        DbError::Other(error) => sqlite::unusable(path, &error.to_string()),
        other => other,
    }
}

fn look(conn: &mut Conn, file_bytes: u64) -> DbResult<Inspection> {
    let mut seen = Inspection {
        bytes: file_bytes,
        ..Inspection::default()
    };
    if !conn.is_sqlite() {
        let bytes = number(
            conn,
            "SELECT pg_database_size(current_database()) AS number",
        )?;
        seen.bytes = u64::try_from(bytes).unwrap_or(0);
        let version = "SELECT current_setting('server_version_num')::bigint / 10000 AS number";
        seen.server_major = u32::try_from(number(conn, version)?).ok();
    }
    seen.is_empty = number(conn, &tables(conn, None))? == 0;
    if number(conn, &tables(conn, Some("__diesel_schema_migrations")))? == 0 {
        return Ok(seen);
    }
    let query = "SELECT version AS line FROM __diesel_schema_migrations ORDER BY version";
    let lines: Vec<Line> = each_backend!(conn, c => diesel::sql_query(query).load(c))?;
    seen.migrations = lines.into_iter().map(|line| line.line).collect();
    if number(conn, &tables(conn, Some("instance_fact")))? == 0 {
        return Ok(seen);
    }
    seen.server_url = facts::get(conn, Fact::ServerUrl)?;
    seen.trial = facts::get(conn, Fact::Trial)?.as_deref() == Some("yes");
    seen.secret_key_fingerprint = facts::get(conn, Fact::SecretKeyFingerprint)?;
    seen.created_at = facts::get(conn, Fact::CreatedAt)?.and_then(|text| text.parse().ok());
    Ok(seen)
}

/// The statement that counts the tables (and views, and sequences) that somebody made.
fn tables(conn: &Conn, name: Option<&'static str>) -> String {
    let (from, name_column) = if conn.is_sqlite() {
        ("sqlite_schema WHERE name NOT LIKE 'sqlite_%'", "name")
    } else {
        (
            "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') \
             AND n.nspname NOT LIKE 'pg_toast%' AND n.nspname NOT LIKE 'pg_temp%'",
            "c.relname",
        )
    };
    let only = name.map_or_else(String::new, |name| format!(" AND {name_column} = '{name}'"));
    format!("SELECT count(*) AS number FROM {from}{only}")
}

fn number(conn: &mut Conn, query: &str) -> DbResult<i64> {
    let row: Number = each_backend!(conn, c => diesel::sql_query(query).get_result(c))?;
    Ok(row.number)
}
