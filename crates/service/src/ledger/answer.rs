//! Taking entries in, and rejecting them.

use staffroom_db::accounts;
use staffroom_db::adoptions::{self, AdoptionRow};
use staffroom_db::ledgers::{self, LedgerRow};
use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{DbError, statuses as rows};
use staffroom_domain::RecordText;
use staffroom_domain::ledger::{Reason, Rejection};
use staffroom_domain::{AccountId, StatusId};

use super::read::{TheirList, Theirs};
use super::recompute::json;
use super::settle_in;
use crate::context::Ctx;
use crate::records::{RecordError, answer, is_decided_by_author, judge_again_in};
use crate::statuses::may_see;
use crate::tx::Tx;

/// The longest reason of others that is kept.
const MAX_REASON: usize = 64;

/// An adoption or an outcome.
enum Row {
    Adoption(Box<AdoptionRow>),
    Outcome(Box<OutcomeRow>),
}

impl Row {
    fn find(tx: &mut Tx<'_>, id: StatusId) -> Result<Option<Self>, DbError> {
        if let Some(row) = adoptions::find(tx.conn, id)? {
            return Ok(Some(Self::Adoption(Box::new(row))));
        }
        let row = outcomes::find(tx.conn, id)?;
        Ok(row.map(|row| Self::Outcome(Box::new(row))))
    }

    fn practice(&self) -> Option<StatusId> {
        let id = match self {
            Self::Adoption(row) => row.practice_id,
            Self::Outcome(row) => row.practice_id,
        };
        id.map(StatusId::from)
    }

    fn setting(&self) -> &str {
        match self {
            Self::Adoption(row) => &row.setting_key,
            Self::Outcome(row) => &row.setting_key,
        }
    }

    fn is_rejected(&self) -> bool {
        match self {
            Self::Adoption(row) => row.verdict == AdoptionRow::REJECTED,
            Self::Outcome(row) => row.state == OutcomeRow::REJECTED,
        }
    }

    fn reason(&self) -> Option<Reason> {
        let code = match self {
            Self::Adoption(row) => row.reason.as_deref(),
            Self::Outcome(row) => row.reason.as_deref(),
        };
        code.map(Reason::from_code)
    }

    /// Does not count any more, for that reason.
    fn reject(&self, tx: &mut Tx<'_>, reason: Option<&str>) -> Result<(), DbError> {
        match self {
            Self::Adoption(row) => {
                let verdict = AdoptionRow::REJECTED;
                adoptions::set_verdict(tx.conn, row.status_id, verdict, reason)
            }
            Self::Outcome(row) => {
                let state = OutcomeRow::REJECTED;
                outcomes::set_verdict(tx.conn, row.status_id, state, reason)
            }
        }
    }
}

/// An entry about a practice of somebody's own, which lives here. What they may not see is not there for them; nobody
/// keeps what everybody sees from being rejected by blocking the author.
fn entry_of(
    tx: &mut Tx<'_>,
    by: AccountId,
    entry: StatusId,
) -> Result<(Row, StatusRow, PracticeRow), RecordError> {
    let row = Row::find(tx, entry)?.ok_or(RecordError::NotFound)?;
    let carrier = statuses::find(tx.conn, entry)?.ok_or(RecordError::NotFound)?;
    if !may_see(tx.conn, Some(by), &carrier)? && !may_see(tx.conn, None, &carrier)? {
        return Err(RecordError::NotFound);
    }
    let id = row.practice().ok_or(RecordError::NotFound)?;
    let status = statuses::find(tx.conn, id)?.ok_or(RecordError::NotFound)?;
    let practice = practices::find(tx.conn, id)?.ok_or(RecordError::NotFound)?;
    if !status.local || status.account_id != by || status.deleted_at.is_some() {
        return Err(RecordError::NotFound);
    }
    Ok((row, status, practice))
}

