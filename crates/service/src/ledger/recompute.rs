//! Keeping ledgers up to date.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;
use staffroom_db::adoptions::{self, AdoptionRow};
use staffroom_db::ledgers::{self, LedgerRow, LedgerSettingRow};
use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::practices;
use staffroom_db::statuses::{self, Page, StatusRow};
use staffroom_db::{Conn, DbError, ledger_snapshots};
use staffroom_domain::StatusId;
use staffroom_domain::ledger::{
    Contribution, Entry, Reason, SettingEntries, Tally, canonical_lines, canonical_text_of_lines,
};

use super::refresh_later;
use crate::practices as use_cases;
use crate::records::{entry_of_adoption, entry_of_outcome, judge_again_in, uri_of};
use crate::tx::Tx;

/// How many entries of one setting are counted at most, the newest: nobody has so many.
const OF_SETTING: i64 = 500;
/// How many entries are looked at in one reading.
const AT_ONCE: i64 = 200;
/// A digest is made with the change that it is of where there are no more settings; with more of them, later.
const DIGEST_AT_ONCE: i64 = 100;

/// Some entries of those settings were written or removed; with `is_rejection` also one that was, or is, rejected.
pub(crate) fn settle_in(
    tx: &mut Tx<'_>,
    practice: StatusId,
    settings: &[&str],
    is_rejection: bool,
) -> Result<(), DbError> {
    // Locked first: who changes the same ledger waits until this transaction ends.
    if practices::lock(tx.conn, practice)?.is_none() {
        return Ok(());
    }
    let mut kept = Kept::load(tx.conn, practice)?;
    let settings: BTreeSet<&str> = settings.iter().copied().collect();
    for setting in settings {
        kept.settle(tx, setting)?;
    }
    if is_rejection {
        kept.count_rejections(tx.conn)?;
    }
    kept.store(tx)
}

/// An outcome was taken back by whoever reported it.
pub(crate) fn note_withdrawal_in(tx: &mut Tx<'_>, practice: StatusId) -> Result<(), DbError> {
    if practices::lock(tx.conn, practice)?.is_none() {
        return Ok(());
    }
    let mut kept = Kept::load(tx.conn, practice)?;
    kept.withdrawn = kept.withdrawn.saturating_add(1);
    kept.store(tx)
}

/// Something that is shown of a ledger changed, and none of its entries.
pub(crate) fn touch_in(tx: &mut Tx<'_>, practice: StatusId) -> Result<(), DbError> {
    match ledgers::find(tx.conn, practice)? {
        Some(_) => settle_in(tx, practice, &[], false),
        None => Ok(()),
    }
}

/// The practice with that id came: what was entered about it before is counted now.
pub(crate) fn begin_in(tx: &mut Tx<'_>, uri: &str) -> Result<(), DbError> {
    let mut after = StatusId::from(0);
    loop {
        let some = adoptions::waiting(tx.conn, uri, after, AT_ONCE)?;
        let Some(last) = some.last() else { break };
        after = last.status_id;
        for row in &some {
            judge_again_in(tx, row.status_id)?;
        }
    }
    after = StatusId::from(0);
    loop {
        let some = outcomes::waiting(tx.conn, uri, after, AT_ONCE)?;
        let Some(last) = some.last() else {
            return Ok(());
        };
        after = last.status_id;
        for row in &some {
            judge_again_in(tx, row.status_id)?;
        }
    }
}

/// Counts everything about a practice again: what decides how it counts has changed.
pub(crate) fn count_anew_in(tx: &mut Tx<'_>, practice: StatusId) -> Result<(), DbError> {
    for state in [
        OutcomeRow::COUNTED,
        OutcomeRow::SUPERSEDED,
        OutcomeRow::REJECTED,
    ] {
        let mut page = Page {
            limit: AT_ONCE,
            ..Page::default()
        };
        loop {
            let some = outcomes::page_of_practice(tx.conn, practice, state, page)?;
            let Some(last) = some.last() else { break };
            page.max_id = Some(last.status_id.get());
            for row in &some {
                judge_again_in(tx, row.status_id)?;
            }
        }
    }
    for verdict in [AdoptionRow::COUNTED, AdoptionRow::REJECTED] {
        let mut page = Page {
            limit: AT_ONCE,
            ..Page::default()
        };
        loop {
            let some = adoptions::page_of_practice(tx.conn, practice, verdict, page)?;
            let Some(last) = some.last() else { break };
            page.max_id = Some(last.status_id.get());
            for row in &some {
                judge_again_in(tx, row.status_id)?;
            }
        }
    }
    touch_in(tx, practice)
}

/// JSON that we wrote ourselves. What a newer version wrote otherwise is as if it were not there.
pub(super) fn read_json<T: DeserializeOwned + Default>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}

pub(super) fn json(value: &impl Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|error| DbError::Corrupt(error.to_string()))
}

/// A ledger in the making.
struct Kept {
    practice: StatusId,
    before: Option<LedgerRow>,
    /// The tally as it was.
    was: Tally,
    tally: Tally,
    withdrawn: i32,
    rejected: BTreeMap<Reason, u64>,
}

impl Kept {
    fn load(conn: &mut Conn, practice: StatusId) -> Result<Self, DbError> {
        let before = ledgers::find(conn, practice)?;
        let text = |of: fn(&LedgerRow) -> &str| before.as_ref().map_or("{}", of);
        let tally: Tally = read_json(text(|row| &row.tally));
        Ok(Self {
            practice,
            was: tally.clone(),
            tally,
            rejected: read_json(text(|row| &row.rejected)),
            withdrawn: before.as_ref().map_or(0, |row| row.withdrawn),
            before,
        })
    }

