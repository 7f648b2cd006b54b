//! Passkeys: what a browser brings from one when it is made, and when somebody signs in with it (WebAuthn Level 3, 7.1 and
//! 7.2).
//!
//! Here belongs what can be said of the bytes: are they about our site, did the person show who they are to their device,
//! does the signature fit the key. Here does not belong whether the challenge is one that we gave, whose the passkey is, or
//! what it has counted before: the caller knows.
//!
//! Attestation, by which a device says who made it, is not asked for and not looked at: nothing depends on it.

mod answer;
mod assertion;
mod authenticator_data;
mod client_data;
mod cose;
mod registration;

pub use assertion::{Assertion, Known};
pub use registration::{NewPasskey, Registration};

/// The signatures that we take, by their numbers (WebAuthn Level 3, 5.8.5), the best first: Ed25519, ECDSA on P-256 with
/// SHA-256, RSA PKCS#1 v1.5 with SHA-256.
pub const ALGORITHMS: [i64; 3] = [cose::EDDSA, cose::ES256, cose::RS256];

/// The longest answer of a browser that is read, in bytes.
pub const MOST_BYTES: usize = 64 * 1_024;

/// Where passkeys are good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Scheme, host and port, as browsers write it: `https://school.example`.
    pub origin: String,
    /// The host alone, a name and no number: the RP ID.
    pub host: String,
}

/// Why what the browser brought does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// It is not JSON, base64url or CBOR of the shape that it should have, or longer than [`MOST_BYTES`].
    #[error("it cannot be read")]
    Unreadable,
    /// It was made for something else: adding a passkey is not signing in.
    #[error("it was made for something else")]
    Purpose,
    /// It was made on a page of another site, or in a frame on one.
    #[error("it was made on another site")]
    Origin,
    /// The passkey is one for another site.
    #[error("the passkey is for another site")]
    Site,
    /// Nobody has touched the device (the flag UP).
    #[error("nobody was there")]
    NobodyThere,
    /// The device has not made sure who it is (the flag UV).
    #[error("the device has not made sure who it is")]
    NotVerified,
    /// It is said to be copied, and to be one that cannot be (the flags BS and BE), or the latter has changed.
    #[error("its flags contradict one another")]
    Flags,
    /// Its key is of a kind that we do not take, or none at all.
    #[error("its key is not one that we take")]
    Key,
    /// The signature is not that of the key.
    #[error("the signature is not right")]
    Signature,
}
