//! Tokens that client programs show instead of a password.

pub use staffroom_db::access_tokens::AccessTokenRow;
use staffroom_db::users::{self, UserWithAccount};
use staffroom_db::{DbError, access_tokens};
use staffroom_domain::text::{single_line, truncate};
use staffroom_domain::{AccessTokenId, UserId};

use crate::context::Ctx;
use crate::secrets::Token;

/// Everything that a client may do for a person.
pub const ALL_SCOPES: &str = "read write follow push";

/// Somebody whose client has shown a token.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// Who.
    pub user: UserWithAccount,
    /// By which token.
    pub token: AccessTokenId,
    /// What it may do, separated by spaces.
    pub scopes: String,
}

impl Bearer {
    /// Whether the token may do something: `write:statuses` is covered by itself and by `write`.
    pub fn may(&self, scope: &str) -> bool {
        let whole = scope.split(':').next().unwrap_or(scope);
        self.scopes
            .split_whitespace()
            .any(|given| given == scope || given == whole)
    }
}

/// Makes a token for a user; it is shown once and kept as a digest.
pub async fn create(ctx: &Ctx, user: UserId, name: &str, scopes: &str) -> Result<Token, DbError> {
    let token = Token::generate(&*ctx.random);
    let row = AccessTokenRow {
        id: ctx.new_id(),
        user_id: user,
        token_hash: token.hash().into_bytes(),
        name: truncate(&single_line(name), 100).to_owned(),
        scopes: scopes.to_owned(),
        created_at: ctx.now(),
        last_used_at: None,
    };
    ctx.db
        .write(move |conn| access_tokens::insert(conn, row))
        .await?;
    Ok(token)
}

/// Who holds this token; nobody whose login was closed.
pub async fn authenticate(ctx: &Ctx, token: &Token) -> Result<Option<Bearer>, DbError> {
    let hash = token.hash();
    ctx.db
        .read(move |conn| {
            let Some(row) = access_tokens::find(conn, hash.as_bytes())? else {
                return Ok(None);
            };
            let user = users::find(conn, row.user_id)?;
            Ok(user
                .filter(|user| user.user.disabled_at.is_none())
                .map(|user| Bearer {
                    user,
                    token: row.id,
                    scopes: row.scopes,
                }))
        })
        .await
}

/// Whether a token that was shown before still opens anything.
pub async fn is_valid(ctx: &Ctx, token: AccessTokenId) -> Result<bool, DbError> {
    ctx.db
        .read(move |conn| {
            let Some(row) = access_tokens::get(conn, token)? else {
                return Ok(false);
            };
            let user = users::find(conn, row.user_id)?;
            Ok(
                user.is_some_and(|user| {
                    user.user.disabled_at.is_none() && user.account.is_active()
                }),
            )
        })
        .await
}

/// The tokens of a user.
pub async fn list(ctx: &Ctx, user: UserId) -> Result<Vec<AccessTokenRow>, DbError> {
    ctx.db
        .read(move |conn| access_tokens::list(conn, user))
        .await
}

/// Takes a token back; `false` where the user has none of that id.
pub async fn revoke(ctx: &Ctx, user: UserId, id: AccessTokenId) -> Result<bool, DbError> {
    ctx.db
        .write(move |conn| access_tokens::revoke(conn, user, id))
        .await
}
