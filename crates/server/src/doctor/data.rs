//! The data folder: whether it can be written, its room, its key, its automatic copies.

use std::path::Path;
use std::time::UNIX_EPOCH;

use staffroom_config::Loaded;
use staffroom_domain::Timestamp;
use staffroom_service::secrets::SecretKey;

use super::{Patient, Report};
use crate::app::in_words;
use crate::files::{free_bytes, size_in_words};
use crate::key_file;

/// With less room than this a database soon cannot grow.
const LITTLE_ROOM: u64 = 1_024 * 1_024 * 1_024;
/// With less room than this nothing works.
const NO_ROOM: u64 = 64 * 1_024 * 1_024;

/// Looks at the folder and the key; gives the key.
pub(super) fn check(loaded: &Loaded, report: &mut Report) -> Option<SecretKey> {
    let folder = &loaded.config.storage.data_dir;
    if !folder.exists() {
        report.warn(
            "data",
            format!("the data folder {} does not exist yet", folder.display()),
            "it is made when the server starts: staffroom serve",
        );
        return None;
    }
    match tempfile::Builder::new()
        .prefix(".staffroom-doctor-")
        .tempfile_in(folder)
    {
        Ok(_) => report.ok("data", format!("{} can be written", folder.display())),
        Err(error) => report.problem(
            "data",
            format!("{} cannot be written: {error}", folder.display()),
            "let the user who runs staffroom own it, or set `storage.data_dir`",
        ),
    }
    room(folder, report);
    key(&loaded.config.secret_key_file(), report)
}

fn room(folder: &Path, report: &mut Report) {
    match free_bytes(folder) {
        Ok(free) if free < NO_ROOM => report.problem(
            "disk",
            format!("only {} are free", size_in_words(free)),
            "make room: nothing can be saved when the disk is full",
        ),
        Ok(free) if free < LITTLE_ROOM => report.warn(
            "disk",
            format!("only {} are free", size_in_words(free)),
            "make room before the disk is full",
        ),
        Ok(free) => report.ok("disk", format!("{} are free", size_in_words(free))),
        Err(error) => report.warn("disk", format!("the free room cannot be told: {error}"), ""),
    }
}

fn key(path: &Path, report: &mut Report) -> Option<SecretKey> {
    match key_file::read(path) {
        Ok(Some(key)) => {
            report.ok("key", format!("{} is there and private", path.display()));
            Some(key)
        }
        Ok(None) => {
            report.problem(
                "key",
                format!("the secret key {} is missing", path.display()),
                "put it back from your backup; before the first start it is made by: staffroom serve",
            );
            None
        }
        // The error says what to do.
        Err(error) => {
            report.problem("key", error.to_string(), "");
            None
        }
    }
}

/// Tells of the copies that are made before upgrades.
pub(super) fn backups(patient: &Patient<'_>, report: &mut Report) {
    let config = &patient.loaded.config;
    if !config.database_url().is_sqlite() {
        report.skip(
            "backup",
            "PostgreSQL is not copied before upgrades; run `staffroom backup` yourself",
        );
        return;
    }
    let newest = std::fs::read_dir(config.storage.data_dir.join("backups"))
        .into_iter()
        .flatten()
        .flatten()
        .filter(|file| file.path().extension().is_some_and(|end| end == "sqlite"))
        .filter_map(|file| file.metadata().ok()?.modified().ok())
        .max();
    let age = newest
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
        .map(|since| {
            let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
            in_words(Timestamp::from_secs(seconds))
        });
    match age {
        Some(at) => report.ok(
            "backup",
            format!("the last automatic copy, before an upgrade, is of {at}"),
        ),
        None if !config.backup.before_migration => report.warn(
            "backup",
            "no copies are made before upgrades (`backup.before_migration` is false)",
            "set it to true, or run `staffroom backup FILE` before each upgrade",
        ),
        None => report.ok(
            "backup",
            "no copy yet from before an upgrade; those of `staffroom backup` are yours to keep elsewhere",
        ),
    }
}