    /// Counts a setting as it is now in the place of what it was.
    fn settle(&mut self, tx: &mut Tx<'_>, setting: &str) -> Result<(), DbError> {
        let adoptions = adoptions::of_setting(tx.conn, self.practice, setting, OF_SETTING)?;
        let outcomes = outcomes::of_setting(tx.conn, self.practice, setting, OF_SETTING)?;
        let said = adoptions
            .iter()
            .filter(|row| row.verdict == AdoptionRow::COUNTED)
            .filter_map(entry_of_adoption);
        let reported = outcomes.iter().filter(|row| is_in(row));
        let entries: Vec<Entry> = said.chain(reported.filter_map(entry_of_outcome)).collect();
        let all = SettingEntries::of(&entries);
        supersede(tx.conn, &outcomes, &all)?;
        let kept = ledgers::setting(tx.conn, self.practice, setting)?;
        let old: Option<Contribution> = kept
            .as_ref()
            .and_then(|row| serde_json::from_str(&row.contribution).ok());
        let new = all.contribution();
        self.tally.replace(old.as_ref(), new.as_ref());
        match &new {
            Some(new) => ledgers::put_setting(
                tx.conn,
                LedgerSettingRow {
                    practice_id: self.practice,
                    setting_key: setting.to_owned(),
                    contribution: json(new)?,
                    lines: json(&canonical_lines(&all))?,
                },
            ),
            None if kept.is_some() => ledgers::delete_setting(tx.conn, self.practice, setting),
            None => Ok(()),
        }
    }

    fn count_rejections(&mut self, conn: &mut Conn) -> Result<(), DbError> {
        self.rejected.clear();
        let all = [
            adoptions::count_reasons(conn, self.practice)?,
            outcomes::count_reasons(conn, self.practice)?,
        ];
        for (code, n) in all.into_iter().flatten() {
            let count = self.rejected.entry(Reason::from_code(&code)).or_default();
            *count += u64::try_from(n).unwrap_or(0);
        }
        Ok(())
    }

    fn store(mut self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        if !self.tally.is_sound() {
            tracing::error!(practice = %self.practice, "a ledger had lost track of its settings and is added up again");
            self.tally = added_up(tx.conn, self.practice)?;
        }
        let Some(status) = statuses::find(tx.conn, self.practice)? else {
            return Ok(());
        };
        let digest = digest_in(tx, &status, DIGEST_AT_ONCE)?;
        let is_late = digest.is_none();
        let before = self.before.as_ref();
        let row = LedgerRow {
            practice_id: self.practice,
            tally: json(&self.tally)?,
            digest,
            withdrawn: self.withdrawn,
            rejected: json(&self.rejected)?,
            theirs: before.and_then(|row| row.theirs.clone()),
            theirs_at: before.and_then(|row| row.theirs_at),
            changed_at: tx.now,
            untold: before.map_or_else(|| "[]".to_owned(), |row| row.untold.clone()),
        };
        ledgers::put(tx.conn, row)?;
        // Only what was reported is counted there: who says that they try something takes no turn with everybody else.
        if !self.tally.has_reports_of(&self.was) {
            tx.recount_in_library(self.practice);
        }
        if tx.is_hub {
            ledger_snapshots::changed(tx.conn, self.practice)?;
        }
        if is_late || use_cases::is_line_outdated(tx, &status)? {
            refresh_later(tx, self.practice)?;
        }
        Ok(())
    }
}

fn is_in(row: &OutcomeRow) -> bool {
    row.state == OutcomeRow::COUNTED || row.state == OutcomeRow::SUPERSEDED
}

/// Notes which outcomes newer ones have replaced.
fn supersede(
    conn: &mut Conn,
    outcomes: &[OutcomeRow],
    all: &SettingEntries<'_>,
) -> Result<(), DbError> {
    let superseded: BTreeSet<&str> = all.superseded().map(|entry| entry.id.as_str()).collect();
    for row in outcomes.iter().filter(|row| is_in(row)) {
        let state = if superseded.contains(row.uri.as_str()) {
            OutcomeRow::SUPERSEDED
        } else {
            OutcomeRow::COUNTED
        };
        if row.state != state {
            outcomes::set_state(conn, row.status_id, state)?;
        }
    }
    Ok(())
}

/// The tally of what is kept of each setting.
fn added_up(conn: &mut Conn, practice: StatusId) -> Result<Tally, DbError> {
    let mut tally = Tally::default();
    let mut after = String::new();
    loop {
        let some = ledgers::settings(conn, practice, &after, AT_ONCE)?;
        let Some(last) = some.last() else {
            return Ok(tally);
        };
        after.clone_from(&last.setting_key);
        for row in &some {
            if let Ok(contribution) = serde_json::from_str::<Contribution>(&row.contribution) {
                tally.add(&contribution);
            }
        }
    }
}

/// The digest of the ledger of a practice; none where it has more than `most` settings.
pub(super) fn digest_in(
    tx: &mut Tx<'_>,
    practice: &StatusRow,
    most: i64,
) -> Result<Option<String>, DbError> {
    let mut lines: Vec<String> = Vec::new();
    let mut after = String::new();
    let mut settings = 0_i64;
    loop {
        let some = ledgers::settings(tx.conn, practice.id, &after, AT_ONCE)?;
        let Some(last) = some.last() else { break };
        after.clone_from(&last.setting_key);
        for row in &some {
            settings += 1;
            if settings > most {
                return Ok(None);
            }
            lines.extend(read_json::<Vec<String>>(&row.lines));
        }
    }
    let uri = uri_of(tx.addresses, practice);
    let text = canonical_text_of_lines(&uri, lines);
    let mut found = String::from("sha-256:");
    let hash = digest(&SHA256, text.as_bytes());
    let _ = write!(found, "{}", HEXLOWER.encode(hash.as_ref()));
    Ok(Some(found))
}
