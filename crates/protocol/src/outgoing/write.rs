//! A document with its context, and how dates are written.

use serde::{Serialize, Serializer};
use staffroom_domain::Timestamp;

use super::context::{Context, Term, Terms};
use crate::date::format_date;

/// A document to send: `@context` first, then its fields.
#[derive(Clone, Debug, Serialize)]
pub struct WithContext<'a, T> {
    #[serde(rename = "@context")]
    context: Context,
    #[serde(flatten)]
    document: &'a T,
}

/// Puts the context in front of a document.
pub fn document<T: Serialize + Terms>(document: &T) -> WithContext<'_, T> {
    let mut context = Context::default();
    document.terms(&mut context);
    WithContext { context, document }
}

impl<T: Serialize> WithContext<'_, T> {
    /// Names the context of integrity proofs too, for a document that will get one (FEP-8b32).
    #[must_use]
    pub fn for_proof(mut self) -> Self {
        self.context.add(Term::DataIntegrity);
        self
    }

    /// The text to sign and to send, without white space.
    ///
    /// # Errors
    /// None that the types of this module make; a caller's own `T` may fail to serialize.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

/// For `serialize_with`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
pub(super) fn date<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format_date(*at))
}

/// For `serialize_with`, where absence is skipped.
#[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
pub(super) fn maybe_date<S: Serializer>(
    at: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => date(at, serializer),
        None => serializer.serialize_none(),
    }
}

/// For `skip_serializing_if`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
pub(super) fn is_false(value: &bool) -> bool {
    !value
}
