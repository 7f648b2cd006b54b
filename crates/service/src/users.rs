//! Local logins: made, listed, given roles and passwords.

use staffroom_db::accounts::AccountRow;
use staffroom_db::locks::{self, Exclusive};
pub use staffroom_db::users::UserWithAccount;
use staffroom_db::users::{self, UserRow};
use staffroom_db::{
    Conn, DbError, Unique, access_tokens, authorization_codes, password_resets, sessions,
};
use staffroom_domain::password::PasswordError;
use staffroom_domain::text::{fold, single_line, truncate};
use staffroom_domain::username::UsernameError;
use staffroom_domain::{
    AccountId, EmailAddress, Password, Role, Roles, Timestamp, UserId, Username,
};
use thiserror::Error;

use crate::accounts::insert_local;
use crate::context::Ctx;
use crate::departures;
use crate::own_password::{self, OwnPasswordError};
use crate::passwords::HashError;
use crate::staff::{self, Entry, Kind, Who};
use crate::tx::Tx;

/// The longest display name, in characters.
pub const MAX_DISPLAY_NAME: usize = 60;

/// A person who is to have a login.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The handle.
    pub username: Username,
    /// The name beside it; the handle where it is empty.
    pub display_name: String,
    /// Where mail goes.
    pub email: Option<EmailAddress>,
    /// What they may do.
    pub roles: Roles,
    /// None: they set one through a link.
    pub password: Option<Password>,
}

