//! Discovery is for programs in browsers too.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse};

const METHODS: &str = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
const EXPOSED: &str = "Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, \
                       X-Request-Id, Mastodon-Async-Refresh";

/// Lets every origin read the answer.
pub(super) async fn open(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    allow(response.headers_mut());
    Ok(response)
}

/// Answers what browsers ask beforehand: every header that they would send is fine.
pub(super) async fn preflight(request: HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::NoContent();
    response.insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, METHODS));
    response.insert_header((header::ACCESS_CONTROL_MAX_AGE, "86400"));
    // Named one by one, since `*` does not stand for `Authorization`.
    if let Some(wanted) = request
        .headers()
        .get(header::ACCESS_CONTROL_REQUEST_HEADERS)
    {
        response.insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone()));
    }
    response.finish()
}

/// For every origin, with the headers that clients of the API read too.
fn allow(headers: &mut HeaderMap) {
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static(EXPOSED),
    );
}
