//! Invitations: a link that lets somebody in, alone or as one of a class of staff.

use std::net::IpAddr;

use staffroom_db::invitations;
pub use staffroom_db::invitations::InvitationRow;
use staffroom_db::users::{self as user_rows, UserWithAccount};
use staffroom_db::{Conn, DbError, outbox};
use staffroom_domain::job::MailLink;
use staffroom_domain::text::{single_line, truncate};
use staffroom_domain::{
    EmailAddress, Event, InvitationId, Password, Role, Roles, UserId, Username,
};
use thiserror::Error;

use crate::context::Ctx;
use crate::limits::{Limited, TooMany, network};
use crate::mail::LinkResolver;
use crate::passwords::HashError;
use crate::secrets::Token;
use crate::staff::{self, Kind, Who};
use crate::tx::Tx;
use crate::users::{self, NewUser, UserError};

/// How many people one link may let in at most.
pub const MAX_USES: u32 = 500;
/// How many addresses can be written to with one command.
pub const MAX_ADDRESSES: usize = 200;
/// The longest note, in characters.
pub const MAX_NOTE: usize = 200;

/// What an invitation offers.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The roles that it gives.
    pub roles: Roles,
    /// How many people may use it: 1 to [`MAX_USES`].
    pub max_uses: u32,
    /// What it is for, in the inviter's words.
    pub note: String,
}

/// Who invites.
#[derive(Clone, Copy, Debug)]
pub enum Inviter {
    /// Whoever can run the program on the server's machine.
    CommandLine,
    /// Somebody signed in; what they may give is looked up in the transaction that writes.
    User(UserId),
}

/// A link that was just made: the only moment at which it can be seen.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// What the database keeps.
    pub row: InvitationRow,
    /// The link to follow.
    pub link: String,
}

