//! What to measure, and of which server.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use url::Url;

/// Without `--server` the program is started on a temporary folder, once for each durability and
/// scenario.
#[derive(Clone, Debug, Args)]
pub(crate) struct Federation {
    /// A server that runs already, by its public address; needs --token
    #[arg(long, value_name = "URL", requires = "token")]
    pub(crate) server: Option<Url>,
    /// A bearer token of an account there that may read, write and follow
    #[arg(long, requires = "server")]
    pub(crate) token: Option<String>,
    /// Where to connect to, if it is not the server's address (this speaks no TLS)
    #[arg(long, value_name = "ADDRESS:PORT", requires = "server")]
    pub(crate) connect: Option<SocketAddr>,
    /// A header that a proxy would add, as "X-Forwarded-Proto: https" (may be repeated)
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = parse_header)]
    pub(crate) headers: Vec<(String, String)>,
    /// The process whose memory is read
    #[arg(long, requires = "server")]
    pub(crate) pid: Option<u32>,
    /// The program that is started [default: staffroom-testserver beside the benchmark]
    #[arg(long, conflicts_with = "server")]
    pub(crate) program: Option<PathBuf>,
    /// The program that makes users and tokens [default: staffroom beside the benchmark]
    #[arg(long, conflicts_with = "server")]
    pub(crate) cli: Option<PathBuf>,
    /// With which `database.durability` the program is started
    #[arg(long, value_delimiter = ',', default_value = "normal,full")]
    pub(crate) durability: Vec<String>,
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
    /// How many connections send at once
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) connections: u32,
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

fn parse_header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("there is no colon")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
