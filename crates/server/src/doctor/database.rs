//! The database: whether it opens, is whole, is this version's and belongs to the key.

use staffroom_config::Loaded;
use staffroom_db::inspect::{Inspection, inspect, quick_check_sqlite};
use staffroom_db::{DbError, DbResult, Location};
use staffroom_service::secrets::SecretKey;

use super::Report;
use crate::app::db_options;
use crate::files::size_in_words;

/// Looks at the database; gives what it says of itself.
pub(super) async fn check(
    loaded: &Loaded,
    key: Option<&SecretKey>,
    report: &mut Report,
) -> Option<Inspection> {
    let location = db_options(&loaded.config).location;
    let place = location.clone();
    // It blocks, perhaps for long: the database may be far away, or large.
    let looked = tokio::task::spawn_blocking(move || look(&place)).await;
    let seen = match looked.unwrap_or_else(|error| Err(DbError::Unavailable(error.to_string()))) {
        Err(error) => {
            let text = match &error {
                DbError::Corrupt(reason) => format!("{location} is damaged: {reason}"),
                other => other.to_string(),
            };
            report.problem("database", text, advice(&error));
            return None;
        }
        Ok(None) => {
            report.warn(
                "database",
                format!("there is no database yet ({location})"),
                "it is made when the server starts: staffroom serve",
            );
            return None;
        }
        Ok(Some(seen)) => seen,
    };
    report.ok(
        "database",
        format!(
            "{location}: it opens, is whole, and has {}",
            size_in_words(seen.bytes)
        ),
    );
    schema(&seen, report);
    standing(loaded, &seen, key, report);
    Some(seen)
}

fn look(location: &Location) -> DbResult<Option<Inspection>> {
    let seen = inspect(location)?;
    if let (Some(_), Location::Sqlite(path)) = (&seen, location) {
        quick_check_sqlite(path)?;
    }
    Ok(seen)
}

fn advice(error: &DbError) -> &'static str {
    match error {
        DbError::Corrupt(_) => {
            "stop the server and restore your last backup: staffroom restore FILE"
        }
        DbError::Unavailable(_) => "start PostgreSQL, and check `database.url`",
        _ => "check `database.url` and who owns the file",
    }
}

fn schema(seen: &Inspection, report: &mut Report) {
    match (seen.newer_migration(), seen.pending()) {
        (Ok(Some(version)), _) => {
            report.problem("schema", DbError::Newer(version.to_owned()).to_string(), "");
        }
        (Ok(None), Ok(0)) => report.ok("schema", "the database has the schema of this version"),
        (Ok(None), Ok(pending)) => report.warn(
            "schema",
            format!("{pending} migrations are waiting"),
            "they are applied when the server starts; or now: staffroom migrate",
        ),
        (Err(error), _) | (_, Err(error)) => report.problem("schema", error.to_string(), ""),
    }
}

/// Whether the server would start on it.
fn standing(loaded: &Loaded, seen: &Inspection, key: Option<&SecretKey>, report: &mut Report) {
    let Some(fingerprint) = &seen.secret_key_fingerprint else {
        report.warn(
            "instance",
            "the database is fresh: no server has started on it yet",
            "start it: staffroom serve",
        );
        return;
    };
    if let Some(key) = key {
        if key.fingerprint() == *fingerprint {
            report.ok("key", "it belongs to the database");
        } else {
            report.problem(
                "key",
                "the secret key does not belong to this database",
                "put the key file of this instance back; it is in your backup",
            );
        }
    }
    let url = loaded.config.server.url.origin();
    match &seen.server_url {
        Some(_) if seen.trial && !loaded.is_trial() => report.problem(
            "instance",
            "the data folder is a trial, which cannot become a real instance",
            "point `storage.data_dir` at an empty folder",
        ),
        Some(stored) if !seen.trial && *stored != url => report.problem(
            "instance",
            format!("the database belongs to {stored}, but `server.url` says {url}"),
            format!("set `server.url` back to \"{stored}\": an instance cannot change its address"),
        ),
        Some(_) if seen.trial => report.ok("instance", "it is a trial"),
        _ => report.ok("instance", format!("it is {url}")),
    }
}
