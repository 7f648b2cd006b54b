//! A file as an answer.

use actix_web::body::SizedStream;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use futures_util::TryStreamExt as _;
use staffroom_service::media::{FileType, Found, MediaError, StoreError, Wanted};

use crate::call::Answer;
use crate::error::ApiError;

/// What is under an address never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Should a browser open one as a page all the same, nothing in it runs or loads.
const NOTHING_RUNS: &str = "default-src 'none'; sandbox";

/// Which bytes are asked for (RFC 9110, 14.2). Several ranges at once, and ranges that depend on a version
/// that we do not name, are answered with the whole.
pub(super) fn wanted(request: &HttpRequest) -> Wanted {
    if request.headers().contains_key(header::IF_RANGE) {
        return Wanted::All;
    }
    wanted_range(request).unwrap_or(Wanted::All)
}

/// The one range that is asked for, whatever it depends on.
pub(super) fn wanted_range(request: &HttpRequest) -> Option<Wanted> {
    let value = request.headers().get(header::RANGE)?;
    value.to_str().ok().and_then(Wanted::of_header)
}

/// Sends what was found, as what its name ends in.
pub(super) fn send(path: &str, found: Result<Found, MediaError>) -> Answer {
    let kind = path
        .rsplit_once('.')
        .and_then(|(_, extension)| FileType::from_extension(extension));
    // Why nothing was found is said first: there is no name then.
    if found.is_ok() && kind.is_none() {
        return Err(ApiError::NotFound);
    }
    part(found, |answer| {
        if let Some(kind) = kind {
            answer.insert_header((header::CONTENT_TYPE, kind.media_type()));
        }
        answer
            .insert_header((header::CONTENT_DISPOSITION, "inline"))
            .insert_header((header::CACHE_CONTROL, FOR_EVER));
    })
}

/// Sends what was found, the whole or a part, with what else is said of it.
pub(super) fn part(
    found: Result<Found, MediaError>,
    say: impl FnOnce(&mut HttpResponseBuilder),
) -> Answer {
    let found = match found {
        Ok(found) => found,
        Err(MediaError::Store(StoreError::OutOfRange(size))) => {
            return Ok(HttpResponse::RangeNotSatisfiable()
                .insert_header((header::CONTENT_RANGE, format!("bytes */{size}")))
                .finish());
        }
        Err(error) => return Err(error.into()),
    };
    let length = found.length();
    let mut answer = match found.content_range() {
        None => HttpResponse::Ok(),
        Some(range) => {
            let mut answer = HttpResponse::PartialContent();
            answer.insert_header((header::CONTENT_RANGE, range));
            answer
        }
    };
    answer
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, NOTHING_RUNS))
        .insert_header((header::CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin"))
        .insert_header((header::ACCEPT_RANGES, "bytes"));
    say(&mut answer);
    let bytes = found.bytes.map_err(|error| {
        tracing::warn!(%error, "a file broke off");
        std::io::Error::other(error.to_string())
    });
    Ok(answer.body(SizedStream::new(length, bytes)))
}
