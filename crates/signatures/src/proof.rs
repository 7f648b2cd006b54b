//! Integrity proofs of documents (FEP-8b32): `eddsa-jcs-2022` of W3C's vc-di-eddsa, over canonical
//! JSON.
//!
//! Whoever forwards a document cannot change it. Whose key made the proof, and whether that is the
//! actor of the document, is for the caller to find out. A proof speaks for the document that it
//! stands in, and not for one around or inside it.

use serde_json::{Map, Value};
use staffroom_domain::Timestamp;
use std::time::Duration;

use crate::digest::sha256;
use crate::instant::{format_rfc3339, parse_rfc3339};
use crate::jcs::{self, JcsError};
use crate::keys::{Algorithm, KeyError, PrivateKey, PublicKey, decode_base58btc, encode_base58btc};

const KIND: &str = "DataIntegrityProof";
const SUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";
/// How far `created` may be in the future, for clocks that differ.
const SKEW: Duration = Duration::from_hours(1);
/// More proofs than a document has.
const MOST: usize = 8;

/// Why a proof was refused, or could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// There is no proof in the document, or none of a kind that we read.
    #[error("the document has no proof that can be read")]
    Missing,
    /// The proof is not as FEP-8b32 demands, for this reason.
    #[error("the proof cannot be used: {0}")]
    Malformed(&'static str),
    /// The proof's `@context` is not what the document's begins with.
    #[error("the proof is for another @context")]
    Context,
    /// The proof is no longer valid, or from the future.
    #[error("the proof is not valid at this time")]
    Expired,
    /// The key is not Ed25519.
    #[error("the key is of another kind")]
    Algorithm,
    /// The key did not make this proof of this document.
    #[error("the proof is not by this key, or the document was changed")]
    BadProof,
    /// The document has no canonical form.
    #[error(transparent)]
    Document(#[from] JcsError),
    /// The key refused to sign.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// A proof that has the right form. Only the key is missing.
#[derive(Clone, Debug)]
pub struct Proof {
    verification_method: String,
    created: Option<Timestamp>,
    expires: Option<Timestamp>,
    signature: Vec<u8>,
    message: [u8; 64],
}

/// Adds a proof to a document, in place of those that it has. `verification_method` is the id of the
/// key, among the actor's `assertionMethod`.
///
/// Sign last: every change afterwards, except of a linked-data `signature`, breaks the proof.
pub fn attach(
    document: &mut Value,
    key: &PrivateKey,
    verification_method: &str,
    created: Timestamp,
) -> Result<(), ProofError> {
    if key.algorithm() != Algorithm::Ed25519 {
        return Err(ProofError::Algorithm);
    }
    let whole = document
        .as_object_mut()
        .ok_or(ProofError::Malformed("not an object"))?;
    let created = format_rfc3339(created).ok_or(ProofError::Malformed("created"))?;
    let mut proof = Map::new();
    if let Some(context) = whole.get("@context") {
        proof.insert("@context".to_owned(), context.clone());
    }
    for (name, value) in [
        ("type", KIND),
        ("cryptosuite", SUITE),
        ("verificationMethod", verification_method),
        ("proofPurpose", PURPOSE),
        ("created", &created),
    ] {
        proof.insert(name.to_owned(), Value::from(value));
    }
    let proof = Value::Object(proof);
    let message = message(&proof, &without_proofs(whole))?;
    let signature = format!("z{}", encode_base58btc(&key.sign(&message)?));
    let Value::Object(mut proof) = proof else {
        return Err(ProofError::Missing);
    };
    proof.insert("proofValue".to_owned(), Value::from(signature));
    whole.insert("proof".to_owned(), Value::Object(proof));
    Ok(())
}

impl Proof {
    /// The proof of a document: where there are several, the first of a kind that we read. Only the
    /// document's own is looked at, never that of an object inside.
    ///
    /// Everything is checked that needs neither the key nor the time. A linked-data `signature`
    /// beside the proof is not part of what was proven.
    pub fn of(document: &Value) -> Result<Self, ProofError> {
        let whole = document.as_object().ok_or(ProofError::Missing)?;
        let proofs = match whole.get("proof").ok_or(ProofError::Missing)? {
            Value::Array(proofs) => proofs.as_slice(),
            proof => std::slice::from_ref(proof),
        };
        let proof = proofs
            .iter()
            .take(MOST)
            .filter_map(Value::as_object)
            .find(|proof| {
                text(proof, "type") == Some(KIND) && text(proof, "cryptosuite") == Some(SUITE)
            })
            .ok_or(ProofError::Missing)?;
        Self::read(whole, proof)
    }

    fn read(whole: &Map<String, Value>, proof: &Map<String, Value>) -> Result<Self, ProofError> {
        if text(proof, "proofPurpose") != Some(PURPOSE) {
            return Err(ProofError::Malformed("proofPurpose"));
        }
        if proof.contains_key("previousProof") {
            return Err(ProofError::Malformed("previousProof"));
        }
        let verification_method = text(proof, "verificationMethod")
            .filter(|method| !method.is_empty())
            .ok_or(ProofError::Malformed("verificationMethod"))?;
        let signature = text(proof, "proofValue")
            .and_then(|value| value.strip_prefix('z'))
            .and_then(decode_base58btc)
            .filter(|signature| signature.len() == 64)
            .ok_or(ProofError::Malformed("proofValue"))?;

        let mut document = without_proofs(whole);
        if let Some(context) = proof.get("@context") {
            if !begins_with(whole.get("@context"), context) {
                return Err(ProofError::Context);
            }
            // vc-di-eddsa 3.3.2: contexts that were added on the way are not part of it.
            document.insert("@context".to_owned(), context.clone());
        }
        let mut options = proof.clone();
        options.remove("proofValue");
        Ok(Self {
            verification_method: verification_method.to_owned(),
            created: time(proof, "created")?,
            expires: time(proof, "expires")?,
            signature,
            message: message(&Value::Object(options), &document)?,
        })
    }

    /// The id of the key that is said to have made the proof. Not believed before [`Self::verify`];
    /// that the actor of the document lists it must be found out from the actor.
    pub fn verification_method(&self) -> &str {
        &self.verification_method
    }

    /// When the proof says that it was made.
    pub fn created(&self) -> Option<Timestamp> {
        self.created
    }

    /// Whether this key made the proof, and the proof is valid now.
    pub fn verify(&self, key: &PublicKey, now: Timestamp) -> Result<(), ProofError> {
        if key.algorithm() != Algorithm::Ed25519 {
            return Err(ProofError::Algorithm);
        }
        let from_the_future = self.created.is_some_and(|created| created > now.plus(SKEW));
        if from_the_future || self.expires.is_some_and(|expires| expires <= now) {
            return Err(ProofError::Expired);
        }
        if key.verifies_ed25519(&self.message, &self.signature) {
            Ok(())
        } else {
            Err(ProofError::BadProof)
        }
    }
}

/// The document as it was before anybody proved or signed it.
fn without_proofs(whole: &Map<String, Value>) -> Map<String, Value> {
    whole
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "proof" | "signature"))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// What is signed: the digest of the proof's own members, and that of the document.
fn message(options: &Value, document: &Map<String, Value>) -> Result<[u8; 64], ProofError> {
    let options = sha256(&[jcs::to_string(options)?.as_bytes()]);
    let document = sha256(&[jcs::to_string(&Value::Object(document.clone()))?.as_bytes()]);
    let mut message = [0; 64];
    for (to, from) in message.iter_mut().zip(options.iter().chain(&document)) {
        *to = *from;
    }
    Ok(message)
}

/// Whether the document's contexts begin with those of the proof, in order.
fn begins_with(document: Option<&Value>, proof: &Value) -> bool {
    fn all(context: &Value) -> &[Value] {
        match context {
            Value::Array(contexts) => contexts,
            context => std::slice::from_ref(context),
        }
    }
    document.is_some_and(|document| all(document).starts_with(all(proof)))
}

fn text<'a>(proof: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    proof.get(name).and_then(Value::as_str)
}

fn time(proof: &Map<String, Value>, name: &'static str) -> Result<Option<Timestamp>, ProofError> {
    let Some(value) = proof.get(name) else {
        return Ok(None);
    };
    value
        .as_str()
        .and_then(parse_rfc3339)
        .map(Some)
        .ok_or(ProofError::Malformed(name))
}