/// The author of a practice rejects an entry, for one of the reasons for which that is possible: it stays listed with
/// the reason. A result is not rejected for what it says.
pub async fn reject(
    ctx: &Ctx,
    by: AccountId,
    entry: StatusId,
    reason: Reason,
) -> Result<(), RecordError> {
    if !is_decided_by_author(reason) {
        return Err(RecordError::problem(
            "reason",
            "reason",
            "Choose one of: spam, abuse, out-of-scope, duplicate. Everything else is decided by rule.",
        ));
    }
    ctx.transact(move |tx| {
        let (row, status, practice) = entry_of(tx, by, entry)?;
        if is_by(tx, entry, practice.account_id)? {
            return Err(RecordError::NotAllowed);
        }
        if row.is_rejected() && row.reason() == Some(reason) {
            return Ok(());
        }
        row.reject(tx, Some(reason.as_str()))?;
        settle_in(tx, practice.status_id, &[row.setting()], true)?;
        answer(tx, entry, &status, Some(reason.as_str()))?;
        Ok(())
    })
    .await
}

fn is_by(tx: &mut Tx<'_>, entry: StatusId, account: AccountId) -> Result<bool, DbError> {
    let row = rows::find(tx.conn, entry)?;
    Ok(row.is_some_and(|row| row.account_id == account))
}

/// The author of a practice takes an entry in after all.
///
/// # Errors
///
/// [`RecordError::Invalid`] where a rule, and not the author, keeps it out.
pub async fn accept(ctx: &Ctx, by: AccountId, entry: StatusId) -> Result<(), RecordError> {
    ctx.transact(move |tx| {
        let (row, ..) = entry_of(tx, by, entry)?;
        if !row.is_rejected() {
            return Ok(());
        }
        // Without the author's own reason only the rules are left.
        row.reject(tx, None)?;
        judge_again_in(tx, entry)?;
        let now = Row::find(tx, entry)?.ok_or(RecordError::NotFound)?;
        match now.reason().filter(|_| now.is_rejected()) {
            Some(reason) => Err(RecordError::problem("", reason.as_str(), reason.english())),
            None => Ok(()),
        }
    })
    .await
}

/// The author of a practice on another server has answered an entry. Only whether, and why, is noted: whoever is counted
/// here is counted as seen here.
pub fn answered_in(
    tx: &mut Tx<'_>,
    by: AccountId,
    entry: StatusId,
    is_accepted: bool,
    reason: Option<&str>,
) -> Result<bool, DbError> {
    let Some(row) = Row::find(tx, entry)? else {
        return Ok(false);
    };
    let Some(practice) = row.practice() else {
        return Ok(false);
    };
    let Some(status) = statuses::find(tx.conn, practice)? else {
        return Ok(false);
    };
    let author = accounts::find(tx.conn, by)?;
    let is_theirs = status.account_id == by && !status.local;
    if !is_theirs || author.is_none() {
        return Ok(false);
    }
    let answer = if is_accepted { "accepted" } else { "rejected" };
    let reason = reason
        .filter(|_| !is_accepted)
        .map(|reason| staffroom_domain::text::truncate(reason, MAX_REASON));
    match row {
        Row::Adoption(_) => adoptions::set_their_answer(tx.conn, entry, answer, reason)?,
        Row::Outcome(_) => outcomes::set_their_answer(tx.conn, entry, answer, reason)?,
    }
    Ok(true)
}

/// What the server of a practice says of its ledger, what its list holds, and what it says that it did not take in. It is shown beside what was counted here,
/// and changes nothing of it.
pub fn tell_theirs_in(
    tx: &mut Tx<'_>,
    practice: StatusId,
    summary: &RecordText,
    list: TheirList,
    rejected: Vec<Rejection>,
) -> Result<(), DbError> {
    if practices::lock(tx.conn, practice)?.is_none() {
        return Ok(());
    }
    let row = ledgers::find(tx.conn, practice)?;
    let row = row.unwrap_or_else(|| LedgerRow {
        practice_id: practice,
        tally: "{}".to_owned(),
        digest: None,
        withdrawn: 0,
        rejected: "{}".to_owned(),
        theirs: None,
        theirs_at: None,
        changed_at: tx.now,
        untold: "[]".to_owned(),
    });
    ledgers::put(
        tx.conn,
        LedgerRow {
            theirs: Some(json(&Theirs {
                summary: summary.value(),
                list,
                rejected,
            })?),
            theirs_at: Some(tx.now.as_micros()),
            ..row
        },
    )
}
