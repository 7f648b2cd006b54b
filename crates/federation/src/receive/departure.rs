//! An actor elsewhere is gone, with everything of theirs.

use staffroom_db::inbox::InboxItemRow;
use staffroom_db::{accounts, remote_actors};
use staffroom_protocol::incoming::{ActivityKind, IncomingActivity};
use staffroom_service::departures;

use super::received::{Outcome, ReceiveError, Received};
use crate::Federation;
use crate::resolve::{self, Freshness, ResolveError};

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
    fed.ctx()
        .transact(move |tx| departures::mark_in(tx, id))
        .await?;
    departures::clear(fed.ctx(), id).await?;
    received
        .apply(fed, move |tx| {
            remote_actors::delete(tx.conn, id)?;
            Ok(Outcome::Applied)
        })
        .await
}
