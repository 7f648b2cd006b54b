//! `staffroom db …`.

use super::output::say;
use std::cell::Cell;

use clap::Subcommand;
use staffroom_config::DatabaseUrl;
use staffroom_db::copy::{CopyProgress, copy_all};
use staffroom_db::{DbOptions, Location};

use super::{SettingsArgs, UsageError, progress};
use crate::app::{OpenError, lock_server, prepare_data_dir};
use crate::files;
use crate::telemetry;

/// What to do with a whole database.
#[derive(Debug, Subcommand)]
pub(super) enum Db {
    /// Copy everything into another, empty database: from SQLite to PostgreSQL or back
    ///
    /// Leave passwords out of the addresses, as everybody on the machine can read a command line: for
    /// PostgreSQL they are taken from the environment variable PGPASSWORD or the file ~/.pgpass.
    Copy {
        /// The database to read, sqlite:PATH or <postgres://USER@HOST/DATABASE> [default: `database.url`]
        #[arg(long, value_name = "URL")]
        from: Option<String>,
        /// The database to fill, in the same form
        #[arg(long, value_name = "URL")]
        to: String,
    },
}

pub(super) fn run(command: &Db, settings: &SettingsArgs) -> anyhow::Result<()> {
    let Db::Copy { from, to } = command;
    let from = from
        .as_deref()
        .map(|url| parse("--from", url))
        .transpose()?;
    let to = parse("--to", to)?;
    let loaded = settings.load(&[])?;
    let from = from.unwrap_or_else(|| loaded.config.database_url());
    telemetry::start_quiet_logs(&loaded.config.log);
    let (source, target) = (options(&from), options(&to));
    anyhow::ensure!(
        !is_same(&source.location, &target.location),
        "a database cannot be copied onto itself; name another one with --to"
    );
    // What a server writes meanwhile would be lost.
    let _locks = (lock(&source.location)?, lock_target(&target.location)?);
    let bar = progress::rows("Copying");
    let last = Cell::new("");
    let report = copy_all(&source, &target, &mut |at: CopyProgress| {
        if last.replace(at.table) != at.table {
            bar.set_message(format!("Copying {}", at.table));
        }
        progress::set(&bar, at.done, at.total);
    })?;
    bar.finish_and_clear();
    say!(
        "Copied {} rows of {} tables from {} to {}.",
        report.rows(),
        report.tables.len(),
        source.location,
        target.location
    );
    say!(
        "Next: set `database.url` to \"{to}\" (with its password), leave `storage.data_dir` as it is (the \
         secret key stays there), and start the server. Keep the old database until all is \
         well."
    );
    Ok(())
}

fn parse(flag: &str, text: &str) -> Result<DatabaseUrl, UsageError> {
    DatabaseUrl::parse(text).map_err(|reason| {
        let reason = if reason.is_empty() {
            String::new()
        } else {
            format!(" ({reason})")
        };
        UsageError(format!(
            "{flag} must be sqlite:PATH or postgres://USER@HOST/DATABASE{reason}"
        ))
    })
}

fn options(url: &DatabaseUrl) -> DbOptions {
    DbOptions::new(match url {
        DatabaseUrl::Sqlite(path) => Location::Sqlite(path.clone()),
        DatabaseUrl::Postgres(url) => Location::Postgres(url.clone()),
    })
}

/// Whether both mean the same file, however it is written.
fn is_same(one: &Location, other: &Location) -> bool {
    match (one, other) {
        (Location::Sqlite(a), Location::Sqlite(b)) => {
            a == b
                || a.canonicalize()
                    .is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
        }
        _ => one == other,
    }
}

/// Refuses while a server runs on an `SQLite` database.
fn lock(location: &Location) -> Result<Option<std::fs::File>, OpenError> {
    match location {
        // Where nothing is, nothing runs; the copy itself will say that nothing is there.
        Location::Sqlite(path) if path.exists() => lock_server(path).map(Some),
        _ => Ok(None),
    }
}

fn lock_target(location: &Location) -> Result<Option<std::fs::File>, OpenError> {
    if let Location::Sqlite(path) = location {
        prepare_data_dir(files::folder_of(path))?;
    }
    lock(location)
}
