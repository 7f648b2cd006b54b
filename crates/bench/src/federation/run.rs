//! One scenario after the other, and the table at the end.

use std::time::Duration;

use anyhow::{Context as _, ensure};

use super::hosts::Hosts;
use super::inbox::Plan;
use super::options::{Federation, Scenario};
use super::session::Session;
use super::{documents, fanout, growth, inbox};
use crate::figures::{Figures, rate};
use crate::startup::mega;
use crate::tested::program::Program;
use crate::tested::server::Server;
use crate::tested::table::Table;

const READS_GOAL: &str = "20,000/s";
const MEMORY_GOAL: &str = "under 80 MB";
/// On so many hosts some hang.
const HANGING_AMONG: u32 = 200;

pub(crate) fn run(options: &Federation) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match options.tested.running().await? {
            Some(server) => run_against(options, server).await,
            None => run_programs(options).await,
        }
    })
}

/// A server that runs already: everything on one account.
async fn run_against(options: &Federation, server: Server) -> anyhow::Result<()> {
    println!("server: {}", server.url);
    let mut session = open(options, server).await?;
    let mut table = Table::default();
    for scenario in &options.only {
        measure(options, *scenario, &mut session, None, &mut table).await?;
    }
    println!("\n{table}");
    Ok(())
}

/// Our program, fresh for each scenario.
async fn run_programs(options: &Federation) -> anyhow::Result<()> {
    let (binary, cli) = options.tested.programs()?;
    for durability in &options.tested.durability {
        println!("SQLite, durability {durability}");
        let mut table = Table::default();
        for scenario in &options.only {
            let (mut program, server) = Program::start(&binary, &cli, durability).await?;
            let measured = async {
                let mut session = open(options, server).await?;
                measure(
                    options,
                    *scenario,
                    &mut session,
                    Some(&mut program),
                    &mut table,
                )
                .await
            };
            let measured = measured.await;
            measured.with_context(|| format!("the end of the server's log:\n{}", program.log()))?;
            program.stop()?;
        }
        println!("\n{table}");
    }
    Ok(())
}

async fn open(options: &Federation, server: Server) -> anyhow::Result<Session> {
    let hosts = Hosts::start(options.listen).await?;
    let patience = Duration::from_secs(options.patience);
    Session::open(hosts, server, options.tested.connections, patience).await
}

/// One scenario; its rows go into the table.
pub(crate) async fn measure(
    options: &Federation,
    scenario: Scenario,
    session: &mut Session,
    program: Option<&mut Program>,
    table: &mut Table,
) -> anyhow::Result<()> {
    match scenario {
        Scenario::Inbox => measure_inbox(options, session, program, table).await?,
        Scenario::Documents => {
            session.follow(options.actors).await?;
            let reads = documents::measure(session, options.documents, options.actors).await?;
            table.row(
                "actor, signed GET",
                format!("{:.0}/s", reads.actor),
                READS_GOAL,
            );
            table.row(
                "status, signed GET",
                format!("{:.0}/s", reads.status),
                READS_GOAL,
            );
            memory_row("documents", session, table);
        }
        Scenario::FanOut => {
            for followers in &options.followers {
                gain_followers(session, *followers).await?;
                let seen = fanout::measure(session, *followers, 0, options.posts).await?;
                let goal = if *followers <= HANGING_AMONG {
                    "100 ms"
                } else {
                    "1 s for 2,000"
                };
                fanout_rows(&format!("fan-out to {followers}"), &seen, goal, table);
                memory_row(&format!("fan-out to {followers}"), session, table);
            }
        }
        Scenario::Growth => {
            growth::measure(session, &options.stored, options.actors, table).await?;
            memory_row("growth", session, table);
        }
        Scenario::Hanging => {
            gain_followers(session, HANGING_AMONG).await?;
            let all = fanout::measure(session, HANGING_AMONG, 0, options.posts).await?;
            let (hanging, posts) = (options.hanging, options.posts);
            let seen = fanout::measure(session, HANGING_AMONG, hanging, posts).await?;
            let without = all.delivered.median();
            let goal = format!("500 ms (median without: {without:.0} ms)");
            let what = format!("{hanging} of {HANGING_AMONG} hosts hang");
            fanout_rows(&what, &seen, &goal, table);
            memory_row("hanging", session, table);
        }
    }
    Ok(())
}

async fn gain_followers(session: &mut Session, count: u32) -> anyhow::Result<()> {
    let took = session.gain_followers(count).await?;
    println!("{count} followers after {:.1} s", took.as_secs_f64());
    Ok(())
}

async fn measure_inbox(
    options: &Federation,
    session: &mut Session,
    program: Option<&mut Program>,
    table: &mut Table,
) -> anyhow::Result<()> {
    let plan = Plan {
        notes: options.notes,
        actors: options.actors,
        kill: options.kill_after_last.as_deref(),
        program,
    };
    let seen = inbox::measure(session, plan).await?;
    let load = &seen.load;
    let accepted = format!(
        "{:.0}/s ({} of {} in {:.1} s)",
        rate(load.accepted, load.took),
        load.accepted,
        options.notes,
        load.took.as_secs_f64()
    );
    table.row("inbox: accepted", accepted, "all, 5,000/s");
    let found = u32::try_from(seen.found)?;
    let visible = format!(
        "{:.0}/s ({found} in {:.1} s)",
        rate(found, seen.visible_after),
        seen.visible_after.as_secs_f64()
    );
    let killed = if options.kill_after_last.is_some() {
        ", killed after the last 202"
    } else {
        ""
    };
    table.row(
        format!("inbox: in the home timeline{killed}"),
        visible,
        "all, 3,000/s",
    );
    table.row("inbox: lost", seen.lost.to_string(), "0");
    table.row("inbox: seen twice", seen.twice.to_string(), "0");
    let others = format!(
        "{} later, {} cut, {} refused",
        load.pushed_back, load.failures, load.refused
    );
    table.row("inbox: other answers", others, "none refused");
    memory_row("inbox", session, table);
    if let Some(sample) = &load.sample {
        println!("the first that was refused: {sample}");
    }
    ensure!(
        seen.twice == 0 || options.tested.server.is_some(),
        "{table}\na note is there twice"
    );
    Ok(())
}

fn fanout_rows(what: &str, seen: &fanout::Outcome, goal: &str, table: &mut Table) {
    let goal_of_post = "p50 5 ms";
    table.row(
        format!("{what}: POST"),
        in_millis(&seen.written),
        goal_of_post,
    );
    table.row(
        format!("{what}: last delivery"),
        in_millis(&seen.delivered),
        goal,
    );
    let others = format!("{} / {}", seen.missing, seen.twice);
    table.row(format!("{what}: missing / twice"), others, "0 / 0");
}

fn in_millis(figures: &Figures) -> String {
    format!(
        "p50 {:.1} ms, p95 {:.1} ms, worst {:.1} ms",
        figures.percentile(0.5),
        figures.percentile(0.95),
        figures.percentile(1.0)
    )
}

fn memory_row(what: &str, session: &Session, table: &mut Table) {
    if let Some(peak) = session.memory.take_peak() {
        let peak = format!("{:.1} MB resident at most", mega(peak));
        table.row(format!("{what}: memory"), peak, MEMORY_GOAL);
    }
}
