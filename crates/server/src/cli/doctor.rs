//! `staffroom doctor`.

use super::output::say;
use clap::Args;
use serde_json::json;

use super::{SettingsArgs, Unwell, runtime};
use crate::doctor::{Level, Report, examine};
use crate::system::SystemClock;
use crate::telemetry;

/// Flags of `doctor`.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Sign in at the mail server as well
    #[arg(long)]
    mail: bool,
    /// As one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(command: &Doctor, settings: &SettingsArgs) -> anyhow::Result<()> {
    let report = match settings.load(&[]) {
        Ok(loaded) => {
            telemetry::start_quiet_logs(&loaded.config.log);
            runtime()?.block_on(examine(&loaded, &SystemClock, command.mail))
        }
        Err(error) => {
            let mut report = Report::default();
            report.problem(
                "settings",
                error.to_string(),
                "correct it; to check again: staffroom config check",
            );
            report
        }
    };
    if command.json {
        let text = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "problems": report.count(Level::Problem),
            "warnings": report.count(Level::Warning),
            "findings": report.findings,
        });
        say!("{text:#}");
    } else {
        say!("{report}");
    }
    if report.count(Level::Problem) > 0 {
        return Err(Unwell.into());
    }
    Ok(())
}
