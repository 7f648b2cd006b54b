//! Looking through what is here, afterwards and in bounded pieces: who may have it has changed for much of it.

use futures_util::future::BoxFuture;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::announced_records::{self as rows, AnnouncedRow};
use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::statuses::{self, Page, StatusRow};
use staffroom_db::{DbError, practices};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::{AccountId, StatusId, Timestamp};

use super::{settle_in, tell_hub_in};
use crate::context::Ctx;
use crate::hub;
use crate::ports::{JobError, JobHandler};
use crate::records::uri_of;
use crate::tx::Tx;

/// How many statuses are looked at in one transaction.
const STATUSES_AT_ONCE: i64 = 200;
/// How many accounts are looked at in one transaction.
const ACCOUNTS_AT_ONCE: i64 = 200;
/// How often what somebody elsewhere wrote is looked through, in seconds, however often they change their mind.
const THEIRS_EVERY: i64 = 300;

/// Has looked through what people here say came of a practice.
pub(crate) fn outcomes_later(tx: &mut Tx<'_>, practice: StatusId) -> Result<(), DbError> {
    let first = Page {
        limit: 1,
        ..Page::default()
    };
    if outcomes::all_of_practice(tx.conn, practice, first)?.is_empty() {
        return Ok(());
    }
    let payload = JobPayload::AnnounceOutcomes { practice };
    tx.queue(&NewJob::now(payload, tx.now))?;
    Ok(())
}

/// Has looked through what somebody wrote, or everybody, whether it is to be announced: who may have it has changed for
/// all of it; or a hub of that domain follows from now on.
pub(crate) fn look_through_later(
    tx: &mut Tx<'_>,
    account: Option<AccountId>,
    hub: Option<String>,
) -> Result<(), DbError> {
    let key = hub.as_ref().map(|hub| {
        let name = account.map_or_else(|| "all".to_owned(), |id| id.to_string());
        format!("announce-{name}-{hub}")
    });
    let job = NewJob::now(JobPayload::AnnounceRecords { account, hub }, tx.now);
    // Where somebody has changed their mind, without a dedup key: a job that has begun has passed by some of it.
    tx.queue(&match key {
        Some(key) => job.with_dedup_key(key),
        None => job,
    })?;
    Ok(())
}

/// The same for somebody elsewhere: in a while, and once for all that they change meanwhile.
pub(crate) fn look_through_theirs_later(
    tx: &mut Tx<'_>,
    account: AccountId,
) -> Result<(), DbError> {
    let at = tx.now.as_secs().div_euclid(THEIRS_EVERY) + 1;
    let payload = JobPayload::AnnounceRecords {
        account: Some(account),
        hub: None,
    };
    let job = NewJob::now(payload, tx.now).not_before(Timestamp::from_secs(at * THEIRS_EVERY));
    tx.queue(&job.with_dedup_key(format!("announce-{account}-at-{at}")))?;
    Ok(())
}

/// Looks through what is here.
pub struct AnnounceRecordsHandler(pub Ctx);

impl JobHandler for AnnounceRecordsHandler {
    fn kind(&self) -> JobKind {
        JobKind::AnnounceRecords
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::AnnounceRecords { account, hub } = &job.payload else {
                return Err(JobError::Hopeless("nothing to announce".into()));
            };
            let done = match account {
                Some(account) => look_through(&self.0, *account, hub.clone()).await,
                None => look_through_all(&self.0, hub.clone()).await,
            };
            done.map_err(JobError::retry)
        })
    }
}

/// Queues everybody here who has posted anything.
async fn look_through_all(ctx: &Ctx, hub: Option<String>) -> Result<(), DbError> {
    let mut after = String::new();
    loop {
        let (from, hub) = (after.clone(), hub.clone());
        let last = ctx
            .transact(move |tx| {
                let some = accounts::of_domain(tx.conn, "", &from, ACCOUNTS_AT_ONCE)?;
                for row in some.iter().filter(|row| row.statuses_count > 0) {
                    look_through_later(tx, Some(row.id), hub.clone())?;
                }
                Ok::<_, DbError>(some.last().map(|row| row.username_folded.clone()))
            })
            .await?;
        let Some(last) = last else { return Ok(()) };
        after = last;
    }
}

