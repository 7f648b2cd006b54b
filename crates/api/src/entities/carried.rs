//! `staffroom` of a status: what it says that can be counted.

use serde::Serialize;
use serde_json::Value;
use staffroom_domain::ledger::LedgerSummary;
use staffroom_service::ledger::summary_in;
use staffroom_service::records::RecordView;
use staffroom_service::statuses::StatusView;

use super::shaper::Shaper;

/// The typed record of a status, beside its text.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Carried {
    /// `practice`, `adoption` or `outcome`.
    kind: &'static str,
    /// As it is on the wire.
    record: Value,
    /// Of a practice: what came of it where it was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<Box<LedgerSummary>>,
}

/// A record as JSON; it was checked when it was stored.
pub(super) fn json(record: &str) -> Value {
    serde_json::from_str(record).unwrap_or_default()
}

impl Shaper<'_> {
    pub(super) fn carried(self, view: &StatusView) -> Option<Carried> {
        let record = view.record.as_ref()?;
        Some(Carried {
            kind: record.kind().property(),
            record: json(record.text()),
            ledger: self.summary(view).map(Box::new),
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
