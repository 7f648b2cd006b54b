//! Who is behind an activity: whoever signed it, whoever has proven it, or an actor that is gone.

use staffroom_domain::{AccountId, Timestamp};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::IncomingActivity;

use super::admission::Refusal;
use super::proof;
use crate::Federation;
use crate::resolve::host_of;
use crate::verify::Signed;

const SECONDS_OF_A_DAY: i64 = 86_400;

/// Who sent an activity.
pub(super) struct Sender {
    /// Who answers for how much it is.
    pub(super) host: String,
    /// None: nobody signed it, since the key is gone.
    pub(super) account: Option<AccountId>,
    pub(super) actor_uri: String,
    /// Whether the actor sent it itself, and nobody forwarded it.
    pub(super) is_signer: bool,
    /// Tells apart what has no id.
    pub(super) request: Vec<u8>,
}

impl Sender {
    /// Of a request that somebody signed.
    pub(super) async fn of(
        fed: &Federation,
        activity: &IncomingActivity,
        signed: &Signed,
        body: &[u8],
    ) -> Result<Self, Refusal> {
        let is_signer = signed.actor_uri == activity.actor.canonical()
            || signed.actor_uri == activity.actor.as_str();
        let (account, actor_uri) = if is_signer {
            if activity.has_proof {
                proof::check_beside_signature(fed, signed.account.id, body).await?;
            }
            (signed.account.id, signed.actor_uri.clone())
        } else if activity.has_proof {
            let account = proof::actor_of(fed, activity, body).await?;
            let uri = account.uri;
            let uri = uri.unwrap_or_else(|| activity.actor.as_str().to_owned());
            (account.id, uri)
        } else {
            return Err(Refusal::new(401, "its actor did not sign it"));
        };
        Ok(Self {
            // Whoever forwards has to answer for how much it is.
            host: signed.host.clone(),
            account: Some(account),
            actor_uri,
            is_signer,
            request: signed.replay_key.to_vec(),
        })
    }

    /// Of the Delete of an actor whose key is gone. None where that key is not the actor's own document,
    /// or stands below it: of another key it says nothing that it is gone.
    ///
    /// Anybody can send such a request. So one a day is kept of an actor, and it counts for a quota of
    /// its own, neither of the actor's server nor of any other.
    pub(super) fn departed(
        activity: &IncomingActivity,
        key_id: &str,
        now: Timestamp,
    ) -> Option<Self> {
        let actor = &activity.actor;
        let key = Iri::parse(key_id).ok()?.without_fragment();
        let is_own = key == *actor || key.canonical() == format!("{}/main-key", actor.canonical());
        is_own.then(|| Self {
            host: format!("departures of {}", host_of(actor)),
            account: None,
            actor_uri: actor.as_str().to_owned(),
            is_signer: false,
            request: (now.as_secs() / SECONDS_OF_A_DAY).to_be_bytes().to_vec(),
        })
    }
}