/// Announces what somebody wrote, or takes it back, as it is now.
async fn look_through(ctx: &Ctx, account: AccountId, hub: Option<String>) -> Result<(), DbError> {
    let mut after = StatusId::from(0);
    loop {
        let hub = hub.clone();
        let last = ctx
            .transact(move |tx| {
                let Some(author) = accounts::find(tx.conn, account)? else {
                    return Ok(None);
                };
                let some = statuses::all_of(tx.conn, account, after, STATUSES_AT_ONCE)?;
                let ids: Vec<StatusId> = some.iter().map(|row| row.id).collect();
                hub::look_again_in(tx, &ids)?;
                for status in &some {
                    look_at(tx, &author, status, hub.as_deref())?;
                }
                Ok::<_, DbError>(some.last().map(|row| row.id))
            })
            .await?;
        let Some(last) = last else { return Ok(()) };
        after = last;
    }
}

/// Looks through what people here say came of a practice.
pub struct AnnounceOutcomesHandler(pub Ctx);

impl JobHandler for AnnounceOutcomesHandler {
    fn kind(&self) -> JobKind {
        JobKind::AnnounceOutcomes
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::AnnounceOutcomes { practice } = &job.payload else {
                return Err(JobError::Hopeless("nothing to announce".into()));
            };
            let done = look_through_outcomes(&self.0, *practice).await;
            done.map_err(JobError::retry)
        })
    }
}

async fn look_through_outcomes(ctx: &Ctx, practice: StatusId) -> Result<(), DbError> {
    look_through_counted(ctx, practice).await?;
    look_through_orphans(ctx, practice).await
}

/// Of a practice that is gone.
async fn look_through_orphans(ctx: &Ctx, practice: StatusId) -> Result<(), DbError> {
    let mut after = StatusId::from(0);
    loop {
        let last = ctx
            .transact(move |tx| {
                let Some(subject) = statuses::find(tx.conn, practice)? else {
                    return Ok(None);
                };
                let uri = uri_of(tx.addresses, &subject);
                let some = outcomes::waiting(tx.conn, &uri, after, STATUSES_AT_ONCE)?;
                settle_some(tx, &some)?;
                Ok::<_, DbError>(some.last().map(|row| row.status_id))
            })
            .await?;
        let Some(last) = last else { return Ok(()) };
        after = last;
    }
}

fn settle_some(tx: &mut Tx<'_>, some: &[OutcomeRow]) -> Result<(), DbError> {
    let ids: Vec<StatusId> = some.iter().map(|row| row.status_id).collect();
    // On a hub those of others, too: whether they may be listed depends on the practice.
    hub::look_again_in(tx, &ids)?;
    let mut posts = statuses::find_many(tx.conn, &ids)?;
    posts.retain(|post| post.local);
    for post in &posts {
        if let Some(author) = accounts::find(tx.conn, post.account_id)? {
            settle_in(tx, &author, post)?;
        }
    }
    Ok(())
}

async fn look_through_counted(ctx: &Ctx, practice: StatusId) -> Result<(), DbError> {
    let mut before = None;
    loop {
        let page = Page {
            max_id: before,
            limit: STATUSES_AT_ONCE,
            ..Page::default()
        };
        let last = ctx
            .transact(move |tx| {
                let some = outcomes::all_of_practice(tx.conn, practice, page)?;
                settle_some(tx, &some)?;
                Ok::<_, DbError>(some.last().map(|row| row.status_id.get()))
            })
            .await?;
        if last.is_none() {
            return Ok(());
        }
        before = last;
    }
}

fn look_at(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    status: &StatusRow,
    hub: Option<&str>,
) -> Result<(), DbError> {
    let before = rows::find(tx.conn, status.id)?;
    settle_in(tx, author, status)?;
    // What people here say came of it goes where a practice from elsewhere may go.
    if !status.local && practices::find(tx.conn, status.id)?.is_some() {
        outcomes_later(tx, status.id)?;
    }
    hub::changed_in(tx, status.id)?;
    // The hub did not follow when it was told.
    let is_for_hub = |row: &AnnouncedRow| row.is_standing() && row.hub.as_deref() == hub;
    match (hub, before.filter(is_for_hub)) {
        (Some(hub), Some(row)) => tell_hub_in(tx, row.organisation_id, status.id, hub.to_owned()),
        _ => Ok(()),
    }
}
