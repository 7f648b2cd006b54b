//! `staffroom config …`.

use super::output::{say, say_exactly};
use clap::Subcommand;

use super::SettingsArgs;

/// What to do with the settings.
#[derive(Debug, Subcommand)]
pub(super) enum Config {
    /// Check the file, the environment and the flags, without starting anything
    Check,
    /// Print the commented default file
    Example,
    /// Print every setting, its value and where it comes from; secrets are masked
    Show,
}

pub(super) fn run(command: &Config, settings: &SettingsArgs) -> anyhow::Result<()> {
    match command {
        Config::Example => say_exactly!("{}", staffroom_config::example_toml()),
        Config::Show => say_exactly!("{}", settings.load(&[])?.show()),
        Config::Check => {
            let loaded = settings.load(&[])?;
            for warning in &loaded.warnings {
                say!("warning: {warning}");
            }
            match &loaded.source_file {
                Some(file) => say!("The settings in {} are in order.", file.display()),
                None => say!("There is no configuration file; the defaults are in order."),
            }
        }
    }
    Ok(())
}
