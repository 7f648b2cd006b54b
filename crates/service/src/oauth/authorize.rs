//! Somebody is asked whether a program may use their account (RFC 6749, 4.1).

use staffroom_db::DbError;
use staffroom_db::applications::{self, ApplicationRow};
use staffroom_db::authorization_codes::{self, AuthorizationCodeRow};
use staffroom_domain::UserId;
use thiserror::Error;

use super::CODE_LIFETIME;
use super::redirect_uris::with;
use super::scopes::Scopes;
use crate::context::Ctx;
use crate::secrets::Token;

/// The longest state that is passed on, in bytes.
const MAX_STATE: usize = 2_000;

/// What a program asks for, as it stands in the address.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Which program.
    pub client_id: String,
    /// Where to send the person back to.
    pub redirect_uri: String,
    /// `code`.
    pub response_type: String,
    /// What it wants to do; `read` where it does not say.
    pub scope: String,
    /// What it wants to hear again.
    pub state: String,
    /// PKCE.
    pub challenge: String,
    /// `S256` where there is a challenge.
    pub challenge_method: String,
}

/// A question that somebody can be asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who wants to.
    pub application: ApplicationRow,
    /// What.
    pub scopes: Scopes,
    redirect_uri: String,
    state: String,
    challenge: Option<String>,
}

/// Why nobody is asked.
#[derive(Clone, Debug, Error)]
pub enum Refused {
    /// Whoever asks is told here: nobody knows where else.
    #[error("this server does not know the app that sent you here; start again in the app")]
    UnknownApplication,
    /// Likewise: the address may be anybody's.
    #[error(
        "the app wants you to be sent to an address that it has not named before; start again in the app"
    )]
    UnknownAddress,
    /// The program is told.
    #[error("the program is told why, at its own address")]
    SentBack(String),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Looks at what a program asks for, before anybody is asked.
pub async fn examine(ctx: &Ctx, wanted: &Wanted) -> Result<Asked, Refused> {
    let client_id = wanted.client_id.clone();
    let found = ctx
        .db
        .read(move |conn| applications::find_by_client_id(conn, &client_id))
        .await?;
    let application = found.ok_or(Refused::UnknownApplication)?;
    let is_named = application
        .redirect_uris
        .lines()
        .any(|uri| uri == wanted.redirect_uri);
    if !is_named {
        return Err(Refused::UnknownAddress);
    }
    let back = |error: &str| {
        Refused::SentBack(answer(
            &wanted.redirect_uri,
            &wanted.state,
            &[("error", error)],
        ))
    };
    if wanted.state.len() > MAX_STATE {
        let pairs = [("error", "invalid_request")];
        return Err(Refused::SentBack(with(&wanted.redirect_uri, &pairs)));
    }
    if wanted.response_type != "code" {
        return Err(back("unsupported_response_type"));
    }
    let challenge = match (wanted.challenge.as_str(), wanted.challenge_method.as_str()) {
        ("", "") => None,
        (challenge, "S256") if is_challenge(challenge) => Some(challenge.to_owned()),
        _ => return Err(back("invalid_request")),
    };
    let scopes = match wanted.scope.trim() {
        "" => Some(Scopes::by_default()),
        text => Scopes::parse(text),
    };
    let registered = Scopes::parse(&application.scopes);
    let allowed = scopes.filter(|scopes| {
        registered
            .as_ref()
            .is_some_and(|registered| scopes.are_within(registered))
    });
    let Some(scopes) = allowed else {
        return Err(back("invalid_scope"));
    };
    Ok(Asked {
        application,
        scopes,
        redirect_uri: wanted.redirect_uri.clone(),
        state: wanted.state.clone(),
        challenge,
    })
}

/// SHA-256 in base64url without padding.
fn is_challenge(text: &str) -> bool {
    Token::parse(text).is_some()
}

/// Where the browser goes, with what the program is told.
fn answer(redirect_uri: &str, state: &str, pairs: &[(&str, &str)]) -> String {
    let mut pairs = pairs.to_vec();
    if !state.is_empty() {
        pairs.push(("state", state));
    }
    with(redirect_uri, &pairs)
}

/// The person agrees; gives where their browser goes next: to the program with a code, or to the page that
/// shows it.
pub async fn grant(ctx: &Ctx, asked: &Asked, user: UserId) -> Result<String, DbError> {
    let (code, now) = (Token::generate(&*ctx.random), ctx.now());
    let row = AuthorizationCodeRow {
        id: ctx.new_id(),
        code_hash: code.hash().into_bytes(),
        application_id: asked.application.id,
        user_id: user,
        redirect_uri: asked.redirect_uri.clone(),
        scopes: asked.scopes.to_string(),
        challenge: asked.challenge.clone(),
        created_at: now,
        expires_at: now.plus(CODE_LIFETIME),
        token_id: None,
    };
    ctx.db
        .write(move |conn| authorization_codes::insert(conn, row))
        .await?;
    let pairs = [("code", code.as_str())];
    Ok(answer(&asked.redirect_uri, &asked.state, &pairs))
}

/// The person does not agree; gives where their browser goes next.
pub fn deny(asked: &Asked) -> String {
    let pairs = [("error", "access_denied")];
    answer(&asked.redirect_uri, &asked.state, &pairs)
}
