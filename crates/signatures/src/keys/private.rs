//! Private keys, of our own actors.

use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};

use super::{Algorithm, KeyError, PublicKey};

/// A key to sign with. Parsed once, and cheap to clone. Its `Debug` shows the kind only.
#[derive(Clone)]
pub struct PrivateKey(Arc<Parsed>);

struct Parsed {
    pair: Pair,
    public: PublicKey,
}

enum Pair {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl PrivateKey {
    /// A new RSA key of 2048 bits: what every peer can verify. Takes about a tenth of a second.
    ///
    /// Randomness is the cryptographic library's own; it does not take ours.
    pub fn generate_rsa_2048() -> Result<Self, KeyError> {
        RsaKeyPair::generate(KeySize::Rsa2048)
            .map_err(|_| KeyError::Refused)
            .and_then(Self::rsa)
    }

    /// A new Ed25519 key, for integrity proofs and for peers that say that they read it.
    ///
    /// Randomness is the cryptographic library's own; it does not take ours.
    pub fn generate_ed25519() -> Result<Self, KeyError> {
        Ed25519KeyPair::generate()
            .map_err(|_| KeyError::Refused)
            .and_then(Self::ed25519)
    }

    /// From PKCS#8 DER, version 1 or 2, without a password.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        if let Ok(pair) = Ed25519KeyPair::from_pkcs8(der) {
            return Self::ed25519(pair);
        }
        RsaKeyPair::from_pkcs8(der)
            .map_err(|_| KeyError::Unreadable)
            .and_then(Self::rsa)
    }

    /// PKCS#8 DER, version 1. The bytes are the secret itself: encrypt them before they are stored.
    pub fn to_pkcs8_der(&self) -> Result<Vec<u8>, KeyError> {
        let der: Pkcs8V1Der<'_> = match &self.0.pair {
            Pair::Rsa(pair) => pair.as_der(),
            Pair::Ed25519(pair) => pair.as_der(),
        }
        .map_err(|_| KeyError::Refused)?;
        Ok(der.as_ref().to_vec())
    }

    /// The other half.
    pub fn public(&self) -> &PublicKey {
        &self.0.public
    }

    /// What kind of key it is.
    pub fn algorithm(&self) -> Algorithm {
        self.0.public.algorithm()
    }

    /// A signature of these bytes: RSA PKCS#1 v1.5 with SHA-256, or Ed25519.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match &self.0.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    message,
                    &mut signature,
                )
                .map_err(|_| KeyError::Refused)?;
                Ok(signature)
            }
            Pair::Ed25519(pair) => pair
                .try_sign(message)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(|_| KeyError::Refused),
        }
    }

    fn rsa(pair: RsaKeyPair) -> Result<Self, KeyError> {
        let public = PublicKey::from_pkcs1(pair.public_key().as_ref())?;
        Ok(Self(Arc::new(Parsed {
            pair: Pair::Rsa(pair),
            public,
        })))
    }

    fn ed25519(pair: Ed25519KeyPair) -> Result<Self, KeyError> {
        let bytes = pair
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| KeyError::Refused)?;
        let public = PublicKey::from_ed25519(bytes)?;
        Ok(Self(Arc::new(Parsed {
            pair: Pair::Ed25519(pair),
            public,
        })))
    }
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("PrivateKey")
            .field(&self.algorithm())
            .finish_non_exhaustive()
    }
}
