//! Read-modify-writes: each reads a number, adds one and writes it back, in a transaction of its
//! own. The sum at the end tells whether one was lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::ensure;
use clap::Args;
use staffroom_db::facts::{self, Fact};
use staffroom_db::{Conn, Db, DbError, DbOptions, Durability, Location};
use staffroom_domain::Timestamp;

/// How much, and where.
#[derive(Debug, Args)]
pub(crate) struct DbBench {
    /// How many read-modify-writes each task does
    #[arg(long, default_value_t = 10_000)]
    each: u64,
    /// How many tasks at once
    #[arg(long, default_value_t = 8)]
    tasks: u64,
}

pub(crate) fn run(benchmark: &DbBench) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    for (name, durability) in [("full", Durability::Full), ("normal", Durability::Normal)] {
        let one = runtime.block_on(measure(durability, 1, benchmark.each))?;
        let many = runtime.block_on(measure(durability, benchmark.tasks, benchmark.each))?;
        println!(
            "SQLite, durability {name}: {one:.0}/s from 1 task, {many:.0}/s from {} tasks ({:.2} times); \
             {} each, no failure, none lost",
            benchmark.tasks,
            many / one,
            benchmark.each
        );
    }
    Ok(())
}

/// Read-modify-writes a second.
async fn measure(durability: Durability, tasks: u64, each: u64) -> anyhow::Result<f64> {
    let folder = tempfile::tempdir()?;
    let location = Location::Sqlite(folder.path().join("bench.sqlite"));
    let options = DbOptions {
        durability,
        ..DbOptions::new(location)
    };
    Db::migrate(&options, None)?;
    let db = Db::open(&options)?;
    let failures = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let running: Vec<_> = (0..tasks)
        .map(|_| {
            let (db, failures) = (db.clone(), Arc::clone(&failures));
            tokio::spawn(async move {
                for _ in 0..each {
                    if db.write(add_one).await.is_err() {
                        failures.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    for task in running {
        task.await?;
    }
    let seconds = started.elapsed().as_secs_f64();
    let failures = failures.load(Ordering::Relaxed);
    ensure!(failures == 0, "{failures} of {} failed", tasks * each);
    let sum = db.read(read).await?;
    ensure!(
        sum == tasks * each,
        "the sum is {sum} and should be {}",
        tasks * each
    );
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of operations fit an f64"
    )]
    let rate = (tasks * each) as f64 / seconds;
    Ok(rate)
}

fn read(conn: &mut Conn) -> Result<u64, DbError> {
    let text = facts::get(conn, Fact::CreatedAt)?;
    Ok(text.and_then(|text| text.parse().ok()).unwrap_or(0))
}

fn add_one(conn: &mut Conn) -> Result<(), DbError> {
    let next = read(conn)? + 1;
    facts::set(
        conn,
        Fact::CreatedAt,
        &next.to_string(),
        Timestamp::default(),
    )
}
