//! What to measure of what clients wait for.

use clap::{Args, ValueEnum};

use crate::tested::options::Tested;

/// Without `--server` the program is started on a temporary folder, once for each durability. A server that is named
/// must not limit how often the account calls.
#[derive(Clone, Debug, Args)]
pub(crate) struct Client {
    #[command(flatten)]
    pub(crate) tested: Tested,
    /// What to measure
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "posts,home,pages,sockets"
    )]
    pub(crate) only: Vec<Scenario>,
    /// With how many posts stored to measure; rising
    #[arg(long, value_delimiter = ',', default_value = "10000,100000")]
    pub(crate) stored: Vec<u32>,
    /// How many requests each measurement of reads makes
    #[arg(long, default_value_t = 20_000)]
    pub(crate) reads: u32,
    /// How many posts each measurement of posts writes
    #[arg(long, default_value_t = 5_000)]
    pub(crate) posts: u32,
    /// How many sockets are open at once
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) sockets: u32,
    /// A page for people whose making is measured
    #[arg(long, default_value = "/@bench")]
    pub(crate) page: String,
}

/// Things that are measured apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    /// Writing posts: several clients at once, and one after the other
    Posts,
    /// The home timeline: its newest page, and old ones
    Home,
    /// A page for people, as HTML
    Pages,
    /// Many open sockets that are told of a post
    Sockets,
}
