//! What was reported of a practice, one by one, grouped by result.

use staffroom_domain::ledger::Reason;
use staffroom_domain::practice::OutcomeRecord;
use staffroom_domain::{RecordKind, TypedRecord};
use staffroom_service::ledger::Rejected;
use staffroom_service::records::RecordView;
use staffroom_service::statuses::StatusView;
use staffroom_vocabulary::{Facet as _, Outcome};

use super::concept::Named;
use crate::moment::Moment;
use crate::page::Page;
use crate::shown::{self, Person};
use crate::words::{Message, Words, key};

/// A report.
pub(crate) struct Reported {
    pub(crate) author: Person,
    pub(crate) href: String,
    pub(crate) written: Moment,
    /// Where and with whom, and how it is known.
    pub(crate) about: Vec<Named>,
    /// The lesson, or what they would warn about, or do next time: their words.
    pub(crate) words: Option<String>,
    pub(crate) lang: Option<String>,
    /// What to know of it: the author's own, unverified, with an interest, about an older version.
    pub(crate) notes: Vec<Message>,
}

/// Reports of one result.
pub(crate) struct ResultGroup {
    pub(crate) name: Named,
    pub(crate) reports: Vec<Reported>,
}

/// A report that is not in the ledger.
pub(crate) struct RejectedReport {
    pub(crate) href: String,
    pub(crate) reason: Message,
}

/// The longest words that are shown of a report; the rest is behind its link.
const EXCERPT: usize = 280;

/// Reports by result, in the order of the vocabulary; what this server does not know comes last.
pub(crate) fn groups(page: &Page, views: &[StatusView], current: u32) -> Vec<ResultGroup> {
    let words = page.words();
    let mut by_result: Vec<(Option<Outcome>, Vec<Reported>)> = Outcome::ALL
        .iter()
        .map(|it| (Some(*it), Vec::new()))
        .chain([(None, Vec::new())])
        .collect();
    for view in views {
        let Some((result, reported)) = Reported::new(page, view, current) else {
            continue;
        };
        if let Some((_, list)) = by_result.iter_mut().find(|(it, _)| *it == result) {
            list.push(reported);
        }
    }
    by_result
        .into_iter()
        .filter(|(_, reports)| !reports.is_empty())
        .map(|(result, reports)| ResultGroup {
            name: match result {
                Some(result) => Named::text(words, result.concept().label(words.code())),
                None => Named::plain(words.say("ledger-unknown-result").to_string()),
            },
            reports,
        })
        .collect()
}

impl Reported {
    /// With what came of it.
    fn new(page: &Page, view: &StatusView, current: u32) -> Option<(Option<Outcome>, Self)> {
        let words = page.words();
        let Some(RecordView::Outcome(row)) = &view.record else {
            return None;
        };
        let record = TypedRecord::stored(RecordKind::Outcome, &row.record).ok()?;
        let record = record.outcome()?;
        let mut notes = Vec::new();
        if row.own {
            notes.push(key("ledger-note-own"));
        } else if record.has_interest() {
            notes.push(key("ledger-note-interest"));
        } else if !row.known_setting {
            notes.push(key("ledger-note-unverified"));
        }
        let version = record.practice_version.get();
        if version < current {
            notes.push(key("ledger-note-version").with("version", version));
        }
        if record.lesson.is_none() && record.would_warn_about.is_some() {
            notes.push(key("ledger-note-warning"));
        } else if record.lesson.is_none() && record.next_time.is_some() {
            notes.push(key("ledger-note-next-time"));
        }
        let said = record
            .lesson
            .as_deref()
            .or(record.would_warn_about.as_deref())
            .or(record.next_time.as_deref());
        let said = said.map(str::trim).filter(|text| !text.is_empty());
        let reported = Self {
            author: Person::for_reader(page, &view.author),
            href: shown::status_page(&page.ctx().addresses, view),
            written: view.status.created_at.into(),
            about: about(words, &record),
            words: said.map(excerpt),
            lang: view.status.language.clone(),
            notes,
        };
        Some((record.result(), reported))
    }
}

fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(EXCERPT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn about(words: Words, record: &OutcomeRecord) -> Vec<Named> {
    let concepts = [
        record.evidence_level.as_slice(),
        &record.phase,
        &record.subject,
        &record.setting,
        record.learners.as_slice(),
    ];
    concepts
        .into_iter()
        .flat_map(|some| some.iter().take(3))
        .map(|concept| Named {
            href: None,
            ..Named::concept(words, concept)
        })
        .chain(record.duration.clone().map(Named::plain))
        .collect()
}

impl RejectedReport {
    /// Of the id of an entry alone; none where that is no address.
    pub(super) fn named(uri: &str, why: Reason) -> Option<Self> {
        Some(Self {
            href: staffroom_service::links::web(uri)?.to_owned(),
            reason: reason(why),
        })
    }

    pub(crate) fn new(addresses: &staffroom_domain::Addresses, rejected: &Rejected) -> Self {
        let web = staffroom_service::links::web(&rejected.uri);
        Self {
            href: web.map_or_else(|| addresses.object(rejected.status), str::to_owned),
            reason: reason(Reason::from_code(&rejected.reason)),
        }
    }
}

/// Why something was not taken in, in words.
pub(super) const fn reason(reason: Reason) -> Message {
    match reason {
        Reason::Spam => key("ledger-reason-spam"),
        Reason::Abuse => key("ledger-reason-abuse"),
        Reason::OutOfScope => key("ledger-reason-out-of-scope"),
        Reason::Duplicate => key("ledger-reason-duplicate"),
        Reason::UnknownVersion => key("ledger-reason-unknown-version"),
        Reason::Deleted => key("ledger-reason-deleted"),
        Reason::NotIndependent => key("ledger-reason-not-independent"),
        Reason::Forged => key("ledger-reason-forged"),
        Reason::Other => key("ledger-reason-other"),
    }
}
