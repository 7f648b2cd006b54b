//! Forwarded activities: whoever sent it is not who did it, but who did it has proven it (FEP-8b32).

use serde_json::Value;
use staffroom_db::accounts::AccountRow;
use staffroom_db::remote_actors;
use staffroom_protocol::Iri;
use staffroom_signatures::{Proof, PublicKey};

use crate::Federation;
use crate::resolve::{self, Freshness};

/// The actor of a forwarded activity, where its proof is good: made by an Ed25519 key that the actor
/// lists. The reason otherwise.
pub(crate) async fn actor_of(
    fed: &Federation,
    actor: &Iri,
    body: &[u8],
) -> Result<AccountRow, String> {
    let document: Value = serde_json::from_slice(body).map_err(|_| "it is no JSON".to_owned())?;
    let proof = Proof::of(&document).map_err(|error| error.to_string())?;
    let account = resolve::actor(fed, actor.as_str(), Freshness::Known)
        .await
        .map_err(|error| error.to_string())?;
    if !account.is_active() {
        return Err("its actor is shut out".to_owned());
    }
    let (owner, method) = (account.id, proof.verification_method().to_owned());
    let keys = fed
        .ctx()
        .db
        .read(move |conn| remote_actors::keys_of(conn, owner))
        .await
        .map_err(|error| error.to_string())?;
    let key = keys
        .into_iter()
        .find(|key| key.key_uri == method)
        .ok_or("its actor has no such key")?;
    let key = PublicKey::from_der(&key.public_key).map_err(|error| error.to_string())?;
    proof
        .verify(&key, fed.ctx().now())
        .map_err(|error| error.to_string())?;
    Ok(account)
}
