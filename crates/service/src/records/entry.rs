//! What adoptions and outcomes are found and counted by.

use staffroom_db::DbError;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::adoptions::{self, AdoptionRow};
use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::practices;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_domain::ledger::{Circumstances, Country, Entry, Said, SettingKey};
use staffroom_domain::practice::{AdoptionRecord, AdoptionStatus, OutcomeRecord, Version};
use staffroom_domain::{AccountId, Event, RecordKind, StatusId, TypedRecord};
use staffroom_vocabulary::ConceptRef;
use url::Url;

use super::judge::{Claim, PRIVATE, REPORTED};
use super::practice::{number, own_result_in, short};
use super::{may_be_entry, status_at, uri_of};
use crate::ledger;
use crate::notifications::{self, Kind};
use crate::practices as use_cases;
use crate::tx::Tx;

/// The key of a setting in the database.
fn key_text(key: &SettingKey) -> String {
    let sort = if key.known { '+' } else { '-' };
    format!("{sort}{}", key.iri)
}

fn key_of(text: &str, known: bool) -> SettingKey {
    SettingKey {
        iri: text.get(1..).unwrap_or_default().to_owned(),
        known,
    }
}

fn version_of(number: i32) -> Version {
    let number = u32::try_from(number).unwrap_or(1);
    Version::of(number).unwrap_or_default()
}

/// Writes an adoption. What answers nothing stays what it is without it.
pub(super) fn put_adoption_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    row: &StatusRow,
    record: &TypedRecord,
) -> Result<(), DbError> {
    let Some(it) = record.adoption().filter(|_| may_be_entry(row)) else {
        return Ok(());
    };
    let before = adoptions::find(tx.conn, row.id)?;
    let claim = Claim {
        status: row.id,
        author,
        visibility: row.visibility(),
        practice: &it.practice,
        version: it.practice_version,
        organisation: it.organisation.as_deref(),
        independent: false,
        formerly: before
            .as_ref()
            .and_then(|row| row.practice_id)
            .map(StatusId::from),
        rejected_for: before.as_ref().and_then(|row| row.reason.as_deref()),
    };
    let judged = claim.judge(tx)?;
    let uri = uri_of(tx.addresses, row);
    let decide_by = it.decide_by.map(|day| day.start_in_utc().as_micros());
    let is_same_day = before
        .as_ref()
        .is_some_and(|row| row.decide_by == decide_by);
    let adoption = AdoptionRow {
        status_id: row.id,
        account_id: author.id,
        practice_uri: it.practice.clone(),
        practice_id: judged.practice.map(StatusId::get),
        practice_version: number(it.practice_version),
        state: it.status.as_str().to_owned(),
        decide_by,
        awaits: author.is_local()
            && it.status != AdoptionStatus::Abandoned
            && !is_reported(tx, &uri, author)?,
        reminded_at: before
            .as_ref()
            .and_then(|row| row.reminded_at)
            .filter(|_| is_same_day),
        organisation: it.organisation.clone(),
        setting_key: key_text(&judged.setting),
        known_setting: judged.setting.known,
        own: judged.own,
        said_at: row.created_at.min(row.received_at),
        verdict: judged.state.to_owned(),
        reason: judged.reason.map(str::to_owned),
        answer: before.as_ref().and_then(|row| row.answer.clone()),
        uri,
        record: record.text().as_str().to_owned(),
    };
    adoptions::put(tx.conn, adoption.clone())?;
    let entry = Written {
        status: row,
        author,
        kind: Kind::Adoption,
        practice: judged.practice,
        setting: &adoption.setting_key,
        state: judged.state,
        reason: judged.reason,
        record: &adoption.record,
        before: before.as_ref().map(|row| Formerly {
            practice: row.practice_id.map(StatusId::from),
            setting: row.setting_key.clone(),
            state: row.verdict.clone(),
            record: row.record.clone(),
        }),
    };
    entry.count_in(tx, &it.practice)
}

