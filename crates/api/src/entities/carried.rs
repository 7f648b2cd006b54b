//! `staffroom` of a status: what it says that can be counted.

use serde::Serialize;
use serde_json::Value;
use staffroom_domain::RecordKind;
use staffroom_domain::ledger::LedgerSummary;
use staffroom_service::ledger::summary_in;
use staffroom_service::records::RecordView;
use staffroom_service::statuses::StatusView;

use super::event::TakenPlaces;
use super::shaper::Shaper;

/// The typed record of a status, beside its text.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Carried {
    /// `practice`, `adoption`, `outcome`, `event` or `eventNote`.
    kind: &'static str,
    /// As it is on the wire.
    record: Value,
    /// Of a practice: what came of it where it was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<Box<LedgerSummary>>,
    /// Of an event: how many places there are, and how many are taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<TakenPlaces>,
}

/// A record as JSON; it was checked when it was stored.
pub(super) fn json(record: &str) -> Value {
    serde_json::from_str(record).unwrap_or_default()
}

impl Shaper<'_> {
    pub(super) fn carried(self, view: &StatusView) -> Option<Carried> {
        let (kind, text) = match (&view.record, &view.plan, &view.event_note) {
            (Some(record), ..) => (record.kind(), record.text()),
            (None, Some(plan), _) => (RecordKind::Event, plan.row.record.as_str()),
            (None, None, Some(note)) => (RecordKind::EventNote, note.record.as_str()),
            (None, None, None) => return None,
        };
        Some(Carried {
            kind: kind.property(),
            record: json(text),
            ledger: self.summary(view).map(Box::new),
            places: view.plan.as_ref().map(TakenPlaces::of).unwrap_or_default(),
        })
    }

    /// What came of a practice where it was tried.
    pub(super) fn summary(self, view: &StatusView) -> Option<LedgerSummary> {
        let Some(RecordView::Practice { practice, ledger }) = &view.record else {
            return None;
        };
        let ledger = ledger.as_deref();
        let addresses = &self.ctx.addresses;
        Some(summary_in(
            addresses,
            practice,
            &view.status,
            ledger,
            self.now,
        ))
    }
}
