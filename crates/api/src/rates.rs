//! How often whoever calls may call, and how they are told.

use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{HttpMessage as _, HttpRequest};
use staffroom_service::Ctx;
use staffroom_service::rate_limits::{Called, Calling, Standing};

use crate::ask::address;
use crate::caller::Caller;
use crate::entities::moment;
use crate::error::ApiError;
use crate::upload::brings_files;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Counts a call: by its token, or else by the network that it comes from. How many are left is noted for
/// [`tell`].
pub(crate) fn count(
    ctx: &Ctx,
    request: &HttpRequest,
    caller: Option<&Caller>,
) -> Result<(), ApiError> {
    let Some(limits) = ctx.limits.rates(&ctx.config.api) else {
        return Ok(());
    };
    let calling = match caller.and_then(Caller::person) {
        Some(bearer) => Calling::Person(bearer.token, bearer.user.account.id),
        None => Calling::Stranger(address(request)),
    };
    let standing = limits.count(calling, called(request));
    request.extensions_mut().insert(standing);
    match standing.wait {
        None => Ok(()),
        Some(wait) => Err(ApiError::TooMany(wait)),
    }
}

/// Counts a file of another server, for the network that asks for it. What is left is not told: the answer
/// may be kept by caches, and given to others.
pub(crate) fn count_file(ctx: &Ctx, request: &HttpRequest) -> Result<(), ApiError> {
    let Some(limits) = ctx.limits.rates(&ctx.config.api) else {
        return Ok(());
    };
    let calling = Calling::Stranger(address(request));
    match limits.count(calling, Called::RemoteFile).wait {
        None => Ok(()),
        Some(wait) => Err(ApiError::TooMany(wait)),
    }
}

fn called(request: &HttpRequest) -> Called {
    let path = request.path().trim_end_matches('/');
    let is_status = path.starts_with("/api/v1/statuses/");
    let is_record = path.starts_with("/api/staffroom/v1/");
    match *request.method() {
        _ if brings_files(request) => Called::Upload,
        Method::POST if is_status && path.ends_with("/unreblog") => Called::Deletion,
        Method::DELETE if is_status || is_record => Called::Deletion,
        _ => Called::Anything,
    }
}

/// Whether a call has been counted.
pub(crate) fn is_counted(request: &HttpRequest) -> bool {
    request.extensions().contains::<Standing>()
}

/// Tells how many calls are left.
pub(crate) fn tell(ctx: &Ctx, request: &HttpRequest, headers: &mut HeaderMap) {
    let Some(standing) = request.extensions().get::<Standing>().copied() else {
        return;
    };
    headers.insert(LIMIT, HeaderValue::from(standing.limit));
    headers.insert(REMAINING, HeaderValue::from(standing.remaining));
    let reset = moment(ctx.now().plus(standing.resets_in));
    if let Ok(reset) = HeaderValue::from_str(&reset) {
        headers.insert(RESET, reset);
    }
}
