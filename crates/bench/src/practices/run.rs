//! Fills, waits until everything is found, and measures.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde_json::Value;
use tokio::time::sleep;

use super::options::Practices;
use super::pages;
use super::reads::{Cost, Reading, SEARCH, facet_searches, median, words};
use super::seed::{self, OUTCOMES, PHASES};
use crate::startup::mega;
use crate::tested::load::send_all;
use crate::tested::memory::Memory;
use crate::tested::program::Program;
use crate::tested::server::{Api, Server};
use crate::tested::table::Table;

/// Who tries what the first account publishes.
const OTHERS: [&str; 3] = ["bench_two", "bench_three", "bench_four"];

pub(crate) fn run(options: &Practices) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match options.tested.running().await? {
            Some(server) => {
                println!("server: {}", server.url);
                measure(options, &[server]).await
            }
            None => run_programs(options).await,
        }
    })
}

/// Our program, fresh for each durability.
async fn run_programs(options: &Practices) -> anyhow::Result<()> {
    let (binary, cli) = options.tested.programs()?;
    for durability in &options.tested.durability {
        println!("SQLite, durability {durability}");
        let (program, server) = Program::start(&binary, &cli, durability).await?;
        let mut people = vec![server];
        for name in OTHERS {
            let token = program.person(&cli, name)?;
            let first = people.first().context("nobody is there")?;
            people.push(Server {
                token,
                ..first.clone()
            });
        }
        let measured = measure(options, &people).await;
        measured.with_context(|| format!("the end of the server's log:\n{}", program.log()))?;
        program.stop()?;
    }
    Ok(())
}

async fn measure(options: &Practices, people: &[Server]) -> anyhow::Result<()> {
    let mut table = Table::default();
    let server = people.first().context("nobody is there")?;
    let memory = Memory::watch(server.process.clone());
    let mut costs = [
        Cost {
            what: "search, two facets",
            first: None,
        },
        Cost {
            what: "a page of the list",
            first: None,
        },
    ];
    let mut there = 0;
    for stored in &options.stored {
        let began = Instant::now();
        seed::fill(people, there, *stored, options.tested.connections).await?;
        there = there.max(*stored);
        let filled = began.elapsed();
        let indexing = Instant::now();
        until_found(server, there, options.patience).await?;
        println!(
            "{stored} stored with {OUTCOMES} outcomes each, in {:.0} s, and found {:.0} s later",
            filled.as_secs_f64(),
            indexing.elapsed().as_secs_f64()
        );
        at(options, people, *stored, &mut costs, &mut table).await?;
    }
    if let Some(peak) = memory.take_peak() {
        table.row(
            "memory",
            format!("{:.1} MB resident at most", mega(peak)),
            "–",
        );
    }
    println!("\n{table}");
    Ok(())
}

/// Waits until the last practice is in the index.
async fn until_found(server: &Server, there: u32, patience: u64) -> anyhow::Result<()> {
    let target = format!("{SEARCH}?limit=1&q={}", seed::name(there.saturating_sub(1)));
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(patience) {
        let found = Api::new(server).get(&target).await?;
        let items = found.get("items").and_then(Value::as_array);
        if items.is_some_and(|items| !items.is_empty()) {
            return Ok(());
        }
        sleep(Duration::from_secs(1)).await;
    }
    bail!("what was published is not found within {patience} s")
}

async fn at(
    options: &Practices,
    people: &[Server],
    stored: u32,
    costs: &mut [Cost; 2],
    table: &mut Table,
) -> anyhow::Result<()> {
    let server = people.first().context("nobody is there")?;
    let mut row = |what: &str, seen: String, goal: &str| {
        println!("{what}, {stored} stored: {seen}");
        table.row(format!("{what}, {stored} stored"), seen, goal);
    };
    let [search, list] = costs;
    let reading = Reading {
        reads: options.reads,
        connections: options.tested.connections,
    };
    let facets = facet_searches();
    let seen = reading.read(server, &facets).await?;
    row(search.what, words(&seen.load), "p95 50 ms");
    row(
        "its cost",
        seen.compared(search),
        "within 20 % of the first",
    );
    let texts: Vec<String> = facets
        .iter()
        .map(|target| format!("{target}&q=recorded+voice"))
        .collect();
    let seen = reading.read(server, &texts).await?;
    row(
        "search, two facets and words",
        words(&seen.load),
        "p95 50 ms",
    );
    let one = PHASES.map(|phase| format!("{SEARCH}?limit=20&phase=ph/{phase}"));
    let seen = reading.read(server, &one).await?;
    row("search, one facet", words(&seen.load), "–");
    let pages = vec!["/api/staffroom/v1/practices?limit=20".to_owned()];
    let seen = reading.read(server, &pages).await?;
    row(list.what, words(&seen.load), "–");
    row("its cost", seen.compared(list), "within 20 % of the first");
    let ids = seed::page(server, "").await?;
    let ledgers: Vec<String> = ids
        .iter()
        .map(|id| format!("/api/staffroom/v1/practices/{id}/ledger"))
        .collect();
    let seen = reading.read(server, &ledgers).await?;
    row("a ledger", words(&seen.load), "p95 10 ms");
    let entries: Vec<String> = ids
        .iter()
        .map(|id| format!("/api/staffroom/v1/practices/{id}/outcomes?limit=20"))
        .collect();
    let seen = reading.read(server, &entries).await?;
    row("its outcomes, a page", words(&seen.load), "p95 10 ms");
    for (name, pages) in pages::all(server).await? {
        let seen = reading.browse(server, &pages).await;
        let seen = seen.with_context(|| pages.join(" "))?;
        row(&format!("page: {name}"), words(&seen.load), "p95 30 ms");
    }
    // One client, so that nothing waits: the whole answer, of which counting anew is a part.
    let reporter = people.last().unwrap_or(server);
    let reports = (0_u32..)
        .zip(ids.iter().cycle())
        .take(options.outcomes as usize)
        .map(|(number, id)| seed::outcome(reporter, id, number))
        .collect();
    let counted = send_all(server, reports, 1)
        .await?
        .all_accepted("an outcome")?;
    row("an outcome, counted, one client", words(&counted), "–");
    let answers = ids.iter().cycle().take(options.outcomes as usize);
    let answers = answers.map(|id| answer(reporter, id)).collect();
    let plain = send_all(server, answers, 1)
        .await?
        .all_accepted("an answer")?;
    row("a plain answer to it, one client", words(&plain), "–");
    let more = median(&counted) - median(&plain);
    row(
        "counting anew, the difference",
        format!("{more:.2} ms"),
        "5 ms",
    );
    Ok(())
}

fn answer(server: &Server, practice: &str) -> Vec<u8> {
    let body = serde_json::json!({
        "status": "We would like to try this with our Year 9 classes after half term.",
        "in_reply_to_id": practice,
        "visibility": "public",
        "language": "en"
    });
    server.call("POST", "/api/v1/statuses", Some(&body))
}
