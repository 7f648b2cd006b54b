//! Drafts: practices, adoptions and outcomes that are not published yet, of one person and for nobody else.
//!
//! Here belongs keeping them, saying what they still lack, publishing them, and the road on which they come out of posts
//! that begin with a keyword (`phone`, ADR 0018). Nothing is checked when a draft is kept but how much it is: bad input
//! loses nothing. Here do not belong the rules of what is published: [`crate::practices`], [`crate::adoptions`],
//! [`crate::outcomes`]. (A [`statuses::Draft`](crate::statuses::Draft) is a status that is about to be written, of
//! whatever kind.)

mod answers;
mod change;
mod content;
mod desk;
mod keep;
mod lacks;
mod phone;
mod preview;
mod publish;
mod read;
mod sweep;
mod words;

pub use content::{DraftContent, DraftKind, MAX_RECORD, MAX_TEXT, MAX_TITLE};
pub use keep::{
    Begun, MAX_DRAFTS, NewDraft, Seen, Turn, create, create_in, create_once, discard,
    edit_practice, save,
};
pub(crate) use phone::{
    Posted, is_source, of_source, road, source_edited_in, source_removed_in, source_revised,
    take_in,
};
pub use preview::Preview;
pub use publish::{publish, published};
pub use read::{DraftAbout, DraftView, get, list};
pub use staffroom_db::drafts::DraftRow;
pub use sweep::sweep;

use staffroom_db::DbError;
use staffroom_domain::practice::Problem;
use thiserror::Error;

use crate::records::RecordError;
use crate::statuses::StatusError;

/// Why something cannot be done with a draft.
#[derive(Clone, Debug, Error)]
pub enum DraftError {
    /// There is none, or it is somebody else's; or what it is about is not there.
    #[error("Record not found")]
    NotFound,
    /// It may be seen but this may not be done with it.
    #[error("This action is not allowed")]
    NotAllowed,
    /// It was changed meanwhile, by the same person elsewhere.
    #[error("This draft was changed meanwhile. Load it again, and make your change once more.")]
    Changed,
    /// There are as many as somebody may have.
    #[error("You have {MAX_DRAFTS} drafts. Publish one or drop one first.")]
    TooMany,
    /// Everything that is wrong or missing, in the order of the form.
    #[error("{}", .0.iter().map(|problem| problem.message.as_ref()).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<Problem>),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<RecordError> for DraftError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::NotFound => Self::NotFound,
            RecordError::NotAllowed => Self::NotAllowed,
            RecordError::Invalid(problems) => Self::Invalid(problems),
            RecordError::Db(error) => Self::Db(error),
        }
    }
}

impl From<StatusError> for DraftError {
    fn from(error: StatusError) -> Self {
        RecordError::from(error).into()
    }
}
