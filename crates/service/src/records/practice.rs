//! What a status that is a practice is found and counted by.

use staffroom_db::accounts::AccountRow;
use staffroom_db::facets::{self, FacetRow};
use staffroom_db::outcomes::OutcomeRow;
use staffroom_db::practices::{self, PracticeRow, PracticeVersionRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError, adoptions, ledgers, lineage, outcomes};
use staffroom_domain::practice::{PracticeRecord, Version};
use staffroom_domain::{AccountId, StatusId, Timestamp, TypedRecord};
use staffroom_vocabulary::ConceptRef;

use super::{may_be_practice, uri_of};
use crate::hub;
use crate::ledger;
use crate::search;
use crate::tx::Tx;

/// The member by which a practice says that its author does not stand by it any more.
pub(crate) const WITHDRAWN: &str = "withdrawn";

/// The slug of a concept; the IRI of one that we do not know.
pub(super) fn short(concept: &ConceptRef) -> String {
    match concept {
        ConceptRef::Known(known) => known.slug().to_owned(),
        ConceptRef::Unknown(iri) => iri.clone(),
    }
}

pub(crate) fn number(version: Version) -> i32 {
    i32::try_from(version.get()).unwrap_or(i32::MAX)
}

/// Writes a practice. A carrier that is no text with a title stays what it is without it.
pub(super) fn put_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    row: &StatusRow,
    record: &TypedRecord,
) -> Result<(), DbError> {
    if !may_be_practice(row) {
        return Ok(());
    }
    let Some((practice, it)) = practice_row(tx, author, row, record) else {
        return Ok(());
    };
    let before = practices::find(tx.conn, row.id)?;
    practices::put(tx.conn, practice.clone())?;
    practices::put_version(tx.conn, version_of(row, &practice))?;
    let found_by = if practice.is_withdrawn() {
        Vec::new()
    } else {
        rows(row.id, facets_of(&it))
    };
    facets::replace(tx.conn, row.id, &found_by)?;
    lineage::replace(tx.conn, row.id, &it.adopts)?;
    search::record_changed(tx, row.id)?;
    tx.recount_in_library(row.id);
    if before
        .as_ref()
        .is_some_and(|before| before.record != practice.record)
    {
        // It says who may have it.
        hub::snapshot_again_in(tx, row.id)?;
    }
    // What decides how entries count.
    let is_as_before = |before: &PracticeRow| {
        before.organisation == practice.organisation && before.version <= practice.version
    };
    match before {
        None => ledger::begin_in(tx, &uri_of(tx.addresses, row)),
        Some(before) if !is_as_before(&before) => ledger::count_anew_in(tx, row.id),
        Some(before) => {
            if before.state != practice.state {
                ledger::touch_in(tx, row.id)?;
            }
            Ok(())
        }
    }
}

/// What a status has as a practice, with its record read.
pub(crate) fn practice_row(
    tx: &Tx<'_>,
    author: &AccountRow,
    row: &StatusRow,
    record: &TypedRecord,
) -> Option<(PracticeRow, PracticeRecord)> {
    let it = record.practice()?;
    let is_withdrawn = record.text().value().get(WITHDRAWN) == Some(&true.into());
    let state = if is_withdrawn {
        PracticeRow::WITHDRAWN
    } else {
        PracticeRow::PUBLISHED
    };
    let practice = PracticeRow {
        status_id: row.id,
        account_id: author.id,
        record: record.text().as_str().to_owned(),
        version: number(it.version),
        evidence: it.evidence_level.as_ref().map(short),
        outcome: it.outcome.as_ref().map(short),
        state: state.to_owned(),
        region: it.region.clone(),
        language: it.language.clone(),
        licence: it.licence.clone(),
        organisation: it.organisation.clone(),
        updated_at: tx.now,
    };
    Some((practice, it))
}

fn version_of(row: &StatusRow, practice: &PracticeRow) -> PracticeVersionRow {
    PracticeVersionRow {
        status_id: row.id,
        version: practice.version,
        title: row.title.clone(),
        content: row.content.clone(),
        record: practice.record.clone(),
        written_at: row.edited_at.map_or(row.created_at, Timestamp::from_micros),
    }
}

/// The text of a practice was changed, and not its record.
pub(super) fn text_changed_in(tx: &mut Tx<'_>, row: &StatusRow) -> Result<(), DbError> {
    if !may_be_practice(row) {
        return Ok(());
    }
    match practices::find(tx.conn, row.id)? {
        Some(practice) => practices::put_version(tx.conn, version_of(row, &practice)),
        None => Ok(()),
    }
}

/// By what a practice is found: scheme and concept, each by its slug, or the IRI of a concept that we do not
/// know. Beside those of the vocabulary there are `region` (`GB-WLS` is also in `GB`), `language` (`cy-GB` is also
/// `cy`), `licence` and `organisation`.
pub fn facets_of(record: &PracticeRecord) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = record
        .facets()
        .into_iter()
        .map(|(scheme, concept)| (scheme.slug().to_owned(), short(&concept)))
        .collect();
    for (scheme, value) in [("region", &record.region), ("language", &record.language)] {
        if let Some(value) = value {
            all.push((scheme.to_owned(), value.clone()));
            if let Some((wider, _)) = value.split_once('-') {
                all.push((scheme.to_owned(), wider.to_owned()));
            }
        }
    }
    for (scheme, value) in [
        ("licence", &record.licence),
        ("organisation", &record.organisation),
    ] {
        all.extend(value.iter().map(|value| (scheme.to_owned(), value.clone())));
    }
    all
}

fn rows(status_id: StatusId, facets: Vec<(String, String)>) -> Vec<FacetRow> {
    let row = |(scheme, concept)| FacetRow {
        scheme,
        concept,
        status_id,
    };
    facets.into_iter().map(row).collect()
}

/// A status is no practice any more. What others entered about it stays theirs, and belongs to nothing here.
pub(super) fn remove_in(tx: &mut Tx<'_>, status: StatusId) -> Result<(), DbError> {
    practices::delete_of(tx.conn, status)?;
    facets::delete_of(tx.conn, status)?;
    search::record_removed(tx, status)?;
    tx.recount_in_library(status);
    lineage::delete_of(tx.conn, status)?;
    ledgers::delete_of(tx.conn, status)?;
    adoptions::forget_practice(tx.conn, status)?;
    outcomes::forget_practice(tx.conn, status)
}

/// The result that the author of a practice reported last and that counts.
pub(crate) fn own_result_in(
    conn: &mut Conn,
    practice: StatusId,
    author: AccountId,
) -> Result<Option<OutcomeRow>, DbError> {
    let of_author = outcomes::of_author(conn, practice, author)?;
    Ok(of_author
        .into_iter()
        .filter(|row| row.state == OutcomeRow::COUNTED)
        .max_by_key(|row| (row.said_at, row.status_id)))
}
