//! What to measure of how a server speaks with others.

use std::net::SocketAddr;

use clap::{Args, ValueEnum};

use crate::tested::options::Tested;

/// Without `--server` the program is started on a temporary folder, once for each durability and scenario.
#[derive(Clone, Debug, Args)]
pub(crate) struct Federation {
    #[command(flatten)]
    pub(crate) tested: Tested,
    /// What to measure
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "inbox,documents,fan-out,hanging"
    )]
    pub(crate) only: Vec<Scenario>,
    /// Where the hosts of the other side listen; let the port be fixed for a server that is used again
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// inbox: how many notes
    #[arg(long, default_value_t = 10_000)]
    pub(crate) notes: u32,
    /// inbox: how many people on one host write them
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) actors: u32,
    /// inbox: right after the last 202, run this command, which is to kill the server and start it
    /// again; without a command the program that was started is killed (SIGKILL) and started again
    #[arg(long, value_name = "COMMAND", num_args = 0..=1, default_missing_value = "")]
    pub(crate) kill_after_last: Option<String>,
    /// fan-out: how many followers, each on a host of its own; rising
    #[arg(long, value_delimiter = ',', default_value = "200,2000")]
    pub(crate) followers: Vec<u32>,
    /// fan-out: how many posts, one after the other
    #[arg(long, default_value_t = 24)]
    pub(crate) posts: u32,
    /// hanging: how many of 200 hosts accept the connection and never answer
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=199))]
    pub(crate) hanging: u32,
    /// documents: how many requests for each
    #[arg(long, default_value_t = 5_000)]
    pub(crate) documents: u32,
    /// growth: at how many stored notes to measure; rising
    #[arg(long, value_delimiter = ',', default_value = "10000,100000,1000000")]
    pub(crate) stored: Vec<u32>,
    /// How long to wait for something to arrive, in seconds
    #[arg(long, default_value_t = 120)]
    pub(crate) patience: u64,
}

/// Things that are measured apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    /// Notes into the inbox, until they are in the home timeline
    Inbox,
    /// Signed reads of an actor and a status
    Documents,
    /// One post to many hosts
    FanOut,
    /// The same, where some hosts never answer
    Hanging,
    /// Notes into the inbox while ever more are stored; takes long
    Growth,
}
