//! The password again, from somebody who is signed in, before something that whoever sits down at their browser must not do.

use staffroom_db::DbError;
use staffroom_db::users::{self, UserWithAccount};
use staffroom_domain::Password;
use thiserror::Error;

use crate::context::Ctx;
use crate::limits::{Limited, TooMany};
use crate::passwords::HashError;

/// Why it is not done.
#[derive(Clone, Debug, Error)]
pub enum OwnPasswordError {
    /// It is not their password.
    #[error("the password is not right")]
    Wrong,
    /// Wait.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Ours to mend.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whether it is the password of that user; counted with the changes of it.
pub async fn check(
    ctx: &Ctx,
    user: &UserWithAccount,
    password: String,
) -> Result<(), OwnPasswordError> {
    let id = user.user.id;
    ctx.limits.check(Limited::ChangePassword, &id.to_string())?;
    let password = Password::present(password).map_err(|_| OwnPasswordError::Wrong)?;
    let stored = ctx.db.read(move |conn| users::find(conn, id)).await?;
    let stored = stored.and_then(|user| user.user.password_hash);
    if ctx.hasher.verify(password, stored, &*ctx.random).await? {
        Ok(())
    } else {
        Err(OwnPasswordError::Wrong)
    }
}
