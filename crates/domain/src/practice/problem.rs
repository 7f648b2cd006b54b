//! What is wrong with a record, told to its author.

use std::borrow::Cow;

use serde::Serialize;

/// One thing that its author has to mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where: the member's name on the wire, with places in lists, as in `materials[2].url`. Empty: the record.
    pub field: String,
    /// What, for programs and translations; stable.
    pub code: &'static str,
    /// What is wrong and what to do, in English, for a teacher.
    pub message: Cow<'static, str>,
}

impl Problem {
    /// Something wrong in a field.
    pub fn new(
        field: impl Into<String>,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            field: field.into(),
            code,
            message: message.into(),
        }
    }
}
