//! Files of other servers: fetched when somebody first looks at one, made safe, and kept for a while.

use std::time::Duration;

use aws_lc_rs::digest;
use bytes::Bytes;
use data_encoding::HEXLOWER;
use staffroom_config::FederationMode;
use staffroom_db::DbError;
use staffroom_db::remote_files::{self, RemoteFileRow};
use staffroom_db::{
    Conn, accounts, attachments, domain_policies, emojis, preview_cards, reactions,
};
use staffroom_domain::{AccountId, Timestamp};
use staffroom_media::{FileType, Nature, StoreError, Wanted};

use super::address::{Variant, is_own, signature};
use super::make::{self, Body, Made};
use super::shelf::small_path;
use super::{Found, MediaError};
use crate::context::Ctx;
use crate::policies;
use crate::ports::FetchError;
use crate::secrets::same;

/// Looks are noted once in so long.
const NOTED_EVERY: Duration = Duration::from_hours(24);
/// What could not be fetched is asked for again after this; each time after twice as long.
const FIRST_RETRY: Duration = Duration::from_mins(5);
/// But at least so often.
const LAST_RETRY: Duration = Duration::from_hours(24);

/// A file of another server, as its address here names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// What it is for.
    pub what: Variant,
    /// The id of the account, attachment, emoji, reaction or page.
    pub id: i64,
    /// The signature of the address.
    pub signature: String,
    /// Whether the small one is asked for, which does not move.
    pub still: bool,
}

/// Where it is at its server.
struct Target {
    /// What the signature is of.
    signed: String,
    /// What is fetched.
    address: String,
    /// The server whose rules apply; none: a page that anybody may link to.
    domain: Option<String>,
}

/// Opens a file of another server; gives its path in the store besides. It is fetched where it is not
/// here, once for all who ask at the same time.
///
/// # Errors
///
/// [`MediaError::NotFound`] where the address is not one that we gave out for what is there now, where
/// nothing is taken from that server, or where it could not be fetched; [`MediaError::Busy`] where it was
/// not tried, since too much is fetched already.
pub async fn open_remote(
    ctx: &Ctx,
    remote: Remote,
    wanted: Wanted,
) -> Result<(String, Found), MediaError> {
    let (key, target, known) = look_up(ctx, &remote).await?;
    if let Some(opened) = open_kept(ctx, &remote, known, wanted).await? {
        return Ok(opened);
    }
    let flight = ctx.media().flight(&key);
    let _alone = flight.lock().await;
    // Whoever was first may have fetched it.
    let (_, _, known) = look_up(ctx, &remote).await?;
    let failures = known.as_ref().map_or(0, |row| row.failures);
    if let Some(opened) = open_kept(ctx, &remote, known, wanted).await? {
        return Ok(opened);
    }
    let row = match fetch(ctx, &key, remote.what, &target.address).await {
        Ok(row) => row,
        // Nobody was asked, or it is our own failure: it is not the other server's.
        Err(error @ (MediaError::Busy | MediaError::Db(_) | MediaError::Store(_))) => {
            return Err(error);
        }
        Err(error) => {
            tracing::debug!(%error, address = %target.address, "a file of another server is not shown");
            failed(ctx, key, failures)
        }
    };
    let kept = row.clone();
    ctx.db
        .write(move |conn| remote_files::put(conn, kept))
        .await?;
    open_kept(ctx, &remote, Some(row), wanted)
        .await?
        .ok_or(MediaError::NotFound)
}

async fn look_up(
    ctx: &Ctx,
    remote: &Remote,
) -> Result<(String, Target, Option<RemoteFileRow>), MediaError> {
    let (asked, now) = (remote.clone(), ctx.now());
    let mode = ctx.config.federation_mode();
    let found = ctx
        .db
        .read(move |conn| {
            let Some(target) = target(conn, &asked)? else {
                return Ok(None);
            };
            if let Some(domain) = &target.domain
                && !takes_media(conn, mode, domain, now)?
            {
                return Ok(None);
            }
            let key = key(asked.what, &target.address);
            let known = remote_files::find(conn, &key)?;
            Ok::<_, DbError>(Some((key, target, known)))
        })
        .await?;
    found
        .filter(|(_, target, _)| {
            let right = signature(ctx, remote.what, remote.id, &target.signed);
            same(right.as_bytes(), remote.signature.as_bytes())
        })
        .ok_or(MediaError::NotFound)
}

/// Whether pictures of that server are shown here.
fn takes_media(
    conn: &mut Conn,
    mode: FederationMode,
    domain: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    let row = domain_policies::find_covering(conn, domain, now)?;
    let level = row.as_ref().map_or("", |row| row.level.as_str());
    let exchanges = match mode {
        FederationMode::Off => false,
        FederationMode::AllowList => matches!(level, policies::ALLOW | policies::LIMIT),
        FederationMode::Open => matches!(level, "" | policies::ALLOW | policies::LIMIT),
    };
    Ok(exchanges && !row.is_some_and(|row| row.reject_media))
}

