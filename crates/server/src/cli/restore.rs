//! `staffroom restore`.

use super::output::say;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use staffroom_config::Loaded;
use staffroom_domain::Clock as _;

use super::{SettingsArgs, progress};
use crate::backup::manifest::CONFIG;
use crate::backup::restore::{Order, Restored, restore};
use crate::backup::verify;
use crate::system::SystemClock;
use crate::telemetry;

/// Flags of `restore`.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The archive that `staffroom backup` wrote
    file: PathBuf,
    /// The secret key, if it is not in the archive
    #[arg(long, value_name = "FILE")]
    secret_key: Option<PathBuf>,
    /// Move data that is there aside, and restore in its place
    #[arg(long)]
    force: bool,
}

/// Where the configuration file goes.
const CONFIG_TARGET: &str = "./staffroom.toml";

pub(super) fn run(command: &Restore, settings: &SettingsArgs) -> anyhow::Result<()> {
    let mut loaded = settings.load(&[])?;
    telemetry::start_quiet_logs(&loaded.config.log);
    let mut config_target = None;
    if loaded.source_file.is_none() {
        // A fresh machine: the archive's own settings say where everything belongs.
        if let Some(text) = verify::head(&command.file)?.config {
            loaded = load_text(&text, settings)?;
            config_target = Some(Path::new(CONFIG_TARGET));
        }
    }
    let bar = progress::bytes("Restoring");
    let order = Order {
        archive: &command.file,
        loaded: &loaded,
        secret_key: command.secret_key.as_deref(),
        config_target,
        force: command.force,
        now: SystemClock.now(),
    };
    let work = progress::Interruptible::new()?;
    let restored = restore(&order, &mut |done, total| work.step(&bar, done, total))?;
    bar.finish_and_clear();
    report(&restored, &loaded);
    Ok(())
}

/// Reads the settings as if the text were the configuration file.
fn load_text(text: &[u8], settings: &SettingsArgs) -> anyhow::Result<Loaded> {
    let mut file = tempfile::NamedTempFile::new()
        .context("the settings in the backup could not be looked at")?;
    file.write_all(text)?;
    let settings = SettingsArgs {
        config: Some(file.path().to_owned()),
        set: settings.set.clone(),
    };
    settings
        .load(&[])
        .context("the settings in the backup cannot be used here")
}

fn report(restored: &Restored, loaded: &Loaded) {
    let manifest = &restored.manifest;
    say!(
        "Restored {} as it was at {} (written by staffroom {}) into {}.",
        manifest.server_url,
        manifest.created_at,
        manifest.staffroom,
        loaded.config.storage.data_dir.display()
    );
    for path in &restored.aside {
        say!("What was there before is now {}.", path.display());
    }
    match (&restored.config, &loaded.source_file) {
        (Some(path), _) => say!("The settings are in {}.", path.display()),
        (None, Some(path)) if manifest.find(CONFIG).is_some() => say!(
            "The settings in {} stayed as they are; those of the backup were not taken.",
            path.display()
        ),
        (None, _) => {}
    }
    say!(
        "Next: start the server (staffroom serve, or systemctl start staffroom), then: staffroom doctor"
    );
}
