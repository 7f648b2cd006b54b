//! Tokens that client programs show instead of a password.

use std::collections::HashSet;

pub use staffroom_db::access_tokens::AccessTokenRow;
use staffroom_db::users::Login;
use staffroom_db::{Conn, DbError, access_tokens, applications};
use staffroom_domain::text::{single_line, truncate};
use staffroom_domain::{AccessTokenId, ApplicationId, Timestamp, UserId};

use crate::context::Ctx;
use crate::oauth;
use crate::secrets::Token;

/// Everything that a client may do for a person.
pub const ALL_SCOPES: &str = "read write follow push";

/// Somebody whose client has shown a token.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// Who.
    pub user: Login,
    /// By which token.
    pub token: AccessTokenId,
    /// By which program; none where the token was made on the command line.
    pub application: Option<ApplicationId>,
    /// What it may do, separated by spaces.
    pub scopes: String,
}

impl Bearer {
    /// Whether the token may do something: `write:statuses` is covered by itself and by `write`.
    pub fn may(&self, scope: &str) -> bool {
        allow(&self.scopes, scope)
    }
}

/// A program that has shown a token of its own: nobody is behind it.
#[derive(Clone, Debug)]
pub struct BearerApplication {
    /// Which program.
    pub application: ApplicationId,
    /// What it may do, separated by spaces.
    pub scopes: String,
}

impl BearerApplication {
    /// Whether the token may do something.
    pub fn may(&self, scope: &str) -> bool {
        allow(&self.scopes, scope)
    }
}

fn allow(scopes: &str, wanted: &str) -> bool {
    scopes
        .split_ascii_whitespace()
        .any(|given| oauth::covers(given, wanted))
}

/// Whose a token is.
#[derive(Clone, Debug)]
pub enum Holder {
    /// Somebody's.
    Person(Box<Bearer>),
    /// A program's own.
    Application(BearerApplication),
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
        last_used_at: Some(ctx.now().as_micros()),
        application_id: None,
    };
    ctx.db
        .write(move |conn| access_tokens::insert(conn, row))
        .await?;
    Ok(token)
}

/// Who holds this token; nobody whose login was closed, and no program by itself.
pub async fn authenticate(ctx: &Ctx, token: &Token) -> Result<Option<Bearer>, DbError> {
    Ok(match identify(ctx, token).await? {
        Some(Holder::Person(bearer)) => Some(*bearer),
        Some(Holder::Application(_)) | None => None,
    })
}

/// Whose this token is; nobody's whose login was closed. That it is in use is noted once a day.
pub async fn identify(ctx: &Ctx, token: &Token) -> Result<Option<Holder>, DbError> {
    let hash = token.hash();
    let found = ctx
        .db
        .read(move |conn| holder(conn, hash.as_bytes()))
        .await?;
    let Some((holder, last_used_at)) = found else {
        return Ok(None);
    };
    if let Holder::Person(bearer) = &holder {
        let now = ctx.now();
        let noted = last_used_at.map(Timestamp::from_micros);
        if noted.is_none_or(|noted| noted.plus(oauth::NOTED_EVERY) <= now) {
            note_use(ctx, bearer, now).await;
        }
    }
    Ok(Some(holder))
}

fn holder(conn: &mut Conn, hash: &[u8]) -> Result<Option<(Holder, Option<i64>)>, DbError> {
    let Some((row, user)) = access_tokens::find_with_login(conn, hash)? else {
        let own = applications::find_token(conn, hash)?;
        return Ok(own.map(|row| {
            let application = BearerApplication {
                application: row.application_id,
                scopes: row.scopes,
            };
            (Holder::Application(application), None)
        }));
    };
    if user.user.disabled_at.is_some() {
        return Ok(None);
    }
    let bearer = Bearer {
        user,
        token: row.id,
        application: row.application_id.map(ApplicationId::from),
        scopes: row.scopes,
    };
    Ok(Some((Holder::Person(Box::new(bearer)), row.last_used_at)))
}

/// That it is kept is no reason to refuse a call: a full disk or a busy database is logged.
async fn note_use(ctx: &Ctx, bearer: &Bearer, now: Timestamp) {
    let (token, application) = (bearer.token, bearer.application);
    let noted = ctx
        .db
        .write(move |conn| {
            access_tokens::touch(conn, token, now)?;
            match application {
                Some(id) => applications::touch(conn, id, now),
                None => Ok(()),
            }
        })
        .await;
    if let Err(error) = noted {
        tracing::warn!(%error, %token, "that a token is in use could not be noted");
    }
}

/// Which of those tokens, which were shown before, still open anything.
pub async fn valid_among(
    ctx: &Ctx,
    tokens: Vec<AccessTokenId>,
) -> Result<HashSet<AccessTokenId>, DbError> {
    ctx.db
        .read(move |conn| {
            let logins = access_tokens::logins_of(conn, &tokens)?.into_iter();
            let valid = logins
                .filter(|(_, login)| login.user.disabled_at.is_none() && login.account.is_active());
            Ok(valid.map(|(token, _)| token).collect())
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
