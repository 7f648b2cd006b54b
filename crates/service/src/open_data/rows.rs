//! From what the hub knows to rows: only what everybody may see and what its author lets every index have.

use std::collections::{BTreeMap, HashSet};

use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};
use staffroom_db::accounts::AccountRow;
use staffroom_db::adoptions::{self, AdoptionRow};
use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::{Page, StatusRow};
use staffroom_db::{Conn, DbError, ledgers};
use staffroom_domain::ledger::{Entry, LedgerSummary, by_setting};
use staffroom_domain::{Addresses, Day, RecordKind, StatusId, Timestamp, TypedRecord};
use staffroom_vocabulary::ConceptRef;

use crate::hub::ForAll;
use crate::ledger;
use crate::records::{entry_of_adoption, entry_of_outcome, uri_of};
use crate::secrets::SecretKey;

/// How many entries are read at once.
const AT_ONCE: i64 = 200;
/// The same for what is needed to judge them.
const READ_AT_ONCE: usize = 200;
/// What has codes alone, and nothing that anybody wrote.
const CODES: &str = "CC0-1.0";
/// What [`SecretKey::sign`] is told that names of settings are made for.
const PURPOSE: &str = "open data: settings";
/// The band of learners whose circumstances are left out.
const FEW: &str = "gs/under-10";

/// The rows of one practice.
pub(super) struct Rows {
    pub(super) practice: Map<String, Value>,
    pub(super) ledger: Map<String, Value>,
    pub(super) outcomes: Vec<Map<String, Value>>,
}

/// Where and when rows are made.
pub(super) struct Here {
    pub(super) addresses: Addresses,
    /// The domain of handles here.
    pub(super) domain: String,
    pub(super) now: Timestamp,
    /// By which settings are named: whoever does not have it cannot try which setting a name is of.
    pub(super) key: SecretKey,
}

/// What is written of some practices, the oldest first, after `after`; and the last that was looked at.
pub(super) fn some(
    conn: &mut Conn,
    here: &Here,
    after: StatusId,
    limit: i64,
) -> Result<(Vec<Rows>, Option<StatusId>), DbError> {
    let ids = practices::after(conn, after, limit)?;
    let rows = practices::of_statuses(conn, &ids)?;
    let read = ForAll::read(conn, &ids)?;
    let mut found = Vec::new();
    for id in &ids {
        let row = rows.iter().find(|row| row.status_id == *id);
        if let Some(row) = row
            && let Some((post, author)) = read.practice(row)
        {
            found.extend(of_practice(conn, here, row, (post, author))?);
        }
    }
    Ok((found, ids.last().copied()))
}

fn of_practice(
    conn: &mut Conn,
    here: &Here,
    row: &PracticeRow,
    (post, author): (&StatusRow, &AccountRow),
) -> Result<Option<Rows>, DbError> {
    let addresses = &here.addresses;
    let record = TypedRecord::stored(RecordKind::Practice, &row.record).ok();
    let Some(record) = record.and_then(|it| it.practice()) else {
        return Ok(None);
    };
    let id = uri_of(addresses, post);
    let page = post.url.clone();
    let page = page.unwrap_or_else(|| addresses.status_page(&author.username, post.id));
    let domain = if author.is_local() {
        here.domain.clone()
    } else {
        author.domain.clone()
    };
    let practice = object(json!({
        "id": id,
        "title": post.title,
        "url": page,
        "attribution": format!("{}@{domain}", author.username),
        "licence": row.licence,
        "version": row.version,
        "withdrawn": row.is_withdrawn(),
        "published": moment(post.created_at),
        "language": row.language,
        "region": row.region,
        "instance": host(&id),
        "organisation": row.organisation,
        "evidence_level": one(record.evidence_level.as_ref()),
        "outcome": one(record.outcome.as_ref()),
        "innovation_kind": one(record.innovation_kind.as_ref()),
        "problem": many(&record.problem),
        "technology_type": many(&record.technology_type),
        "phase": many(&record.phase),
        "subject": many(&record.subject),
        "setting": many(&record.setting),
        "cost_band": one(record.cost_band.as_ref()),
        "study_design": one(record.study_design.as_ref()),
    }));
    let ledger = ledgers::find(conn, post.id)?;
    let summary = ledger::summary_in(addresses, row, post, ledger.as_ref(), here.now);
    let (outcomes, unlisted) = outcomes_of(conn, here, &id, post.id)?;
    let mut ledger = of_summary(&summary);
    ledger.insert("unlisted".to_owned(), unlisted.into());
    for list in ["ledger", "snapshots"] {
        let path = if list == "ledger" {
            list
        } else {
            "ledger/snapshots"
        };
        ledger.insert(list.to_owned(), addresses.of_object(post.id, path).into());
    }
    Ok(Some(Rows {
        practice,
        ledger,
        outcomes,
    }))
}

