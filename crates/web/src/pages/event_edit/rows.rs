//! What is filled in of the times of an event, and of each talk.

use crate::fields::Fields;

/// The most rows of talks that a form has.
pub(super) const MOST_TALKS: usize = 200;

/// A day and a time, on the clocks of a place.
#[derive(Clone, Default)]
pub(in crate::pages) struct Clock {
    pub(in crate::pages) day: String,
    pub(in crate::pages) time: String,
}

/// A row of the programme.
#[derive(Clone, Default)]
pub(super) struct WrittenTalk {
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) minutes: String,
    pub(super) speaker: String,
    pub(super) practice: String,
}

impl Clock {
    /// From `2027-01-28T18:00:00`.
    pub(in crate::pages) fn of(local: &str) -> Self {
        let (day, time) = local.split_once('T').unwrap_or((local, ""));
        Self {
            day: day.to_owned(),
            time: time.strip_suffix(":00").unwrap_or(time).to_owned(),
        }
    }

    /// `2027-01-28T18:00`; where no day is said, that one.
    pub(in crate::pages) fn local(&self, usual: Option<&str>) -> String {
        let day = match self.day.as_str() {
            "" => usual.unwrap_or_default(),
            day => day,
        };
        format!("{day}T{}", self.time)
    }

    /// An end without a day is on the day of the beginning; without anything it is open.
    pub(super) fn end(&self, starts: &Self) -> Option<String> {
        let is_open = self.day.is_empty() && self.time.is_empty();
        (!is_open).then(|| self.local(Some(&starts.day)))
    }
}

impl WrittenTalk {
    pub(super) fn is_empty(&self) -> bool {
        [&self.title, &self.minutes, &self.speaker, &self.practice]
            .iter()
            .all(|text| text.is_empty())
    }
}

/// The rows, which come field by field.
pub(super) fn talks(form: &Fields) -> Vec<WrittenTalk> {
    let all = |name: &'static str| form.all(name).map(|text| text.trim().to_owned());
    let mut rows: Vec<WrittenTalk> = all("talk-title")
        .take(MOST_TALKS)
        .map(|title| WrittenTalk {
            title,
            ..WrittenTalk::default()
        })
        .collect();
    let mut fill = |name: &'static str, put: fn(&mut WrittenTalk, String)| {
        for (row, text) in rows.iter_mut().zip(all(name)) {
            put(row, text);
        }
    };
    fill("talk-kind", |row, text| row.kind = text);
    fill("talk-minutes", |row, text| row.minutes = text);
    fill("talk-speaker", |row, text| row.speaker = text);
    fill("talk-practice", |row, text| row.practice = text);
    rows
}
