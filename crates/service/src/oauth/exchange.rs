//! Programs get tokens, and give them back (RFC 6749, 4.1.3 and 4.4; RFC 7009; RFC 7636).

use aws_lc_rs::digest;
use data_encoding::BASE64URL_NOPAD;
use staffroom_db::access_tokens::{self, AccessTokenRow};
use staffroom_db::applications::{self, ApplicationRow, ApplicationTokenRow};
use staffroom_db::authorization_codes::{self, AuthorizationCodeRow};
use staffroom_db::{Conn, DbError, users};
use staffroom_domain::{ApplicationId, Timestamp, UserId};
use thiserror::Error;

use super::NOTED_EVERY;
use super::scopes::Scopes;
use crate::context::Ctx;
use crate::secrets::{Token, same};
use crate::sessions::{self, Browser, SignInError};

/// How many tokens a program has for itself.
const OWN_TOKENS: i64 = 10;

/// How a program says who it is.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// Its public name.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
}

/// A token that was just made: the only moment at which it can be seen.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The token.
    pub token: Token,
    /// What it allows, separated by spaces.
    pub scopes: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Why a program gets no token.
#[derive(Clone, Debug, Error)]
pub enum OauthError {
    /// It is not known, or has not shown its secret.
    #[error("the client is unknown, or its secret is missing or wrong")]
    InvalidClient,
    /// The code is wrong, used, too old, of another program or for another address.
    #[error(
        "the grant is wrong, used up, expired or withdrawn, or belongs to another client or redirect URI"
    )]
    InvalidGrant,
    /// It may not have that.
    #[error("a scope is unknown, or goes beyond what the client was registered for")]
    InvalidScope,
    /// There is no such way to a token here.
    #[error("this server does not know that grant type")]
    UnsupportedGrantType,
    /// Something is missing.
    #[error("the parameter {0} is missing")]
    Missing(&'static str),
    /// The token is another's.
    #[error("the token belongs to another client")]
    UnauthorizedClient,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl OauthError {
    /// The word that programs know it by (RFC 6749, 5.2).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidScope => "invalid_scope",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::Missing(_) => "invalid_request",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::Db(_) => "server_error",
        }
    }
}

/// The program that these are of.
pub async fn authenticate_client(
    ctx: &Ctx,
    shown: &Credentials,
) -> Result<ApplicationRow, OauthError> {
    let client_id = shown.client_id.clone();
    let found = ctx
        .db
        .read(move |conn| applications::find_by_client_id(conn, &client_id))
        .await?;
    let secret = Token::parse(&shown.client_secret).ok_or(OauthError::InvalidClient)?;
    found
        .filter(|row| same(&row.secret_hash, secret.hash().as_bytes()))
        .ok_or(OauthError::InvalidClient)
}

/// What came of showing a code.
enum Shown {
    Exchanged(Timestamp, String),
    /// It was exchanged before: somebody else has seen it.
    Again,
}

/// Exchanges a code for a token, once. Where it comes again, the token that it was exchanged for ends too
/// (RFC 6749, 4.1.2).
pub async fn exchange_code(
    ctx: &Ctx,
    application: ApplicationRow,
    code: &str,
    redirect_uri: String,
    verifier: Option<String>,
) -> Result<Issued, OauthError> {
    let code = Token::parse(code).ok_or(OauthError::InvalidGrant)?;
    let token = Token::generate(&*ctx.random);
    let (id, hash, token_hash, now) = (ctx.new_id(), code.hash(), token.hash(), ctx.now());
    let shown = ctx
        .db
        .write(move |conn| {
            let row = authorization_codes::take(conn, hash.as_bytes())?
                .filter(|row| row.application_id == application.id)
                .ok_or(OauthError::InvalidGrant)?;
            if let Some(before) = row.token_id {
                access_tokens::revoke_any(conn, before.into())?;
                return Ok(Shown::Again);
            }
            let is_good = row.expires_at > now
                && row.redirect_uri == redirect_uri
                && is_verified(row.challenge.as_deref(), verifier.as_deref())
                && may_be_used(conn, row.user_id)?;
            if !is_good {
                return Err(OauthError::InvalidGrant);
            }
            let scopes = row.scopes.clone();
            let new = of_code(&row, &application, id, token_hash.into_bytes(), now);
            authorization_codes::exchanged(conn, row.id, new.id)?;
            access_tokens::insert(conn, new)?;
            note_use(conn, &application, now)?;
            Ok(Shown::Exchanged(now, scopes))
        })
        .await?;
    match shown {
        Shown::Again => {
            tracing::warn!(
                "a code came a second time; the token that it was exchanged for has ended"
            );
            Err(OauthError::InvalidGrant)
        }
        Shown::Exchanged(created_at, scopes) => Ok(Issued {
            token,
            scopes,
            created_at,
        }),
    }
}

fn of_code(
    code: &AuthorizationCodeRow,
    application: &ApplicationRow,
    id: staffroom_domain::AccessTokenId,
    token_hash: Vec<u8>,
    now: Timestamp,
) -> AccessTokenRow {
    AccessTokenRow {
        id,
        user_id: code.user_id,
        token_hash,
        name: application.name.clone(),
        scopes: code.scopes.clone(),
        created_at: now,
        last_used_at: Some(now.as_micros()),
        application_id: Some(application.id.get()),
    }
}

/// A login that was closed meanwhile lets nothing in.
fn may_be_used(conn: &mut Conn, user: UserId) -> Result<bool, DbError> {
    let user = users::find(conn, user)?;
    Ok(user.is_some_and(|user| user.user.disabled_at.is_none()))
}

