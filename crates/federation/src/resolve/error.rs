//! Why something elsewhere could not be found out.

use staffroom_db::DbError;
use staffroom_net::NetError;
use staffroom_protocol::incoming::ParseError;
use staffroom_service::keys::ActorKeysError;
use thiserror::Error;

/// Why something elsewhere could not be found out.
#[derive(Clone, Debug, Error)]
pub enum ResolveError {
    /// It was there and is deleted: its server answers 410, or has told us.
    #[error("it is gone")]
    Gone,
    /// There is nothing.
    #[error("there is nothing there")]
    NotFound,
    /// It may not be fetched, or may not be believed.
    #[error("refused: {0}")]
    Refused(String),
    /// The other server does not answer now.
    #[error("not reachable now: {0}")]
    Temporary(String),
    /// Its domain was asked for such things often enough lately; the next time it may be.
    #[error("its domain has been asked often enough")]
    AskedEnough,
    /// What is there cannot be read.
    #[error("not usable: {0}")]
    Invalid(String),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl ResolveError {
    /// Whether the same may succeed later.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Temporary(_) | Self::AskedEnough | Self::Db(_))
    }

    pub(crate) fn refused(reason: impl Into<String>) -> Self {
        Self::Refused(reason.into())
    }

    pub(crate) fn invalid(reason: impl std::fmt::Display) -> Self {
        Self::Invalid(reason.to_string())
    }
}

impl From<NetError> for ResolveError {
    fn from(error: NetError) -> Self {
        if error.is_temporary() {
            Self::Temporary(error.to_string())
        } else {
            Self::Refused(error.to_string())
        }
    }
}

impl From<ActorKeysError> for ResolveError {
    fn from(error: ActorKeysError) -> Self {
        Self::Temporary(error.to_string())
    }
}

impl From<ParseError> for ResolveError {
    fn from(error: ParseError) -> Self {
        Self::Invalid(error.to_string())
    }
}
