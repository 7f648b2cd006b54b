//! What everybody here is told, as pages show it: its words with links, and in words when that is which it is about.

use staffroom_domain::{AnnouncementId, Timestamp};
use staffroom_service::announcements::{self, AnnouncementRow};
use staffroom_text::sanitize_shown;

use crate::moment::Moment;
use crate::page::Page;
use crate::words::{Markup, SaidHtml};

/// An announcement on a page.
pub(crate) struct ShownAnnouncement {
    pub(crate) id: AnnouncementId,
    /// Safe HTML.
    pub(crate) html: String,
    /// When that is which it is about, where that is said.
    pub(crate) when: Option<SaidHtml>,
    /// When it was made.
    pub(crate) made: Markup,
    /// The same without elements, by which buttons tell one from another.
    pub(crate) made_words: String,
    /// When it was changed, if it was.
    pub(crate) changed: Option<Markup>,
    pub(crate) is_over: bool,
}

impl ShownAnnouncement {
    pub(crate) fn new(page: &Page, row: &AnnouncementRow) -> Self {
        let words = page.words();
        let zone = page.ctx().config.instance.time_zone.as_str();
        let made = words.local_time(row.published_at, zone);
        let was_changed = row.updated_at != row.published_at;
        Self {
            id: row.id,
            html: sanitize_shown(&announcements::html(row)),
            when: when(page, row),
            made_words: made.text().to_owned(),
            made,
            changed: was_changed.then(|| words.local_time(row.updated_at, zone)),
            is_over: announcements::is_over(page.ctx(), row),
        }
    }
}

/// Times are as the clocks of the instance show them; days are the same everywhere.
fn when(page: &Page, row: &AnnouncementRow) -> Option<SaidHtml> {
    let words = page.words();
    let zone = page.ctx().config.instance.time_zone.as_str();
    let shown = |at: i64| {
        if row.all_day {
            words.date(&Moment::from(at))
        } else {
            words.local_time(Timestamp::from_micros(at), zone)
        }
    };
    match (row.starts_at.map(shown), row.ends_at.map(shown)) {
        (Some(day), Some(_)) if row.all_day && row.starts_at == row.ends_at => {
            Some(words.html("announcements-on").with("day", day))
        }
        (Some(from), Some(to)) => {
            let said = words
                .html("announcements-from-to")
                .with("from", from)
                .with("to", to);
            Some(said)
        }
        (Some(from), None) => Some(words.html("announcements-from").with("from", from)),
        (None, Some(to)) => Some(words.html("announcements-to").with("to", to)),
        (None, None) => None,
    }
}
