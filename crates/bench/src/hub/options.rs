//! What to measure of a hub.

use std::path::PathBuf;

use clap::Args;

/// The program is started on a temporary folder as a hub, which asks every member. With 50 members and 10,000 practices it
/// is what a county may have; the goals are those of a country. A hub asks no member for more than 1,200 things in ten minutes:
/// with more of them for each, reading rests. Forty that a member shows
/// written out are one thing that it is asked for.
#[derive(Clone, Debug, Args)]
pub(crate) struct Hub {
    /// The program that is started [default: staffroom-testserver beside the benchmark]
    #[arg(long)]
    pub(crate) program: Option<PathBuf>,
    /// The program that makes users and tokens [default: staffroom beside the benchmark]
    #[arg(long)]
    pub(crate) cli: Option<PathBuf>,
    /// An empty PostgreSQL database [default: SQLite in the folder]
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// How many instances, each a host of its own
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(8..))]
    pub(crate) members: u32,
    /// How many practices they have together; each is reported on by three others
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(8..))]
    pub(crate) practices: u32,
    /// Members name what they announce in their outboxes only, as those do that show no list of it written out
    #[arg(long)]
    pub(crate) named: bool,
    /// How many new outcomes a second
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) fresh: u32,
    /// For how many seconds they arrive
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) seconds: u32,
    /// How many requests each measurement of reads makes
    #[arg(long, default_value_t = 4_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) reads: u32,
    /// How many connections read at once
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) connections: u32,
    /// How long to wait for anything more to happen, in seconds
    #[arg(long, default_value_t = 180)]
    pub(crate) patience: u64,
}
