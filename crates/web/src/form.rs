//! A form that was sent: the extractor checks it before a handler sees it.

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;

use crate::csrf;
use crate::error::PageError;
use crate::fields::Fields;
use crate::page::Page;
use crate::words::Message;

/// The most that a form may hold: two hundred addresses fit.
pub(crate) const MAX_BYTES: usize = 128 * 1_024;

/// The name of the hidden field in every form.
pub(crate) const TOKEN_FIELD: &str = "csrf";

/// The fields of a form that one of our own pages made for this visitor. Every handler of a POST
/// takes it; that is how none can forget the check.
pub(crate) struct PostForm(pub(crate) Fields);

impl FromRequest for PostForm {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let page = Page::of(req);
        let body = web::Payload::from_request(req, payload);
        let is_form = req
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|value| {
                value
                    .trim()
                    .eq_ignore_ascii_case("application/x-www-form-urlencoded")
            });
        let foreign =
            csrf::comes_from_elsewhere(req.headers(), &page.ctx().config.server.url.origin());
        Box::pin(async move {
            if foreign {
                return Err(PageError::Forged);
            }
            if !is_form {
                return Err(PageError::BadRequest);
            }
            let body = body
                .await
                .map_err(|_| PageError::BadRequest)?
                .to_bytes_limited(MAX_BYTES)
                .await
                .map_err(|_| PageError::TooLarge)?
                .map_err(|_| PageError::BadRequest)?;
            let fields = Fields::parse(&body);
            if csrf::is_ours(
                &page.ctx().key,
                &page.visitor().form_binding(),
                fields.get(TOKEN_FIELD),
            ) {
                Ok(Self(fields))
            } else {
                Err(PageError::Forged)
            }
        })
    }
}

/// What is wrong with what somebody filled in, field by field; the page shows it again with these.
#[derive(Clone, Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// The id of the field, to which the summary links.
    pub(crate) field: &'static str,
    /// What to do about it.
    pub(crate) text: Message,
}

impl Problems {
    /// Just one.
    pub(crate) fn one(field: &'static str, text: Message) -> Self {
        let mut problems = Self::default();
        problems.add(field, text);
        problems
    }

    pub(crate) fn add(&mut self, field: &'static str, text: Message) {
        self.0.push(Problem { field, text });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// What is wrong with one field.
    pub(crate) fn at(&self, field: &str) -> Option<&Message> {
        self.0
            .iter()
            .find(|problem| problem.field == field)
            .map(|problem| &problem.text)
    }
}
