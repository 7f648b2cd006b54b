//! What somebody here notes about others. Nobody else sees it.

use staffroom_db::DbError;
use staffroom_db::account_notes::{self, NoteRow};
use staffroom_domain::AccountId;
use thiserror::Error;

use crate::context::Ctx;
use crate::follows::{FollowError, both};

/// The longest note, in characters.
pub const MAX_NOTE: usize = 2_000;

/// Why nothing is noted.
#[derive(Clone, Debug, Error)]
pub enum NoteError {
    /// Nobody there.
    #[error("Record not found")]
    NotFound,
    /// More than a note holds.
    #[error("Validation failed: Comment is too long (maximum is {MAX_NOTE} characters)")]
    TooLong,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<FollowError> for NoteError {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Db(error) => error.into(),
            FollowError::NotFound | FollowError::NotAllowed => Self::NotFound,
        }
    }
}

/// Notes something about somebody, in place of what was noted before; an empty text removes it.
pub async fn note(
    ctx: &Ctx,
    by: AccountId,
    about: AccountId,
    comment: &str,
) -> Result<(), NoteError> {
    if comment.chars().count() > MAX_NOTE {
        return Err(NoteError::TooLong);
    }
    let comment = comment.to_owned();
    ctx.transact(move |tx| {
        let (by, about) = both(tx, by, about)?;
        if comment.trim().is_empty() {
            account_notes::delete(tx.conn, by.id, about.id)?;
        } else {
            let row = NoteRow {
                account_id: by.id,
                target_id: about.id,
                comment,
                updated_at: tx.now,
            };
            account_notes::upsert(tx.conn, row)?;
        }
        Ok(())
    })
    .await
}
