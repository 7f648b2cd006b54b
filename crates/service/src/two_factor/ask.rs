//! Asking for a code, or for a passkey in its place, after the password.

use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;
use staffroom_db::passkeys as passkey_rows;
use staffroom_db::second_factors as rows;
use staffroom_db::users::{self, UserWithAccount};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{Role, Roles, Timestamp, UserId};
use thiserror::Error;

use super::code::{self, Secret};
use crate::context::Ctx;
use crate::limits::{Limited, TooMany, network};
use crate::passkeys;
use crate::secrets::{SecretKey, Token, same};
use crate::sessions::{self, Browser, SignedIn};

/// So long the code may take, after the password.
const TIME: Duration = Duration::from_mins(10);
/// For what the note is signed.
const PURPOSE: &str = "sign-in code";

/// A note that somebody has shown the right password: who, until when, and with which password. It opens nothing without a
/// code.
#[derive(Clone)]
pub struct Pending(String);

impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pending(…)")
    }
}

impl Pending {
    /// As it stands in a cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn new(ctx: &Ctx, user: &UserWithAccount) -> Self {
        let until = ctx.now().plus(TIME).as_micros();
        let signature = signature(&ctx.key, user, until);
        Self(format!("{}.{until}.{signature}", user.user.id))
    }

    /// Who, if the note is ours and still good.
    fn read(text: &str) -> Option<(UserId, Timestamp, &str)> {
        let mut parts = text.splitn(3, '.');
        let (id, until, signature) = (parts.next()?, parts.next()?, parts.next()?);
        let until = Timestamp::from_micros(until.parse().ok()?);
        Some((id.parse().ok()?, until, signature))
    }
}

/// Of a note. A password that was changed meanwhile makes it void.
fn signature(key: &SecretKey, user: &UserWithAccount, until: i64) -> String {
    let hash = user.user.password_hash.as_deref().unwrap_or_default();
    let message = format!("{} {until} {hash}", user.user.id);
    BASE64URL_NOPAD.encode(&key.sign(PURPOSE, message.as_bytes()))
}

/// Why nobody was signed in.
#[derive(Clone, Debug, Error)]
pub enum AskedError {
    /// It is neither the code that their program shows now, nor one that they wrote down; or it was used before.
    #[error("the code is not right")]
    WrongCode,
    /// It is no passkey of theirs, or was not shown as it should be, or it took too long.
    #[error("the passkey was not taken")]
    WrongPasskey,
    /// It took too long, or the password or the login has changed: the password is asked for again.
    #[error("sign in again")]
    Again,
    /// Wait.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whether somebody is asked for a code.
pub(crate) fn is_on(conn: &mut Conn, user: UserId) -> Result<bool, DbError> {
    let row = rows::find(conn, user)?;
    Ok(row.is_some_and(|row| row.confirmed_at.is_some()))
}

/// Whether somebody who looks after the instance has to set it up before they do so.
pub async fn is_lacking(ctx: &Ctx, user: &UserWithAccount) -> Result<bool, DbError> {
    if !ctx.config.users.staff_two_factor || !is_staff(&user.roles) {
        return Ok(false);
    }
    let id = user.user.id;
    Ok(!ctx.db.read(move |conn| is_on(conn, id)).await?)
}

/// Everybody who may do something that teachers may not.
fn is_staff(roles: &Roles) -> bool {
    roles.may_invite() || roles.has(Role::SafeguardingLead)
}

/// What somebody is asked for who has shown their password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Whether they have a passkey, which does instead of a code.
    pub has_passkeys: bool,
}

/// Whether a note is still good: somebody is about to show their code.
pub async fn asked(ctx: &Ctx, pending: &str) -> Result<Option<Asked>, DbError> {
    let Some((id, until, signed)) = Pending::read(pending) else {
        return Ok(None);
    };
    let found = ctx.db.read(move |conn| {
        let passkeys = passkey_rows::count(conn, id)?;
        Ok::<_, DbError>(users::find(conn, id)?.map(|user| (user, passkeys)))
    });
    let found = found.await?;
    let good = found.filter(|(user, _)| is_good(ctx, user, until, signed));
    Ok(good.map(|(_, passkeys)| Asked {
        has_passkeys: passkeys > 0,
    }))
}

