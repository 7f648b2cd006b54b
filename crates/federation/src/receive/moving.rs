//! Move (FEP-7628): somebody elsewhere goes by another actor from now on.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::jobs;
use staffroom_domain::Timestamp;
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::ObjectRef;
use staffroom_service::accounts::{also_known_as, uri};
use staffroom_service::moving::COOLDOWN;

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
    if is_recent(old, fed.ctx().now()) {
        return Err(ReceiveError::refused(
            "its actor moved only a short time ago",
        ));
    }
    let new = target_account(fed, &target).await?;
    if let Some(reason) = refusal(fed, old, &new) {
        return Err(ReceiveError::refused(reason));
    }
    let (old, attempts) = (old.id, fed.ctx().config.jobs.max_attempts);
    received
        .apply(fed, move |tx| {
            let Some(mut row) = accounts::find(tx.conn, old)? else {
                return Ok(Outcome::Ignored("its actor is gone"));
            };
            row.moved_to_uri = Some(uri(tx.addresses, &new));
            row.moved_at = Some(tx.now.as_micros());
            accounts::update(tx.conn, row)?;
            let payload = JobPayload::MoveFollowers {
                account: old,
                target: new.id,
            };
            let job = NewJob::now(payload, tx.now).with_dedup_key(format!("move-{old}"));
            jobs::enqueue(tx.conn, tx.new_id(), &job, attempts, tx.now)?;
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

fn refusal(fed: &Federation, old: &AccountRow, new: &AccountRow) -> Option<&'static str> {
    let old_uri = uri(fed.addresses(), old);
    if new.id == old.id {
        return Some("it moves to where it is");
    }
    if !new.is_active() {
        return Some("it moves to nobody");
    }
    if new.moved_to_uri.is_some() {
        return Some("it moves to somebody who has moved on");
    }
    if !also_known_as(new).contains(&old_uri) {
        return Some("the new actor does not know the old one");
    }
    None
}
