//! Public keys, as actors publish them.

use std::sync::Arc;

use aws_lc_rs::signature::{
    ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA512,
};

use super::{Algorithm, KeyError, der, multibase, pem};

/// Which digest an RSA signature is over. Ed25519 has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RsaDigest {
    Sha256,
    Sha512,
}

/// A key to verify with. Parsed once, checked against our limits (RSA: 2048 to 8192 bits, an odd
/// exponent from 65537), and cheap to clone.
#[derive(Clone)]
pub struct PublicKey(Arc<Parsed>);

enum Parsed {
    Rsa {
        pkcs1: Vec<u8>,
        sha256: ParsedPublicKey,
        sha512: ParsedPublicKey,
    },
    Ed25519 {
        bytes: [u8; 32],
        key: ParsedPublicKey,
    },
}

impl PublicKey {
    /// From `publicKeyPem`: SPKI or PKCS#1, with whatever line breaks.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let der = pem::decode(text)?;
        match Self::from_der(&der) {
            Err(KeyError::Unreadable) => Self::from_pkcs1(&der),
            parsed => parsed,
        }
    }

    /// For `publicKeyPem`: SPKI in lines of 64 characters.
    pub fn to_pem(&self) -> String {
        pem::encode(&self.to_der())
    }

    /// From the DER of a `SubjectPublicKeyInfo` (RFC 5280), as [`Self::to_der`] writes it.
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        match der::read_spki(der)? {
            der::Spki::Rsa(pkcs1) => Self::from_pkcs1(pkcs1),
            der::Spki::Ed25519(bytes) => Self::from_ed25519(bytes),
        }
    }

    /// The DER of a `SubjectPublicKeyInfo`, for storage. Equal keys give equal bytes.
    pub fn to_der(&self) -> Vec<u8> {
        match &*self.0 {
            Parsed::Rsa { pkcs1, .. } => der::write_rsa_spki(pkcs1),
            Parsed::Ed25519 { bytes, .. } => der::write_ed25519_spki(bytes),
        }
    }

    /// From `publicKeyMultibase` of a `Multikey` (FEP-521a).
    pub fn from_multibase(text: &str) -> Result<Self, KeyError> {
        let bytes = multibase::decode(text)?;
        if let Some(raw) = bytes.strip_prefix(&multibase::ED25519) {
            Self::from_ed25519(raw.try_into().map_err(|_| KeyError::Unreadable)?)
        } else if let Some(pkcs1) = bytes.strip_prefix(&multibase::RSA) {
            Self::from_pkcs1(pkcs1)
        } else {
            Err(KeyError::Unsupported)
        }
    }

    /// For `publicKeyMultibase` of a `Multikey` (FEP-521a): `z` and base58btc.
    pub fn to_multibase(&self) -> String {
        let bytes = match &*self.0 {
            Parsed::Rsa { pkcs1, .. } => [&multibase::RSA, pkcs1.as_slice()].concat(),
            Parsed::Ed25519 { bytes, .. } => [&multibase::ED25519, bytes.as_slice()].concat(),
        };
        format!("z{}", multibase::encode_base58btc(&bytes))
    }

    /// What kind of key it is.
    pub fn algorithm(&self) -> Algorithm {
        match &*self.0 {
            Parsed::Rsa { .. } => Algorithm::Rsa,
            Parsed::Ed25519 { .. } => Algorithm::Ed25519,
        }
    }

    pub(crate) fn from_pkcs1(pkcs1: &[u8]) -> Result<Self, KeyError> {
        der::check_rsa(pkcs1)?;
        let parse =
            |algorithm| ParsedPublicKey::new(algorithm, pkcs1).map_err(|_| KeyError::Refused);
        Ok(Self(Arc::new(Parsed::Rsa {
            sha256: parse(&RSA_PKCS1_2048_8192_SHA256)?,
            sha512: parse(&RSA_PKCS1_2048_8192_SHA512)?,
            pkcs1: pkcs1.to_vec(),
        })))
    }

    pub(crate) fn from_ed25519(bytes: [u8; 32]) -> Result<Self, KeyError> {
        let key = ParsedPublicKey::new(&ED25519, bytes).map_err(|_| KeyError::Refused)?;
        Ok(Self(Arc::new(Parsed::Ed25519 { bytes, key })))
    }

    /// Whether an RSA key made this PKCS#1 v1.5 signature; never true for another kind of key.
    pub(crate) fn verifies_rsa(&self, digest: RsaDigest, message: &[u8], signature: &[u8]) -> bool {
        match (&*self.0, digest) {
            (Parsed::Rsa { sha256, .. }, RsaDigest::Sha256) => {
                sha256.verify_sig(message, signature).is_ok()
            }
            (Parsed::Rsa { sha512, .. }, RsaDigest::Sha512) => {
                sha512.verify_sig(message, signature).is_ok()
            }
            (Parsed::Ed25519 { .. }, _) => false,
        }
    }

    /// Whether an Ed25519 key made this signature; never true for another kind of key.
    pub(crate) fn verifies_ed25519(&self, message: &[u8], signature: &[u8]) -> bool {
        match &*self.0 {
            Parsed::Rsa { .. } => false,
            Parsed::Ed25519 { key, .. } => key.verify_sig(message, signature).is_ok(),
        }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        match (&*self.0, &*other.0) {
            (Parsed::Rsa { pkcs1: a, .. }, Parsed::Rsa { pkcs1: b, .. }) => a == b,
            (Parsed::Ed25519 { bytes: a, .. }, Parsed::Ed25519 { bytes: b, .. }) => a == b,
            _ => false,
        }
    }
}

impl Eq for PublicKey {}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("PublicKey")
            .field(&self.algorithm())
            .finish_non_exhaustive()
    }
}