/// Writes an outcome. What answers nothing stays what it is without it.
pub(super) fn put_outcome_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    row: &StatusRow,
    record: &TypedRecord,
) -> Result<(), DbError> {
    let Some(it) = record.outcome().filter(|_| may_be_entry(row)) else {
        return Ok(());
    };
    let before = outcomes::find(tx.conn, row.id)?;
    let claim = Claim {
        status: row.id,
        author,
        visibility: row.visibility(),
        practice: &it.practice,
        version: it.practice_version,
        organisation: it.organisation.as_deref(),
        independent: it.claims_independence(),
        formerly: before
            .as_ref()
            .and_then(|row| row.practice_id)
            .map(StatusId::from),
        rejected_for: before.as_ref().and_then(|row| row.reason.as_deref()),
    };
    let judged = claim.judge(tx)?;
    let outcome = OutcomeRow {
        status_id: row.id,
        account_id: author.id,
        uri: uri_of(tx.addresses, row),
        practice_uri: it.practice.clone(),
        practice_id: judged.practice.map(StatusId::get),
        practice_version: number(it.practice_version),
        adoption_uri: it.adoption.clone(),
        result: short(&it.outcome),
        organisation: it.organisation.clone(),
        setting_key: key_text(&judged.setting),
        known_setting: judged.setting.known,
        own: judged.own,
        state: judged.state.to_owned(),
        reason: judged.reason.map(str::to_owned),
        answer: before.as_ref().and_then(|row| row.answer.clone()),
        said_at: row.created_at.min(row.received_at),
        record: record.text().as_str().to_owned(),
    };
    outcomes::put(tx.conn, outcome.clone())?;
    let formerly_of = before.as_ref().and_then(|row| row.adoption_uri.clone());
    for adoption in formerly_of.iter().chain(&outcome.adoption_uri) {
        await_or_not(tx, adoption)?;
    }
    let entry = Written {
        status: row,
        author,
        kind: Kind::Outcome,
        practice: judged.practice,
        setting: &outcome.setting_key,
        state: judged.state,
        reason: judged.reason,
        record: &outcome.record,
        before: before.as_ref().map(|row| Formerly {
            practice: row.practice_id.map(StatusId::from),
            setting: row.setting_key.clone(),
            state: row.state.clone(),
            record: row.record.clone(),
        }),
    };
    entry.count_in(tx, &it.practice)?;
    own_result_changed(tx, judged.practice, author)
}

/// What an entry was before it was written again.
struct Formerly {
    practice: Option<StatusId>,
    setting: String,
    state: String,
    record: String,
}

/// An entry that was just written.
struct Written<'a> {
    status: &'a StatusRow,
    author: &'a AccountRow,
    kind: Kind,
    practice: Option<StatusId>,
    setting: &'a str,
    state: &'static str,
    reason: Option<&'static str>,
    record: &'a str,
    before: Option<Formerly>,
}

impl Written<'_> {
    fn count_in(&self, tx: &mut Tx<'_>, practice_uri: &str) -> Result<(), DbError> {
        let is_rejection_changed = self.before.as_ref().map_or_else(
            || self.state == OutcomeRow::REJECTED,
            |before| (before.state == OutcomeRow::REJECTED) != (self.state == OutcomeRow::REJECTED),
        );
        if let Some(before) = &self.before
            && let Some(formerly) = before.practice
        {
            let is_elsewhere = self.practice != Some(formerly) || before.setting != self.setting;
            if is_elsewhere {
                ledger::settle_in(tx, formerly, &[&before.setting], is_rejection_changed)?;
            }
        }
        if let Some(practice) = self.practice {
            ledger::settle_in(tx, practice, &[self.setting], is_rejection_changed)?;
        }
        // Whoever changes what they entered is answered anew, and those who count too learn that it is another.
        let is_said_anew = self
            .before
            .as_ref()
            .is_none_or(|before| before.record != self.record);
        if is_said_anew || is_rejection_changed {
            self.answer_in(tx, practice_uri)?;
        }
        // On a hub it counts a while after it came, when its own server has shown it.
        let is_new = self
            .before
            .as_ref()
            .is_none_or(|before| before.state == REPORTED);
        if is_new && self.state == OutcomeRow::COUNTED {
            self.tell_author_in(tx)?;
        }
        Ok(())
    }

    /// Whoever keeps the ledger says whether it is taken in: the server of the practice.
    fn answer_in(&self, tx: &mut Tx<'_>, practice_uri: &str) -> Result<(), DbError> {
        let Some(practice) = status_at(tx.conn, tx.addresses, practice_uri)? else {
            return Ok(());
        };
        let is_taken_in = self.practice == Some(practice.id) && self.state != PRIVATE;
        let is_rejected = self.state == OutcomeRow::REJECTED;
        if !practice.local || !(is_taken_in || is_rejected) {
            return Ok(());
        }
        answer(tx, self.status.id, &practice, self.reason)
    }

    fn tell_author_in(&self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        let Some(practice) = self.practice else {
            return Ok(());
        };
        let Some(status) = statuses::find(tx.conn, practice)?.filter(|row| row.local) else {
            return Ok(());
        };
        let (to, about) = (status.account_id, self.status.id);
        // Whoever changes what they said lets it wait once more.
        if self.before.is_some()
            && notifications::is_told(tx, self.kind, to, self.author.id, about)?
        {
            return Ok(());
        }
        notifications::tell(tx, self.kind, to, self.author, Some(about))
    }
}

