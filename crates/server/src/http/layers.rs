//! What every request passes through: an id, the client's address, a time limit, headers.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpResponse, ResponseError, web};
use data_encoding::HEXLOWER;
use staffroom_config::Config;
use staffroom_domain::{ClientAddress, random};
use staffroom_service::Ctx;
use thiserror::Error;
use tracing::Instrument as _;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// No scripts, no frames, nothing from anywhere else; pages that need more say so themselves.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
     font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Browsers that have once come by https come by nothing else for a year.
const ONE_YEAR: &str = "max-age=31536000";

/// Gives the request an id, notes the client's address, and writes one line when it is done.
pub(super) async fn trace(
    ctx: web::Data<Ctx>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let started = Instant::now();
    let id = HEXLOWER.encode(&random::bytes::<8>(&*ctx.random));
    let client = client_address(&request, &ctx.config);
    if let Some(client) = client {
        request.extensions_mut().insert(client);
    }
    let method = request.method().clone();
    let routes = request.resource_map().clone();
    let asked = request.path().to_owned();
    // Without the query: it may hold what is nobody's business.
    let path = shown_path(request.path());
    let span = tracing::info_span!("request", %id, %method, %path);
    let answer = next.call(request).instrument(span.clone()).await;
    let status = match &answer {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    let status = status.as_u16();
    // What has been routed knows where; what was given up meanwhile is looked for among all.
    let route = match &answer {
        Ok(response) => response.request().match_pattern(),
        Err(_) => routes.match_pattern(&asked),
    };
    let route = route.unwrap_or_else(|| "(none)".to_owned());
    let elapsed = started.elapsed();
    span.in_scope(|| tracing::debug!(status, ms = elapsed.as_millis(), "answered"));
    metrics::counter!(
        "staffroom_http_requests_total",
        "method" => known_method(&method), "route" => route, "status" => status.to_string()
    )
    .increment(1);
    metrics::histogram!("staffroom_http_request_duration_seconds").record(elapsed.as_secs_f64());
    let Ok(id) = HeaderValue::from_str(&id) else {
        return answer;
    };
    match answer {
        Ok(mut response) => {
            response.headers_mut().insert(REQUEST_ID, id);
            Ok(response)
        }
        Err(error) => Err(Traced { error, id }.into()),
    }
}

/// An error of an inner layer, which becomes an answer only outside of all layers, with its id.
#[derive(Debug, Error)]
#[error("{error}")]
struct Traced {
    error: actix_web::Error,
    id: HeaderValue,
}

impl ResponseError for Traced {
    fn status_code(&self) -> StatusCode {
        self.error.as_response_error().status_code()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = self.error.error_response();
        response.headers_mut().insert(REQUEST_ID, self.id.clone());
        response
    }
}

/// Methods that a client makes up must not make up measurements.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Paths that hold a secret are shown without it.
fn shown_path(path: &str) -> String {
    for prefix in ["/invitation/", "/password-reset/"] {
        if path.starts_with(prefix) {
            return format!("{prefix}…");
        }
    }
    path.to_owned()
}

fn client_address(request: &ServiceRequest, config: &Config) -> Option<ClientAddress> {
    let peer = request.peer_addr()?.ip();
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .collect();
    let trusted = &config.server.trusted_proxies;
    Some(ClientAddress::resolve(peer, forwarded.into_iter(), |ip| {
        trusted.contains(ip)
    }))
}

/// A request that took longer than the settings allow.
#[derive(Debug, Error)]
#[error("the request took too long")]
struct TookTooLong {
    hsts: bool,
}

impl ResponseError for TookTooLong {
    fn status_code(&self) -> StatusCode {
        StatusCode::SERVICE_UNAVAILABLE
    }

    /// An error of a layer passes the layers around it by, so it sets the headers itself.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code())
            .insert_header((header::RETRY_AFTER, "10"))
            .content_type("text/plain; charset=utf-8")
            .body("The server took too long to answer. Please try again.\n");
        add_security_headers(response.headers_mut(), self.hsts);
        response
    }
}

/// Gives up requests that take too long.
pub(super) async fn time_limit(
    ctx: web::Data<Ctx>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    // Files take their time on slow lines.
    let (method, path) = (request.method(), request.path());
    let has_files =
        staffroom_api::takes_files(method, path) || staffroom_web::takes_files(method, path);
    let limit = if has_files {
        ctx.config.media.upload_timeout
    } else {
        ctx.config.server.request_timeout
    };
    if let Ok(response) = tokio::time::timeout(limit, next.call(request)).await {
        return response;
    }
    tracing::warn!(
        seconds = limit.as_secs(),
        "a request took too long and was given up"
    );
    Err(TookTooLong {
        hsts: ctx.config.hsts(),
    }
    .into())
}

/// Adds the security headers to whatever has not set its own.
pub(super) async fn headers(
    ctx: web::Data<Ctx>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut response = next.call(request).await?;
    add_security_headers(response.headers_mut(), ctx.config.hsts());
    Ok(response)
}

fn add_security_headers(headers: &mut HeaderMap, hsts: bool) {
    let mut add = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    add(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::REFERRER_POLICY, "same-origin");
    add(header::CROSS_ORIGIN_OPENER_POLICY, "same-origin");
    add(
        header::PERMISSIONS_POLICY,
        "camera=(), geolocation=(), microphone=()",
    );
    // For browsers that know no frame-ancestors.
    add(header::X_FRAME_OPTIONS, "DENY");
    if hsts {
        add(header::STRICT_TRANSPORT_SECURITY, ONE_YEAR);
    }
}
