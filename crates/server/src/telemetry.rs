//! Logs: for people on a terminal, as JSON otherwise; and the recorder of measurements.

use std::fs::File;
use std::io::{self, IsTerminal as _};

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use staffroom_config::{Log, LogFormat};
use tracing_subscriber::EnvFilter;

/// What the program logs by default, as in the settings.
const DEFAULT_LEVEL: &str = "info";

/// Begins to log to standard error. Later calls change nothing (tests start several servers).
pub fn start_logs(log: &Log) {
    start(log, log.level.as_str());
}

/// As [`start_logs`], for commands that print their results: without other wish in the settings only
/// what is wrong.
pub fn start_quiet_logs(log: &Log) {
    let level = log.level.as_str();
    start(
        log,
        if level == DEFAULT_LEVEL {
            "warn"
        } else {
            level
        },
    );
}

/// Begins to log into a file, for people to read.
pub fn start_logs_in(file: File) {
    let started = tracing_subscriber::fmt()
        .with_writer(file)
        .with_env_filter(filter(DEFAULT_LEVEL))
        .with_target(false)
        .with_ansi(false)
        .try_init();
    drop(started);
}

fn filter(level: &str) -> EnvFilter {
    // What the web server's library says of its threads is noise, unless it is asked for; and what the
    // verifier of certificates says, is said by whoever asked for the connection.
    let level = format!("actix_server=warn,rustls_platform_verifier=off,{level}");
    EnvFilter::try_new(level).unwrap_or_else(|_| EnvFilter::new(DEFAULT_LEVEL))
}

fn start(log: &Log, level: &str) {
    let human = match log.format {
        LogFormat::Human => true,
        LogFormat::Json => false,
        LogFormat::Auto => io::stderr().is_terminal(),
    };
    let builder = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_env_filter(filter(level));
    let started = if human {
        let colours = io::stderr().is_terminal();
        builder.with_target(false).with_ansi(colours).try_init()
    } else {
        builder.json().flatten_event(true).try_init()
    };
    drop(started);
}

/// Installs the recorder behind the `metrics` macros; `None` when this process has one already.
pub fn start_metrics() -> Option<PrometheusHandle> {
    let seconds = [
        0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
    ];
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &seconds)
        .ok()?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).ok()?;
    Some(handle)
}
