//! Answers, and refusals.

use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use bytes::Bytes;
use serde::Serialize;
use staffroom_protocol::outgoing::{Terms, document};
use staffroom_protocol::{IriError, outgoing};
use staffroom_service::DbError;
use staffroom_service::keys::ActorKeysError;

/// The media type of every document; other implementations compare the whole value.
const ACTIVITY: &str = "application/activity+json; charset=utf-8";

/// Why there is no document.
#[derive(Debug)]
pub(super) enum Refusal {
    /// 404: there is none, or it is not for whoever asks.
    NotFound,
    /// 410, with a tombstone.
    Gone(Bytes),
    /// 406.
    NotAcceptable,
    /// 401: whoever asks must sign.
    Unsigned,
    /// 403: we have nothing to do with that server.
    Suspended,
    /// 400, with a reason.
    Malformed(&'static str),
    /// 500; the reason is logged.
    Broken(String),
    /// 503: the database has no time.
    Busy(DbError),
}

impl Refusal {
    /// 410 with a tombstone.
    pub(super) fn gone(tombstone: &outgoing::Tombstone) -> Self {
        bytes(tombstone).map_or_else(|error| error, Self::Gone)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound => "there is nothing here",
            Self::Gone(_) => "it is gone",
            Self::NotAcceptable => "this is there as application/activity+json",
            Self::Unsigned => "this request needs an HTTP signature",
            Self::Suspended => "this instance does not exchange anything with yours",
            Self::Malformed(reason) => reason,
            Self::Broken(_) => "something went wrong here",
            Self::Busy(_) => "this instance is busy; try again later",
        })
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone(_) => StatusCode::GONE,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::Unsigned => StatusCode::UNAUTHORIZED,
            Self::Suspended => StatusCode::FORBIDDEN,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        match self {
            Self::Broken(reason) => tracing::error!(reason, "a document could not be made"),
            Self::Busy(error) => tracing::warn!(%error, "a document could not be read"),
            _ => {}
        }
        let mut response = HttpResponse::build(self.status_code());
        vary(&mut response);
        match self {
            Self::Gone(tombstone) => response.content_type(ACTIVITY).body(tombstone.clone()),
            _ => response
                .content_type("text/plain; charset=utf-8")
                .body(self.to_string()),
        }
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::Busy(error)
    }
}

impl From<IriError> for Refusal {
    fn from(error: IriError) -> Self {
        Self::Broken(format!("an id of ours is no address: {error}"))
    }
}

impl From<ActorKeysError> for Refusal {
    fn from(error: ActorKeysError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// A document as bytes.
pub(super) fn bytes<T: Serialize + Terms>(of: &T) -> Result<Bytes, Refusal> {
    let json = document(of).to_json();
    json.map(Bytes::from)
        .map_err(|error| Refusal::Broken(error.to_string()))
}

/// 200 for everybody.
pub(super) fn public(document: Bytes) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    vary(&mut response);
    response.content_type(ACTIVITY).body(document)
}

/// 200 for whoever asked, to be kept by nobody in between.
pub(super) fn private(document: Bytes) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    vary(&mut response);
    response
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .content_type(ACTIVITY)
        .body(document)
}

/// Elsewhere is what the client wants.
pub(super) fn elsewhere(status: StatusCode, location: &str) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    vary(&mut response);
    response
        .insert_header((header::LOCATION, location))
        .finish()
}

/// The same address answers otherwise to others.
fn vary(response: &mut HttpResponseBuilder) {
    let parts = HeaderValue::from_static("Accept, Signature, Signature-Input");
    response.insert_header((header::VARY, parts));
}
