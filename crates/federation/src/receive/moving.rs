//! Move (FEP-7628): somebody elsewhere goes by another actor from now on.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_domain::Timestamp;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::ObjectRef;
use staffroom_service::moving::{COOLDOWN, MoveError, move_in};

use super::received::{Outcome, ReceiveError, Received};
use crate::Federation;
use crate::lookup::{account_at, is_ours};
use crate::resolve::{self, Freshness};

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    if received.activity.object_id().as_ref() != Some(received.actor_id()) {
        return Err(ReceiveError::refused("it moves somebody else"));
    }
    let target = received.activity.target.as_ref().and_then(ObjectRef::id);
    let Some(target) = target else {
        return Err(ReceiveError::refused("it moves nowhere"));
    };
    let old = &received.actor;
    // Before anything is fetched for it.
    if is_recent(old, fed.ctx().now()) {
        return Err(ReceiveError::refused(
            "its actor moved only a short time ago",
        ));
    }
    let (old, new) = (old.id, target_account(fed, &target).await?);
    received
        .apply(fed, move |tx| {
            let Some(row) = accounts::find(tx.conn, old)? else {
                return Ok(Outcome::Ignored("its actor is gone"));
            };
            move_in(tx, row, &new).map_err(|error| match error {
                MoveError::Db(error) => ReceiveError::Db(error),
                other => ReceiveError::Refused(other.to_string()),
            })?;
            Ok(Outcome::Applied)
        })
        .await
}

async fn target_account(fed: &Federation, target: &Iri) -> Result<AccountRow, ReceiveError> {
    if !is_ours(fed.addresses(), target) {
        return Ok(resolve::actor(fed, target.as_str(), Freshness::Now).await?);
    }
    let (addresses, target) = (fed.addresses().clone(), target.clone());
    let found = fed
        .ctx()
        .db
        .read(move |conn| account_at(conn, &addresses, &target))
        .await?;
    found.ok_or_else(|| ReceiveError::refused("it moves to nobody"))
}

fn is_recent(row: &AccountRow, now: Timestamp) -> bool {
    row.moved_at
        .is_some_and(|moved| Timestamp::from_micros(moved).plus(COOLDOWN) > now)
}
