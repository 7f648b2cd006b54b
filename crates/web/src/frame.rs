//! What is done once around every page: finding out who asks, turning errors into pages, cookies and
//! caching.

use std::rc::Rc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::Cookie;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpRequest, HttpResponse, web};

use crate::cookies::Jar;
use crate::error::PageError;
use crate::error_page;
use crate::page::Page;
use crate::visitor::Visitor;
use crate::web::Web;

/// The middleware of every page.
pub(crate) async fn frame(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(web) = req.app_data::<web::Data<Web>>().cloned() else {
        return Ok(next.call(req).await?.map_into_boxed_body());
    };
    let cookies = web.cookies();
    let found = match Visitor::identify(&web.ctx, cookies, req.request()).await {
        Ok(visitor) if has_head(req.request()) => {
            visitor.count_unread(&web.ctx).await.map(|()| visitor)
        }
        found => found,
    };
    let (visitor, failed) = match found {
        Ok(visitor) => (visitor, None),
        Err(error) => (
            Visitor::anonymous(&web.ctx, cookies, req.request()),
            Some(error),
        ),
    };
    let visitor = Rc::new(visitor);
    req.extensions_mut().insert(Rc::clone(&visitor));
    let response = if let Some(error) = failed {
        let page = error_page::render(&Page::of(req.request()), &error);
        req.into_response(page)
    } else {
        with_error_page(next.call(req).await?.map_into_boxed_body())
    };
    Ok(finish(response, &web, &visitor))
}

/// Whether somebody looks at a page with a head.
fn has_head(req: &HttpRequest) -> bool {
    *req.method() == Method::GET && !req.path().starts_with("/assets/")
}

/// Errors of handlers and extractors come as answers without a body; they get their page here.
fn with_error_page(response: ServiceResponse) -> ServiceResponse {
    let Some(error) = response.response().error() else {
        return response;
    };
    let page = Page::of(response.request());
    let answer = match error.as_error::<PageError>() {
        Some(error) => error_page::render(&page, error),
        None => error_page::render(&page, &from_actix(error)),
    };
    let (req, _) = response.into_parts();
    ServiceResponse::new(req, answer)
}

/// What actix refuses by itself.
fn from_actix(error: &Error) -> PageError {
    match error.as_response_error().status_code().as_u16() {
        404 => PageError::not_found(),
        413 => PageError::TooLarge,
        400..=499 => PageError::BadRequest,
        _ => PageError::internal(error),
    }
}

fn finish(mut response: ServiceResponse, web: &Web, visitor: &Visitor) -> ServiceResponse {
    let cookies = web.cookies();
    if visitor.form_written.get() && visitor.session.is_none() && !visitor.has_form_cookie {
        let nonce = visitor.form_nonce.as_str().to_owned();
        add_cookie(
            response.response_mut(),
            &cookies.set(Jar::Form, nonce, None),
        );
    }
    if visitor.flash_shown.get() {
        add_cookie(response.response_mut(), &cookies.remove(Jar::Flash));
    }
    if let Some((_, token)) = visitor.session.as_ref().filter(|(who, _)| who.renewed) {
        let cookie = web.session_cookie(token);
        // A page that begins or ends a session has the last word.
        let is_set = response
            .response()
            .cookies()
            .any(|set| set.name() == cookie.name());
        if !is_set {
            add_cookie(response.response_mut(), &cookie);
        }
    }
    let path = response.request().path().to_owned();
    let holds_token = [
        "/invitation/",
        "/password-reset/",
        "/oauth/authorize/native",
        // Its query is the address of another page.
        "/language",
    ]
    .iter()
    .any(|prefix| path.starts_with(prefix));
    // Programs in browsers open these in a window of their own, and wait for it to come back to them.
    let is_sign_in = path == "/sign-in" || path.starts_with("/sign-in/");
    let is_asked_for = path.starts_with("/oauth/") || is_sign_in;
    let headers = response.headers_mut();
    if is_html(headers) {
        let code = HeaderValue::from_static(visitor.language.code());
        headers.insert(header::CONTENT_LANGUAGE, code);
        if !headers.contains_key(header::VARY) {
            let vary = HeaderValue::from_static("Accept-Language, Cookie");
            headers.insert(header::VARY, vary);
        }
    }
    if is_asked_for {
        headers.insert(
            header::CROSS_ORIGIN_OPENER_POLICY,
            HeaderValue::from_static("unsafe-none"),
        );
    }
    if holds_token {
        headers.insert(
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn is_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

fn add_cookie(response: &mut HttpResponse, cookie: &Cookie<'_>) {
    if let Err(error) = response.add_cookie(cookie) {
        tracing::error!(%error, "a cookie cannot be written");
    }
}
