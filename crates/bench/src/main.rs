//! Benchmarks that anyone can run. Absolute numbers belong to a machine; each benchmark prints what
//! it is to be compared with in the same run.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

mod client;
mod db;
mod federation;
mod figures;
mod hub;
mod practices;
mod process;
mod startup;
mod tested;

use clap::{Parser, Subcommand};

/// Benchmarks of Staffroom. Run them in release: cargo run --release -p staffroom-bench -- NAME
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    benchmark: Benchmark,
}

#[derive(Debug, Subcommand)]
enum Benchmark {
    /// How soon the server answers after its start, and how much memory it takes when idle
    Startup(startup::Startup),
    /// How many read-modify-writes a second the database takes from one and from eight tasks
    Db(db::DbBench),
    /// What another server sees of this one: an inbox under load, fan-out, documents, memory
    Federation(Box<federation::Federation>),
    /// What clients of the Mastodon API wait for: timelines, posts, streaming
    Client(Box<client::Client>),
    /// What those who look for practices wait for: search with facets, ledgers, counting anew
    Practices(Box<practices::Practices>),
    /// What a hub does with many members: reading what they have, search, counting what is new, letting one go
    Hub(Box<hub::Hub>),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().benchmark {
        Benchmark::Startup(benchmark) => startup::run(&benchmark),
        Benchmark::Db(benchmark) => db::run(&benchmark),
        Benchmark::Federation(benchmark) => federation::run(&benchmark),
        Benchmark::Client(benchmark) => client::run(&benchmark),
        Benchmark::Practices(benchmark) => practices::run(&benchmark),
        Benchmark::Hub(benchmark) => hub::run(&benchmark),
    }
}
