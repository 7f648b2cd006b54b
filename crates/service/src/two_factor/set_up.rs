//! Setting it up, and taking it away.

use std::time::Duration;

use staffroom_db::DbError;
use staffroom_db::passkeys;
use staffroom_db::second_factors::{self as rows, RecoveryCodeRow, SecondFactorRow};
use staffroom_db::users::UserWithAccount;
use staffroom_domain::text::fold;
use staffroom_domain::{Event, SignInChange, Timestamp, UserId};
use thiserror::Error;
use url::Url;

use super::code::{self, Secret};
use crate::context::Ctx;
use crate::limits::{Limited, TooMany};
use crate::mail::Notice;
use crate::own_password::{self, OwnPasswordError};
use crate::staff::{self, Entry, Kind, Who};
use crate::users::by_name;

/// What was begun is gone on with within this time: whoever finds the page later needs the password again.
const LAPSES_AFTER: Duration = Duration::from_mins(15);
/// How many codes are written down.
pub const CODES: usize = 10;

/// What somebody's program is given: shown to them, and to nobody else.
#[derive(Clone, Debug)]
pub struct Setup {
    /// To be typed.
    pub secret: String,
    /// To be scanned (the key URI format of Google Authenticator).
    pub uri: String,
}

/// How it is with somebody.
#[derive(Clone, Debug)]
pub enum State {
    /// A password is enough.
    Off,
    /// It is being set up: a password is still enough.
    Begun(Setup),
    /// A code is asked for.
    On {
        /// Since when.
        since: Timestamp,
        /// How many of the written codes are left.
        codes_left: i64,
    },
}

