//! What is sent of an adoption or an outcome.

use serde_json::Value;
use staffroom_domain::Visibility;
use staffroom_domain::practice::Problem;
use staffroom_service::practices::{EntrySubject, cannot_change};
use staffroom_service::statuses::StatusRow;

use super::body::Body;
use crate::error::ApiError;

/// An entry, read: its record and what stands beside it.
pub(super) struct SentEntry<R> {
    pub(super) record: R,
    pub(super) text: String,
    pub(super) visibility: Option<Visibility>,
    pub(super) language: Option<String>,
}

impl<R> SentEntry<R> {
    /// Of a new one.
    pub(super) fn new(
        mut body: Body,
        subject: &EntrySubject,
        parse: impl FnOnce(&Value) -> Result<R, Vec<Problem>>,
    ) -> Result<Self, ApiError> {
        let mut record = None;
        if let Some(mut members) = body.record() {
            subject.fill(&mut members)?;
            record = body.read("", parse(&Value::Object(members)));
        }
        let (text, visibility, language) = (body.text("text"), body.visibility(), body.language());
        body.finish()?;
        Ok(Self {
            record: record.ok_or(ApiError::NotFound)?,
            text: text.unwrap_or_default(),
            visibility,
            language,
        })
    }

    /// Of one that is there: it stays for whom it was, and in its language.
    pub(super) fn changed(
        mut body: Body,
        subject: &EntrySubject,
        row: &StatusRow,
        parse: impl FnOnce(&Value) -> Result<R, Vec<Problem>>,
    ) -> Result<Self, ApiError> {
        let visibility = body.visibility();
        if visibility.is_some_and(|it| it != row.visibility()) {
            body.add(cannot_change("visibility"));
        }
        let language = body.language();
        if language.is_some() && language != row.language {
            body.add(cannot_change("language"));
        }
        Self::new(body, subject, parse)
    }
}