fn target(conn: &mut Conn, remote: &Remote) -> Result<Option<Target>, DbError> {
    let id = remote.id;
    let found = match remote.what {
        Variant::Avatar | Variant::Header => accounts::find(conn, id.into())?.and_then(|row| {
            let url = match remote.what {
                Variant::Avatar => row.avatar_url.clone(),
                _ => row.header_url.clone(),
            };
            row.is_active().then_some((url?, Some(row.domain)))
        }),
        Variant::Emoji => {
            emojis::find(conn, id.into())?.map(|row| (row.image_url, Some(row.domain)))
        }
        Variant::Card => {
            preview_cards::find(conn, id.into())?.and_then(|row| Some((row.image_url?, None)))
        }
        Variant::Reaction => match reactions::by_id(conn, id.into())? {
            Some(row) => of_author(conn, row.account_id)?
                .and_then(|domain| Some((row.image_url?, Some(domain)))),
            None => None,
        },
        Variant::Attachment => return of_status(conn, remote),
    };
    Ok(found
        .filter(|(url, _)| !is_own(url))
        .map(|(url, domain)| Target {
            address: url.clone(),
            signed: url,
            domain,
        }))
}

fn of_status(conn: &mut Conn, remote: &Remote) -> Result<Option<Target>, DbError> {
    let Some((row, author)) = attachments::with_author(conn, remote.id.into())? else {
        return Ok(None);
    };
    let Some(domain) = of_author(conn, author)?.filter(|_| !is_own(&row.url)) else {
        return Ok(None);
    };
    // Films and sound have a picture of their own beside them; of pictures we make a small one.
    let still = row
        .preview_url
        .filter(|_| remote.still && row.kind != "image");
    Ok(Some(Target {
        address: still.unwrap_or_else(|| row.url.clone()),
        signed: row.url,
        domain: Some(domain),
    }))
}

fn of_author(conn: &mut Conn, id: AccountId) -> Result<Option<String>, DbError> {
    let row = accounts::find(conn, id)?.filter(accounts::AccountRow::is_active);
    Ok(row.map(|row| row.domain))
}

fn key(what: Variant, address: &str) -> String {
    let text = format!("{}\n{address}", what.word());
    let digest = digest::digest(&digest::SHA256, text.as_bytes());
    HEXLOWER.encode(digest.as_ref().get(..20).unwrap_or_default())
}

/// What is here; none where it has to be fetched.
async fn open_kept(
    ctx: &Ctx,
    remote: &Remote,
    known: Option<RemoteFileRow>,
    wanted: Wanted,
) -> Result<Option<(String, Found)>, MediaError> {
    let Some(row) = known else { return Ok(None) };
    let now = ctx.now();
    if row.state != RemoteFileRow::READY {
        let waits = row.retry_at.is_some_and(|at| at > now.as_micros());
        return if waits {
            Err(MediaError::NotFound)
        } else {
            Ok(None)
        };
    }
    let small = row.small_path.filter(|_| remote.still);
    let Some(path) = small.or(row.path) else {
        return Ok(None);
    };
    if row.used_at.plus(NOTED_EVERY) < now {
        let key = row.key;
        ctx.db
            .write(move |conn| remote_files::touch(conn, &key, now))
            .await?;
    }
    match ctx.media().store()?.get(&path, wanted).await {
        Ok(found) => Ok(Some((path, found))),
        // The folder may be emptied at any time.
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn fetch(
    ctx: &Ctx,
    key: &str,
    what: Variant,
    address: &str,
) -> Result<RemoteFileRow, MediaError> {
    let fetcher = ctx.media().fetcher().ok_or(MediaError::NotFound)?;
    let sent = fetcher.file(address).await.map_err(|error| match error {
        FetchError::Busy => MediaError::Busy,
        FetchError::Db(error) => MediaError::Db(error),
        other => MediaError::Invalid(other.to_string()),
    })?;
    let kind = FileType::sniff(&sent.body)
        .filter(|kind| what == Variant::Attachment || kind.nature() == Nature::Picture)
        .ok_or_else(|| MediaError::invalid("is of no kind that is shown"))?;
    let made = if kind.nature() == Nature::Picture {
        make::make_from_bytes(ctx, sent.body, what.rules()).await?
    } else {
        as_it_is(kind, sent.body)
    };
    let folder = key.get(..2).unwrap_or_default();
    let path = format!("cache/{folder}/{key}.{}", made.kind.extension());
    let size = made.keep(ctx, &path).await?;
    let small = made.small.as_ref();
    let now = ctx.now();
    Ok(RemoteFileRow {
        key: key.to_owned(),
        state: RemoteFileRow::READY.to_owned(),
        small_path: small.map(|small| small_path(&path, small.kind)),
        path: Some(path),
        size,
        failures: 0,
        retry_at: None,
        fetched_at: now,
        used_at: now,
    })
}

/// Sound and video: nothing here can write them anew. They are sent as what their first bytes are, and
/// browsers are told to believe nothing else.
fn as_it_is(kind: FileType, bytes: Bytes) -> Made {
    Made {
        kind,
        full: Body::Bytes(bytes),
        small: None,
        blurhash: None,
        size: None,
        duration: None,
    }
}

fn failed(ctx: &Ctx, key: String, failures: i32) -> RemoteFileRow {
    let now = ctx.now();
    let doublings = u32::try_from(failures).unwrap_or(0).min(16);
    let wait = FIRST_RETRY
        .saturating_mul(2_u32.saturating_pow(doublings))
        .min(LAST_RETRY);
    RemoteFileRow {
        key,
        state: RemoteFileRow::FAILED.to_owned(),
        path: None,
        small_path: None,
        size: 0,
        failures: failures.saturating_add(1),
        retry_at: Some(now.plus(wait).as_micros()),
        fetched_at: now,
        used_at: now,
    }
}
