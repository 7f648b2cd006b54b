//! Points in time as people read them. Calendars begin here.

use chrono::{DateTime, Datelike as _, NaiveDateTime, Utc};
use staffroom_domain::Timestamp;
use staffroom_service::calendar;

use crate::words::{Markup, Message, Words, escaped, key};

/// A point in time. What it is in words depends on the language: [`Words::time`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// For programs: `2026-09-01T08:05:00Z`.
    pub(crate) iso: String,
    at: DateTime<Utc>,
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        let at = DateTime::from_timestamp_micros(at.as_micros()).unwrap_or(DateTime::UNIX_EPOCH);
        Self {
            iso: at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            at,
        }
    }
}

impl From<i64> for Moment {
    fn from(micros: i64) -> Self {
        Timestamp::from_micros(micros).into()
    }
}

impl Words {
    /// `1 September 2026, 08:05 UTC`, in a `<time>` element.
    pub(crate) fn time(self, moment: &Moment) -> Markup {
        let words = self.minute(moment);
        let html = format!(
            "<time datetime=\"{}\">{}</time>",
            moment.iso,
            escaped(&words)
        );
        Markup::new(html, words)
    }

    /// `1 September 2026, 09:05 (Europe/London)`, as the clocks of a zone show it, in a `<time>` element.
    pub(crate) fn local_time(self, at: Timestamp, zone: &str) -> Markup {
        let moment = Moment::from(at);
        let local = calendar::local_at(zone, at);
        let local = local.and_then(|it| it.parse::<NaiveDateTime>().ok());
        let Some(local) = local else {
            return self.time(&moment);
        };
        // Read as if it were UTC, it has the day and the hour of the zone.
        let there = Moment {
            at: local.and_utc(),
            ..moment
        };
        let words = self
            .say("date-local")
            .with("day", self.day(&there))
            .with("time", there.at.format("%H:%M").to_string())
            .with("zone", zone)
            .to_string();
        let html = format!(
            "<time datetime=\"{}\">{}</time>",
            there.iso,
            escaped(&words)
        );
        Markup::new(html, words)
    }

    /// `1 September 2026`, in a `<time>` element.
    pub(crate) fn date(self, moment: &Moment) -> Markup {
        let (day, words) = (moment.at.format("%Y-%m-%d"), self.day(moment));
        let html = format!("<time datetime=\"{day}\">{}</time>", escaped(&words));
        Markup::new(html, words)
    }

    /// `1 September 2026, 08:05 UTC`
    pub(crate) fn minute(self, moment: &Moment) -> String {
        self.say("date-minute")
            .with("day", self.day(moment))
            .with("time", moment.at.format("%H:%M").to_string())
            .to_string()
    }

    /// `1 September 2026`
    pub(crate) fn day(self, moment: &Moment) -> String {
        // The year is text: numbers are written with signs between the thousands in some languages.
        self.say("date-day")
            .with("day", moment.at.day())
            .with("month", moment.at.month())
            .with("year", moment.at.year().to_string())
            .to_string()
    }
}

/// How long to wait, in words that are never too short.
pub(crate) fn wait_in_words(seconds: u64) -> Message {
    match seconds {
        0..=90 => key("wait-seconds").with("number", seconds.max(1)),
        _ => key("wait-minutes").with("number", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    const ENGLISH: Words = Words::new(Language::English);
    const WELSH: Words = Words::new(Language::Welsh);

    #[test]
    fn times_say_that_they_are_utc() {
        let moment = Moment::from(Timestamp::from_secs(1_788_249_900));
        assert_eq!(moment.iso, "2026-09-01T08:05:00Z");
        assert_eq!(ENGLISH.minute(&moment), "1 September 2026, 08:05 UTC");
        assert_eq!(WELSH.minute(&moment), "1 Medi 2026, 08:05 UTC");
        assert_eq!(WELSH.day(&moment), "1 Medi 2026");
        assert_eq!(
            ENGLISH.time(&moment).to_string(),
            "<time datetime=\"2026-09-01T08:05:00Z\">1 September 2026, 08:05 UTC</time>"
        );
        assert_eq!(Moment::from(i64::MAX).iso, "1970-01-01T00:00:00Z");
        assert_eq!(
            ENGLISH.date(&moment).to_string(),
            "<time datetime=\"2026-09-01\">1 September 2026</time>"
        );
    }

    #[test]
    fn clocks_of_a_zone_show_its_day_and_hour() {
        // 31 December 2026, 23:30 UTC.
        let at = Timestamp::from_secs(1_798_759_800);
        assert_eq!(
            WELSH.local_time(at, "Europe/Paris").to_string(),
            "<time datetime=\"2026-12-31T23:30:00Z\">1 Ionawr 2027, 00:30 (Europe/Paris)</time>"
        );
        assert_eq!(
            ENGLISH.local_time(at, "Europe/Leeds").text(),
            "31 December 2026, 23:30 UTC"
        );
    }

    #[test]
    fn waiting_is_never_told_too_short() {
        let wait = |words: Words, seconds| words.say(wait_in_words(seconds)).to_string();
        assert_eq!(wait(ENGLISH, 0), "1 second");
        assert_eq!(wait(ENGLISH, 90), "90 seconds");
        assert_eq!(wait(ENGLISH, 121), "3 minutes");
        assert_eq!(wait(WELSH, 1), "1 eiliad");
        assert_eq!(wait(WELSH, 120), "2 funud");
        assert_eq!(wait(WELSH, 121), "3 munud");
    }
}
