//! Signing in and out.

use std::net::IpAddr;
use std::time::Duration;

use staffroom_db::sessions;
pub use staffroom_db::sessions::SessionRow;
use staffroom_db::users::{self, UserWithAccount};
use staffroom_db::{Conn, DbError};
use staffroom_domain::text::{fold, single_line, truncate};
use staffroom_domain::{Password, SessionId, Timestamp, UserId};
use thiserror::Error;

use crate::context::Ctx;
use crate::limits::{Limited, TooMany, network};
use crate::passwords::HashError;
use crate::secrets::Token;
use crate::two_factor::{self, Pending};
use crate::users::by_name;

/// A session in use is noted this often, not with every request.
const TOUCH_EVERY: Duration = Duration::from_mins(10);

/// The browser that somebody signs in with.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Its network address.
    pub address: IpAddr,
    /// What it calls itself.
    pub user_agent: String,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub user: UserWithAccount,
    /// By which session.
    pub session: SessionId,
    /// Whether the session was just given more time, which the browser's cookie should have too.
    pub renewed: bool,
}

/// Why nobody was signed in.
#[derive(Clone, Debug, Error)]
pub enum SignInError {
    /// The name, the password or both are wrong; which, is not told.
    #[error("the name or the password is not right")]
    Wrong,
    /// The login was closed.
    #[error("this login has been closed; ask the people who run this server")]
    Disabled,
    /// The password is right, and a code is asked for as well.
    #[error("a code is needed as well")]
    CodeNeeded(Pending),
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

/// Checks name (handle or e-mail address) and password and begins a session, where no code is asked for as well
/// ([`two_factor::sign_in`]). The token goes into the browser's cookie and nowhere else.
pub async fn sign_in(
    ctx: &Ctx,
    name: &str,
    password: String,
    browser: Browser,
) -> Result<(Token, SignedIn), SignInError> {
    let (name, network) = (fold(truncate(name.trim(), 254)), network(browser.address));
    ctx.limits.check(Limited::SignInFrom, &network)?;
    let found = {
        let name = name.clone();
        ctx.db.read(move |conn| by_name(conn, &name)).await?
    };
    // By the person, not by what was typed: a name can be written in many ways.
    let who = found
        .as_ref()
        .map_or(name, |found| found.user.id.to_string());
    ctx.limits
        .check(Limited::SignInAs, &format!("{who} {network}"))?;
    ctx.limits.check(Limited::SignInAsFromAnywhere, &who)?;
    let Ok(password) = Password::present(password) else {
        return Err(SignInError::Wrong);
    };
    let stored = found
        .as_ref()
        .and_then(|found| found.user.password_hash.clone());
    let right = ctx.hasher.verify(password, stored, &*ctx.random).await?;
    let Some(user) = found.filter(|_| right) else {
        return Err(SignInError::Wrong);
    };
    if !is_open(&user) {
        return Err(SignInError::Disabled);
    }
    // Meanwhile the password may have been changed, or the login closed.
    let (id, hash) = (user.user.id, user.user.password_hash.clone());
    let pending = Pending::new(ctx, &user);
    let is_enough = move |conn: &mut Conn| match users::find(conn, id)? {
        Some(now) if now.user.password_hash == hash && is_open(&now) => {
            if two_factor::is_on(conn, id)? {
                return Err(SignInError::CodeNeeded(pending));
            }
            Ok(())
        }
        _ => Err(SignInError::Wrong),
    };
    begin_if(ctx, user, browser, is_enough).await
}

/// Begins a session for somebody who has shown who they are.
pub async fn begin(
    ctx: &Ctx,
    user: UserWithAccount,
    browser: Browser,
) -> Result<(Token, SignedIn), DbError> {
    begin_if(ctx, user, browser, |_| Ok(())).await
}

pub(crate) async fn begin_if<E: From<DbError> + Send + 'static>(
    ctx: &Ctx,
    user: UserWithAccount,
    browser: Browser,
    check: impl FnOnce(&mut Conn) -> Result<(), E> + Send + 'static,
) -> Result<(Token, SignedIn), E> {
    let token = Token::generate(&*ctx.random);
    let now = ctx.now();
    let row = SessionRow {
        id: ctx.new_id(),
        user_id: user.user.id,
        token_hash: token.hash().into_bytes(),
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus(ctx.config.users.session_lifetime),
        user_agent: truncate(&single_line(&browser.user_agent), 200).to_owned(),
        address: browser.address.to_canonical().to_string(),
    };
    let (session, id) = (row.id, user.user.id);
    ctx.db
        .write(move |conn| {
            check(conn)?;
            sessions::insert(conn, row)?;
            Ok::<_, E>(users::touch_sign_in(conn, id, now)?)
        })
        .await?;
    let renewed = false;
    Ok((
        token,
        SignedIn {
            user,
            session,
            renewed,
        },
    ))
}

/// Who holds this cookie. Using a session keeps it alive.
pub async fn authenticate(
    ctx: &Ctx,
    token: &Token,
    address: IpAddr,
) -> Result<Option<SignedIn>, DbError> {
    let (hash, now) = (token.hash(), ctx.now());
    let found = ctx
        .db
        .read(move |conn| holder(conn, hash.as_bytes(), now))
        .await?;
    let Some((session, user)) = found else {
        return Ok(None);
    };
    let renewed = now.since(session.last_seen_at) >= TOUCH_EVERY
        && renew(ctx, session.id, address, now).await;
    Ok(Some(SignedIn {
        user,
        session: session.id,
        renewed,
    }))
}

/// Gives a session more time. That it is kept is no reason to refuse a page: a full disk or a busy
/// database is logged.
async fn renew(ctx: &Ctx, id: SessionId, address: IpAddr, now: Timestamp) -> bool {
    let expires_at = now.plus(ctx.config.users.session_lifetime);
    let address = address.to_canonical().to_string();
    let renewed = ctx
        .db
        .write(move |conn| sessions::touch(conn, id, &address, now, expires_at))
        .await;
    if let Err(error) = &renewed {
        tracing::warn!(%error, session = %id, "a session could not be renewed");
    }
    renewed.is_ok()
}

fn holder(
    conn: &mut Conn,
    token_hash: &[u8],
    now: Timestamp,
) -> Result<Option<(SessionRow, UserWithAccount)>, DbError> {
    let Some(session) = sessions::find(conn, token_hash, now)? else {
        return Ok(None);
    };
    let user = users::find(conn, session.user_id)?;
    Ok(user.filter(is_open).map(|user| (session, user)))
}

/// Whether somebody may sign in: neither their login is closed nor their account shut out.
pub(crate) fn is_open(user: &UserWithAccount) -> bool {
    user.user.disabled_at.is_none() && user.account.suspended_at.is_none()
}

/// The browsers in which a user is signed in, the newest first.
pub async fn list(ctx: &Ctx, user: UserId) -> Result<Vec<SessionRow>, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| sessions::list(conn, user, now))
        .await
}

/// Ends one session of a user; `false` when there is no such session of theirs.
pub async fn revoke(ctx: &Ctx, user: UserId, session: SessionId) -> Result<bool, DbError> {
    ctx.db
        .write(move |conn| sessions::delete(conn, user, session))
        .await
}

/// Ends all other sessions of a user; gives how many.
pub async fn revoke_others(ctx: &Ctx, signed_in: &SignedIn) -> Result<usize, DbError> {
    let (user, keep) = (signed_in.user.user.id, signed_in.session);
    ctx.db
        .write(move |conn| sessions::delete_others(conn, user, Some(keep)))
        .await
}
