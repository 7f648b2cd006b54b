//! Why a request was not believed.

/// Why a signature was refused. What the peer hears is 401, except where [`Self::is_malformed`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no signature at all.
    #[error("the request is not signed")]
    Missing,
    /// It cannot be read, for this reason.
    #[error("the signature cannot be read: {0}")]
    Malformed(&'static str),
    /// A header or a parameter that must come once came twice.
    #[error("a header or parameter came twice")]
    Repeated,
    /// This part of the request must be signed, and is not.
    #[error("the signature does not cover {0}")]
    NotCovered(&'static str),
    /// The signature covers something that we do not know, or in a way that we do not accept (such as
    /// `;req` or `;bs`).
    #[error("the signature covers something unknown")]
    UnsupportedComponent,
    /// A header that is said to be signed is not there.
    #[error("a header that is said to be signed is not there")]
    HeaderAbsent,
    /// The request is for a host that is not ours.
    #[error("the request is for another host")]
    WrongHost,
    /// The date is missing or cannot be read.
    #[error("the date is missing or cannot be read")]
    NoDate,
    /// The signature is too old, no longer valid, or from the future.
    #[error("the signature is not valid at this time")]
    Expired,
    /// The body is not the one whose digest was sent.
    #[error("the digest is not that of the body")]
    DigestMismatch,
    /// There is a digest, but none by SHA-256.
    #[error("there is no digest by SHA-256")]
    DigestAlgorithm,
    /// An algorithm that we do not accept (`none`, anything with a shared secret, …), or one that
    /// does not fit the key.
    #[error("the algorithm is not supported, or does not fit the key")]
    UnsupportedAlgorithm,
    /// The key did not make this signature.
    #[error("the signature is not by this key")]
    BadSignature,
}

impl SignatureError {
    /// Whether the request itself is broken, to be answered with 400 rather than 401.
    pub fn is_malformed(&self) -> bool {
        matches!(self, Self::Malformed(_) | Self::Repeated)
    }
}
