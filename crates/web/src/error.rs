//! Why a page could not be shown.

use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use staffroom_service::DbError;
use staffroom_service::limits::TooMany;
use staffroom_service::passwords::HashError;
use thiserror::Error;

use crate::return_to::ReturnTo;
use crate::words::Message;

/// A link to something else that may help.
#[derive(Clone, Debug)]
pub(crate) struct Suggestion {
    pub(crate) href: String,
    pub(crate) text: Message,
}

/// Everything that ends in an error page (or at the sign-in page). The causes of our own failures are
/// logged with an id and never shown.
#[derive(Debug, Error)]
pub(crate) enum PageError {
    /// The request makes no sense.
    #[error("the request cannot be read")]
    BadRequest,
    /// A form that none of our pages made for this visitor, or that is too old.
    #[error("the form was not made by a page of ours for this visitor")]
    Forged,
    /// Somebody has to sign in first, and then comes back.
    #[error("nobody is signed in")]
    SignInFirst(Option<ReturnTo>),
    /// Signed in with the role, but what the settings ask of those who have it is not set up yet.
    #[error("two-factor sign-in is not set up")]
    TwoFactorFirst,
    /// Signed in, but without the role.
    #[error("the role is missing")]
    Forbidden,
    /// No such page; perhaps one of these.
    #[error("there is no such page")]
    NotFound(Vec<Suggestion>),
    /// A link that works no more; whom to ask.
    #[error("the link does not work")]
    DeadLink(Message),
    /// The page is there, but not for this method.
    #[error("the method is not possible here")]
    MethodNotAllowed(&'static str),
    /// Nothing that was asked for; these can be had.
    #[error("none of the formats that were asked for")]
    NotAcceptable(Vec<Suggestion>),
    /// More than is read.
    #[error("the request is too large")]
    TooLarge,
    /// Wait.
    #[error("too many attempts")]
    TooMany(Duration),
    /// The database has too much to do.
    #[error("busy")]
    Busy,
    /// Ours to mend.
    #[error("{0}")]
    Internal(String),
}

impl PageError {
    /// Ours to mend: the cause is for the log.
    pub(crate) fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// Nothing here.
    pub(crate) const fn not_found() -> Self {
        Self::NotFound(Vec::new())
    }
}

impl From<DbError> for PageError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Busy => Self::Busy,
            other => Self::internal(other),
        }
    }
}

impl From<HashError> for PageError {
    fn from(error: HashError) -> Self {
        Self::internal(error)
    }
}

impl From<TooMany> for PageError {
    fn from(TooMany(wait): TooMany) -> Self {
        Self::TooMany(wait)
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Forged | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::SignInFirst(_) | Self::TwoFactorFirst => StatusCode::SEE_OTHER,
            Self::NotFound(_) | Self::DeadLink(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable(_) => StatusCode::NOT_ACCEPTABLE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Without the page: `frame` writes that, since only it knows who asked.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut answer = HttpResponse::build(self.status_code());
        match self {
            Self::SignInFirst(there) => {
                let sign_in = there
                    .as_ref()
                    .map_or_else(|| "/sign-in".to_owned(), ReturnTo::sign_in);
                answer.insert_header((header::LOCATION, sign_in));
            }
            Self::TwoFactorFirst => {
                answer.insert_header((header::LOCATION, "/settings/two-factor"));
            }
            Self::MethodNotAllowed(allowed) => {
                answer.insert_header((header::ALLOW, *allowed));
            }
            Self::TooMany(wait) => {
                answer.insert_header((header::RETRY_AFTER, wait_seconds(*wait)));
            }
            Self::Busy => {
                answer.insert_header((header::RETRY_AFTER, 10));
            }
            _ => {}
        }
        answer.finish()
    }
}

/// Whole seconds, never fewer than it takes.
pub(crate) fn wait_seconds(wait: Duration) -> u64 {
    wait.as_millis()
        .div_ceil(1_000)
        .try_into()
        .unwrap_or(u64::MAX)
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(error: &PageError, name: header::HeaderName) -> Option<String> {
        let answer = error.error_response();
        let value = answer.headers().get(name)?;
        Some(value.to_str().unwrap().to_owned())
    }

    #[test]
    fn a_busy_database_is_for_later() {
        let error = PageError::from(DbError::Busy);
        assert_eq!(error.status_code(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(header(&error, header::RETRY_AFTER).as_deref(), Some("10"));
        let error = PageError::from(DbError::Panicked);
        assert_eq!(error.status_code(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[test]
    fn nobody_is_told_to_come_back_too_early() {
        let error = PageError::from(TooMany(Duration::from_millis(1_001)));
        assert_eq!(error.status_code(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(header(&error, header::RETRY_AFTER).as_deref(), Some("2"));
        assert_eq!(wait_seconds(Duration::ZERO), 1);
    }
}
