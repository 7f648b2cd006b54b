//! The clock of this machine, as far as it can be judged from here.

use std::path::Path;
use std::time::Duration;

use chrono::{NaiveDate, TimeZone as _, Utc};
use staffroom_db::inspect::known_versions;
use staffroom_domain::Timestamp;

use super::{Patient, Report};
use crate::app::in_words;

/// Where systemd's time service lives, and the file that says that it has set the clock.
const TIMESYNC: &str = "/run/systemd/timesync";
const ADVICE: &str = "set the clock and keep it right: timedatectl set-ntp true";

/// Other servers refuse what is signed with a clock that is further off.
pub(super) const TOLERATED: Duration = Duration::from_mins(5);

pub(super) fn check(patient: &Patient<'_>, report: &mut Report) {
    let now = patient.clock.now();
    let made = patient.database.as_ref().and_then(|seen| seen.created_at);
    if let Some(born) = born().filter(|born| now < *born) {
        let text = format!(
            "it says {}, before this version was made ({})",
            in_words(now),
            in_words(born)
        );
        return report.problem("clock", text, ADVICE);
    }
    if let Some(made) = made
        .map(Timestamp::from_micros)
        .filter(|made| now.plus(TOLERATED) < *made)
    {
        let text = format!(
            "it says {}, but the instance was made {}",
            in_words(now),
            in_words(made)
        );
        return report.problem("clock", text, ADVICE);
    }
    let folder = Path::new(TIMESYNC);
    if folder.exists() && !folder.join("synchronized").exists() {
        return report.warn(
            "clock",
            "no time server has set it since the machine started",
            ADVICE,
        );
    }
    report.ok("clock", format!("it says {}", in_words(now)));
}

/// The day of the newest migration: no clock that is right says less.
fn born() -> Option<Timestamp> {
    let newest = known_versions().ok()?.pop()?;
    let day = NaiveDate::parse_from_str(newest.get(..8)?, "%Y%m%d").ok()?;
    let start = Utc.from_utc_datetime(&day.and_hms_opt(0, 0, 0)?);
    Some(Timestamp::from_secs(start.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_knows_when_it_was_born() {
        assert!(born().unwrap().as_secs() >= 1_795_392_000);
    }
}
