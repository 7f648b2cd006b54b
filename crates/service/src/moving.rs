//! Going by another actor from now on (FEP-7628): who one is elsewhere, and moving there.

use std::time::Duration;

use staffroom_db::DbError;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{AccountId, Event, Timestamp};
use thiserror::Error;

use crate::accounts::{also_known_as, find, find_by_handle, find_by_uri, uri};
use crate::context::Ctx;
use crate::ports::{DirectoryError, Found};
use crate::tx::Tx;

/// Nobody moves again within this time, here or elsewhere.
pub const COOLDOWN: Duration = Duration::from_hours(24 * 7);
/// The most other ids of one person.
pub const MAX_ALIASES: usize = 20;

/// Why nobody moves, or is nobody else.
#[derive(Clone, Debug, Error)]
pub enum MoveError {
    /// The account is gone.
    #[error("this account is gone")]
    Gone,
    /// Nobody there.
    #[error("nobody was found at \"{0}\"; give an address like @name@server.example")]
    NoSuchTarget(String),
    /// Nothing is exchanged with other servers.
    #[error("this instance exchanges nothing with others, so nobody can be elsewhere")]
    NoExchange,
    /// To where one is.
    #[error("that is this account itself")]
    Itself,
    /// A bound.
    #[error("an account has at most {MAX_ALIASES} aliases; remove one first")]
    TooMany,
    /// There is no such alias.
    #[error("\"{0}\" is no alias of this account")]
    NoSuchAlias(String),
    /// Too often.
    #[error("this account moved less than 7 days ago; it can move again in {} hours", .0.as_secs().div_ceil(3_600))]
    TooSoon(Duration),
    /// Where it is to move to, is nobody who can be followed.
    #[error("{0} is gone, shut out or has moved on itself")]
    TargetGone(String),
    /// The target must say so too: otherwise anybody could give anybody followers.
    #[error("{target} does not list {own} among its aliases; add it there first, then try again")]
    NotMutual {
        /// Where to.
        target: String,
        /// The id of whoever moves.
        own: String,
    },
    /// There is nothing to take back.
    #[error("this account has not moved")]
    NotMoved,
    /// Another server.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Notes that the person of an account here is also who is at an address: `@name@domain`, or a link. Then
/// that one can move here. Gives the other's id.
pub async fn add_alias(ctx: &Ctx, account: AccountId, address: &str) -> Result<String, MoveError> {
    let other = at_address(ctx, address).await?;
    if other.id == account {
        return Err(MoveError::Itself);
    }
    let other = uri(&ctx.addresses, &other);
    let added = other.clone();
    change(ctx, account, move |row| {
        let mut aliases = also_known_as(row);
        if aliases.contains(&added) {
            return Ok(());
        }
        if aliases.len() >= MAX_ALIASES {
            return Err(MoveError::TooMany);
        }
        aliases.push(added);
        row.also_known_as = as_json(&aliases);
        Ok(())
    })
    .await?;
    Ok(other)
}

/// Takes an alias back: its id, or an address as it was given.
pub async fn remove_alias(
    ctx: &Ctx,
    account: AccountId,
    address: &str,
) -> Result<String, MoveError> {
    let before = find(ctx, account).await?.ok_or(MoveError::Gone)?;
    let known = also_known_as(&before);
    let removed = match known.into_iter().find(|alias| alias == address.trim()) {
        Some(alias) => alias,
        // Whoever is gone elsewhere is still an alias here: by the id, then.
        None => match at_address(ctx, address).await {
            Ok(other) => uri(&ctx.addresses, &other),
            Err(MoveError::NoSuchTarget(_)) => {
                return Err(MoveError::NoSuchAlias(address.trim().to_owned()));
            }
            Err(error) => return Err(error),
        },
    };
    let gone = removed.clone();
    change(ctx, account, move |row| {
        let mut aliases = also_known_as(row);
        if !aliases.contains(&gone) {
            return Err(MoveError::NoSuchAlias(gone));
        }
        aliases.retain(|alias| *alias != gone);
        row.also_known_as = as_json(&aliases);
        Ok(())
    })
    .await?;
    Ok(removed)
}

/// An account here goes by another actor from now on; the other must list it among its aliases, and is
/// asked for that now. Its followers are told, those here follow the other. Gives the other's id.
pub async fn move_away(ctx: &Ctx, account: AccountId, address: &str) -> Result<String, MoveError> {
    let target = at_address(ctx, address).await?;
    let target = as_it_is_now(ctx, target).await?;
    ctx.transact(move |tx| {
        let row = local(tx, account)?;
        // Within the transaction, a target of ours is as it is now.
        let target = accounts::find(tx.conn, target.id)?.ok_or(MoveError::Gone)?;
        let new = uri(tx.addresses, &target);
        move_in(tx, row, &target)?;
        tx.emit(&Event::ProfileChanged { account })?;
        let moved = new.clone();
        tx.emit(&Event::AccountMoved {
            account,
            target: moved,
        })?;
        Ok(new)
    })
    .await
}

/// An account, here or elsewhere, goes by `target` from now on, where that one says so too; its followers
/// here go along afterwards.
///
/// # Errors
///
/// Nothing is changed then.
pub fn move_in(tx: &mut Tx<'_>, mut row: AccountRow, target: &AccountRow) -> Result<(), MoveError> {
    check(tx, &row, target)?;
    let account = row.id;
    row.moved_to_uri = Some(uri(tx.addresses, target));
    row.moved_at = Some(tx.now.as_micros());
    if row.is_local() {
        row.updated_at = tx.now;
    }
    accounts::update(tx.conn, row)?;
    let payload = JobPayload::MoveFollowers {
        account,
        target: target.id,
    };
    let job = NewJob::now(payload, tx.now).with_dedup_key(format!("move-{account}"));
    tx.queue(&job).map(drop)?;
    Ok(())
}

/// An account here that moved is used again. Followers who left stay away, and it cannot move again
/// before its time.
pub async fn come_back(ctx: &Ctx, account: AccountId) -> Result<(), MoveError> {
    change(ctx, account, |row| {
        row.moved_to_uri.take().ok_or(MoveError::NotMoved)?;
        Ok(())
    })
    .await
}

fn check(tx: &Tx<'_>, row: &AccountRow, target: &AccountRow) -> Result<(), MoveError> {
    if row.id == target.id {
        return Err(MoveError::Itself);
    }
    let moved = row.moved_at.map(Timestamp::from_micros);
    let free = moved.map(|moved| moved.plus(COOLDOWN));
    if let Some(free) = free.filter(|free| *free > tx.now) {
        return Err(MoveError::TooSoon(free.since(tx.now)));
    }
    if !target.is_active() || target.has_moved() {
        return Err(MoveError::TargetGone(target.acct()));
    }
    let own = uri(tx.addresses, row);
    if !also_known_as(target).contains(&own) {
        return Err(MoveError::NotMutual {
            target: target.acct(),
            own,
        });
    }
    Ok(())
}

/// Changes an account here, and tells other servers where something changed.
async fn change(
    ctx: &Ctx,
    account: AccountId,
    work: impl FnOnce(&mut AccountRow) -> Result<(), MoveError> + Send + 'static,
) -> Result<(), MoveError> {
    ctx.transact(move |tx| {
        let before = local(tx, account)?;
        let mut row = before.clone();
        work(&mut row)?;
        if row == before {
            return Ok(());
        }
        row.updated_at = tx.now;
        accounts::update(tx.conn, row)?;
        tx.emit(&Event::ProfileChanged { account })?;
        Ok(())
    })
    .await
}

fn local(tx: &mut Tx<'_>, account: AccountId) -> Result<AccountRow, MoveError> {
    accounts::find(tx.conn, account)?
        .filter(|row| row.is_local() && row.deleted_at.is_none())
        .ok_or(MoveError::Gone)
}

/// The account at `@name@domain` or at a link, ours or another's.
async fn at_address(ctx: &Ctx, address: &str) -> Result<AccountRow, MoveError> {
    let address = address.trim();
    let nobody = || MoveError::NoSuchTarget(address.to_owned());
    let directory = ctx.directory.get().ok_or(MoveError::NoExchange)?;
    let id = if address.starts_with("https://") || address.starts_with("http://") {
        let (addresses, asked) = (ctx.addresses.clone(), address.to_owned());
        let known = ctx
            .db
            .read(move |conn| find_by_uri(conn, &addresses, &asked))
            .await?;
        match known {
            Some(row) => Some(row.id),
            None => match directory.find_at(address).await? {
                Some(Found::Account(id)) => Some(id),
                Some(Found::Status(_)) | None => None,
            },
        }
    } else {
        let handle = address.strip_prefix('@').unwrap_or(address);
        let (name, domain) = handle.split_once('@').ok_or_else(nobody)?;
        match find_by_handle(ctx, name, Some(domain)).await? {
            Some(row) => Some(row.id),
            None => directory.find_account(name, domain).await?,
        }
    };
    let row = find(ctx, id.ok_or_else(nobody)?).await?;
    row.filter(|row| row.deleted_at.is_none())
        .ok_or_else(nobody)
}

/// What its own server says of an account at this moment.
async fn as_it_is_now(ctx: &Ctx, row: AccountRow) -> Result<AccountRow, MoveError> {
    if row.is_local() {
        return Ok(row);
    }
    let directory = ctx.directory.get().ok_or(MoveError::NoExchange)?;
    let gone = || MoveError::TargetGone(row.acct());
    let id = directory.read_again(&uri(&ctx.addresses, &row)).await?;
    find(ctx, id.ok_or_else(gone)?).await?.ok_or_else(gone)
}

fn as_json(aliases: &[String]) -> String {
    serde_json::to_string(aliases).unwrap_or_else(|_| "[]".to_owned())
}
