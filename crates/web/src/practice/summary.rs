//! A practice in a list: level, result and ledger in words.

use staffroom_domain::{Addresses, RecordKind, Timestamp, TypedRecord};
use staffroom_service::ledger::summary_in;
use staffroom_service::records::RecordView;
use staffroom_service::statuses::StatusView;

use super::concept::Named;
use super::results;
use super::sentence::flag;
use crate::moment::Moment;
use crate::shown::Person;
use crate::words::{Message, Words, key};

/// A practice that was found.
pub(crate) struct Hit {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) lang: Option<String>,
    pub(crate) author: Person,
    pub(crate) written: Moment,
    pub(crate) level: Option<Named>,
    pub(crate) result: Option<Named>,
    /// What came of it where others tried it.
    pub(crate) ledger: Message,
    pub(crate) flags: Vec<Message>,
}

impl Hit {
    /// None where it is no practice.
    pub(crate) fn new(
        words: Words,
        addresses: &Addresses,
        view: &StatusView,
        now: Timestamp,
    ) -> Option<Self> {
        let Some(RecordView::Practice { practice, ledger }) = &view.record else {
            return None;
        };
        let record = TypedRecord::stored(RecordKind::Practice, &practice.record).ok();
        let record = record
            .and_then(|record| record.practice())
            .unwrap_or_default();
        let summary = summary_in(addresses, practice, &view.status, ledger.as_deref(), now);
        let nobody = key("ledger-nobody-reported");
        let row = &view.status;
        let plain = |concept| Named {
            href: None,
            ..Named::concept(words, concept)
        };
        Some(Self {
            href: format!("/practices/{}", row.id),
            title: row.title.clone().unwrap_or_default(),
            lang: row.language.clone(),
            author: Person::new(addresses, &view.author),
            written: row.created_at.into(),
            level: record.evidence_level.as_ref().map(plain),
            result: record.outcome.as_ref().map(plain),
            ledger: results::headline(words, &summary).unwrap_or(nobody),
            flags: summary.flags.iter().map(|it| flag(*it)).collect(),
        })
    }
}
