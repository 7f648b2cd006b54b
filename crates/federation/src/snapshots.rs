//! Signing what a hub counted on a day: by its organisation, so that whoever keeps a copy can show whose it is.

use staffroom_domain::StatusId;
use staffroom_protocol::outgoing::{LedgerSnapshot, document};
use staffroom_protocol::{Iri, IriError};
use staffroom_service::keys::ActorKeysError;
use staffroom_service::{DbError, hub, voice};
use staffroom_signatures::ProofError;

use crate::outbox::with_proof;
use crate::state::Federation;

/// Why there is no snapshot.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The keys of the organisation cannot be had.
    #[error(transparent)]
    Keys(#[from] ActorKeysError),
    /// It cannot be signed.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// An id of ours is none.
    #[error(transparent)]
    Iri(#[from] IriError),
    /// It cannot be written.
    #[error("a snapshot cannot be written: {0}")]
    Broken(String),
}

/// Counts a practice, signs that and keeps it; says whether there was something to count.
///
/// # Errors
///
/// Where the database does not answer, or the organisation of the hub has no keys.
pub async fn take(fed: &Federation, practice: StatusId) -> Result<bool, SnapshotError> {
    let (ctx, addresses) = (fed.ctx(), fed.addresses());
    let Some(voice) = ctx.db.read(voice::of_instance).await? else {
        // As long as nobody signs for this hub, its ledgers stay due.
        return Ok(false);
    };
    let Some(counted) = hub::count(ctx, practice).await? else {
        hub::pass_over(ctx, practice).await?;
        return Ok(false);
    };
    let day = String::from(counted.day);
    let actor = addresses.actor(voice.id);
    let id = addresses.of_object(practice, &format!("ledger/snapshots/{day}"));
    let snapshot = LedgerSnapshot {
        id: Iri::parse(&id)?,
        attributed_to: Iri::parse(&actor)?,
        name: format!("What {} counted on {day}", voice.display_name),
        published: ctx.now(),
        record: counted.record.clone(),
    };
    let json = document(&snapshot).for_proof().to_json();
    let json = json.map_err(|error| SnapshotError::Broken(error.to_string()))?;
    let keys = fed.keys_of(voice.id).await?;
    let signed = with_proof(&json, &keys.ed25519, &actor, ctx.now())?;
    hub::keep(ctx, counted, signed).await?;
    Ok(true)
}
