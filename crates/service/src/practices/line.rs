//! The line above a practice.

use staffroom_db::outcomes::OutcomeRow;
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{DbError, accounts, ledgers};
use staffroom_domain::practice::{limits, summary_line};
use staffroom_domain::{Event, News, RecordKind, TypedRecord};
use staffroom_vocabulary::ConceptRef;

use crate::ledger::{found_elsewhere, summary_in};
use crate::records;
use crate::search;
use crate::tx::Tx;

/// The line above a practice of ours, as it should be now.
pub(crate) fn line_in(
    tx: &mut Tx<'_>,
    practice: &PracticeRow,
    status: &StatusRow,
) -> Result<String, DbError> {
    let ledger = ledgers::find(tx.conn, practice.status_id)?;
    let summary = summary_in(tx.addresses, practice, status, ledger.as_ref(), tx.now);
    let record = TypedRecord::stored(RecordKind::Practice, &practice.record).ok();
    let record = record
        .and_then(|record| record.practice())
        .unwrap_or_default();
    let line = summary_line(&record, &found_elsewhere(&summary.outcomes));
    if !practice.is_withdrawn() {
        return Ok(line);
    }
    let is_welsh = record
        .language
        .as_deref()
        .unwrap_or_default()
        .starts_with("cy");
    let withdrawn = if is_welsh {
        "Tynnwyd yn ôl gan ei awdur."
    } else {
        "Withdrawn by its author."
    };
    let line = format!("{withdrawn} {line}");
    Ok(staffroom_domain::text::truncate(&line, limits::SUMMARY).to_owned())
}

/// Whether the line above a practice of ours says something else than it should.
pub(crate) fn is_line_outdated(tx: &mut Tx<'_>, status: &StatusRow) -> Result<bool, DbError> {
    if !status.local || status.deleted_at.is_some() {
        return Ok(false);
    }
    match practices::find(tx.conn, status.id)? {
        Some(practice) => Ok(line_in(tx, &practice, status)? != status.spoiler),
        None => Ok(false),
    }
}

/// Writes the line above a practice of ours, and lets other servers know. Nobody has edited anything, so no version is
/// kept and nobody is told.
pub(crate) fn write_line_in(tx: &mut Tx<'_>, status: &StatusRow) -> Result<(), DbError> {
    let Some(practice) = practices::find(tx.conn, status.id)? else {
        return Ok(());
    };
    let line = line_in(tx, &practice, status)?;
    statuses::set_line(tx.conn, status.id, &line, tx.now)?;
    search::changed(tx, status)?;
    tx.tell(News::Edited(status.id));
    tx.emit(&Event::StatusEdited {
        status: status.id,
        also_to: Vec::new(),
    })
}

/// The result that a practice of ours names is a copy of what its author reported last.
pub(crate) fn copy_result_in(
    tx: &mut Tx<'_>,
    practice: &PracticeRow,
    own: Option<&OutcomeRow>,
) -> Result<(), DbError> {
    let Some(status) = statuses::find(tx.conn, practice.status_id)? else {
        return Ok(());
    };
    if !status.local || status.deleted_at.is_some() {
        return Ok(());
    }
    let result: Option<ConceptRef> = own
        .and_then(|row| TypedRecord::stored(RecordKind::Outcome, &row.record).ok())
        .and_then(|record| record.outcome())
        .map(|record| record.outcome);
    let Ok(there) = TypedRecord::stored(RecordKind::Practice, &practice.record) else {
        return Ok(());
    };
    if there
        .practice()
        .is_none_or(|record| record.outcome == result)
    {
        return Ok(());
    }
    // Changed in place: what the record says besides stays as it is.
    let mut value = there.text().value();
    if let Some(members) = value.as_object_mut() {
        match &result {
            Some(result) => {
                members.insert("outcome".to_owned(), result.iri().into());
            }
            None => {
                members.remove("outcome");
            }
        }
    }
    let (Ok(record), Some(author)) = (
        TypedRecord::read(RecordKind::Practice, value),
        accounts::find(tx.conn, practice.account_id)?,
    ) else {
        return Ok(());
    };
    records::put_in(tx, &author, &status, &record)?;
    write_line_in(tx, &status)
}
