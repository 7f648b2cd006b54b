//! What to measure of practices.

use clap::Args;

use crate::tested::options::Tested;

/// Without `--server` the program is started on a temporary folder, once for each durability, with four accounts. A
/// server that is named is filled by one account, whose outcomes are one setting; it must not limit how often the account
/// calls.
#[derive(Clone, Debug, Args)]
pub(crate) struct Practices {
    #[command(flatten)]
    pub(crate) tested: Tested,
    /// With how many practices stored to measure; rising
    #[arg(long, value_delimiter = ',', default_value = "1000,10000,100000")]
    pub(crate) stored: Vec<u32>,
    /// How many requests each measurement of reads makes
    #[arg(long, default_value_t = 4_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) reads: u32,
    /// How many outcomes are reported to measure counting anew
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) outcomes: u32,
    /// How long the index may take until the last practice is found, in seconds
    #[arg(long, default_value_t = 900)]
    pub(crate) patience: u64,
}
