//! Around every endpoint: web clients of other origins are let in (CORS), and failures of ours are
//! logged with an id.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError, web};
use serde_json::json;
use staffroom_domain::EventId;
use staffroom_service::Ctx;

use crate::error::ApiError;
use crate::rates;
use crate::staffroom::problem;

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE, OPTIONS");
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id, \
     Mastodon-Async-Refresh",
);
/// How long browsers may remember a preflight, in seconds: two hours, more than which Chromium forgets.
const REMEMBERED: HeaderValue = HeaderValue::from_static("7200");

/// Around calls: answers preflights itself, and gives every other answer its headers. What nobody has
/// counted is counted.
pub(crate) async fn front(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    around(req, next, counted).await
}

/// The same around files, which are no calls: a page of an app loads many, and a school has one address.
pub(crate) async fn front_of_files(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    around(req, next, |response| response).await
}

async fn around(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    finish: fn(ServiceResponse) -> ServiceResponse,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let is_preflight = req.method() == Method::OPTIONS
        && req
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if is_preflight {
        let answer = preflight(req.headers());
        req.into_response(answer)
    } else {
        finish(explained(next.call(req).await?.map_into_boxed_body()))
    };
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        );
    }
    Ok(response)
}

/// Tells how many calls are left. What was answered without anybody asking who calls (there is no such
/// endpoint) is counted here.
fn counted(response: ServiceResponse) -> ServiceResponse {
    let Some(ctx) = response.request().app_data::<web::Data<Ctx>>().cloned() else {
        return response;
    };
    let refused = if rates::is_counted(response.request()) {
        Ok(())
    } else {
        rates::count(&ctx, response.request(), None)
    };
    let mut response = match refused {
        Ok(()) => response,
        Err(error) => {
            let (req, _) = response.into_parts();
            let answer = shaped(req.path(), &error);
            ServiceResponse::new(req, answer)
        }
    };
    let request = response.request().clone();
    rates::tell(&ctx, &request, response.headers_mut());
    response
}

/// Any header may be sent: those that are asked for are named, since `*` does not cover
/// `Authorization` (Fetch, CORS protocol).
fn preflight(asked: &HeaderMap) -> HttpResponse {
    let mut answer = HttpResponse::NoContent();
    answer
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, METHODS))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, REMEMBERED));
    if let Some(wanted) = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        answer.insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone()));
    }
    answer.insert_header((
        header::VARY,
        HeaderValue::from_static("Access-Control-Request-Headers"),
    ));
    answer.finish()
}

/// Errors that actix makes by itself get our shape; failures of ours get an id, in the answer and in
/// the log with the cause.
fn explained(response: ServiceResponse) -> ServiceResponse {
    let Some(error) = response.response().error() else {
        return response;
    };
    let path = response.request().path();
    let answer = match error.as_error::<ApiError>() {
        Some(ApiError::Internal(cause)) => failure(&response, cause),
        Some(error) if problem::is_spoken_at(path) => problem::answer(error),
        Some(_) => return response,
        None => match error.as_response_error().status_code().as_u16() {
            404 => shaped(path, &ApiError::NoEndpoint),
            413 => shaped(path, &ApiError::TooLarge),
            400..=499 => shaped(path, &ApiError::BadRequest("Bad Request".to_owned())),
            _ => failure(&response, &error.to_string()),
        },
    };
    let (req, _) = response.into_parts();
    ServiceResponse::new(req, answer)
}

/// An error in the shape of the API that was asked.
fn shaped(path: &str, error: &ApiError) -> HttpResponse {
    if problem::is_spoken_at(path) {
        problem::answer(error)
    } else {
        error.error_response()
    }
}

fn failure(response: &ServiceResponse, cause: &str) -> HttpResponse {
    const ID: HeaderName = HeaderName::from_static("x-error-id");
    let id: Option<EventId> = response
        .request()
        .app_data::<web::Data<Ctx>>()
        .map(|ctx| ctx.new_id());
    let id = id.map(|id| id.to_string()).unwrap_or_default();
    let path = response.request().path();
    tracing::error!(error_id = %id, %path, %cause, "a call of a client failed");
    let told = format!("Something went wrong on our side (number {id})");
    let mut answer = HttpResponse::InternalServerError();
    answer.insert_header((ID, id));
    if problem::is_spoken_at(path) {
        problem::written(&mut answer, StatusCode::INTERNAL_SERVER_ERROR, &told, &[])
    } else {
        answer.json(json!({"error": told}))
    }
}