/// Notes what the author of a practice here answers to an entry, and lets its author's server know.
pub(crate) fn answer(
    tx: &mut Tx<'_>,
    entry: StatusId,
    practice: &StatusRow,
    reason: Option<&str>,
) -> Result<(), DbError> {
    let word = if reason.is_some() {
        "rejected"
    } else {
        "accepted"
    };
    // It is one or the other.
    adoptions::set_answer(tx.conn, entry, word)?;
    outcomes::set_answer(tx.conn, entry, word)?;
    // However often they change it: whoever entered it hears at once, everybody else a while later.
    let said = statuses::find(tx.conn, entry)?.filter(|_| reason.is_none());
    if let Some(row) = said.filter(|row| row.account_id != practice.account_id) {
        ledger::tell_later(tx, practice.id, &uri_of(tx.addresses, &row))?;
    }
    tx.emit(&Event::EntryAnswered {
        account: practice.account_id,
        practice: practice.id,
        entry,
        reason: reason.map(str::to_owned),
    })
}

/// Whether an adopter has reported what came of an adoption of theirs.
fn is_reported(tx: &mut Tx<'_>, adoption: &str, author: &AccountRow) -> Result<bool, DbError> {
    outcomes::is_reported(tx.conn, adoption, author.id)
}

/// An outcome of an adoption came or went: its adopter is reminded, or not any more.
fn await_or_not(tx: &mut Tx<'_>, adoption: &str) -> Result<(), DbError> {
    let Some(status) = status_at(tx.conn, tx.addresses, adoption)? else {
        return Ok(());
    };
    let Some(row) = adoptions::find(tx.conn, status.id)? else {
        return Ok(());
    };
    let Some(author) = accounts::find(tx.conn, row.account_id)? else {
        return Ok(());
    };
    let is_given_up = row.state == AdoptionStatus::Abandoned.as_str();
    let awaits = author.is_local() && !is_given_up && !is_reported(tx, adoption, &author)?;
    if awaits != row.awaits {
        adoptions::set_awaits(tx.conn, row.status_id, awaits)?;
    }
    Ok(())
}

/// The result of a practice is a copy of what its author reported last.
fn own_result_changed(
    tx: &mut Tx<'_>,
    practice: Option<StatusId>,
    author: &AccountRow,
) -> Result<(), DbError> {
    let Some(practice) = practice else {
        return Ok(());
    };
    let Some(row) = practices::find(tx.conn, practice)? else {
        return Ok(());
    };
    if !author.is_local() || row.account_id != author.id {
        return Ok(());
    }
    let own = own_result_in(tx.conn, practice, author.id)?;
    use_cases::copy_result_in(tx, &row, own.as_ref())
}

pub(super) fn remove_adoption_in(tx: &mut Tx<'_>, id: StatusId) -> Result<(), DbError> {
    let Some(row) = adoptions::find(tx.conn, id)? else {
        return Ok(());
    };
    adoptions::delete_of(tx.conn, id)?;
    match row.practice_id.map(StatusId::from) {
        Some(practice) => {
            if row.verdict == AdoptionRow::COUNTED {
                tell_removal(tx, practice, row.account_id, &row.uri)?;
            }
            let is_rejected = row.verdict == AdoptionRow::REJECTED;
            ledger::settle_in(tx, practice, &[&row.setting_key], is_rejected)
        }
        None => Ok(()),
    }
}

/// An entry that counted for a practice of ours was taken back: those who count too learn of it.
fn tell_removal(
    tx: &mut Tx<'_>,
    practice: StatusId,
    by: AccountId,
    entry: &str,
) -> Result<(), DbError> {
    let Some(status) = statuses::find(tx.conn, practice)? else {
        return Ok(());
    };
    if !status.local || status.deleted_at.is_some() || status.account_id == by {
        return Ok(());
    }
    ledger::tell_later(tx, practice, entry)
}

