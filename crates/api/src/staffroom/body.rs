//! Bodies: JSON objects, and nothing else.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde_json::{Map, Value};
use staffroom_domain::practice::Problem;
use staffroom_domain::text::truncate;
use staffroom_domain::{AttachmentId, Visibility};

use crate::ask;
use crate::call::Call;
use crate::error::{ApiError, MOST_TOLD};
use crate::params;
use crate::statuses::create::is_language;

/// The longest body, in bytes: the longest text and the largest record, however they are escaped.
const MAX_BODY: usize = 512 * 1024;
/// The longest name of an unknown member that is told, in bytes.
const MAX_NAME: usize = 128;
/// The most texts of a list that are looked at.
const MAX_TEXTS: usize = 100;
/// The most files of one practice that are looked at.
const MAX_FILES: usize = 100;

/// A call with a body.
pub(crate) struct Sent {
    pub(super) call: Call,
    pub(super) body: Body,
}

/// The members of a body, to be taken out one by one. What cannot be read is told with everything else.
pub(super) struct Body {
    members: Map<String, Value>,
    problems: Vec<Problem>,
}

impl Body {
    fn new(members: Map<String, Value>) -> Self {
        Self {
            members,
            problems: Vec::new(),
        }
    }

    /// Takes a member out; `null` is none.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !value.is_null())
    }

    pub(super) fn problem(
        &mut self,
        field: &str,
        code: &'static str,
        message: impl Into<std::borrow::Cow<'static, str>>,
    ) {
        self.problems.push(Problem::new(field, code, message));
    }

    pub(super) fn add(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// A text.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        if let Value::String(text) = self.take(name)? {
            return Some(text);
        }
        self.problem(name, "wrong-form", "This should be a text.");
        None
    }

    /// A whole number that is not negative.
    pub(super) fn number(&mut self, name: &str) -> Option<u64> {
        let value = self.take(name)?;
        let number = value.as_u64();
        if number.is_none() {
            let message = "This should be a whole number, not less than 0.";
            self.problem(name, "wrong-form", message);
        }
        number
    }

    /// An id of this API.
    pub(super) fn id<T: std::str::FromStr>(&mut self, name: &str) -> Option<T> {
        let id = self.text(name)?.trim().parse().ok();
        if id.is_none() {
            self.problem(name, "wrong-form", "This should be an id.");
        }
        id
    }

    /// An object, to be read as a record.
    pub(super) fn object(&mut self, name: &str) -> Option<Map<String, Value>> {
        if let Value::Object(members) = self.take(name)? {
            return Some(members);
        }
        let message = "This should be an object with members.";
        self.problem(name, "wrong-form", message);
        None
    }

    /// The record; without one nothing can be read.
    pub(super) fn record(&mut self) -> Option<Map<String, Value>> {
        let is_there = self.members.contains_key("record");
        let record = self.object("record");
        if !is_there {
            self.problem("record", "required", "Send what can be counted as record.");
        }
        record
    }

    /// What came of reading a record; its problems are told below `prefix`.
    pub(super) fn read<T>(&mut self, prefix: &str, record: Result<T, Vec<Problem>>) -> Option<T> {
        match record {
            Ok(record) => Some(record),
            Err(problems) => {
                let below = problems.into_iter().map(|problem| Problem {
                    field: format!("{prefix}{}", problem.field),
                    ..problem
                });
                self.problems.extend(below);
                None
            }
        }
    }

    pub(super) fn visibility(&mut self) -> Option<Visibility> {
        let name = self.text("visibility")?;
        let found = Visibility::from_name(&name);
        if found.is_none() {
            let message = "This should be public, unlisted or private.";
            self.problem("visibility", "wrong-form", message);
        }
        found
    }

    /// The language of the words.
    pub(super) fn language(&mut self) -> Option<String> {
        let tag = self.text("language")?;
        if is_language(&tag) {
            return Some(tag);
        }
        let message = "This should be a language tag, like en or cy.";
        self.problem("language", "language", message);
        None
    }

    /// A list of texts; none where there is no list.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        let texts = match self.take(name) {
            None => return Vec::new(),
            Some(Value::Array(texts)) => texts,
            Some(_) => Vec::from([Value::Null]),
        };
        let read = |text: &Value| text.as_str().map(str::to_owned);
        let texts: Option<Vec<String>> = texts.iter().take(MAX_TEXTS).map(read).collect();
        texts.unwrap_or_else(|| {
            self.problem(name, "wrong-form", "This should be a list of texts.");
            Vec::new()
        })
    }

    /// Files that were uploaded.
    pub(super) fn files(&mut self) -> Option<Vec<AttachmentId>> {
        let ids = match self.take("mediaIds")? {
            Value::Array(ids) => ids,
            _ => Vec::from([Value::Null]),
        };
        let read = |id: &Value| id.as_str()?.parse().ok();
        let files: Option<Vec<AttachmentId>> = ids.iter().take(MAX_FILES).map(read).collect();
        if files.is_none() {
            let message = "This should be a list of ids that POST /api/v2/media has given.";
            self.problem("mediaIds", "wrong-form", message);
        }
        files
    }

    /// Everything has been taken out that there can be; what is left are mistakes in spelling.
    pub(super) fn finish(mut self) -> Result<(), ApiError> {
        for name in self.members.keys().take(MOST_TOLD) {
            let message = "There is no such member. Is it spelt right?";
            let name = truncate(name, MAX_NAME);
            self.problems
                .push(Problem::new(name, "unknown-member", message));
        }
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(ApiError::Record(self.problems))
        }
    }
}

impl FromRequest for Sent {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let params = params::parse(request.query_string(), None, b"")?;
            let call = Call::without_body(request, params).await?;
            // Whoever may not call is refused before the body is read.
            call.somebody()?;
            if !is_json(&call.request) {
                return Err(ApiError::NotJson);
            }
            let body = ask::read(payload, MAX_BODY).await?;
            let body = match serde_json::from_slice(&body) {
                Ok(Value::Object(members)) => Body::new(members),
                Ok(_) => return Err(unreadable("The body should be a JSON object")),
                Err(_) => return Err(unreadable("The JSON cannot be read")),
            };
            Ok(Self { call, body })
        })
    }
}

fn unreadable(why: &str) -> ApiError {
    ApiError::BadRequest(why.to_owned())
}

fn is_json(request: &HttpRequest) -> bool {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let essence = content_type.unwrap_or_default().split(';').next();
    let essence = essence.unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json"
}
