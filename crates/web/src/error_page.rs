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

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    layout: Layout,
    title: &'static str,
    text: String,
    suggestions: Vec<Suggestion>,
    error_id: Option<String>,
}

/// The answer for an error: status, headers and a page that says what to do.
pub(crate) fn render(page: &Page, error: &PageError) -> HttpResponse {
    let mut answer = error.error_response();
    if let PageError::SignInFirst(_) = error {
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
        layout: page.layout(),
        title,
        text,
        suggestions,
        error_id,
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

fn words(error: &PageError) -> (&'static str, String) {
    let (title, text) = match error {
        PageError::BadRequest => (
            "This request cannot be read",
            "Your browser sent something that this server does not understand. Go back and try again.",
        ),
        PageError::Forged => (
            "This form is out of date",
            "Nothing was changed. Forms work once you have opened the page in this browser: go back, \
             reload the page and send the form again. If this comes again, allow cookies for this site.",
        ),
        PageError::SignInFirst(_) => ("Sign in first", "Sign in to see this page."),
        PageError::Forbidden => (
            "You may not open this page",
            "It is for people with other roles here. If you need it for your work, ask an \
             administrator of this instance.",
        ),
        PageError::NotFound(_) => (
            "There is no such page",
            "The address may be mistyped, or the page may be gone.",
        ),
        PageError::DeadLink(text) => ("This link does not work", *text),
        PageError::MethodNotAllowed(_) => (
            "This page cannot do that",
            "The page is there, but it cannot be used in this way. Open it from a link instead.",
        ),
        PageError::NotAcceptable(_) => (
            "Not in that format",
            "What you asked for does not exist in the format that your program wants. It can be had as:",
        ),
        PageError::TooLarge => (
            "That was too much at once",
            "The form holds more than this server reads. Go back and shorten it.",
        ),
        PageError::TooMany(wait) => {
            let wait = wait_in_words(wait_seconds(*wait));
            let text = format!(
                "There were too many attempts from your network or for this name. Try again in {wait}."
            );
            return ("Please wait a little", text);
        }
        PageError::Busy => (
            "The server is busy",
            "It has too much to do at the moment. Try again in some seconds.",
        ),
        PageError::Internal(_) => (
            "Something went wrong here",
            "It is not your fault. Try again; if it happens again, tell the people who run this \
             instance and give them the number below.",
        ),
    };
    (title, text.to_owned())
}
