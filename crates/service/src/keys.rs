//! Key pairs of local actors: made off the request path, sealed in the database.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::signing_keys::{self, SigningKeyRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::random::Random;
use staffroom_domain::{AccountId, Event, KeyId};
use staffroom_signatures::{Algorithm, KeyError, PrivateKey};
use thiserror::Error;

use crate::context::Ctx;
use crate::secrets::SecretKey;

/// The keys that an actor signs with now.
#[derive(Clone, Debug)]
pub struct ActorKeys {
    /// RSA-2048: HTTP signatures.
    pub rsa: PrivateKey,
    /// Ed25519: integrity proofs.
    pub ed25519: PrivateKey,
}

/// Why there are no keys.
#[derive(Clone, Debug, Error)]
pub enum ActorKeysError {
    /// The cryptography failed, or a stored key is none.
    #[error("a key pair cannot be used: {0}")]
    Key(String),
    /// The secret key of the instance is another than the one that sealed it.
    #[error(
        "a private key cannot be opened: the secret key of the instance is not the one it was sealed with"
    )]
    Sealed,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<KeyError> for ActorKeysError {
    fn from(error: KeyError) -> Self {
        Self::Key(error.to_string())
    }
}

/// The keys of a local actor; made where they are missing. Making them takes up to a second of a
/// core, on a thread of its own.
pub async fn ensure(ctx: &Ctx, account: AccountId) -> Result<ActorKeys, ActorKeysError> {
    if let Some(keys) = stored(ctx, account).await? {
        return Ok(keys);
    }
    let rows = make(ctx, account).await?;
    ctx.db
        .write(move |conn| {
            // Somebody else may have been faster.
            if !signing_keys::current(conn, account)?.is_empty() {
                return Ok(());
            }
            rows.into_iter()
                .try_for_each(|row| signing_keys::insert(conn, row))
        })
        .await?;
    stored(ctx, account)
        .await?
        .ok_or_else(|| ActorKeysError::Key("just made, and not there".to_owned()))
}

/// New key pairs, sealed, not yet stored.
async fn make(ctx: &Ctx, account: AccountId) -> Result<Vec<SigningKeyRow>, ActorKeysError> {
    let pairs = tokio::task::spawn_blocking(|| {
        Ok::<_, KeyError>([
            PrivateKey::generate_rsa_2048()?,
            PrivateKey::generate_ed25519()?,
        ])
    })
    .await
    .map_err(|error| ActorKeysError::Key(error.to_string()))??;
    pairs.iter().map(|key| sealed(ctx, account, key)).collect()
}

/// New keys in place of the old ones, and word of it to other servers, in one transaction: whoever
/// fetches the actor sees the new ones at once. `false` where it is gone, or not of this instance.
pub async fn rotate(ctx: &Ctx, account: AccountId) -> Result<bool, ActorKeysError> {
    let rows = make(ctx, account).await?;
    ctx.transact(move |tx| {
        let Some(actor) = accounts::find(tx.conn, account)?
            .filter(|row| row.is_local() && row.deleted_at.is_none())
        else {
            return Ok(false);
        };
        for row in signing_keys::current(tx.conn, account)? {
            signing_keys::retire(tx.conn, row.id, tx.now)?;
        }
        for row in rows {
            signing_keys::insert(tx.conn, row)?;
        }
        let updated_at = tx.now;
        accounts::update(
            tx.conn,
            AccountRow {
                updated_at,
                ..actor
            },
        )?;
        tx.emit(&Event::ProfileChanged { account })?;
        Ok(true)
    })
    .await
}

/// Whether an account signs with other keys now than with these.
pub async fn have_changed(
    ctx: &Ctx,
    account: AccountId,
    keys: &ActorKeys,
) -> Result<bool, DbError> {
    let known = [keys.rsa.public().to_der(), keys.ed25519.public().to_der()];
    let current = ctx
        .db
        .read(move |conn| signing_keys::current(conn, account))
        .await?;
    Ok(current.iter().any(|row| !known.contains(&row.public_key)))
}

async fn stored(ctx: &Ctx, account: AccountId) -> Result<Option<ActorKeys>, ActorKeysError> {
    let rows = ctx
        .db
        .read(move |conn: &mut Conn| signing_keys::current(conn, account))
        .await?;
    let (mut rsa, mut ed25519) = (None, None);
    for row in rows {
        let der = open(&ctx.key, &row)?;
        let key = PrivateKey::from_pkcs8_der(&der)?;
        match key.algorithm() {
            Algorithm::Rsa => rsa = Some(key),
            Algorithm::Ed25519 => ed25519 = Some(key),
        }
    }
    Ok(rsa
        .zip(ed25519)
        .map(|(rsa, ed25519)| ActorKeys { rsa, ed25519 }))
}

fn sealed(
    ctx: &Ctx,
    account: AccountId,
    key: &PrivateKey,
) -> Result<SigningKeyRow, ActorKeysError> {
    let id: KeyId = ctx.new_id();
    let der = key.to_pkcs8_der()?;
    Ok(SigningKeyRow {
        id,
        account_id: account,
        algorithm: match key.algorithm() {
            Algorithm::Rsa => "rsa".to_owned(),
            Algorithm::Ed25519 => "ed25519".to_owned(),
        },
        public_key: key.public().to_der(),
        private_key: seal(&ctx.key, &*ctx.random, id, der)?,
        created_at: ctx.now(),
        retired_at: None,
    })
}

/// For what private keys are sealed; the row's id is bound to each.
const PURPOSE: &str = "signing keys";

fn seal(
    secret: &SecretKey,
    random: &dyn Random,
    id: KeyId,
    der: Vec<u8>,
) -> Result<Vec<u8>, ActorKeysError> {
    let sealed = secret.seal(random, PURPOSE, &id.get().to_be_bytes(), der);
    sealed.ok_or(ActorKeysError::Sealed)
}

fn open(secret: &SecretKey, row: &SigningKeyRow) -> Result<Vec<u8>, ActorKeysError> {
    let about = row.id.get().to_be_bytes();
    let plain = secret.open(PURPOSE, &about, &row.private_key);
    plain.ok_or(ActorKeysError::Sealed)
}
