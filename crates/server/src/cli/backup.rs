//! `staffroom backup`.

use super::output::say;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;
use staffroom_config::{Loaded, Origin};
use staffroom_domain::Clock as _;

use super::{SettingsArgs, UsageError, progress};
use crate::backup::create::{self, Order};
use crate::backup::manifest::{CONFIG, Manifest};
use crate::files::size_in_words;
use crate::system::SystemClock;
use crate::telemetry;

/// Flags of `backup`.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The archive to write, like staffroom-2026-11-23.tar.gz; - writes to standard output
    file: PathBuf,
    /// Leave out the secret key and the configuration file, to keep them elsewhere
    #[arg(long)]
    without_secrets: bool,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

pub(super) fn run(command: &Backup, settings: &SettingsArgs) -> anyhow::Result<()> {
    let loaded = settings.load(&[])?;
    telemetry::start_quiet_logs(&loaded.config.log);
    let order = Order {
        loaded: &loaded,
        with_secrets: !command.without_secrets,
        now: SystemClock.now(),
    };
    let bar = progress::bytes("Backing up");
    let work = progress::Interruptible::new()?;
    let mut told = |done, total| work.step(&bar, done, total);
    if command.file == Path::new("-") {
        if io::stdout().is_terminal() {
            return Err(UsageError(
                "an archive on the terminal helps nobody; send it on, as in: staffroom backup - | ssh \
                 HOST 'cat > staffroom.tar.gz'"
                    .to_owned(),
            )
            .into());
        }
        create::to_pipe(&order, io::stdout().lock(), &mut told)?;
        bar.finish_and_clear();
        return Ok(());
    }
    let manifest = create::to_file(&order, &command.file, command.force, &mut told)?;
    bar.finish_and_clear();
    report(&command.file, &manifest, &loaded);
    Ok(())
}

fn report(file: &Path, manifest: &Manifest, loaded: &Loaded) {
    let size = file.metadata().map_or(0, |about| about.len());
    say!(
        "Backed up {} ({}) to {} ({}).",
        manifest.server_url,
        manifest.backend,
        file.display(),
        size_in_words(size)
    );
    if manifest.with_secrets {
        say!(
            "It holds the secret key{}: whoever has it can become this instance. Keep it on another \
             machine, in a safe place.",
            if manifest.find(CONFIG).is_some() {
                " and the settings"
            } else {
                ""
            }
        );
    } else {
        say!(
            "It is useless without {}, which is not in it: keep a copy of that in a safe place.",
            loaded.config.secret_key_file().display()
        );
    }
    let from_environment = loaded
        .origins
        .values()
        .any(|origin| matches!(origin, Origin::Environment { .. }));
    if from_environment {
        say!("Settings that come from the environment are not in it.");
    }
}
