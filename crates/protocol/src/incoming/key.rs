//! Public keys of actors.

use staffroom_domain::Timestamp;

use super::fields::cut;
use crate::iri::Iri;
use crate::json::{Json, Object};
use crate::limits;

/// The key itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum KeyMaterial {
    /// `publicKeyPem`: PEM text of a `SubjectPublicKeyInfo` (or of PKCS #1).
    Pem(String),
    /// `publicKeyMultibase`: a Multikey (FEP-521a).
    Multibase(String),
}

/// A public key, as an actor's part or as a document of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IncomingKey {
    /// Its id.
    pub id: Iri,
    /// Whose it says to be: `owner` or `controller`. A claim, until that actor lists the key.
    pub owner: Option<Iri>,
    /// The key.
    pub material: KeyMaterial,
    /// From then on it signs nothing any more: the earlier of `expires` and `revoked` (FEP-521a).
    pub expires: Option<Timestamp>,
}

impl IncomingKey {
    /// Reads a key: none without id or material.
    pub(super) fn read(object: &Object) -> Option<Self> {
        let id = object.own_id()?;
        let text = |name: &str| {
            let text = object.get(name)?.as_str()?;
            (!text.is_empty() && text.len() <= limits::KEY).then(|| cut(text, limits::KEY))
        };
        let material = text("publicKeyPem")
            .map(KeyMaterial::Pem)
            .or_else(|| text("publicKeyMultibase").map(KeyMaterial::Multibase))?;
        Some(Self {
            id,
            owner: object
                .only_iri("owner")
                .or_else(|| object.only_iri("controller")),
            material,
            expires: ["expires", "revoked"]
                .iter()
                .filter_map(|name| end_of(object, name))
                .min(),
        })
    }

    /// The keys of an actor: `publicKey`, then `assertionMethod`; each id once, at most [`limits::KEYS`].
    pub(super) fn of_actor(actor: &Object) -> Vec<Self> {
        let mut keys: Vec<Self> = Vec::new();
        for name in ["publicKey", "assertionMethod"] {
            let values = actor.get(name).map(Json::each).unwrap_or_default();
            for key in values
                .iter()
                .take(limits::KEYS)
                .filter_map(Json::as_object)
                .filter_map(Self::read)
            {
                if keys.len() < limits::KEYS && keys.iter().all(|known| known.id != key.id) {
                    keys.push(key);
                }
            }
        }
        keys
    }
}

/// A time from which on a key is not valid. One that cannot be read is past: something was meant by it.
fn end_of(key: &Object, name: &str) -> Option<Timestamp> {
    let value = key.get(name)?;
    match value {
        Json::Null | Json::Bool(false) => None,
        _ => Some(key.date(name).unwrap_or(Timestamp::from_micros(0))),
    }
}
