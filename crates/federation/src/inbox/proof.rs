//! Proofs of activities (FEP-8b32): made by a key of the actor, they hold whoever brings the activity.

use std::time::Duration;

use serde_json::Value;
use staffroom_db::accounts::AccountRow;
use staffroom_domain::AccountId;
use staffroom_protocol::incoming::IncomingActivity;
use staffroom_signatures::{Proof, ProofError};

use super::admission::Refusal;
use crate::Federation;
use crate::resolve::{self, Freshness};
use crate::verify::{self, KnownKey, VerifyError};

/// How old the proof of a forwarded activity may be. That an activity was applied is forgotten after
/// two weeks; from then on it could be brought again.
const FORWARDED_WITHIN: Duration = Duration::from_hours(24 * 7);

/// The actor of a forwarded activity, where its proof is good: made of late by an Ed25519 key that the
/// actor lists.
pub(super) async fn actor_of(
    fed: &Federation,
    activity: &IncomingActivity,
    body: &[u8],
) -> Result<AccountRow, Refusal> {
    if activity.id.is_none() {
        return Err(refused("without an id it could be brought again"));
    }
    let proof = read(body)?.ok_or_else(|| refused(ProofError::Missing))?;
    let oldest = fed.ctx().now().minus(FORWARDED_WITHIN);
    if proof.created().is_none_or(|created| created < oldest) {
        return Err(refused("the proof is too old, or does not say how old"));
    }
    let host = resolve::host_of(&activity.actor);
    if !resolve::federates(fed, &host).await? {
        return Err(VerifyError::Suspended.into());
    }
    let account = resolve::actor(fed, activity.actor.as_str(), Freshness::Known)
        .await
        .map_err(refused)?;
    if !account.is_active() {
        return Err(refused("its actor is shut out"));
    }
    if check(fed, account.id, &proof).await? {
        Ok(account)
    } else {
        Err(refused("its actor has no such key"))
    }
}

/// The same for an activity that is inside another; the reason otherwise.
pub(crate) async fn actor_of_inner(
    fed: &Federation,
    activity: &IncomingActivity,
    body: &[u8],
) -> Result<AccountRow, String> {
    let found = actor_of(fed, activity, body).await;
    found.map_err(|refusal| refusal.reason)
}

/// Whether the proof of an activity holds whose actor has signed the request as well: where both are
/// there, the proof counts (FEP-8b32).
///
/// What cannot be checked is as if it were not there, and the signature alone decides, as without a
/// proof: a kind of proof that we do not read, and a key that the actor may have made since its document
/// was fetched. Fedify, too, falls back on the signature then. Nobody gains by it: whoever can sign the
/// request could leave the proof out. What can be checked and does not hold is refused, since somebody
/// has changed the activity after its actor proved it.
pub(super) async fn check_beside_signature(
    fed: &Federation,
    account: AccountId,
    body: &[u8],
) -> Result<(), Refusal> {
    let outcome = match read(body)? {
        Some(proof) if check(fed, account, &proof).await? => "good",
        Some(_) => "unknown_key",
        None => "unknown_kind",
    };
    metrics::counter!("staffroom_inbox_proofs_total", "outcome" => outcome).increment(1);
    Ok(())
}

/// The document's proof; none of a kind that we read, perhaps.
fn read(body: &[u8]) -> Result<Option<Proof>, Refusal> {
    let document: Value = serde_json::from_slice(body).map_err(refused)?;
    match Proof::of(&document) {
        Ok(proof) => Ok(Some(proof)),
        Err(ProofError::Missing) => Ok(None),
        Err(error) => Err(refused(error)),
    }
}

/// Whether a key of that account made the proof; `false` where we know no such key, an error where the
/// proof does not hold.
async fn check(fed: &Federation, account: AccountId, proof: &Proof) -> Result<bool, Refusal> {
    let Some(known) = verify::known_key(fed, proof.verification_method()).await? else {
        return Ok(false);
    };
    if known.account != account {
        return Err(refused("the proof is by somebody else's key"));
    }
    let Err(error) = verify_by(fed, &known, proof) else {
        return Ok(true);
    };
    let fresh = verify::renewed_key(fed, proof.verification_method(), &known).await?;
    match fresh.filter(|fresh| fresh.account == account) {
        Some(fresh) => verify_by(fed, &fresh, proof).map(|()| true),
        None => Err(error),
    }
}

fn verify_by(fed: &Federation, known: &KnownKey, proof: &Proof) -> Result<(), Refusal> {
    let now = fed.ctx().now();
    if known.has_expired(now) {
        return Err(refused("the key has expired"));
    }
    proof.verify(&known.key, now).map_err(refused)
}

fn refused(reason: impl std::fmt::Display) -> Refusal {
    Refusal::new(401, format!("its actor did not sign it: {reason}"))
}
