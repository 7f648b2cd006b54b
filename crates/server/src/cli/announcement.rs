//! `staffroom announcement …`: what everybody here is told.

use anyhow::Context as _;
use clap::{Args, Subcommand};
use staffroom_domain::{AnnouncementId, Day, Timestamp};
use staffroom_service::Ctx;
use staffroom_service::announcements::{NewAnnouncement, is_over};
use staffroom_service::staff::{self, By};

use super::output::say;
use crate::app::in_words;

/// What to do with announcements.
#[derive(Debug, Subcommand)]
pub(super) enum Announcement {
    /// Tell everybody something
    Add(Add),
    /// List them, the latest first
    List,
    /// Take one away
    Remove {
        /// Its number
        id: String,
    },
}

/// The end of one, in words. Of days the last, on which it is still shown.
fn end(at: i64, all_day: bool) -> String {
    let at = Timestamp::from_micros(at);
    match Day::in_utc(at).filter(|_| all_day) {
        Some(day) => String::from(day),
        None => in_words(at),
    }
}

/// As many are listed.
const MOST: i64 = 200;

/// A new one.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// What it says
    text: String,
    /// When that begins which it is about: 2026-12-01 or 2026-12-01T18:00:00Z
    #[arg(long)]
    starts: Option<String>,
    /// When that ends, likewise; then it is shown no more. It is shown on the last day too
    #[arg(long)]
    ends: Option<String>,
}

pub(super) async fn run(command: Announcement, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Announcement::Add(add) => {
            let dates = [&add.starts, &add.ends].into_iter().flatten();
            let new = NewAnnouncement {
                text: add.text.clone(),
                starts_at: add.starts.as_deref().map(moment).transpose()?,
                ends_at: add.ends.as_deref().map(moment).transpose()?,
                all_day: dates.clone().count() > 0 && dates.clone().all(|text| is_day(text)),
                ..NewAnnouncement::default()
            };
            let row = staff::announce(ctx, By::CommandLine, new).await?;
            say!("Everybody here is told ({}).", row.id);
        }
        Announcement::List => {
            let rows = staff::announcements(ctx, By::CommandLine, None, MOST).await?;
            if rows.is_empty() {
                say!("Nothing has been announced.");
            }
            for row in rows {
                let ends = row.ends_at.map(|at| end(at, row.all_day));
                let ends = ends.map(|end| format!(", until {end}")).unwrap_or_default();
                let over = if is_over(ctx, &row) { " (over)" } else { "" };
                say!("{}  {}{ends}{over}", row.id, in_words(row.published_at));
                say!("    {}", row.text.replace('\n', "\n    "));
            }
        }
        Announcement::Remove { id } => {
            let parsed: AnnouncementId = id.parse().with_context(|| {
                format!(
                    "{id:?} is no announcement; `staffroom announcement list` shows their numbers"
                )
            })?;
            let found = staff::remove_announcement(ctx, By::CommandLine, parsed).await?;
            anyhow::ensure!(found, "there is no announcement {parsed}");
            say!("The announcement {parsed} is gone.");
        }
    }
    Ok(())
}

fn is_day(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

fn moment(text: &str) -> anyhow::Result<Timestamp> {
    if let Ok(day) = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc();
        return Ok(Timestamp::from_secs(midnight.timestamp()));
    }
    let at = chrono::DateTime::parse_from_rfc3339(text).with_context(|| {
        format!("{text:?} is no time; write it like 2026-12-01 or 2026-12-01T18:00:00Z")
    })?;
    Ok(Timestamp::from_secs(at.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_understood() {
        assert_eq!(moment("1970-01-02").unwrap().as_secs(), 86_400);
        assert_eq!(moment("1970-01-01T01:00:00+01:00").unwrap().as_secs(), 0);
        assert!(is_day("2026-12-01") && !is_day("2026-12-01T18:00:00Z"));
        assert!(moment("tomorrow").is_err());
    }
}