/// Why an invitation cannot be made or used.
#[derive(Clone, Debug, Error)]
pub enum InvitationError {
    /// The inviter's roles do not reach so far.
    #[error("you may not invite people as {}", .0.label())]
    MayNot(Role),
    /// Nothing is offered.
    #[error("an invitation gives at least one role")]
    NoRole,
    /// Not a number of people.
    #[error("an invitation is for 1 to {MAX_USES} people")]
    BadUses,
    /// Too many letters at once.
    #[error("at most {MAX_ADDRESSES} addresses can be invited at once")]
    TooManyAddresses,
    /// There is no mail server in the settings.
    #[error("this server sends no mail; make a link and hand it over yourself")]
    NoMail,
    /// The link is wrong, used up, revoked or too old; which, is not told.
    #[error("this invitation does not work (any more); ask for a new one")]
    NotOpen,
    /// Wait.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// What the guest wrote cannot be.
    #[error(transparent)]
    User(#[from] UserError),
    /// Ours to mend.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Makes a link.
pub async fn create(
    ctx: &Ctx,
    inviter: &Inviter,
    offer: &Offer,
) -> Result<NewInvitation, InvitationError> {
    let new = prepare(ctx, inviter, offer, None)?;
    let (row, inviter, roles) = (new.row.clone(), *inviter, offer.roles.clone());
    ctx.transact(move |tx| {
        let who = check_inviter(tx.conn, inviter, &roles)?;
        note(tx, &who, Kind::InvitationMade, row.id)?;
        Ok::<_, InvitationError>(invitations::insert(tx.conn, row)?)
    })
    .await?;
    Ok(new)
}

/// Mails a link of their own to each address; gives how many. The letters are queued in the same
/// transaction, without the links: those are put in when the letters are sent.
pub async fn send(
    ctx: &Ctx,
    inviter: &Inviter,
    offer: &Offer,
    addresses: Vec<EmailAddress>,
) -> Result<usize, InvitationError> {
    if !ctx.sends_mail() {
        return Err(InvitationError::NoMail);
    }
    if addresses.len() > MAX_ADDRESSES {
        return Err(InvitationError::TooManyAddresses);
    }
    let offer = Offer {
        max_uses: 1,
        ..offer.clone()
    };
    let mut letters = Vec::with_capacity(addresses.len());
    for to in addresses {
        let new = prepare(ctx, inviter, &offer, Some(&to))?;
        let event = Event::InvitationSent {
            invitation: new.row.id,
            to,
            expires_at: new.row.expires_at,
            note: new.row.note.clone(),
        };
        letters.push((new.row, ctx.new_id(), event));
    }
    let (count, now, inviter) = (letters.len(), ctx.now(), *inviter);
    ctx.transact(move |tx| {
        let who = check_inviter(tx.conn, inviter, &offer.roles)?;
        if count > 0 {
            // To whom, and in which words, is known from the invitations while they are there; the log is for good.
            let kind = Kind::InvitationsMailed;
            staff::note(tx, &who, (kind, &count.to_string(), ""))?;
        }
        for (row, id, event) in letters {
            invitations::insert(tx.conn, row)?;
            outbox::push(tx.conn, id, &event, now)?;
        }
        Ok::<_, InvitationError>(())
    })
    .await?;
    Ok(count)
}

fn prepare(
    ctx: &Ctx,
    inviter: &Inviter,
    offer: &Offer,
    email: Option<&EmailAddress>,
) -> Result<NewInvitation, InvitationError> {
    if offer.roles.is_empty() {
        return Err(InvitationError::NoRole);
    }
    if offer.max_uses == 0 || offer.max_uses > MAX_USES {
        return Err(InvitationError::BadUses);
    }
    let created_by = match inviter {
        Inviter::CommandLine => None,
        Inviter::User(id) => Some(id.get()),
    };
    let id = ctx.new_id();
    let (links, link) = (LinkResolver::of(ctx), MailLink::Invitation(id));
    let now = ctx.now();
    let roles =
        serde_json::to_string(&offer.roles).map_err(|error| DbError::Corrupt(error.to_string()))?;
    let row = InvitationRow {
        id,
        token_hash: links.token(link).hash().into_bytes(),
        created_by,
        roles,
        note: truncate(&single_line(&offer.note), MAX_NOTE).to_owned(),
        email: email.map(ToString::to_string),
        max_uses: i32::try_from(offer.max_uses).unwrap_or(1),
        uses: 0,
        created_at: now,
        expires_at: now.plus(ctx.config.users.invitation_lifetime),
        revoked_at: None,
    };
    Ok(NewInvitation {
        row,
        link: links.url(link),
    })
}

/// Refuses what the inviter may not give, as the database knows it now: somebody who just lost a role
/// can do nothing more with it. Gives who it is.
fn check_inviter(conn: &mut Conn, inviter: Inviter, roles: &Roles) -> Result<Who, InvitationError> {
    let Inviter::User(id) = inviter else {
        return Ok(Who::COMMAND_LINE);
    };
    let inviter = open_login(conn, id)?;
    match first_beyond(inviter.as_ref(), roles) {
        Some(role) => Err(InvitationError::MayNot(role)),
        None => inviter.map(Who::user).ok_or(InvitationError::NoRole),
    }
}

/// A user whose login is not closed.
fn open_login(conn: &mut Conn, id: UserId) -> Result<Option<UserWithAccount>, DbError> {
    let user = user_rows::find(conn, id)?;
    Ok(user.filter(|user| user.user.disabled_at.is_none()))
}

/// The first of these roles that a user may not give. Somebody who is gone or whose login is closed
/// gives none.
fn first_beyond(user: Option<&UserWithAccount>, roles: &Roles) -> Option<Role> {
    let own = user.map(|user| user.roles.clone()).unwrap_or_default();
    roles.iter().find(|role| !own.may_grant(*role))
}

/// Notes what was done about an invitation. Its number is in the list, its link is nowhere. The words that go with it are
/// often about people: they are forgotten with the invitation, and the log is for good.
fn note(tx: &mut Tx<'_>, who: &Who, kind: Kind, id: InvitationId) -> Result<(), DbError> {
    staff::note(tx, who, (kind, &id.to_string(), ""))
}

/// The invitation behind a link, if it can be used now; as often as the network of `from` may try.
pub async fn open(ctx: &Ctx, token: &str, from: IpAddr) -> Result<InvitationRow, InvitationError> {
    ctx.limits.check(Limited::LinkFrom, &network(from))?;
    let token = Token::parse(token).ok_or(InvitationError::NotOpen)?;
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let row = invitations::find_by_token(conn, token.hash().as_bytes())?
                .filter(|row| row.is_open(now))
                .ok_or(InvitationError::NotOpen)?;
            check_author(conn, &row)?;
            Ok(row)
        })
        .await
}

