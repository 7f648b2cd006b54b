//! Why a signature is not accepted.

use staffroom_db::DbError;
use staffroom_signatures::SignatureError;
use thiserror::Error;

use crate::resolve::ResolveError;

/// Why a signature is not accepted. The text is for the other server's operators.
#[derive(Clone, Debug, Error)]
pub enum VerifyError {
    /// The request itself is broken.
    #[error("{0}")]
    Malformed(String),
    /// There is no signature.
    #[error("the request is not signed")]
    Unsigned,
    /// The signature, or the key, is not believed.
    #[error("{0}")]
    Refused(String),
    /// The owner of the key is gone: its server answers 410, or has told us so.
    #[error("the owner of the key is gone")]
    KeyGone,
    /// The very same request was accepted before. That is no failure for whoever sent it.
    #[error("this request was accepted before")]
    Replayed,
    /// The key cannot be looked up now.
    #[error("{0}")]
    Unavailable(String),
    /// Nothing is exchanged with that server, or its actor is shut out.
    #[error("this instance does not exchange anything with you")]
    Suspended,
    /// The database did not answer.
    #[error("the database does not answer")]
    Db(#[from] DbError),
}

impl VerifyError {
    /// The HTTP status to answer with.
    pub fn status(&self) -> u16 {
        match self {
            Self::Replayed => 202,
            Self::Malformed(_) => 400,
            Self::Unsigned | Self::Refused(_) | Self::KeyGone => 401,
            Self::Suspended => 403,
            Self::Unavailable(_) | Self::Db(_) => 503,
        }
    }
}

impl From<SignatureError> for VerifyError {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Missing => Self::Unsigned,
            error if error.is_malformed() => Self::Malformed(error.to_string()),
            error => Self::Refused(error.to_string()),
        }
    }
}

impl From<ResolveError> for VerifyError {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::Gone => Self::KeyGone,
            ResolveError::Temporary(reason) => {
                Self::Unavailable(format!("the key cannot be looked up now: {reason}"))
            }
            ResolveError::Db(error) => Self::Db(error),
            error => Self::Refused(format!("the key cannot be looked up: {error}")),
        }
    }
}
