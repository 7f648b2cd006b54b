//! `staffroom migrate`.

use super::SettingsArgs;
use super::output::say;
use crate::app::{backup_before, db_options, lock_upgrade, prepare_data_dir};
use crate::telemetry;
use staffroom_db::Db;

pub(super) fn run(settings: &SettingsArgs) -> anyhow::Result<()> {
    let loaded = settings.load(&[])?;
    telemetry::start_quiet_logs(&loaded.config.log);
    prepare_data_dir(&loaded.config.storage.data_dir)?;
    let options = db_options(&loaded.config);
    // Not beneath a server of the older version.
    let lock = lock_upgrade(&options.location)?;
    let done = Db::migrate(&options, backup_before(&loaded.config).as_ref())?;
    drop(lock);
    if let Some(backup) = &done.backup {
        say!("Copied the database to {} first.", backup.display());
    }
    match done.applied.as_slice() {
        [] => say!("The database is up to date ({}).", options.location),
        applied => say!(
            "Applied {} migrations: {}.",
            applied.len(),
            applied.join(", ")
        ),
    }
    Ok(())
}