/// Who has shown their password, if the note is good; as often as their network may try.
async fn who(ctx: &Ctx, pending: &str, browser: &Browser) -> Result<UserWithAccount, AskedError> {
    let (id, until, signed) = Pending::read(pending).ok_or(AskedError::Again)?;
    ctx.limits
        .check(Limited::SignInFrom, &network(browser.address))?;
    let user = ctx.db.read(move |conn| users::find(conn, id)).await?;
    user.filter(|user| is_good(ctx, user, until, signed))
        .ok_or(AskedError::Again)
}

fn is_good(ctx: &Ctx, user: &UserWithAccount, until: Timestamp, signed: &str) -> bool {
    let expected = signature(&ctx.key, user, until.as_micros());
    same(expected.as_bytes(), signed.as_bytes()) && until > ctx.now() && sessions::is_open(user)
}

/// Begins a session for somebody who has shown their password, and shows a code.
pub async fn sign_in(
    ctx: &Ctx,
    pending: &str,
    code: &str,
    browser: Browser,
) -> Result<(Token, SignedIn), AskedError> {
    let user = who(ctx, pending, &browser).await?;
    let id = user.user.id;
    // Only now: a stranger without the password uses up nobody's attempts.
    ctx.limits.check(Limited::SecondFactor, &id.to_string())?;
    let (key, code, now) = (ctx.key.clone(), code.to_owned(), ctx.now());
    let hash = user.user.password_hash.clone();
    let is_enough = move |conn: &mut Conn| {
        is_unchanged(conn, id, hash.as_deref())?;
        take(conn, &key, (id, &code), now)
    };
    sessions::begin_if(ctx, user, browser, is_enough).await
}

/// What the browser of somebody who has shown their password is asked for: one of their passkeys, as JSON
/// (`PublicKeyCredentialRequestOptionsJSON`, WebAuthn Level 3, 5.1.9), good for five minutes. `secret` is something that
/// this browser alone knows.
pub async fn begin_passkey(
    ctx: &Ctx,
    pending: &str,
    secret: &str,
    browser: &Browser,
) -> Result<Value, AskedError> {
    let user = who(ctx, pending, browser).await?;
    let options = passkeys::give_to_show(ctx, Some(user.user.id), secret).await?;
    options.ok_or(AskedError::WrongPasskey)
}

/// Begins a session for somebody who has shown their password, and shows a passkey (the JSON of
/// `PublicKeyCredential.toJSON()`) instead of a code, after [`begin_passkey`] in the same browser.
pub async fn sign_in_with_passkey(
    ctx: &Ctx,
    pending: &str,
    answer: &str,
    secret: &str,
    browser: Browser,
) -> Result<(Token, SignedIn), AskedError> {
    let user = who(ctx, pending, &browser).await?;
    let id = user.user.id;
    ctx.limits.check(Limited::SecondFactor, &id.to_string())?;
    let shown = passkeys::shown_beside(ctx, id, answer, secret).await?;
    let shown = shown.ok_or(AskedError::WrongPasskey)?;
    let (hash, now) = (user.user.password_hash.clone(), ctx.now());
    let is_enough = move |conn: &mut Conn| {
        is_unchanged(conn, id, hash.as_deref())?;
        if passkeys::note_shown(conn, shown, now)? {
            Ok(())
        } else {
            Err(AskedError::WrongPasskey)
        }
    };
    sessions::begin_if(ctx, user, browser, is_enough).await
}

/// Whether the password is still the one that was shown, and the login open.
fn is_unchanged(conn: &mut Conn, id: UserId, hash: Option<&str>) -> Result<(), AskedError> {
    match users::find(conn, id)? {
        Some(user) if user.user.password_hash.as_deref() == hash && sessions::is_open(&user) => {
            Ok(())
        }
        _ => Err(AskedError::Again),
    }
}

/// Takes a code, in the transaction that begins the session: of two that come with the same one, one is signed in.
fn take(
    conn: &mut Conn,
    key: &SecretKey,
    (id, code): (UserId, &str),
    now: Timestamp,
) -> Result<(), AskedError> {
    let row = rows::find(conn, id)?.filter(|row| row.confirmed_at.is_some());
    // Taken away meanwhile: then the password is enough, and is asked for again.
    let row = row.ok_or(AskedError::Again)?;
    let step = Secret::open(key, id, &row.secret).and_then(|secret| secret.step_of(code, now));
    let is_taken = match step {
        Some(step) => rows::take_step(conn, id, step)?,
        None => rows::use_code(conn, id, &code::hash(key, id, code), now)?,
    };
    if is_taken {
        Ok(())
    } else {
        Err(AskedError::WrongCode)
    }
}