/// Why nothing was changed.
#[derive(Clone, Debug, Error)]
pub enum TwoFactorError {
    /// It is not the password of whoever asks, or cannot be looked at.
    #[error(transparent)]
    Password(#[from] OwnPasswordError),
    /// It is not the code that their program shows now.
    #[error("the code is not right")]
    WrongCode,
    /// There is nothing to be confirmed or taken away, or it is there already.
    #[error("this has changed meanwhile")]
    Changed,
    /// Nobody of that name.
    #[error("there is no user \"{0}\"; `staffroom user list` shows all of them")]
    NoSuchUser(String),
    /// Wait.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The key of the instance is another than the one that sealed it.
    #[error("a secret cannot be sealed or opened")]
    Sealed,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// How it is with somebody.
pub async fn state(ctx: &Ctx, user: &UserWithAccount) -> Result<State, TwoFactorError> {
    let id = user.user.id;
    let found = ctx
        .db
        .read(move |conn| Ok::<_, DbError>((rows::find(conn, id)?, rows::codes_left(conn, id)?)))
        .await?;
    let (Some(row), codes_left) = found else {
        return Ok(State::Off);
    };
    if has_lapsed(&row, ctx.now()) {
        return Ok(State::Off);
    }
    if let Some(since) = row.confirmed_at {
        return Ok(State::On {
            since: Timestamp::from_micros(since),
            codes_left,
        });
    }
    let secret = Secret::open(&ctx.key, id, &row.secret);
    let secret = secret.ok_or(TwoFactorError::Sealed)?;
    Ok(State::Begun(setup(ctx, user, &secret)))
}

fn has_lapsed(row: &SecondFactorRow, now: Timestamp) -> bool {
    row.confirmed_at.is_none() && now.since(row.created_at) >= LAPSES_AFTER
}

fn setup(ctx: &Ctx, user: &UserWithAccount, secret: &Secret) -> Setup {
    let secret = secret.text();
    let handle = format!(
        "{}@{}",
        user.account.username,
        ctx.config.account_domain().as_str()
    );
    let mut uri = String::from("otpauth://totp/");
    // Programs show what stands before the colon above the code.
    if let Ok(mut label) = Url::parse("otpauth://totp/") {
        let name = &ctx.config.instance.name;
        label.set_path(&format!("/{}:{handle}", name.replace([':', '/'], " ")));
        label
            .query_pairs_mut()
            .append_pair("secret", &secret)
            .append_pair("issuer", name);
        // Some of them take a plus for itself.
        uri = label.as_str().replace('+', "%20");
    }
    Setup { secret, uri }
}

/// Begins to set it up, for somebody who types their password again. What was begun before is void.
pub async fn begin(
    ctx: &Ctx,
    user: &UserWithAccount,
    password: String,
) -> Result<(), TwoFactorError> {
    own_password::check(ctx, user, password).await?;
    let (id, now) = (user.user.id, ctx.now());
    let secret = Secret::generate(&*ctx.random);
    let sealed = secret.seal(&ctx.key, &*ctx.random, id);
    let row = SecondFactorRow {
        user_id: id,
        secret: sealed.ok_or(TwoFactorError::Sealed)?,
        confirmed_at: None,
        last_step: 0,
        created_at: now,
    };
    ctx.db
        .write(move |conn| {
            if rows::find(conn, id)?.is_some_and(|row| row.confirmed_at.is_some()) {
                return Err(TwoFactorError::Changed);
            }
            Ok(rows::put(conn, row)?)
        })
        .await
}

/// From now on a code is asked for: somebody shows that their program has it. Gives the codes to be written down, which
/// are nowhere else to be had.
pub async fn confirm(
    ctx: &Ctx,
    user: &UserWithAccount,
    code: &str,
) -> Result<Vec<String>, TwoFactorError> {
    let id = user.user.id;
    ctx.limits.check(Limited::SecondFactor, &id.to_string())?;
    let (written, stored) = new_codes(ctx, id);
    let (key, code, now) = (ctx.key.clone(), code.to_owned(), ctx.now());
    let notice = Notice::sign_in(ctx, user, SignInChange::TwoFactorOn);
    ctx.db
        .write(move |conn| {
            let row = rows::find(conn, id)?
                .filter(|row| row.confirmed_at.is_none() && !has_lapsed(row, now));
            let row = row.ok_or(TwoFactorError::Changed)?;
            let secret = Secret::open(&key, id, &row.secret).ok_or(TwoFactorError::Sealed)?;
            let step = secret.step_of(&code, now);
            let step = step.ok_or(TwoFactorError::WrongCode)?;
            // Where somebody else was quicker, nothing is written.
            if !rows::take_step(conn, id, step)? || !rows::confirm(conn, id, now)? {
                return Err(TwoFactorError::Changed);
            }
            rows::replace_codes(conn, id, stored)?;
            Notice::push(notice, conn)?;
            Ok::<_, TwoFactorError>(())
        })
        .await?;
    Ok(written)
}

/// Sets nothing up after all; what is on stays on.
pub async fn cancel(ctx: &Ctx, user: &UserWithAccount) -> Result<(), DbError> {
    let id = user.user.id;
    ctx.db.write(move |conn| rows::delete_begun(conn, id)).await
}

/// New codes to be written down, for somebody who types their password again; those before are void.
pub async fn renew_codes(
    ctx: &Ctx,
    user: &UserWithAccount,
    password: String,
) -> Result<Vec<String>, TwoFactorError> {
    own_password::check(ctx, user, password).await?;
    let id = user.user.id;
    let (written, stored) = new_codes(ctx, id);
    ctx.db
        .write(move |conn| {
            let row = rows::find(conn, id)?;
            if row.is_none_or(|row| row.confirmed_at.is_none()) {
                return Err(TwoFactorError::Changed);
            }
            Ok(rows::replace_codes(conn, id, stored)?)
        })
        .await?;
    Ok(written)
}

/// A password is enough again, for somebody who types it again.
pub async fn turn_off(
    ctx: &Ctx,
    user: &UserWithAccount,
    password: String,
) -> Result<(), TwoFactorError> {
    own_password::check(ctx, user, password).await?;
    let id = user.user.id;
    let notice = Notice::sign_in(ctx, user, SignInChange::TwoFactorOff);
    ctx.db
        .write(move |conn| {
            let was_on = rows::find(conn, id)?.is_some_and(|row| row.confirmed_at.is_some());
            rows::delete(conn, id)?;
            Notice::push(notice.filter(|_| was_on), conn)?;
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

/// The same on the command line, for somebody who has lost their phone and their codes; their passkeys go too, which may be on
/// that phone. `false` where there was nothing.
pub async fn reset(ctx: &Ctx, name: &str) -> Result<(UserWithAccount, bool), TwoFactorError> {
    let name = name.trim().to_owned();
    let sends_mail = ctx.sends_mail();
    ctx.transact(move |tx| {
        let found = by_name(tx.conn, &fold(&name))?;
        let found = found.ok_or(TwoFactorError::NoSuchUser(name))?;
        let was_on =
            rows::find(tx.conn, found.user.id)?.is_some_and(|row| row.confirmed_at.is_some());
        let had_passkeys = passkeys::delete_of(tx.conn, found.user.id)? > 0;
        let was_there = rows::delete(tx.conn, found.user.id)? || had_passkeys;
        if was_there {
            let entry = Entry {
                kind: Kind::TwoFactorReset,
                account: Some(found.account.id),
                subject: &found.account.username,
                note: "",
            };
            staff::note_by(tx, &Who::COMMAND_LINE, &entry)?;
            let told = [
                (was_on, SignInChange::TwoFactorOff),
                (had_passkeys, SignInChange::PasskeysRemoved),
            ];
            let to = found.user.email_address().filter(|_| sends_mail);
            for (_, change) in told.into_iter().filter(|(is_so, _)| *is_so) {
                if let Some(to) = to.clone() {
                    let user = found.user.id;
                    tx.emit(&Event::SignInChanged { user, to, change })?;
                }
            }
        }
        Ok((found, was_there))
    })
    .await
}

fn new_codes(ctx: &Ctx, id: UserId) -> (Vec<String>, Vec<RecoveryCodeRow>) {
    let written: Vec<String> = (0..CODES).map(|_| code::written(&*ctx.random)).collect();
    let stored = written
        .iter()
        .map(|code| RecoveryCodeRow {
            id: ctx.new_id(),
            user_id: id,
            code_hash: code::hash(&ctx.key, id, code),
            used_at: None,
        })
        .collect();
    (written, stored)
}
