//! An instance belongs to the hub no more: everything of it is taken out of every count.

use futures_util::future::BoxFuture;
use staffroom_db::{DbError, hub_items, hub_members as rows};
use staffroom_domain::StatusId;
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload};

use super::items::{HubItemRow, change_in, lock_in};
use super::members::{HubMemberRow, end_membership_in, forget_later};
use crate::context::Ctx;
use crate::domain_levels::level_of;
use crate::policies::SUSPEND;
use crate::ports::{JobError, JobHandler};
use crate::tx::Tx;

/// How much is taken out in one transaction.
const AT_ONCE: i64 = 100;

/// Something was decided about a host: where nothing is exchanged with it any more, nothing of it counts.
pub(crate) async fn shut_out(ctx: &Ctx, host: &str) -> Result<(), DbError> {
    if !ctx.config.is_hub() {
        return Ok(());
    }
    let host = host.to_owned();
    ctx.transact(move |tx| {
        if level_of(tx, &host, &host)? != Some(SUSPEND) {
            return Ok(());
        }
        match rows::lock(tx.conn, &host)? {
            Some(row) if !row.is_out() => end_membership_in(tx, row, HubMemberRow::REMOVED),
            _ => forget_later(tx, host),
        }
    })
    .await
}

/// Takes everything of an instance out of every count.
pub struct ForgetMemberHandler(pub Ctx);

impl JobHandler for ForgetMemberHandler {
    fn kind(&self) -> JobKind {
        JobKind::ForgetMember
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::ForgetMember { host } = &job.payload else {
                return Err(JobError::Hopeless("no instance".into()));
            };
            forget(&self.0, host).await.map_err(JobError::retry)
        })
    }
}

/// Takes everything of an instance out of every count that does not belong to the hub, a piece in a transaction. Whoever does
/// it again goes on where it ended.
pub async fn forget(ctx: &Ctx, host: &str) -> Result<(), DbError> {
    let mut after = StatusId::from(0);
    loop {
        let host = host.to_owned();
        let last = ctx
            .transact(move |tx| forget_some(tx, &host, after))
            .await?;
        let Some(last) = last else { return Ok(()) };
        after = last;
    }
}

fn forget_some(tx: &mut Tx<'_>, host: &str, after: StatusId) -> Result<Option<StatusId>, DbError> {
    // It may have been asked again meanwhile.
    let is_member = rows::find(tx.conn, host)?.is_some_and(|row| !row.is_out());
    if is_member {
        return Ok(None);
    }
    let some = hub_items::of_host(tx.conn, host, after, AT_ONCE)?;
    let last = some.last().map(|row| row.status_id);
    let ids: Vec<StatusId> = some.iter().map(|row| row.status_id).collect();
    // Somebody else may do the same, or have something of it shown, in this moment: each is read again once it is held.
    lock_in(tx, &ids)?;
    let mut held = hub_items::of_statuses(tx.conn, &ids)?;
    held.retain(|row| row.state != HubItemRow::OUT && row.state != HubItemRow::GONE);
    held.sort_by_key(|row| row.status_id);
    for row in held {
        change_in(tx, row, HubItemRow::OUT, None)?;
    }
    // Whoever became a member while this waited took up what was out then, and not this.
    if rows::lock(tx.conn, host)?.is_some_and(|row| row.is_member()) {
        hub_items::take_up_again(tx.conn, host, tx.now)?;
    }
    Ok(last)
}