/// The current outcomes of a practice that may be listed, and how many may not.
fn outcomes_of(
    conn: &mut Conn,
    here: &Here,
    uri: &str,
    practice: StatusId,
) -> Result<(Vec<Map<String, Value>>, u64), DbError> {
    let mut page = Page {
        limit: AT_ONCE,
        ..Page::default()
    };
    let mut reports: BTreeMap<String, OutcomeRow> = BTreeMap::new();
    loop {
        let some = outcomes::page_of_practice(conn, practice, OutcomeRow::COUNTED, page)?;
        let Some(last) = some.last() else { break };
        page.max_id = Some(last.status_id.get());
        reports.extend(some.into_iter().map(|row| (row.uri.clone(), row)));
    }
    let mut entries: Vec<Entry> = reports.values().filter_map(entry_of_outcome).collect();
    page.max_id = None;
    loop {
        let some = adoptions::page_of_practice(conn, practice, AdoptionRow::COUNTED, page)?;
        let Some(last) = some.last() else { break };
        page.max_id = Some(last.status_id.get());
        entries.extend(some.iter().filter_map(entry_of_adoption));
    }
    let mut found = Vec::new();
    for (key, setting) in by_setting(&entries) {
        let standing = setting.standing().as_str();
        let newest = setting.newest().map(|entry| entry.id.as_str());
        let name = name_of_setting(&here.key, &format!("{uri} {} {}", key.iri, key.known));
        for entry in setting.current() {
            let Some(row) = reports.get(&entry.id) else {
                continue;
            };
            let is_newest = newest == Some(entry.id.as_str());
            let mut cells = of_outcome(row, uri);
            cells.insert("standing".to_owned(), standing.into());
            cells.insert("newest".to_owned(), is_newest.into());
            cells.insert("counts_for".to_owned(), name.as_str().into());
            found.push((row.status_id, cells));
        }
    }
    found.sort_by_key(|(id, _)| *id);
    listed_of(conn, found)
}

/// Those outcomes that everybody may have, read some at a time; and how many more there are.
fn listed_of(
    conn: &mut Conn,
    found: Vec<(StatusId, Map<String, Value>)>,
) -> Result<(Vec<Map<String, Value>>, u64), DbError> {
    let ids: Vec<StatusId> = found.iter().map(|(id, _)| *id).collect();
    let (mut listed, mut unlisted) = (HashSet::new(), 0);
    for ids in ids.chunks(READ_AT_ONCE) {
        let read = ForAll::read(conn, ids)?;
        for id in ids.iter().filter(|id| read.is_there(**id)) {
            if read.entry(*id) {
                listed.insert(*id);
            } else {
                unlisted += 1;
            }
        }
    }
    let rows = found.into_iter().filter(|(id, _)| listed.contains(id));
    Ok((rows.map(|(_, cells)| cells).collect(), unlisted))
}

/// The same for all reports of one setting. Settings can be guessed: without the key of this instance nobody can tell
/// whether they guessed right.
fn name_of_setting(key: &SecretKey, setting: &str) -> String {
    let signed = key.sign(PURPOSE, setting.as_bytes());
    HEXLOWER.encode(signed.get(..8).unwrap_or_default())
}