pub(super) fn remove_outcome_in(tx: &mut Tx<'_>, id: StatusId) -> Result<(), DbError> {
    let Some(row) = outcomes::find(tx.conn, id)? else {
        return Ok(());
    };
    outcomes::delete_of(tx.conn, id)?;
    if let Some(adoption) = &row.adoption_uri {
        await_or_not(tx, adoption)?;
    }
    let Some(practice) = row.practice_id.map(StatusId::from) else {
        return Ok(());
    };
    let was_counted = [OutcomeRow::COUNTED, OutcomeRow::SUPERSEDED].contains(&row.state.as_str());
    if was_counted {
        ledger::note_withdrawal_in(tx, practice)?;
        tell_removal(tx, practice, row.account_id, &row.uri)?;
    }
    let is_rejected = row.state == OutcomeRow::REJECTED;
    ledger::settle_in(tx, practice, &[&row.setting_key], is_rejected)?;
    match accounts::find(tx.conn, row.account_id)? {
        Some(author) => own_result_changed(tx, Some(practice), &author),
        None => Ok(()),
    }
}

/// Judges an entry again: what is known of its author, its organisation or its practice has changed.
pub(crate) fn judge_again_in(tx: &mut Tx<'_>, id: StatusId) -> Result<(), DbError> {
    let Some(status) = statuses::find(tx.conn, id)? else {
        return Ok(());
    };
    let Some(author) = accounts::find(tx.conn, status.account_id)? else {
        return Ok(());
    };
    let (kind, text) = match adoptions::find(tx.conn, id)? {
        Some(row) => (RecordKind::Adoption, row.record),
        None => match outcomes::find(tx.conn, id)? {
            Some(row) => (RecordKind::Outcome, row.record),
            None => return Ok(()),
        },
    };
    let Ok(record) = TypedRecord::stored(kind, &text) else {
        return Ok(());
    };
    match kind {
        RecordKind::Adoption => put_adoption_in(tx, &author, &status, &record),
        _ => put_outcome_in(tx, &author, &status, &record),
    }
}

/// The host that an id is of.
fn host(uri: &str) -> String {
    let url = Url::parse(uri).ok();
    url.and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default()
}

/// An adoption as the ledger takes it.
pub(crate) fn entry_of_adoption(row: &AdoptionRow) -> Option<Entry> {
    let record = TypedRecord::stored(RecordKind::Adoption, &row.record).ok()?;
    let AdoptionRecord {
        status,
        decide_by,
        phase,
        subject,
        setting,
        group_size,
        region,
        ..
    } = record.adoption()?;
    Some(Entry {
        id: row.uri.clone(),
        author: row.account_id.to_string(),
        setting: key_of(&row.setting_key, row.known_setting),
        own: row.own,
        version: version_of(row.practice_version),
        at: row.said_at,
        independence: None,
        vendor_interest: false,
        circumstances: Circumstances {
            phase,
            subject,
            setting,
            group_size,
        },
        country: region.as_deref().and_then(Country::of_region),
        instance: host(&row.uri),
        said: Said::Adoption { status, decide_by },
    })
}

/// An outcome as the ledger takes it.
pub(crate) fn entry_of_outcome(row: &OutcomeRow) -> Option<Entry> {
    let record = TypedRecord::stored(RecordKind::Outcome, &row.record).ok()?;
    let it: OutcomeRecord = record.outcome()?;
    Some(Entry {
        id: row.uri.clone(),
        author: row.account_id.to_string(),
        setting: key_of(&row.setting_key, row.known_setting),
        own: row.own,
        version: version_of(row.practice_version),
        at: row.said_at,
        independence: it.independence.as_ref().and_then(ConceptRef::facet),
        vendor_interest: it.has_interest(),
        country: it.region.as_deref().and_then(Country::of_region),
        instance: host(&row.uri),
        said: Said::Outcome {
            adoption: row.adoption_uri.clone(),
            result: it.result(),
            evidence: it.level(),
        },
        circumstances: Circumstances {
            phase: it.phase,
            subject: it.subject,
            setting: it.setting,
            group_size: it.learners,
        },
    })
}
