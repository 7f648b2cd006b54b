//! `staffroom serve`, and `staffroom work` beside it.

use super::output::say;
use std::io::IsTerminal as _;

use clap::Args;
use staffroom_config::{Loaded, ServerUrl};

use super::{SettingsArgs, runtime};
use crate::app::{Outside, in_words};
use crate::serve::{Running, Share, serve};
use crate::telemetry;

/// Flags of `serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Listen at this address and port instead of `server.bind`
    #[arg(long, value_name = "ADDRESS:PORT")]
    bind: Option<String>,
    /// Keep everything in this folder instead of `storage.data_dir`
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<String>,
    /// Answer requests only: `staffroom work` does the rest, beside it (PostgreSQL)
    #[arg(long)]
    no_work: bool,
}

/// Flags of `work`.
#[derive(Debug, Args)]
pub(super) struct Work {
    /// Keep everything in this folder instead of `storage.data_dir`
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<String>,
}

pub(super) fn run(
    command: &Serve,
    settings: &SettingsArgs,
    outside: Outside,
) -> anyhow::Result<()> {
    let mut loaded = settings.load(&[
        ("--bind", "server.bind", command.bind.clone()),
        ("--data-dir", "storage.data_dir", command.data_dir.clone()),
    ])?;
    follow_port(&mut loaded);
    let share = if command.no_work {
        Share::Answers
    } else {
        Share::Everything
    };
    run_share(&loaded, outside, share)
}

pub(super) fn run_work(
    command: &Work,
    settings: &SettingsArgs,
    outside: Outside,
) -> anyhow::Result<()> {
    let folder = command.data_dir.clone();
    let loaded = settings.load(&[("--data-dir", "storage.data_dir", folder)])?;
    run_share(&loaded, outside, Share::Work)
}

fn run_share(loaded: &Loaded, outside: Outside, share: Share) -> anyhow::Result<()> {
    telemetry::start_logs(&loaded.config.log);
    for warning in &loaded.warnings {
        tracing::warn!("{warning}");
    }
    runtime()?.block_on(async {
        serve(loaded, outside, share, async |running, any_user| {
            announce(loaded, running, any_user);
        })
        .await
    })?;
    Ok(())
}

/// A trial has no address of its own: it is wherever it listens.
fn follow_port(loaded: &mut Loaded) {
    let bind = loaded.config.server.bind;
    if loaded.is_trial()
        && bind.port() != 0
        && let Ok(url) = ServerUrl::parse(&format!("http://localhost:{}", bind.port()))
    {
        loaded.config.server.url = url;
    }
}

fn announce(loaded: &Loaded, running: &Running, any_user: bool) {
    let app = &running.app;
    if !app.migrated.applied.is_empty() {
        let backup = app
            .migrated
            .backup
            .as_ref()
            .map(|path| path.display().to_string());
        tracing::info!(
            migrations = app.migrated.applied.len(),
            backup,
            "the database was migrated"
        );
    }
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        url = %app.ctx.config.server.url.origin(),
        listening = running.http.address.map(|a| a.to_string()),
        metrics = running.http.metrics_address.map(|a| a.to_string()),
        database = %app.ctx.db.location(),
        node = app.node.id.get(),
        "ready"
    );
    if running.http.address.is_some() && std::io::stdout().is_terminal() || app.standing.trial {
        welcome(loaded, running, any_user);
    }
}

fn welcome(loaded: &Loaded, running: &Running, any_user: bool) {
    let app = &running.app;
    say!(
        "Staffroom is ready at {}",
        app.ctx.config.server.url.origin()
    );
    if app.standing.trial {
        say!(
            "This is a trial: no configuration file was found, so it does not federate. Its data is in {}.\n\
             To set up a real instance: staffroom init",
            loaded.config.storage.data_dir.display()
        );
    }
    if !any_user {
        say!("Create the first account: staffroom user create NAME --role owner");
    }
    say!("Started {}. Stop with Ctrl-C.", in_words(app.ctx.now()));
}