fn of_outcome(row: &OutcomeRow, practice: &str) -> Map<String, Value> {
    let record = TypedRecord::stored(RecordKind::Outcome, &row.record).ok();
    let Some(it) = record.and_then(|record| record.outcome()) else {
        return Map::new();
    };
    let learners = one(it.learners.as_ref());
    // Fewer than ten learners may be known to who reads in which class they are.
    let is_few = learners.as_deref() == Some(FEW);
    let circumstances = |concepts: &[ConceptRef]| many(concepts).filter(|_| !is_few);
    let place = |place: Option<String>| place.filter(|_| !is_few);
    object(json!({
        "id": row.uri,
        "practice": practice,
        "practice_version": row.practice_version,
        "said": Day::in_utc(row.said_at).map(String::from),
        "outcome": one(Some(&it.outcome)),
        "evidence_level": one(it.evidence_level.as_ref()),
        "independence": one(it.independence.as_ref()),
        "interest": it.has_interest(),
        "region": place(it.region.clone()),
        "instance": place(host(&row.uri)),
        "learners": learners,
        "phase": circumstances(&it.phase),
        "subject": circumstances(&it.subject),
        "setting": circumstances(&it.setting),
        "suppressed": is_few,
        "fidelity": it.fidelity.map(staffroom_domain::practice::Fidelity::as_str),
        "would_do_again": it.would_do_again.map(staffroom_domain::practice::WouldDoAgain::as_str),
        "licence": CODES,
    }))
}

fn of_summary(it: &LedgerSummary) -> Map<String, Value> {
    let (said, outcomes) = (&it.denominator, &it.outcomes);
    let flags: Vec<&str> = it.flags.iter().map(|flag| flag.as_str()).collect();
    object(json!({
        "practice": it.practice,
        "practice_version": it.practice_version,
        "as_of": moment(it.as_of),
        "said": said.said,
        "reported": said.reported,
        "overdue": said.overdue,
        "gave_up": said.gave_up,
        "waiting": said.waiting,
        "organisations": it.organisations,
        "independent": it.independent,
        "too_few_to_say": it.is_too_few_to_say(),
        "instances": it.instances,
        "countries": it.countries,
        "worked": outcomes.worked,
        "partly": outcomes.partly,
        "no_effect": outcomes.no_effect,
        "harmful": outcomes.harmful,
        "inconclusive": outcomes.inconclusive,
        "abandoned": outcomes.abandoned,
        "unknown": outcomes.unknown,
        "reports": it.reports,
        "own": it.own,
        "vendor_interest": it.vendor_interest,
        "unverified_settings": it.unverified_settings,
        "withdrawn": it.withdrawn,
        "flags": flags.join(" "),
        "licence": CODES,
    }))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// A concept as the vocabulary's tables name it, such as `ev/tried`; an IRI where it is not of it.
fn one(concept: Option<&ConceptRef>) -> Option<String> {
    let concept = concept?;
    Some(match concept.known() {
        Some(known) => known.path().to_owned(),
        None => concept.iri().to_owned(),
    })
}

fn many(concepts: &[ConceptRef]) -> Option<String> {
    let all: Vec<String> = concepts.iter().filter_map(|it| one(Some(it))).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

pub(super) fn moment(at: Timestamp) -> Option<String> {
    let day = Day::in_utc(at)?;
    let second = at.since(day.start_in_utc()).as_secs();
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(format!(
        "{}T{hour:02}:{minute:02}:{second:02}Z",
        String::from(day)
    ))
}

fn host(id: &str) -> Option<String> {
    url::Url::parse(id).ok()?.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_setting_is_the_same_again_for_one_key_alone() {
        let keys = [1, 2].map(|byte| SecretKey::from_bytes([byte; SecretKey::LENGTH]));
        let setting = "https://a.example/1 https://b.example/team true";
        let names = keys.each_ref().map(|key| name_of_setting(key, setting));
        assert_eq!(names[0], name_of_setting(&keys[0], setting));
        assert_ne!(names[0], names[1]);
        assert_ne!(names[0], name_of_setting(&keys[0], "another"));
        assert_eq!(names[0].len(), 16);
    }
}
