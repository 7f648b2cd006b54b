//! The page that an error becomes.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError as _};
use askama::Template;
use data_encoding::HEXLOWER;
use staffroom_domain::random;

use crate::error::{PageError, Suggestion, wait_seconds};
use crate::layout::Layout;
use crate::moment::wait_in_words;
use crate::page::Page;
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    layout: Layout,
    t: Words,
    title: Message,
    text: Message,
    suggestions: Vec<Suggestion>,
    error_id: Option<String>,
    /// Whether looking for something else may help.
    searches: bool,
}

/// The answer for an error: status, headers and a page that says what to do.
pub(crate) fn render(page: &Page, error: &PageError) -> HttpResponse {
    let mut answer = error.error_response();
    if let PageError::SignInFirst(_) | PageError::TwoFactorFirst = error {
        return answer;
    }
    let (title, text) = words(error);
    let error_id = match error {
        PageError::Internal(cause) => Some(log(page, cause)),
        _ => None,
    };
    let suggestions = match error {
        PageError::NotFound(suggestions) | PageError::NotAcceptable(suggestions) => {
            suggestions.clone()
        }
        _ => Vec::new(),
    };
    let template = ErrorPage {
        layout: page.layout().coming_back_to("/"),
        t: page.words(),
        title,
        text,
        suggestions,
        error_id,
        searches: matches!(error, PageError::NotFound(_) | PageError::DeadLink(_)),
    };
    match template.render() {
        Ok(text) => {
            answer.headers_mut().insert(
                actix_web::http::header::CONTENT_TYPE,
                actix_web::http::header::HeaderValue::from_static("text/html; charset=utf-8"),
            );
            answer.set_body(actix_web::body::BoxBody::new(text))
        }
        Err(error) => {
            tracing::error!(%error, "the error page cannot be written");
            HttpResponse::new(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// Notes the cause under a fresh id, which the visitor can tell to whoever reads the log.
fn log(page: &Page, cause: &str) -> String {
    let error_id = HEXLOWER.encode(&random::bytes::<6>(&*page.ctx().random));
    tracing::error!(error_id, cause, "a page failed");
    error_id
}

/// Title and text.
fn words(error: &PageError) -> (Message, Message) {
    match error {
        PageError::BadRequest => (key("error-bad-request-title"), key("error-bad-request")),
        PageError::Forged => (key("error-forged-title"), key("error-forged")),
        PageError::SignInFirst(_) | PageError::TwoFactorFirst => {
            (key("error-sign-in-title"), key("error-sign-in"))
        }
        PageError::Forbidden => (key("error-forbidden-title"), key("error-forbidden")),
        PageError::NotFound(_) => (key("error-not-found-title"), key("error-not-found")),
        PageError::DeadLink(text) => (key("error-dead-link-title"), text.clone()),
        PageError::MethodNotAllowed(_) => (key("error-method-title"), key("error-method")),
        PageError::NotAcceptable(_) => (key("error-format-title"), key("error-format")),
        PageError::TooLarge => (key("error-too-large-title"), key("error-too-large")),
        PageError::TooMany(wait) => {
            let wait = wait_in_words(wait_seconds(*wait));
            let text = key("error-too-many").with("wait", wait);
            (key("error-too-many-title"), text)
        }
        PageError::Busy => (key("error-busy-title"), key("error-busy")),
        PageError::Internal(_) => (key("error-internal-title"), key("error-internal")),
    }
}