/// PKCE: whoever asked has the preimage. A program that shows one without having said so before may have
/// been given somebody else's code.
fn is_verified(challenge: Option<&str>, verifier: Option<&str>) -> bool {
    match (challenge, verifier.filter(|it| !it.is_empty())) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => {
            let digest = digest::digest(&digest::SHA256, verifier.as_bytes());
            let shown = BASE64URL_NOPAD.encode(digest.as_ref());
            same(challenge.as_bytes(), shown.as_bytes())
        }
        _ => false,
    }
}

fn note_use(conn: &mut Conn, application: &ApplicationRow, now: Timestamp) -> Result<(), DbError> {
    if application.last_used_at.plus(NOTED_EVERY) <= now {
        applications::touch(conn, application.id, now)?;
    }
    Ok(())
}

/// A token for the program itself, for nobody.
pub async fn client_credentials(
    ctx: &Ctx,
    application: ApplicationRow,
    scope: Option<&str>,
) -> Result<Issued, OauthError> {
    let scopes = granted(&application, scope)?.to_string();
    let (token, now) = (Token::generate(&*ctx.random), ctx.now());
    let row = ApplicationTokenRow {
        id: ctx.new_id(),
        application_id: application.id,
        token_hash: token.hash().into_bytes(),
        scopes: scopes.clone(),
        created_at: now,
    };
    ctx.db
        .write(move |conn| {
            applications::insert_token(conn, row, OWN_TOKENS)?;
            note_use(conn, &application, now)
        })
        .await?;
    Ok(Issued {
        token,
        scopes,
        created_at: now,
    })
}

/// What is asked for, if the program was registered for it; `read` where nothing is.
fn granted(application: &ApplicationRow, scope: Option<&str>) -> Result<Scopes, OauthError> {
    let asked = match scope.map(str::trim) {
        None | Some("") => Some(Scopes::by_default()),
        Some(text) => Scopes::parse(text),
    };
    let registered = Scopes::parse(&application.scopes).ok_or(OauthError::InvalidScope)?;
    asked
        .filter(|scopes| scopes.are_within(&registered))
        .ok_or(OauthError::InvalidScope)
}

/// A token for name and password, which only builds for tests of client programs give: nobody should type
/// a password into a program.
pub async fn password(
    ctx: &Ctx,
    application: ApplicationRow,
    (name, password): (&str, String),
    scope: Option<&str>,
    browser: Browser,
) -> Result<Issued, OauthError> {
    if !ctx.rehearsal {
        return Err(OauthError::UnsupportedGrantType);
    }
    let scopes = granted(&application, scope)?;
    let signed_in = sessions::sign_in(ctx, name, password, browser).await;
    let (_, signed_in) = signed_in.map_err(|error| match error {
        SignInError::Db(error) => OauthError::Db(error),
        _ => OauthError::InvalidGrant,
    })?;
    let user = signed_in.user.user.id;
    sessions::revoke(ctx, user, signed_in.session).await?;
    issue(ctx, &application, user, &scopes).await
}

/// A token for somebody who has just signed up by a program.
pub async fn sign_up(
    ctx: &Ctx,
    application: &ApplicationRow,
    user: UserId,
    scopes: &str,
) -> Result<Issued, OauthError> {
    let scopes = Scopes::parse(scopes).ok_or(OauthError::InvalidScope)?;
    issue(ctx, application, user, &scopes).await
}

async fn issue(
    ctx: &Ctx,
    application: &ApplicationRow,
    user: UserId,
    scopes: &Scopes,
) -> Result<Issued, OauthError> {
    let (token, now) = (Token::generate(&*ctx.random), ctx.now());
    let row = AccessTokenRow {
        id: ctx.new_id(),
        user_id: user,
        token_hash: token.hash().into_bytes(),
        name: application.name.clone(),
        scopes: scopes.to_string(),
        created_at: now,
        last_used_at: Some(now.as_micros()),
        application_id: Some(application.id.get()),
    };
    ctx.db
        .write(move |conn| access_tokens::insert(conn, row))
        .await?;
    Ok(Issued {
        token,
        scopes: scopes.to_string(),
        created_at: now,
    })
}

/// Takes a token of a program back. One that is not there has ended already, which is no error (RFC 7009, 2.2).
pub async fn revoke(ctx: &Ctx, application: ApplicationId, token: &str) -> Result<(), OauthError> {
    let Some(token) = Token::parse(token) else {
        return Ok(());
    };
    let hash = token.hash();
    ctx.db
        .write(move |conn| {
            if let Some(row) = access_tokens::find(conn, hash.as_bytes())? {
                if row.application_id != Some(application.get()) {
                    return Err(OauthError::UnauthorizedClient);
                }
                access_tokens::revoke_any(conn, row.id)?;
            } else if let Some(row) = applications::find_token(conn, hash.as_bytes())? {
                if row.application_id != application {
                    return Err(OauthError::UnauthorizedClient);
                }
                applications::revoke_token(conn, row.id)?;
            }
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preimage_must_fit_and_must_be_asked_for() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(is_verified(Some(challenge), Some(verifier)));
        assert!(is_verified(None, None));
        assert!(is_verified(None, Some("")));
        assert!(!is_verified(Some(challenge), None));
        assert!(!is_verified(Some(challenge), Some(challenge)));
        assert!(!is_verified(None, Some(verifier)));
    }
}
