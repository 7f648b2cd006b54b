//! Why something cannot be written or read.

use staffroom_db::DbError;
use staffroom_domain::RecordTextError;
use staffroom_domain::practice::Problem;
use thiserror::Error;

use crate::statuses::StatusError;

/// Why something cannot be done with a practice, an adoption or an outcome.
#[derive(Clone, Debug, Error)]
pub enum RecordError {
    /// There is none, or it is not for whoever asks: which, is not told.
    #[error("Record not found")]
    NotFound,
    /// It may be seen but this may not be done with it.
    #[error("This action is not allowed")]
    NotAllowed,
    /// Everything that is wrong or missing, in the order of the form.
    #[error("{}", .0.iter().map(|problem| problem.message.as_ref()).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<Problem>),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl RecordError {
    /// One thing that is wrong.
    pub(crate) fn problem(
        field: &str,
        code: &'static str,
        message: impl Into<std::borrow::Cow<'static, str>>,
    ) -> Self {
        Self::Invalid(vec![Problem::new(field, code, message)])
    }
}

impl From<Vec<Problem>> for RecordError {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Invalid(problems)
    }
}

impl From<StatusError> for RecordError {
    fn from(error: StatusError) -> Self {
        match error {
            StatusError::NotFound | StatusError::NoParent => Self::NotFound,
            StatusError::NotAllowed => Self::NotAllowed,
            StatusError::Invalid(reason) => Self::problem("", "invalid", reason),
            StatusError::Db(error) => Self::Db(error),
        }
    }
}

impl From<RecordTextError> for RecordError {
    fn from(error: RecordTextError) -> Self {
        Self::problem("", "too-large", error.to_string())
    }
}
