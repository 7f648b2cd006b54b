//! What is fetched when nobody waits: pins of actors that are new here, and actors that were not asked
//! for a day.

use std::time::Duration;

use staffroom_db::accounts::AccountRow;
use staffroom_db::{DbError, remote_actors};
use staffroom_domain::job::{JobPayload, NewJob};

use super::actor::FRESH_FOR;
use crate::state::Federation;
use crate::verify::Errand;

/// How long is counted what the hosts of a registrable domain are asked for ([`Errand`]).
pub(crate) const COUNTED_FOR: Duration = Duration::from_mins(10);

/// Has the pins of an actor fetched that is new here.
pub(super) async fn fetch_featured(fed: &Federation, row: &AccountRow) -> Result<(), DbError> {
    let payload = JobPayload::FetchFeatured { account: row.id };
    queue(fed, row, payload, format!("featured-{}", row.id)).await
}

/// Has an actor fetched again.
pub(super) async fn refresh(fed: &Federation, row: &AccountRow) -> Result<(), DbError> {
    // Once in an hour: where its server does not answer, what is known stays as old as it is.
    if fed.memory().looks_at(row.id).await {
        ask_again(fed, row).await?;
    }
    Ok(())
}

/// The same where it was not asked for a day. That is looked up once in an hour.
pub(crate) async fn refresh_if_old(fed: &Federation, row: &AccountRow) -> Result<(), DbError> {
    if row.is_local() || !fed.memory().looks_at(row.id).await {
        return Ok(());
    }
    let (ctx, id) = (fed.ctx(), row.id);
    let reach = ctx
        .db
        .read(move |conn| remote_actors::find(conn, id))
        .await?;
    let is_old = reach.is_some_and(|reach| ctx.now().since(reach.fetched_at) >= FRESH_FOR);
    if is_old {
        ask_again(fed, row).await?;
    }
    Ok(())
}

async fn ask_again(fed: &Federation, row: &AccountRow) -> Result<(), DbError> {
    let payload = JobPayload::RefreshAccount { account: row.id };
    queue(fed, row, payload, format!("refresh-{}", row.id)).await
}

async fn queue(
    fed: &Federation,
    row: &AccountRow,
    payload: JobPayload,
    key: String,
) -> Result<(), DbError> {
    if !fed.memory().may_queue(Errand::Actors, &row.domain).await {
        return Ok(());
    }
    fed.ctx()
        .transact(move |tx| {
            let job = NewJob::now(payload, tx.now).with_dedup_key(key);
            tx.queue(&job).map(drop)
        })
        .await
}
