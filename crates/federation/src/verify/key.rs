//! From the id of a key to the key and its owner: memory, database, the owner's server.

use std::time::Duration;

use staffroom_db::remote_actors::{self, RemoteKeyRow};
use staffroom_domain::Timestamp;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::Shape;
use staffroom_signatures::{Presented, PublicKey, Verified};

use super::VerifyError;
use super::memory::KnownKey;
use crate::resolve::{self, FetchBudget, ResolveError};
use crate::state::Federation;

/// A key that was fetched within this time is not fetched again, whatever does not fit it.
const TOO_YOUNG: Duration = Duration::from_secs(5);
/// Requests for one key: itself, its owner, the owner's handle, each of which may lead elsewhere.
const MOST_REQUESTS: u32 = 10;
/// Hosts of one domain among them.
const MOST_HOSTS: usize = 3;

/// Checks a signature against the key that it names; where it does not fit, the key may have been
/// replaced, and is fetched again once.
pub(super) async fn check(
    fed: &Federation,
    presented: &Presented,
    from: Option<&str>,
) -> Result<(KnownKey, Verified), VerifyError> {
    let key_id = presented.key_id();
    let iri = Iri::parse(key_id)
        .map_err(|error| VerifyError::Refused(format!("the key id is not usable: {error}")))?;
    if resolve::is_ours(fed, &iri) {
        return Err(VerifyError::Refused(
            "nobody here signs like that".to_owned(),
        ));
    }
    let asked = Asked {
        key_id,
        iri: &iri,
        from,
    };
    let known = find(fed, asked).await?;
    let error = match verify_by(fed, presented, &known) {
        Ok(verified) => return Ok((known, verified)),
        Err(error) => error,
    };
    let is_young = fed.ctx().now().since(known.fetched_at) < TOO_YOUNG;
    if is_young || !fed.memory().may_refetch(key_id).await {
        return Err(error);
    }
    let fresh = fetch(fed, asked).await?;
    let verified = verify_by(fed, presented, &fresh)?;
    Ok((fresh, verified))
}

fn verify_by(
    fed: &Federation,
    presented: &Presented,
    known: &KnownKey,
) -> Result<Verified, VerifyError> {
    if known.has_expired(fed.ctx().now()) {
        return Err(VerifyError::Refused("the key has expired".to_owned()));
    }
    Ok(presented.verify(&known.key)?)
}

/// The key with that id, if it is known already: nobody is asked for it.
pub(crate) async fn known(fed: &Federation, key_id: &str) -> Result<Option<KnownKey>, VerifyError> {
    if let Some(known) = fed.memory().key(key_id).await {
        return Ok(Some(known));
    }
    let found = stored(fed, key_id).await?;
    if let Some(known) = &found {
        fed.memory().keep_key(key_id, known.clone()).await;
    }
    Ok(found)
}

/// The key with that id where it has been replaced since, for what does not fit the one that was known:
/// as it is kept, or else fetched again once. None where there is no other to be had.
pub(crate) async fn renewed(
    fed: &Federation,
    key_id: &str,
    known: &KnownKey,
) -> Result<Option<KnownKey>, VerifyError> {
    // Another key of its owner may have been asked for meanwhile, and this one came with it.
    if let Some(stored) = stored(fed, key_id).await?
        && stored.key != known.key
    {
        fed.memory().keep_key(key_id, stored.clone()).await;
        return Ok(Some(stored));
    }
    let is_young = fed.ctx().now().since(known.fetched_at) < TOO_YOUNG;
    let Some(iri) = Iri::parse(key_id).ok().filter(|_| !is_young) else {
        return Ok(None);
    };
    if !fed.memory().may_refetch(key_id).await {
        return Ok(None);
    }
    let asked = Asked {
        key_id,
        iri: &iri,
        from: None,
    };
    fetch(fed, asked).await.map(Some)
}

/// The key that a request names, and where the request came from.
#[derive(Clone, Copy)]
struct Asked<'a> {
    key_id: &'a str,
    iri: &'a Iri,
    from: Option<&'a str>,
}

async fn find(fed: &Federation, asked: Asked<'_>) -> Result<KnownKey, VerifyError> {
    let Asked { key_id, iri, .. } = asked;
    if let Some(known) = fed.memory().key(key_id).await {
        return Ok(known);
    }
    if !resolve::federates(fed, &resolve::host_of(iri)).await? {
        return Err(VerifyError::Suspended);
    }
    if let Some(known) = known(fed, key_id).await? {
        return Ok(known);
    }
    if let Some(error) = fed.memory().failure(key_id).await {
        return Err(error);
    }
    fetch(fed, asked).await
}

async fn stored(fed: &Federation, key_id: &str) -> Result<Option<KnownKey>, VerifyError> {
    let id = key_id.to_owned();
    let row: Option<RemoteKeyRow> = fed
        .ctx()
        .db
        .read(move |conn| remote_actors::find_key(conn, &id))
        .await?;
    Ok(row.and_then(|row| {
        Some(KnownKey {
            key: PublicKey::from_der(&row.public_key).ok()?,
            account: row.account_id,
            fetched_at: row.fetched_at,
            expires_at: row.expires_at.map(Timestamp::from_micros),
        })
    }))
}

/// Asks the key's server, and remembers what came of it.
async fn fetch(fed: &Federation, asked: Asked<'_>) -> Result<KnownKey, VerifyError> {
    let Asked { key_id, iri, from } = asked;
    if !fed.memory().may_ask(&resolve::host_of(iri), from).await {
        return Err(VerifyError::Unavailable(
            "too many of your keys are unknown; try again later".to_owned(),
        ));
    }
    let found = match fetch_owner(fed, iri).await {
        // Kept with its owner, where the owner lists it.
        Ok(()) => stored(fed, key_id).await?.ok_or_else(|| {
            VerifyError::Refused("the owner of the key does not list it".to_owned())
        }),
        Err(error) => Err(error.into()),
    };
    match found {
        Ok(known) => {
            fed.memory().keep_key(key_id, known.clone()).await;
            Ok(known)
        }
        Err(error) => {
            fed.memory().keep_failure(key_id, &error).await;
            Err(error)
        }
    }
}

/// Fetches the actor that a key belongs to, with its keys. The key's own document only leads to the
/// actor: whose it is, the actor says.
async fn fetch_owner(fed: &Federation, key: &Iri) -> Result<(), ResolveError> {
    let mut budget = FetchBudget::new(MOST_REQUESTS, MOST_HOSTS);
    let at = key.without_fragment();
    let found = resolve::at(fed, &at, &mut budget).await?;
    let owner = match found.document.shape() {
        Shape::Actor => found.document.id()?,
        Shape::Key => {
            let document = found.document.key()?;
            if document.id != *key {
                return Err(ResolveError::refused("there is another key at its address"));
            }
            document
                .owner
                .ok_or_else(|| ResolveError::invalid("the key does not say whose it is"))?
        }
        _ => return Err(ResolveError::invalid("there is no key at its address")),
    };
    let vouched = (!owner.same_origin(key)).then_some(key);
    if vouched.is_some() && found.document.shape() == Shape::Actor {
        return Err(ResolveError::refused("an actor of another origin"));
    }
    resolve::fetch_with_key(fed, &owner, vouched, &mut budget).await?;
    Ok(())
}
