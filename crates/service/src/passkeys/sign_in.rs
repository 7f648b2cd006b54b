//! Signing in with a passkey alone.

use serde_json::Value;
use staffroom_db::users;
use staffroom_db::{Conn, DbError};
use staffroom_signatures::passkey::Assertion;
use thiserror::Error;

use super::challenge::For;
use super::show::{give_to_show, note_shown, shown_by, verify};
use crate::context::Ctx;
use crate::limits::{Limited, TooMany, network};
use crate::secrets::Token;
use crate::sessions::{self, Browser, SignedIn};

/// Why nobody was signed in.
#[derive(Clone, Debug, Error)]
pub enum PasskeySignInError {
    /// It is no passkey of somebody here, or was not shown as it should be, or it took too long; which, is not told.
    #[error("the passkey was not taken")]
    Wrong,
    /// The login was closed.
    #[error("this login has been closed; ask the people who run this server")]
    Disabled,
    /// Wait.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What a browser is asked for, as JSON (`PublicKeyCredentialRequestOptionsJSON`, 5.1.9): any passkey of this site, good for
/// five minutes. `secret` is something that this browser alone knows.
pub async fn begin_sign_in(
    ctx: &Ctx,
    secret: &str,
    browser: &Browser,
) -> Result<Value, PasskeySignInError> {
    ctx.limits
        .check(Limited::PasskeyFrom, &network(browser.address))?;
    let asked = give_to_show(ctx, None, secret).await?;
    asked.ok_or(PasskeySignInError::Wrong)
}

/// Begins a session for whoever has shown their passkey (the JSON of `PublicKeyCredential.toJSON()`), after [`begin_sign_in`]
/// in the same browser. It stands for the password and for a second factor, since their device has made sure who they are.
pub async fn sign_in(
    ctx: &Ctx,
    answer: &str,
    secret: &str,
    browser: Browser,
) -> Result<(Token, SignedIn), PasskeySignInError> {
    let network = network(browser.address);
    ctx.limits.check(Limited::SignInFrom, &network)?;
    let assertion = Assertion::parse(answer).map_err(|_| PasskeySignInError::Wrong)?;
    let (row, handle) = shown_by(ctx, &assertion)
        .await?
        .ok_or(PasskeySignInError::Wrong)?;
    let (id, now) = (row.user_id, ctx.now());
    // As with a password, by the person.
    ctx.limits
        .check(Limited::SignInAs, &format!("{id} {network}"))?;
    ctx.limits
        .check(Limited::SignInAsFromAnywhere, &id.to_string())?;
    let shown = verify(ctx, &assertion, (&row, &handle), For::SigningIn, secret)
        .await?
        .ok_or(PasskeySignInError::Wrong)?;
    let user = ctx.db.read(move |conn| users::find(conn, id)).await?;
    let user = user.ok_or(PasskeySignInError::Wrong)?;
    if !sessions::is_open(&user) {
        return Err(PasskeySignInError::Disabled);
    }
    // Meanwhile the login may have been closed, or the passkey taken away.
    let is_enough = move |conn: &mut Conn| match users::find(conn, id)? {
        Some(user) if sessions::is_open(&user) && note_shown(conn, shown, now)? => Ok(()),
        _ => Err(PasskeySignInError::Wrong),
    };
    sessions::begin_if(ctx, user, browser, is_enough).await
}
