//! What an activity costs while the database grows.

use std::fmt::Write as _;

use super::inbox::{self, Plan};
use super::session::Session;
use crate::figures::rate;
use crate::tested::table::Table;

/// So many notes are sent at a time; the last of them before each number of stored ones are a row.
const ROUND: u32 = 10_000;

/// Sends notes until so many are stored (rising), and says how fast it went then.
pub(crate) async fn measure(
    session: &mut Session,
    stored: &[u32],
    actors: u32,
    table: &mut Table,
) -> anyhow::Result<()> {
    let mut there = 0;
    for target in stored {
        while there < *target {
            let plan = Plan {
                notes: ROUND,
                actors,
                kill: None,
                program: None,
            };
            let seen = inbox::measure(session, plan).await?;
            anyhow::ensure!(seen.lost == 0, "{} notes were lost", seen.lost);
            there += ROUND;
            let accepted = rate(seen.load.accepted, seen.load.took);
            let visible = rate(ROUND, seen.visible_after);
            let mut rates = format!("{accepted:.0}/s accepted, {visible:.0}/s visible");
            if let Some(processor) = seen.processor {
                // The rates depend on what else the machine does; this hardly does.
                let each = processor.as_secs_f64() * 1e6 / f64::from(ROUND);
                write!(rates, ", {each:.0} µs of processor each")?;
            }
            println!("{there} stored: {rates}");
            if there >= *target {
                let goal = "flat within 20 %";
                table.row(format!("inbox, {there} stored"), rates, goal);
            }
        }
    }
    Ok(())
}
