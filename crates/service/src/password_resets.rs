//! Setting a new password through a link: mailed, or handed over by whoever runs the server.

use std::net::IpAddr;

use staffroom_db::password_resets::{self, PasswordResetRow};
use staffroom_db::users::{self as user_rows, UserWithAccount};
use staffroom_db::{Conn, DbError, access_tokens, authorization_codes, outbox, passkeys, sessions};
use staffroom_domain::job::MailLink;
use staffroom_domain::text::{fold, truncate};
use staffroom_domain::{Event, Password, SessionId, Timestamp, UserId};
use thiserror::Error;

use crate::context::Ctx;
use crate::limits::{Limited, TooMany, network};
use crate::mail::{LinkResolver, Notice};
use crate::passwords::HashError;
use crate::secrets::Token;
use crate::staff::{self, Entry, Kind, Who};
use crate::tx::Tx;
use crate::users::{UserError, by_name};

/// A link that was just made: the only moment at which it can be seen.
#[derive(Clone, Debug)]
pub struct NewReset {
    /// The link to follow.
    pub link: String,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// Why no password was set.
#[derive(Clone, Debug, Error)]
pub enum ResetError {
    /// The link is wrong, used or too old; which, is not told.
    #[error("this link does not work (any more); ask for a new one")]
    NotOpen,
    /// There is no mail server in the settings.
    #[error("this server sends no mail; ask the people who run it for a link")]
    NoMail,
    /// The person has roles that whoever asks could not give.
    #[error("you may not set the password of this person; ask an owner")]
    MayNot,
    /// The old password is wrong.
    #[error("the current password is not right")]
    WrongPassword,
    /// Wait.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// What was chosen cannot be.
    #[error(transparent)]
    User(#[from] UserError),
    /// Ours to mend.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Somebody says that they forgot their password. If there is such a user with an address, a link
/// goes there; the caller is told the same in every case.
pub async fn request(ctx: &Ctx, name: &str, from: IpAddr) -> Result<(), ResetError> {
    if !ctx.sends_mail() {
        return Err(ResetError::NoMail);
    }
    let name = fold(truncate(name.trim(), 254));
    ctx.limits.check(Limited::ResetFrom, &network(from))?;
    ctx.limits.check(Limited::ResetFor, &name)?;
    let Some(user) = ctx.db.read(move |conn| by_name(conn, &name)).await? else {
        return Ok(());
    };
    let Some(to) = user
        .user
        .email_address()
        .filter(|_| user.user.disabled_at.is_none())
    else {
        return Ok(());
    };
    let (row, new) = prepare(ctx, user.user.id);
    let event = Event::PasswordResetRequested {
        user: user.user.id,
        reset: row.id,
        to,
        expires_at: new.expires_at,
    };
    let (id, now) = (ctx.new_id(), ctx.now());
    ctx.db
        .write(move |conn| {
            password_resets::insert(conn, row)?;
            outbox::push(conn, id, &event, now)
        })
        .await?;
    Ok(())
}

/// A link for a user, to be handed over by whoever asked for it on the command line.
pub async fn create_link(ctx: &Ctx, user: UserId) -> Result<NewReset, DbError> {
    let (row, new) = prepare(ctx, user);
    ctx.transact(move |tx| {
        let target = user_rows::find(tx.conn, user)?.ok_or(DbError::NotFound)?;
        note_link(tx, &Who::COMMAND_LINE, &target)?;
        password_resets::insert(tx.conn, row)
    })
    .await?;
    Ok(new)
}

fn note_link(tx: &mut Tx<'_>, who: &Who, target: &UserWithAccount) -> Result<(), DbError> {
    let entry = Entry {
        kind: Kind::PasswordLinkMade,
        account: Some(target.account.id),
        subject: &target.account.username,
        note: "",
    };
    staff::note_by(tx, who, &entry)
}

/// As [`create_link`], asked for by somebody signed in: only for themselves and for people whom they
/// may manage. A link is as good as the login, so it must not lead upwards.
pub async fn create_link_as(ctx: &Ctx, by: UserId, of: UserId) -> Result<NewReset, ResetError> {
    let (row, new) = prepare(ctx, of);
    ctx.transact(move |tx| {
        let nobody = |id: UserId| UserError::NoSuchUser(id.to_string());
        let actor = user_rows::find(tx.conn, by)?.ok_or_else(|| nobody(by))?;
        let target = user_rows::find(tx.conn, of)?.ok_or_else(|| nobody(of))?;
        if by != of && !actor.roles.may_manage(&target.roles) {
            return Err(ResetError::MayNot);
        }
        note_link(tx, &Who::user(actor), &target)?;
        Ok(password_resets::insert(tx.conn, row)?)
    })
    .await?;
    Ok(new)
}

fn prepare(ctx: &Ctx, user: UserId) -> (PasswordResetRow, NewReset) {
    let id = ctx.new_id();
    let (links, link) = (LinkResolver::of(ctx), MailLink::PasswordReset(id));
    let now = ctx.now();
    let expires_at = now.plus(ctx.config.users.password_reset_lifetime);
    let row = PasswordResetRow {
        id,
        user_id: user,
        token_hash: links.token(link).hash().into_bytes(),
        created_at: now,
        expires_at,
    };
    (
        row,
        NewReset {
            link: links.url(link),
            expires_at,
        },
    )
}

/// Whose password a link sets, if it works now; as often as the network of `from` may try.
pub async fn open(ctx: &Ctx, token: &str, from: IpAddr) -> Result<UserWithAccount, ResetError> {
    ctx.limits.check(Limited::LinkFrom, &network(from))?;
    let token = Token::parse(token).ok_or(ResetError::NotOpen)?;
    let now = ctx.now();
    let user = ctx
        .db
        .read(
            move |conn| match password_resets::find(conn, token.hash().as_bytes(), now)? {
                Some(reset) => user_rows::find(conn, reset.user_id),
                None => Ok(None),
            },
        )
        .await?;
    user.filter(|user| user.user.disabled_at.is_none())
        .ok_or(ResetError::NotOpen)
}

/// Sets a password by link. All links, all sessions, all tokens of client programs and all passkeys end with it: it may
/// have been lost to somebody. Counts as a try from the network of `from`.
pub async fn set_by_link(
    ctx: &Ctx,
    token: &str,
    password: String,
    from: IpAddr,
) -> Result<UserWithAccount, ResetError> {
    let user = open(ctx, token, from).await?;
    let hash = choose(ctx, &user, password).await?;
    let hash_of_token = Token::parse(token).ok_or(ResetError::NotOpen)?.hash();
    let (id, old, now) = (user.user.id, user.user.password_hash.clone(), ctx.now());
    let replace = move |conn: &mut Conn, hash: &str| {
        // While the password was hashed, the link may have been used, the password changed or the
        // login closed.
        let open = password_resets::find(conn, hash_of_token.as_bytes(), now)?.is_some();
        if open && user_rows::exchange_password_hash(conn, id, old.as_deref(), hash)? {
            Ok(())
        } else {
            Err(ResetError::NotOpen)
        }
    };
    store(ctx, &user, hash, None, replace).await?;
    Ok(user)
}

/// Changes the password of somebody who is signed in by the session `keep` and knows the old one.
/// Their other sessions end, the tokens of their client programs hold. Where the session ended or the password changed meanwhile, what they know
/// counts no more.
pub async fn change(
    ctx: &Ctx,
    user: &UserWithAccount,
    keep: SessionId,
    current: String,
    new: String,
) -> Result<(), ResetError> {
    let (id, now) = (user.user.id, ctx.now());
    ctx.limits.check(Limited::ChangePassword, &id.to_string())?;
    let current = Password::present(current).map_err(|_| ResetError::WrongPassword)?;
    let old = user.user.password_hash.clone();
    if !ctx
        .hasher
        .verify(current, old.clone(), &*ctx.random)
        .await?
    {
        return Err(ResetError::WrongPassword);
    }
    let hash = choose(ctx, user, new).await?;
    let replace = move |conn: &mut Conn, hash: &str| {
        let open = sessions::is_open(conn, id, keep, now)?;
        if open && user_rows::exchange_password_hash(conn, id, old.as_deref(), hash)? {
            Ok(())
        } else {
            Err(ResetError::WrongPassword)
        }
    };
    store(ctx, user, hash, Some(keep), replace).await
}

/// Sets a password without asking for the old one: the command line. Sessions, tokens and passkeys end.
pub async fn set(ctx: &Ctx, user: &UserWithAccount, password: String) -> Result<(), ResetError> {
    let hash = choose(ctx, user, password).await?;
    let id = user.user.id;
    let replace = move |conn: &mut Conn, hash: &str| {
        user_rows::set_password_hash(conn, id, hash).map_err(ResetError::from)
    };
    store(ctx, user, hash, None, replace).await
}

async fn choose(ctx: &Ctx, user: &UserWithAccount, text: String) -> Result<String, ResetError> {
    let least = usize::try_from(ctx.config.users.min_password_length).unwrap_or(usize::MAX);
    let password =
        Password::choose(text, least, &user.account.username).map_err(UserError::from)?;
    Ok(ctx.hasher.hash(password, &*ctx.random).await?)
}

/// Lets `replace` write the hash, or refuse, and does in the same transaction what every new password
/// brings with it.
async fn store(
    ctx: &Ctx,
    user: &UserWithAccount,
    hash: String,
    keep: Option<SessionId>,
    replace: impl FnOnce(&mut Conn, &str) -> Result<(), ResetError> + Send + 'static,
) -> Result<(), ResetError> {
    let id = user.user.id;
    let notice = Notice::to(ctx, user, |to| Event::PasswordChanged { user: id, to });
    ctx.db
        .write(move |conn| {
            replace(conn, &hash)?;
            password_resets::delete_of(conn, id)?;
            sessions::delete_others(conn, id, keep)?;
            if keep.is_none() {
                access_tokens::revoke_all(conn, id)?;
                authorization_codes::revoke_of_user(conn, id, None)?;
                // Whoever had the password could add one.
                passkeys::delete_of(conn, id)?;
            }
            Ok(Notice::push(notice, conn)?)
        })
        .await
}
