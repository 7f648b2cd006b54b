//! Somebody's own passkeys: adding, naming, taking away.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
pub use staffroom_db::passkeys::PasskeyRow;
use staffroom_db::passkeys::{self as rows, PasskeyHandleRow};
use staffroom_db::users::UserWithAccount;
use staffroom_db::{Conn, DbError, Unique, accounts};
use staffroom_domain::text::{single_line, truncate};
use staffroom_domain::{PasskeyId, SignInChange, UserId, random};
use staffroom_signatures::passkey::{ALGORITHMS, PasskeyError, Registration};
use thiserror::Error;

use super::challenge::{self, For};
use super::site;
use crate::context::Ctx;
use crate::mail::Notice;
use crate::own_password::{self, OwnPasswordError};

/// So many somebody can have.
pub const MOST: i64 = 10;
/// So long a name can be, in characters; what is longer is cut.
pub const LONGEST_NAME: usize = 60;
/// Bytes by which passkeys name their owner: as many as can be (14.6.1).
const HANDLE_LENGTH: usize = 64;

/// Why none was added.
#[derive(Clone, Debug, Error)]
pub enum AddError {
    /// It is not the password of whoever asks, or cannot be looked at.
    #[error(transparent)]
    Password(#[from] OwnPasswordError),
    /// The address of this instance is a number.
    #[error("there are no passkeys for an address that is a number")]
    NotHere,
    /// It has no name.
    #[error("a passkey needs a name")]
    NoName,
    /// There are as many as there can be.
    #[error("there can be {MOST} passkeys; remove one first")]
    Full,
    /// It took too long, or what the browser brought was brought before.
    #[error("begin again")]
    Again,
    /// It is here already.
    #[error("this passkey is here already")]
    Known,
    /// What the browser brought does not count.
    #[error(transparent)]
    Refused(#[from] PasskeyError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why it has no other name.
#[derive(Clone, Debug, Error)]
pub enum RenameError {
    /// It would have none.
    #[error("a passkey needs a name")]
    NoName,
    /// They have none such.
    #[error("there is no such passkey")]
    Gone,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why it is not taken away.
#[derive(Clone, Debug, Error)]
pub enum RemoveError {
    /// It is not the password of whoever asks, or cannot be looked at.
    #[error(transparent)]
    Password(#[from] OwnPasswordError),
    /// They have none such.
    #[error("there is no such passkey")]
    Gone,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The passkeys of a user, the first first.
pub async fn list(ctx: &Ctx, user: UserId) -> Result<Vec<PasskeyRow>, DbError> {
    ctx.db.read(move |conn| rows::list(conn, user, MOST)).await
}

/// One of a user.
pub async fn find(ctx: &Ctx, user: UserId, id: PasskeyId) -> Result<Option<PasskeyRow>, DbError> {
    let all = list(ctx, user).await?;
    Ok(all.into_iter().find(|row| row.id == id))
}

/// Begins to add one, for somebody who types their password again. Gives what their browser is asked for, as JSON
/// (`PublicKeyCredentialCreationOptionsJSON`, 5.1.8), good for five minutes. `browser` is something that this browser alone
/// knows.
pub async fn begin(
    ctx: &Ctx,
    user: &UserWithAccount,
    name: &str,
    password: String,
    browser: &str,
) -> Result<Value, AddError> {
    let site = site(ctx).ok_or(AddError::NotHere)?;
    named(name).ok_or(AddError::NoName)?;
    own_password::check(ctx, user, password).await?;
    let id = user.user.id;
    let (challenge, row) = challenge::new(ctx, For::Adding(id), browser);
    let fresh = PasskeyHandleRow {
        user_id: id,
        handle: random::bytes::<HANDLE_LENGTH>(&*ctx.random).to_vec(),
    };
    let (handle, known) = ctx
        .db
        .write(move |conn| {
            let known = rows::list(conn, id, MOST)?;
            if is_full(conn, id)? {
                return Err(AddError::Full);
            }
            rows::settle_handle(conn, fresh)?;
            let handle = rows::handle(conn, id)?.ok_or(DbError::NotFound)?;
            rows::insert_challenge(conn, row)?;
            Ok((handle, known))
        })
        .await?;
    let account = &user.account;
    let (name, shown) = (&account.username, &account.display_name);
    Ok(json!({
        "rp": { "id": site.host, "name": ctx.config.instance.name },
        "user": {
            "id": BASE64URL_NOPAD.encode(&handle),
            "name": format!("{name}@{}", ctx.config.account_domain().as_str()),
            "displayName": if shown.is_empty() { name } else { shown },
        },
        "challenge": challenge,
        "pubKeyCredParams": ALGORITHMS.map(|number| json!({ "type": "public-key", "alg": number })),
        "timeout": challenge::TIME.as_millis(),
        "excludeCredentials": descriptors(&known),
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": true,
            "userVerification": "required",
        },
        "attestation": "none",
    }))
}

/// How a browser finds a passkey again (5.8.3).
pub(super) fn descriptors(passkeys: &[PasskeyRow]) -> Vec<Value> {
    passkeys
        .iter()
        .map(|row| {
            json!({
                "type": "public-key",
                "id": BASE64URL_NOPAD.encode(&row.credential_id),
                "transports": row.transports.split_whitespace().collect::<Vec<_>>(),
            })
        })
        .collect()
}

/// Adds the one that their browser brought (the JSON of `PublicKeyCredential.toJSON()`), after [`begin`] in the same browser.
pub async fn add(
    ctx: &Ctx,
    user: &UserWithAccount,
    name: &str,
    answer: &str,
    browser: &str,
) -> Result<(), AddError> {
    let site = site(ctx).ok_or(AddError::NotHere)?;
    let name = named(name).ok_or(AddError::NoName)?;
    let made = Registration::parse(answer)?;
    let id = user.user.id;
    if !challenge::take(ctx, For::Adding(id), browser, made.challenge()).await? {
        return Err(AddError::Again);
    }
    let new = made.verify(&site)?;
    let row = PasskeyRow {
        id: ctx.new_id(),
        user_id: id,
        credential_id: new.credential_id,
        public_key: new.public_key,
        sign_count: new.sign_count.into(),
        may_be_copied: new.may_be_copied,
        transports: new.transports.join(" "),
        name,
        created_at: ctx.now(),
        last_used_at: None,
    };
    let account = user.account.id;
    let notice = Notice::sign_in(ctx, user, SignInChange::PasskeyAdded);
    ctx.db
        .write(move |conn| {
            // Of two at once, the second counts the first.
            accounts::lock(conn, account)?;
            if is_full(conn, id)? {
                return Err(AddError::Full);
            }
            rows::insert(conn, row).map_err(|error| match error {
                DbError::Unique(Unique::Passkey) => AddError::Known,
                other => other.into(),
            })?;
            Ok(Notice::push(notice, conn)?)
        })
        .await
}

fn is_full(conn: &mut Conn, user: UserId) -> Result<bool, DbError> {
    Ok(rows::count(conn, user)? >= MOST)
}

/// A name as it is kept, on one line; none where nothing is left.
fn named(name: &str) -> Option<String> {
    let name = single_line(name);
    let name = truncate(&name, LONGEST_NAME).trim_end();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Gives one another name.
pub async fn rename(ctx: &Ctx, user: UserId, id: PasskeyId, name: &str) -> Result<(), RenameError> {
    let name = named(name).ok_or(RenameError::NoName)?;
    let was_there = ctx
        .db
        .write(move |conn| rows::rename(conn, user, id, &name))
        .await?;
    if was_there {
        Ok(())
    } else {
        Err(RenameError::Gone)
    }
}

/// Takes one away, for somebody who types their password again: from then on nobody signs in with it.
pub async fn remove(
    ctx: &Ctx,
    user: &UserWithAccount,
    id: PasskeyId,
    password: String,
) -> Result<(), RemoveError> {
    own_password::check(ctx, user, password).await?;
    let of = user.user.id;
    let notice = Notice::sign_in(ctx, user, SignInChange::PasskeyRemoved);
    ctx.db
        .write(move |conn| {
            if !rows::delete(conn, of, id)? {
                return Err(RemoveError::Gone);
            }
            Ok(Notice::push(notice, conn)?)
        })
        .await
}
