//! What follows from a changed ledger a while later: its digest, the line above the practice, and that the author's
//! followers elsewhere are told which entries changed.

use futures_util::future::BoxFuture;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{DbError, ledgers, practices as practice_rows};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::{Event, StatusId, Timestamp};

use super::recompute::{digest_in, json, read_json};
use crate::context::Ctx;
use crate::ports::{JobError, JobHandler};
use crate::practices;
use crate::tx::Tx;

/// Of how many entries of a practice others are told at a time. Whoever is told of one reads the list of them all.
const MOST_UNTOLD: usize = 20;

/// Queues it: a practice is changed for its ledger at most once in a while, and other servers are told as often, however
/// many report. Time is cut into pieces (`federation.ledger_interval`), each with one job at its end.
pub(crate) fn refresh_later(tx: &mut Tx<'_>, practice: StatusId) -> Result<(), DbError> {
    let piece = i64::try_from(tx.ledger_interval.as_micros()).unwrap_or(i64::MAX);
    let number = tx.now.as_micros().div_euclid(piece).saturating_add(1);
    let end = Timestamp::from_micros(number.saturating_mul(piece));
    let job = NewJob::now(JobPayload::RefreshPractice { practice }, tx.now)
        .not_before(end)
        .with_dedup_key(format!("practice-{practice}-{number}"));
    tx.queue(&job)?;
    Ok(())
}

/// An entry that counts for a practice of ours was written, or taken back: whoever follows its author is told, a while later
/// and once for all that happens to it meanwhile.
pub(crate) fn tell_later(tx: &mut Tx<'_>, practice: StatusId, entry: &str) -> Result<(), DbError> {
    if practice_rows::lock(tx.conn, practice)?.is_none() {
        return Ok(());
    }
    let Some(row) = ledgers::find(tx.conn, practice)? else {
        return Ok(());
    };
    let mut untold: Vec<String> = read_json(&row.untold);
    if untold.len() < MOST_UNTOLD && untold.iter().all(|told| told != entry) {
        untold.push(entry.to_owned());
        ledgers::set_untold(tx.conn, practice, &json(&untold)?)?;
    }
    refresh_later(tx, practice)
}

/// Tells what has changed.
fn tell_in(tx: &mut Tx<'_>, status: &StatusRow) -> Result<(), DbError> {
    let Some(row) = ledgers::find(tx.conn, status.id)? else {
        return Ok(());
    };
    let entries: Vec<String> = read_json(&row.untold);
    if entries.is_empty() {
        return Ok(());
    }
    ledgers::set_untold(tx.conn, status.id, "[]")?;
    if !status.local || status.deleted_at.is_some() {
        return Ok(());
    }
    tx.emit(&Event::EntriesChanged {
        account: status.account_id,
        practice: status.id,
        entries,
    })
}

/// The ledger of a practice of another server is read, a while later and once for all that happens meanwhile. Time is cut
/// into pieces, for each practice elsewhere: what happens while it is being read, or while a reading that failed waits,
/// is read in the next piece.
pub fn read_theirs_later(tx: &mut Tx<'_>, practice: StatusId) -> Result<(), DbError> {
    // Where nothing is exchanged it would wait for ever.
    if !tx.federates {
        return Ok(());
    }
    let piece = i64::try_from(tx.ledger_interval.as_micros()).unwrap_or(i64::MAX);
    let shift = practice.get().rem_euclid(piece.max(1));
    let now = tx.now.as_micros().saturating_add(shift);
    let number = now.div_euclid(piece.max(1)).saturating_add(1);
    let end = number.saturating_mul(piece).saturating_sub(shift);
    let job = NewJob::now(JobPayload::FetchLedger { practice }, tx.now)
        .not_before(Timestamp::from_micros(end))
        .with_dedup_key(format!("ledger-{practice}-{number}"));
    tx.queue(&job)?;
    Ok(())
}

/// Makes the digest and the line again, and tells which entries have changed.
async fn refresh(ctx: &Ctx, practice: StatusId) -> Result<(), DbError> {
    ctx.transact(move |tx| {
        // Locked first: what enters it meanwhile waits, and nothing is written of what it was before.
        if practice_rows::lock(tx.conn, practice)?.is_none() {
            return Ok(());
        }
        let Some(status) = statuses::find(tx.conn, practice)? else {
            return Ok(());
        };
        if let Some(row) = ledgers::find(tx.conn, practice)?.filter(|row| row.digest.is_none()) {
            let digest = digest_in(tx, &status, i64::MAX)?;
            ledgers::set_digest(tx.conn, practice, row.changed_at, digest.as_deref())?;
        }
        if practices::is_line_outdated(tx, &status)? {
            practices::write_line_in(tx, &status)?;
        }
        tell_in(tx, &status)
    })
    .await
}

/// Brings practices up to date with their ledgers.
pub struct RefreshPracticeHandler(pub Ctx);

impl JobHandler for RefreshPracticeHandler {
    fn kind(&self) -> JobKind {
        JobKind::RefreshPractice
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::RefreshPractice { practice } = job.payload else {
                return Err(JobError::Hopeless("not a practice".into()));
            };
            refresh(&self.0, practice).await.map_err(JobError::retry)
        })
    }
}
