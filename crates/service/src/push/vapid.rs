//! The key by which push services know this instance (VAPID, RFC 8292).

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use data_encoding::BASE64URL_NOPAD;
use serde_json::json;
use staffroom_db::facts::{self, Fact};
use staffroom_db::{Conn, DbError};
use staffroom_domain::random;
use thiserror::Error;

use crate::context::Ctx;

/// For what the private key is sealed.
const PURPOSE: &str = "push key";
/// How long a push service may believe one proof, in seconds: half of what it may at most (RFC 8292, 2).
const BELIEVED_FOR: i64 = 12 * 60 * 60;

/// Why there is no key.
#[derive(Clone, Debug, Error)]
pub enum VapidError {
    /// The cryptography failed, or what is stored is no key of this instance.
    #[error("the key for push messages cannot be used: {0}")]
    Key(&'static str),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The key of this instance.
pub struct VapidKey {
    pair: EcdsaKeyPair,
    subject: String,
}

impl VapidKey {
    /// What clients subscribe with: base64url of the public key, uncompressed.
    pub fn public_key(&self) -> String {
        BASE64URL_NOPAD.encode(self.pair.public_key().as_ref())
    }

    /// Proves to a push service that a message is of this instance: a JSON Web Token (ES256) for the origin
    /// of the service, at `now` in seconds since the Unix epoch.
    pub fn proof(&self, origin: &str, now: i64) -> Result<String, VapidError> {
        let head = BASE64URL_NOPAD.encode(br#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = json!({
            "aud": origin,
            "exp": now.saturating_add(BELIEVED_FOR),
            "sub": self.subject,
        });
        let claims = BASE64URL_NOPAD.encode(claims.to_string().as_bytes());
        let signed = format!("{head}.{claims}");
        let signature = self
            .pair
            .sign(&SystemRandom::new(), signed.as_bytes())
            .map_err(|_| VapidError::Key("nothing can be signed with it"))?;
        let signature = BASE64URL_NOPAD.encode(signature.as_ref());
        Ok(format!("{signed}.{signature}"))
    }
}

/// The public key, for clients.
pub async fn public_key(ctx: &Ctx) -> Result<String, VapidError> {
    let known = ctx
        .db
        .read(|conn| facts::get(conn, Fact::PushPublicKey))
        .await?;
    match known {
        Some(known) => Ok(known),
        None => Ok(key(ctx).await?.public_key()),
    }
}

/// The key; made at first.
pub async fn key(ctx: &Ctx) -> Result<VapidKey, VapidError> {
    if let Some(sealed) = ctx.db.read(stored).await? {
        return opened(ctx, &sealed);
    }
    let (secret, public_key) = new_pair(ctx)?;
    let sealed = ctx
        .key
        .seal(&*ctx.random, PURPOSE, &[], secret.to_vec())
        .ok_or(VapidError::Key("it cannot be sealed"))?;
    let sealed = BASE64URL_NOPAD.encode(&sealed);
    let public_key = BASE64URL_NOPAD.encode(&public_key);
    let now = ctx.now();
    let sealed = ctx
        .db
        .write(move |conn| {
            // Another may have been faster.
            if let Some(there) = stored(conn)? {
                return Ok::<_, DbError>(there);
            }
            facts::set(conn, Fact::PushPrivateKey, &sealed, now)?;
            facts::set(conn, Fact::PushPublicKey, &public_key, now)?;
            Ok(sealed)
        })
        .await?;
    opened(ctx, &sealed)
}

/// A private key, and its public one.
fn new_pair(ctx: &Ctx) -> Result<([u8; 32], Vec<u8>), VapidError> {
    // One in four thousand million draws is no key of the curve.
    for _ in 0..4 {
        let secret = random::bytes::<32>(&*ctx.random);
        if let Ok(public_key) = public_of(&secret) {
            return Ok((secret, public_key));
        }
    }
    Err(VapidError::Key("none can be made"))
}

fn public_of(secret: &[u8]) -> Result<Vec<u8>, VapidError> {
    let none = VapidError::Key("what is stored is none");
    let key = PrivateKey::from_private_key(&ECDH_P256, secret).map_err(|_| none.clone())?;
    let public_key = key.compute_public_key().map_err(|_| none)?;
    Ok(public_key.as_ref().to_vec())
}

fn stored(conn: &mut Conn) -> Result<Option<String>, DbError> {
    facts::get(conn, Fact::PushPrivateKey)
}

fn opened(ctx: &Ctx, sealed: &str) -> Result<VapidKey, VapidError> {
    let sealed = BASE64URL_NOPAD
        .decode(sealed.as_bytes())
        .map_err(|_| VapidError::Key("what is stored is none"))?;
    let other = VapidError::Key("it was sealed with another secret key of the instance");
    let secret = ctx.key.open(PURPOSE, &[], &sealed).ok_or(other)?;
    let pair = EcdsaKeyPair::from_private_key_and_public_key(
        &ECDSA_P256_SHA256_FIXED_SIGNING,
        &secret,
        &public_of(&secret)?,
    )
    .map_err(|_| VapidError::Key("what is stored is none"))?;
    let contact = ctx.config.instance.contact_email.as_ref();
    let subject = contact.map_or_else(
        || ctx.config.server.url.origin(),
        |contact| format!("mailto:{}", contact.as_str()),
    );
    Ok(VapidKey { pair, subject })
}
