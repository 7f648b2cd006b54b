//! The records of statuses, read with a fixed number of queries.

use std::collections::HashMap;

use staffroom_db::adoptions::{self, AdoptionRow};
use staffroom_db::ledgers::{self, LedgerRow};
use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError};
use staffroom_domain::{RecordKind, StatusId};

use super::{may_be_entry, may_be_practice};

/// The record that a status carries, with what is known of it here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordView {
    /// Something to do in teaching, and what it came to elsewhere.
    Practice {
        /// The practice.
        practice: Box<PracticeRow>,
        /// Its ledger, where anybody has entered anything.
        ledger: Option<Box<LedgerRow>>,
    },
    /// That somebody takes it up.
    Adoption(Box<AdoptionRow>),
    /// What came of it.
    Outcome(Box<OutcomeRow>),
}

impl RecordView {
    /// What it is about; also the member that holds it on the wire.
    pub const fn kind(&self) -> RecordKind {
        match self {
            Self::Practice { .. } => RecordKind::Practice,
            Self::Adoption(_) => RecordKind::Adoption,
            Self::Outcome(_) => RecordKind::Outcome,
        }
    }

    /// The record: canonical JSON, as it is stored and passed on.
    pub fn text(&self) -> &str {
        match self {
            Self::Practice { practice, .. } => &practice.record,
            Self::Adoption(row) => &row.record,
            Self::Outcome(row) => &row.record,
        }
    }
}

/// The records of those statuses, of which some answer others that are known. What none of them can carry is not asked for: at most four queries.
pub(crate) fn load(
    conn: &mut Conn,
    statuses: &[StatusRow],
    answered: &[StatusRow],
) -> Result<HashMap<StatusId, RecordView>, DbError> {
    let of = |is: &dyn Fn(&StatusRow) -> bool| -> Vec<StatusId> {
        let live = statuses.iter().filter(|row| row.deleted_at.is_none());
        live.filter(|row| is(row)).map(|row| row.id).collect()
    };
    let long = of(&may_be_practice);
    // What was entered here answers the practice itself; elsewhere that may be another thing.
    let known: HashMap<i64, &StatusRow> = (statuses.iter().chain(answered))
        .map(|row| (row.id.get(), row))
        .collect();
    let answers = of(&|row| {
        let parent = row.in_reply_to_id.and_then(|id| known.get(&id));
        may_be_entry(row) && !(row.local && parent.is_some_and(|row| !may_be_practice(row)))
    });
    let mut found = HashMap::new();
    if !long.is_empty() {
        let rows = practices::of_statuses(conn, &long)?;
        let ids: Vec<StatusId> = rows.iter().map(|row| row.status_id).collect();
        let mut counted: HashMap<StatusId, LedgerRow> = HashMap::new();
        if !ids.is_empty() {
            let rows = ledgers::of_practices(conn, &ids)?;
            counted.extend(rows.into_iter().map(|row| (row.practice_id, row)));
        }
        for practice in rows {
            let ledger = counted.remove(&practice.status_id).map(Box::new);
            let id = practice.status_id;
            let practice = Box::new(practice);
            found.insert(id, RecordView::Practice { practice, ledger });
        }
    }
    if !answers.is_empty() {
        for row in adoptions::of_statuses(conn, &answers)? {
            found.insert(row.status_id, RecordView::Adoption(Box::new(row)));
        }
        for row in outcomes::of_statuses(conn, &answers)? {
            found.insert(row.status_id, RecordView::Outcome(Box::new(row)));
        }
    }
    Ok(found)
}