/// An invitation is worth what its author may give now, not what they could give when they made it.
/// Those of the command line have none.
fn check_author(conn: &mut Conn, row: &InvitationRow) -> Result<(), InvitationError> {
    let Some(author) = row.created_by else {
        return Ok(());
    };
    let author = open_login(conn, UserId::from(author))?;
    match first_beyond(author.as_ref(), &row.roles()?) {
        None => Ok(()),
        Some(_) => Err(InvitationError::NotOpen),
    }
}

/// What a guest fills in.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The handle they want.
    pub username: String,
    /// The name beside it.
    pub display_name: String,
    /// Where mail goes; empty for none.
    pub email: Option<EmailAddress>,
    /// The password they choose.
    pub password: String,
}

/// Makes a login of an invitation. The place is taken in the transaction that makes the login: the
/// last place is given once, and a refused name costs none. Counts as a try from the network of `from`.
pub async fn accept(
    ctx: &Ctx,
    token: &str,
    guest: Guest,
    from: IpAddr,
) -> Result<UserWithAccount, InvitationError> {
    let invitation = open(ctx, token, from).await?;
    let username = Username::parse(&guest.username).map_err(UserError::from)?;
    let least = usize::try_from(ctx.config.users.min_password_length).unwrap_or(usize::MAX);
    let password =
        Password::choose(guest.password, least, username.as_str()).map_err(UserError::from)?;
    let hash = ctx.hasher.hash(password, &*ctx.random).await?;
    let new = NewUser {
        username,
        display_name: guest.display_name,
        email: guest.email,
        roles: invitation.roles()?,
        password: None,
    };
    let (ids, use_id, now) = ((ctx.new_id(), ctx.new_id()), ctx.new_id(), ctx.now());
    ctx.transact(move |tx| {
        // Both may have changed while the password was hashed.
        check_author(tx.conn, &invitation)?;
        if !invitations::take_place(tx.conn, invitation.id, now)? {
            return Err(InvitationError::NotOpen);
        }
        let user = users::insert(tx, ids, &new, Some(hash), now)?;
        invitations::note_use(tx.conn, use_id, invitation.id, user.user.id, now)?;
        Ok(user)
    })
    .await
}

/// Invitations, the newest first, before `before`, at most `limit`.
pub async fn list(
    ctx: &Ctx,
    before: Option<InvitationId>,
    limit: u32,
) -> Result<Vec<InvitationRow>, DbError> {
    ctx.db
        .read(move |conn| invitations::list(conn, before, i64::from(limit)))
        .await
}

/// Ends an invitation, on the command line; `false` when there is none or it had ended before.
pub async fn revoke(ctx: &Ctx, id: InvitationId) -> Result<bool, DbError> {
    ctx.transact(move |tx| {
        let is_ended = invitations::revoke(tx.conn, id, tx.now)?;
        note_end(tx, &Who::COMMAND_LINE, id, is_ended)
    })
    .await
}

fn note_end(tx: &mut Tx<'_>, who: &Who, id: InvitationId, is_ended: bool) -> Result<bool, DbError> {
    if is_ended {
        note(tx, who, Kind::InvitationWithdrawn, id)?;
    }
    Ok(is_ended)
}

/// The invitations that somebody may see, as [`list`]: the staff all of them, others those they made.
pub async fn list_for(
    ctx: &Ctx,
    viewer: &UserWithAccount,
    before: Option<InvitationId>,
    limit: u32,
) -> Result<Vec<InvitationRow>, DbError> {
    if viewer.roles.is_staff() {
        return list(ctx, before, limit).await;
    }
    let id = viewer.user.id;
    ctx.db
        .read(move |conn| invitations::list_made_by(conn, id, before, i64::from(limit)))
        .await
}

/// Ends an invitation that somebody may see; `false` when there is none or it had ended before.
pub async fn revoke_as(
    ctx: &Ctx,
    actor: &UserWithAccount,
    id: InvitationId,
) -> Result<bool, DbError> {
    let actor = actor.clone();
    ctx.transact(move |tx| {
        let is_ended = if actor.roles.is_staff() {
            invitations::revoke(tx.conn, id, tx.now)?
        } else {
            invitations::revoke_made_by(tx.conn, actor.user.id, id, tx.now)?
        };
        note_end(tx, &Who::user(actor), id, is_ended)
    })
    .await
}