/// Why a login cannot be made or changed.
#[derive(Clone, Debug, Error)]
pub enum UserError {
    /// Somebody has the handle, perhaps in other capitals.
    #[error("the username \"{0}\" is taken; choose another")]
    UsernameTaken(String),
    /// Somebody has the address.
    #[error("the e-mail address {0} belongs to another user")]
    EmailTaken(String),
    /// No handle.
    #[error(transparent)]
    Username(#[from] UsernameError),
    /// No password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Nobody of that name.
    #[error("there is no user \"{0}\"; `staffroom user list` shows all of them")]
    NoSuchUser(String),
    /// The roles of whoever asks do not reach so far.
    #[error("you may not give or take away the role \"{}\"", .0.label())]
    MayNot(Role),
    /// Nobody could give that role back.
    #[error("{0} is the only owner; make somebody else an owner first")]
    LastOwner(String),
    /// Ours to mend.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Makes a login with its account.
pub async fn create(ctx: &Ctx, new: NewUser) -> Result<UserWithAccount, UserError> {
    let hash = match new.password.clone() {
        Some(password) => Some(ctx.hasher.hash(password, &*ctx.random).await?),
        None => None,
    };
    let ids = (ctx.new_id(), ctx.new_id());
    let now = ctx.now();
    ctx.transact(move |tx| insert(tx, ids, &new, hash, now))
        .await
}

/// Keeps in which language somebody wants the pages: a short code that the pages know.
pub async fn choose_page_language(
    ctx: &Ctx,
    id: UserId,
    code: &'static str,
) -> Result<(), DbError> {
    ctx.db
        .write(move |conn| users::set_page_language(conn, id, code))
        .await
}

/// Writes account, login and roles; the part of [`create`] that other commands do in their own
/// transaction.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    (account, user): (AccountId, UserId),
    new: &NewUser,
    hash: Option<String>,
    now: Timestamp,
) -> Result<UserWithAccount, UserError> {
    let refuse = |error| match error {
        DbError::Unique(Unique::AccountHandle) => {
            UserError::UsernameTaken(new.username.to_string())
        }
        DbError::Unique(Unique::UserEmail) => UserError::EmailTaken(
            new.email
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        other => UserError::Db(other),
    };
    let display_name = display_name(&new.display_name, &new.username);
    let account = AccountRow::local(account, &new.username, &display_name, now);
    let user = UserRow::new(user, account.id, new.email.as_ref(), hash, now);
    insert_local(tx, account.clone()).map_err(refuse)?;
    users::insert(tx.conn, user.clone()).map_err(refuse)?;
    users::set_roles(tx.conn, user.id, &new.roles, now)?;
    Ok(UserWithAccount {
        user,
        account,
        roles: new.roles.clone(),
    })
}

fn display_name(wanted: &str, username: &Username) -> String {
    let line = single_line(wanted);
    let name = truncate(&line, MAX_DISPLAY_NAME).trim();
    if name.is_empty() {
        username.to_string()
    } else {
        name.to_owned()
    }
}

/// The user of that id.
pub async fn find(ctx: &Ctx, id: UserId) -> Result<Option<UserWithAccount>, DbError> {
    ctx.db.read(move |conn| users::find(conn, id)).await
}

/// The user of that handle (with or without `@`, in any case) or e-mail address.
pub async fn find_by_name(ctx: &Ctx, name: &str) -> Result<Option<UserWithAccount>, DbError> {
    let name = fold(name);
    ctx.db.read(move |conn| by_name(conn, &name)).await
}

/// As [`find_by_name`], or an error that says so.
pub async fn get_by_name(ctx: &Ctx, name: &str) -> Result<UserWithAccount, UserError> {
    find_by_name(ctx, name)
        .await?
        .ok_or_else(|| UserError::NoSuchUser(name.trim().to_owned()))
}

pub(crate) fn by_name(conn: &mut Conn, folded: &str) -> Result<Option<UserWithAccount>, DbError> {
    let handle = folded.strip_prefix('@').unwrap_or(folded);
    if handle.contains('@') {
        users::find_by_email(conn, handle)
    } else {
        users::find_by_username(conn, handle)
    }
}

/// Users in the order in which they came, after `after`, at most `limit`.
pub async fn list(
    ctx: &Ctx,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<UserWithAccount>, DbError> {
    ctx.db
        .read(move |conn| users::list(conn, after, i64::from(limit)))
        .await
}

/// Whether anybody can sign in yet.
pub async fn any(ctx: &Ctx) -> Result<bool, DbError> {
    ctx.db.read(users::any).await
}

/// What whoever signs in to a local account may do; nothing for accounts of other servers.
pub async fn roles_of(ctx: &Ctx, account: &AccountRow) -> Result<Roles, DbError> {
    if !account.is_local() {
        return Ok(Roles::default());
    }
    let id = account.id;
    ctx.db
        .read(move |conn| {
            let user = users::of_account(conn, id)?;
            let found = user.map(|user| users::find(conn, user)).transpose()?;
            Ok(found.flatten().map(|found| found.roles).unwrap_or_default())
        })
        .await
}

/// Gives a user these roles and no others, on the command line. The last owner stays one.
pub async fn set_roles(ctx: &Ctx, name: &str, roles: Roles) -> Result<UserWithAccount, UserError> {
    let name = name.trim().to_owned();
    ctx.transact(move |tx| {
        locks::take_turn(tx.conn, Exclusive::Roles)?;
        let mut found = named(tx, name)?;
        replace_roles(tx, &Who::COMMAND_LINE, &mut found, roles)?;
        Ok(found)
    })
    .await
}

/// As [`set_roles`], by somebody signed in: what they add and what they take away must be theirs to
/// give. Their own roles are read in the same transaction, so that somebody who just lost a role can
/// do nothing more with it.
pub async fn change_roles(
    ctx: &Ctx,
    by: UserId,
    of: UserId,
    roles: Roles,
) -> Result<UserWithAccount, UserError> {
    ctx.transact(move |tx| {
        locks::take_turn(tx.conn, Exclusive::Roles)?;
        let nobody = |id: UserId| UserError::NoSuchUser(id.to_string());
        let actor = users::find(tx.conn, by)?.ok_or_else(|| nobody(by))?;
        let mut found = users::find(tx.conn, of)?.ok_or_else(|| nobody(of))?;
        let beyond = Role::ALL.into_iter().find(|role| {
            roles.has(*role) != found.roles.has(*role) && !actor.roles.may_grant(*role)
        });
        if let Some(role) = beyond {
            return Err(UserError::MayNot(role));
        }
        replace_roles(tx, &Who::user(actor), &mut found, roles)?;
        Ok(found)
    })
    .await
}

fn replace_roles(
    tx: &mut Tx<'_>,
    who: &Who,
    found: &mut UserWithAccount,
    roles: Roles,
) -> Result<(), UserError> {
    if found.roles == roles {
        return Ok(());
    }
    let gives_up_ownership = found.roles.has(Role::Owner) && !roles.has(Role::Owner);
    if gives_up_ownership && users::count_active_with_role(tx.conn, Role::Owner)? <= 1 {
        return Err(UserError::LastOwner(found.account.username.clone()));
    }
    users::set_roles(tx.conn, found.user.id, &roles, tx.now)?;
    noted(tx, who, Kind::RolesChanged, found, &roles.to_string())?;
    found.roles = roles;
    Ok(())
}

/// Closes a login, on the command line: every browser and every client is signed out, and nothing opens it but
/// [`enable`]. The account and what it posted stay. The last owner stays one.
pub async fn disable(ctx: &Ctx, name: &str) -> Result<UserWithAccount, UserError> {
    let name = name.trim().to_owned();
    ctx.transact(move |tx| {
        let mut found = named(tx, name)?;
        leaving(tx, &found)?;
        if found.user.disabled_at.is_none() {
            noted(tx, &Who::COMMAND_LINE, Kind::LoginClosed, &found, "")?;
            users::set_disabled(tx.conn, found.user.id, Some(tx.now))?;
            found.user.disabled_at = Some(tx.now.as_micros());
        }
        sign_out_everywhere_in(tx, found.user.id)?;
        Ok(found)
    })
    .await
}

/// Ends every session of a user, and every token and link that could begin one.
pub(crate) fn sign_out_everywhere_in(tx: &mut Tx<'_>, id: UserId) -> Result<(), DbError> {
    sessions::delete_others(tx.conn, id, None)?;
    access_tokens::revoke_all(tx.conn, id)?;
    authorization_codes::revoke_of_user(tx.conn, id, None)?;
    password_resets::delete_of(tx.conn, id)?;
    Ok(())
}

/// Opens a login again that was closed, on the command line.
pub async fn enable(ctx: &Ctx, name: &str) -> Result<UserWithAccount, UserError> {
    let name = name.trim().to_owned();
    ctx.transact(move |tx| {
        let mut found = named(tx, name)?;
        if found.user.disabled_at.is_some() {
            noted(tx, &Who::COMMAND_LINE, Kind::LoginOpened, &found, "")?;
        }
        users::set_disabled(tx.conn, found.user.id, None)?;
        found.user.disabled_at = None;
        Ok(found)
    })
    .await
}

/// Deletes a login with its account, on the command line: other servers are told, and everything that it posted is cleared
/// away afterwards. The handle stays taken, the e-mail address does not. The last owner stays one.
pub async fn delete(ctx: &Ctx, name: &str) -> Result<UserWithAccount, UserError> {
    let name = name.trim().to_owned();
    ctx.transact(move |tx| {
        let found = named(tx, name)?;
        leaving(tx, &found)?;
        noted(tx, &Who::COMMAND_LINE, Kind::AccountDeleted, &found, "")?;
        users::delete(tx.conn, found.user.id)?;
        departures::leave_in(tx, found.account.id)?;
        Ok(found)
    })
    .await
}

/// Why somebody's own account is not deleted.
#[derive(Clone, Debug, Error)]
pub enum OwnDeletionError {
    /// Their password is asked for.
    #[error(transparent)]
    Password(#[from] OwnPasswordError),
    /// Nobody could do everything any more.
    #[error("you are the only owner; make somebody else an owner first")]
    LastOwner,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// As [`delete`], by somebody signed in, for themselves and with their password.
pub async fn delete_own(
    ctx: &Ctx,
    user: &UserWithAccount,
    password: String,
) -> Result<(), OwnDeletionError> {
    own_password::check(ctx, user, password).await?;
    let id = user.user.id;
    ctx.transact(move |tx| {
        // Gone meanwhile.
        let Some(found) = users::find(tx.conn, id)? else {
            return Ok(());
        };
        match leaving(tx, &found) {
            Ok(()) => {}
            Err(UserError::Db(error)) => return Err(error.into()),
            Err(_) => return Err(OwnDeletionError::LastOwner),
        }
        users::delete(tx.conn, id)?;
        departures::leave_in(tx, found.account.id)?;
        Ok(())
    })
    .await
}

fn named(tx: &mut Tx<'_>, name: String) -> Result<UserWithAccount, UserError> {
    let found = by_name(tx.conn, &fold(&name))?;
    found.ok_or(UserError::NoSuchUser(name))
}

fn noted(
    tx: &mut Tx<'_>,
    who: &Who,
    kind: Kind,
    about: &UserWithAccount,
    note: &str,
) -> Result<(), DbError> {
    let entry = Entry {
        kind,
        account: Some(about.account.id),
        subject: &about.account.username,
        note,
    };
    staff::note_by(tx, who, &entry)
}

/// Whether somebody remains who can do everything, when that user goes. Nobody else goes before this transaction ends.
pub(crate) fn leaving(tx: &mut Tx<'_>, found: &UserWithAccount) -> Result<(), UserError> {
    locks::take_turn(tx.conn, Exclusive::Roles)?;
    let is_active_owner = found.roles.has(Role::Owner)
        && found.user.disabled_at.is_none()
        && found.account.suspended_at.is_none();
    if is_active_owner && users::count_active_with_role(tx.conn, Role::Owner)? <= 1 {
        return Err(UserError::LastOwner(found.account.username.clone()));
    }
    Ok(())
}
