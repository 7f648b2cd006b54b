//! An actor elsewhere is gone, with everything of theirs.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::follows as rows;
use staffroom_db::inbox::InboxItemRow;
use staffroom_db::statuses as all;
use staffroom_db::{DbError, remote_actors};
use staffroom_domain::{AccountId, FollowId};
use staffroom_protocol::incoming::{ActivityKind, IncomingActivity};
use staffroom_service::Tx;
use staffroom_service::follows;
use staffroom_service::statuses::{OfAccount, Page, remove_in, unboost_in};

use super::received::{Outcome, ReceiveError, Received};
use crate::Federation;
use crate::resolve::{self, Freshness, ResolveError};

/// How many of their statuses, or follows, go in one transaction.
const AT_ONCE: i64 = 100;

/// The Delete of an actor whose key was gone when it came: true where its own server says that the
/// actor is gone.
pub(super) async fn of_unverified(
    fed: &Federation,
    item: InboxItemRow,
    activity: IncomingActivity,
) -> Result<Outcome, ReceiveError> {
    let is_departure = activity.kind == ActivityKind::Delete
        && activity.object_id().as_ref() == Some(&activity.actor);
    if !is_departure {
        return Err(ReceiveError::refused("nobody signed it"));
    }
    let uri = activity.actor.as_str().to_owned();
    let known = fed
        .ctx()
        .db
        .read(move |conn| accounts::find_by_uri(conn, &uri))
        .await?;
    let Some(actor) = known else {
        return Err(ReceiveError::refused("its actor was never known"));
    };
    match resolve::actor(fed, activity.actor.as_str(), Freshness::Now).await {
        Err(ResolveError::Gone) => {}
        Err(error) if error.is_temporary() => {
            return Err(ReceiveError::Temporary(error.to_string()));
        }
        _ => return Err(ReceiveError::refused("its actor is not gone")),
    }
    let received = Received {
        item: item.id,
        host: resolve::host_of(&activity.actor),
        actor,
        uri: item.activity_uri,
        activity,
        body: item.body,
        passed_on: false,
    };
    of(fed, &received).await
}

/// Removes the actor: first what is theirs, a piece at a time, then the account itself.
pub(super) async fn of(fed: &Federation, received: &Received) -> Result<Outcome, ReceiveError> {
    let id = received.actor.id;
    fed.ctx().transact(move |tx| mark(tx, id)).await?;
    while fed.ctx().transact(move |tx| clear(tx, id)).await? {}
    received
        .apply(fed, move |tx| {
            remote_actors::delete(tx.conn, id)?;
            Ok(Outcome::Applied)
        })
        .await
}

/// From now on nobody sees them or what they posted.
fn mark(tx: &mut Tx<'_>, id: AccountId) -> Result<(), DbError> {
    let Some(mut row) = accounts::find(tx.conn, id)?.filter(|row| row.deleted_at.is_none()) else {
        return Ok(());
    };
    row.display_name.clear();
    row.summary.clear();
    "[]".clone_into(&mut row.fields);
    row.avatar_url = None;
    row.header_url = None;
    row.discoverable = false;
    row.indexable = false;
    row.deleted_at = Some(tx.now.as_micros());
    accounts::update(tx.conn, row)
}

/// Removes a piece; `false` when nothing was left.
fn clear(tx: &mut Tx<'_>, id: AccountId) -> Result<bool, DbError> {
    let Some(actor) = accounts::find(tx.conn, id)? else {
        return Ok(false);
    };
    let page = Page {
        limit: AT_ONCE,
        ..Page::default()
    };
    let statuses = all::of_account(tx.conn, id, OfAccount::default(), page)?;
    for row in all::find_many(tx.conn, &statuses)? {
        if row.is_boost() {
            unboost_in(tx, &actor, &row)?;
        } else {
            remove_in(tx, &actor, &row)?;
        }
    }
    Ok(!statuses.is_empty() | end_follows(tx, &actor)?)
}

fn end_follows(tx: &mut Tx<'_>, actor: &AccountRow) -> Result<bool, DbError> {
    let following = rows::local_followers(tx.conn, actor.id, FollowId::from(0), AT_ONCE)?;
    for row in &following {
        if let Some(by) = accounts::find(tx.conn, row.account_id)? {
            follows::refuse_in(tx, &by, actor, row)?;
        }
    }
    let followed = rows::following(tx.conn, actor.id, None, AT_ONCE)?;
    for row in &followed {
        if let Some(target) = accounts::find(tx.conn, row.target_id)? {
            follows::end_in(tx, actor, &target, row)?;
        }
    }
    Ok(!following.is_empty() || !followed.is_empty())
}
