//! Keys: reading, writing, signing, verifying. Whose key it is, is known elsewhere.

mod der;
mod multibase;
mod pem;
mod private;
mod public;

pub(crate) use multibase::{decode_base58btc, encode_base58btc};
pub use private::PrivateKey;
pub use public::PublicKey;
pub(crate) use public::RsaDigest;

/// What kind of key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSA with PKCS#1 v1.5 signatures, what nearly every peer uses.
    Rsa,
    /// Ed25519 (RFC 8032).
    Ed25519,
}

/// Why a key was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is not PEM, not base58 or base64, or not the DER structure that it should be.
    #[error("the key cannot be read")]
    Unreadable,
    /// A kind of key that is neither RSA nor Ed25519.
    #[error("keys of this kind are not supported")]
    Unsupported,
    /// An RSA modulus of fewer than 2048 or more than 8192 bits.
    #[error("an RSA key must have 2048 to 8192 bits")]
    Size,
    /// An RSA exponent that is even, below 65537, or absurdly large.
    #[error("the RSA exponent must be odd, at least 65537, and of at most 32 bits")]
    Exponent,
    /// The cryptographic library refused it, or could not sign or generate.
    #[error("the cryptographic library refused")]
    Refused,
}
