//! One scenario after the other, and the table at the end.

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::options::{Client, Scenario};
use super::{posts, reads, sockets};
use crate::startup::mega;
use crate::tested::memory::Memory;
use crate::tested::program::Program;
use crate::tested::server::{Api, Server};
use crate::tested::table::Table;

pub(crate) fn run(options: &Client) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match options.tested.running().await? {
            Some(server) => {
                println!("server: {}", server.url);
                let mut table = Table::default();
                measure(options, &server, &mut table).await?;
                println!("\n{table}");
                Ok(())
            }
            None => run_programs(options).await,
        }
    })
}

/// Our program, fresh for each durability.
async fn run_programs(options: &Client) -> anyhow::Result<()> {
    let (binary, cli) = options.tested.programs()?;
    for durability in &options.tested.durability {
        println!("SQLite, durability {durability}");
        let mut table = Table::default();
        let (program, server) = Program::start(&binary, &cli, durability).await?;
        let measured = measure(options, &server, &mut table).await;
        measured.with_context(|| format!("the end of the server's log:\n{}", program.log()))?;
        program.stop()?;
        println!("\n{table}");
    }
    Ok(())
}

async fn measure(options: &Client, server: &Server, table: &mut Table) -> anyhow::Result<()> {
    let memory = Memory::watch(server.process.clone());
    let connections = options.tested.connections;
    let before = count(server).await?;
    posts::write(server, 1, 1).await?;
    let oldest = reads::newest(server).await?;
    let mut written = 1;
    for stored in &options.stored {
        let more = stored.saturating_sub(written);
        posts::store(server, more, connections).await?;
        written += more;
        println!("{stored} stored");
        for scenario in &options.only {
            written += one(options, *scenario, server, *stored, oldest, table).await?;
        }
    }
    let counted = count(server).await? - before;
    table.row(
        "posts counted",
        format!("{counted} of {written}"),
        "exactly all",
    );
    if let Some(peak) = memory.take_peak() {
        let peak = format!("{:.1} MB resident at most", mega(peak));
        table.row("memory", peak, "–");
    }
    ensure!(
        counted == i64::from(written) || options.tested.server.is_some(),
        "{table}\nthe count of posts is wrong"
    );
    Ok(())
}

/// Measures one thing; how many posts that took.
async fn one(
    options: &Client,
    scenario: Scenario,
    server: &Server,
    stored: u32,
    oldest: i64,
    table: &mut Table,
) -> anyhow::Result<u32> {
    let connections = options.tested.connections;
    let mut row = |what: &str, seen: String, goal: &str| {
        println!("{what}, {stored} stored: {seen}");
        table.row(format!("{what}, {stored} stored"), seen, goal);
    };
    match scenario {
        Scenario::Posts => {
            let load = posts::write(server, options.posts, connections).await?;
            row("POST statuses", reads::words(&load), "3,000/s");
            let load = posts::write(server, options.posts, 1).await?;
            row("the same, one client", reads::words(&load), "1,500/s");
            return Ok(2 * options.posts);
        }
        Scenario::Home => {
            let newest = [reads::HOME.to_owned()];
            let load = reads::read(server, &newest, options.reads, connections).await?;
            let goal = "6,000/s, p99 10 ms";
            row("home timeline, newest", reads::words(&load), goal);
            let old = reads::old_pages(server, oldest).await?;
            let load = reads::read(server, &old, options.reads, connections).await?;
            row(
                "home timeline, old pages",
                reads::words(&load),
                "within 30 %",
            );
        }
        Scenario::Pages => {
            let page = [options.page.clone()];
            let load = reads::read(server, &page, options.reads, connections).await?;
            row("page for people", reads::words(&load), "3,000/s");
        }
        Scenario::Sockets => {
            let seen = sockets::measure(server, options.sockets).await?;
            let what = format!("{} sockets told", options.sockets);
            row(&what, format!("{} ms", seen.last), "200 ms");
            if let Some(memory) = seen.memory {
                row("memory for a socket", format!("{memory} bytes"), "30 KB");
            }
            return Ok(sockets::POSTS);
        }
    }
    Ok(0)
}

/// How many posts the server counts for the account.
async fn count(server: &Server) -> anyhow::Result<i64> {
    let me = Api::new(server)
        .get("/api/v1/accounts/verify_credentials")
        .await?;
    let count = me.get("statuses_count").and_then(Value::as_i64);
    count.context("the account has no count of posts")
}
