//! Once a week everything of a member is asked for again: what is gone, was changed, or may not be listed any more.

use std::collections::BTreeSet;

use staffroom_db::{DbError, accounts, hub_items, statuses};
use staffroom_domain::StatusId;
use staffroom_federation::Federation;
use staffroom_federation::resolve::{Freshness, ResolveError, actor, may_ask};
use staffroom_service::hub::{self, HubItemRow};
use staffroom_service::ledger;

use crate::verify::{self, Checked};

/// How much is asked for in one job.
const AT_ONCE: i64 = 50;

/// Asks for a piece of what a member has.
pub(crate) async fn some(
    fed: &Federation,
    host: &str,
    after: StatusId,
) -> Result<(), ResolveError> {
    let ctx = fed.ctx();
    let member = hub::member(ctx, host).await?;
    if !member.is_some_and(|row| row.is_member()) {
        return Ok(());
    }
    let name = host.to_owned();
    let read: Result<_, DbError> = ctx
        .db
        .read(move |conn| {
            let some = hub_items::of_host(conn, &name, after, AT_ONCE)?;
            let ids: Vec<StatusId> = some.iter().map(|row| row.status_id).collect();
            let authors: BTreeSet<_> = statuses::find_many(conn, &ids)?
                .into_iter()
                .filter(|row| row.deleted_at.is_none())
                .map(|row| row.account_id)
                .collect();
            let authors: Vec<_> = authors.into_iter().collect();
            Ok((some, accounts::find_many(conn, &authors)?))
        })
        .await;
    let (some, authors) = read?;
    // Whether they let it be listed is theirs to say, and may have changed.
    for author in authors.iter().filter_map(|row| row.uri.as_deref()) {
        if !may_ask(fed, host).await {
            return Err(ResolveError::AskedEnough);
        }
        if let Err(ResolveError::Db(error)) = actor(fed, author, Freshness::Now).await {
            return Err(error.into());
        }
    }
    let mut practices = Vec::new();
    for row in some.iter().filter(|row| row.state != HubItemRow::GONE) {
        match verify::check_again(fed, row).await {
            Ok(Checked::AskedEnough) => return Err(ResolveError::AskedEnough),
            Err(ResolveError::Db(error)) => return Err(error.into()),
            Err(error) if error.is_temporary() => {
                tracing::debug!(%host, %error, "something of a member is not reachable");
            }
            _ => {}
        }
        if row.kind == "practice" {
            practices.push(row.status_id);
        }
    }
    let queued: Result<(), DbError> = ctx
        .transact(move |tx| {
            let mut practices = practices.into_iter();
            practices.try_for_each(|practice| ledger::read_theirs_later(tx, practice))
        })
        .await;
    queued?;
    let last = some.last().map(|row| row.status_id);
    Ok(hub::swept(ctx, host, last).await?)
}
