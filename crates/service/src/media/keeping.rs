//! Rows for files of people here: each file is noted before it is stored, so that whatever happens in between, it is
//! found and removed.

use std::time::Duration;

use staffroom_db::DbError;
use staffroom_db::uploads::{self, UploadRow};
use staffroom_domain::AccountId;
use staffroom_media::FileType;

use super::MediaError;
use super::make::{Made, pixels};
use super::prune::{remove_files, remove_upload};
use super::shelf::{new_path, small_path};
use crate::context::Ctx;
use crate::tx::Tx;

/// What no status shows is kept for so long.
pub(super) const KEPT_UNUSED: Duration = Duration::from_hours(24);
/// Files of an upload, which has them not yet, or no more.
const FILES: &str = "files";

/// An upload of which nothing is known yet.
pub(super) fn blank(
    ctx: &Ctx,
    account: Option<AccountId>,
    purpose: &str,
    kind: FileType,
    path: String,
) -> UploadRow {
    let now = ctx.now();
    UploadRow {
        id: ctx.new_id(),
        account_id: account.map(AccountId::get),
        purpose: purpose.to_owned(),
        state: UploadRow::WAITING.to_owned(),
        kind: "unknown".to_owned(),
        media_type: kind.media_type().to_owned(),
        path,
        small_path: None,
        description: None,
        blurhash: None,
        focus_x: None,
        focus_y: None,
        width: None,
        height: None,
        small_width: None,
        small_height: None,
        duration_ms: None,
        size: 0,
        failure: None,
        status_id: None,
        created_at: now,
        expires_at: Some(now.plus(KEPT_UNUSED).as_micros()),
    }
}

/// Keeps a new upload with what was made of it. Its row is there before its files are, so that whatever happens
/// in between, they are found and removed.
pub(super) async fn keep_new(
    ctx: &Ctx,
    row: UploadRow,
    made: &Made,
) -> Result<UploadRow, MediaError> {
    let mut row = described(ctx, row, made);
    let waiting = UploadRow {
        state: UploadRow::WAITING.to_owned(),
        ..row.clone()
    };
    insert(ctx, waiting).await?;
    row.size = made.keep(ctx, &row.path).await?;
    let ready = row.clone();
    let is_there = ctx
        .transact(move |tx| {
            let there = uploads::lock_many(tx.conn, &[row.id])?.pop();
            let is_there = there.is_some_and(|there| there.state == UploadRow::WAITING);
            if is_there {
                uploads::update(tx.conn, row)?;
            }
            Ok::<_, DbError>(is_there)
        })
        .await?;
    if is_there {
        return Ok(ready);
    }
    // Whose it is left meanwhile.
    remove_files(ctx, [Some(ready.path), ready.small_path]).await?;
    Err(MediaError::NotFound)
}

/// Adds a row.
pub(super) async fn insert(ctx: &Ctx, row: UploadRow) -> Result<(), MediaError> {
    Ok(ctx.db.write(move |conn| uploads::insert(conn, row)).await?)
}

/// Notes files before they are stored that shall become those of an upload which is there: nothing shows them,
/// and they go after a while.
pub(super) async fn note_files(
    ctx: &Ctx,
    of: &UploadRow,
    path: &str,
    small_path: Option<String>,
) -> Result<UploadRow, MediaError> {
    let now = ctx.now();
    let row = UploadRow {
        id: ctx.new_id(),
        purpose: FILES.to_owned(),
        state: UploadRow::WAITING.to_owned(),
        path: path.to_owned(),
        small_path,
        status_id: None,
        description: None,
        size: 0,
        created_at: now,
        expires_at: Some(now.plus(KEPT_UNUSED).as_micros()),
        ..of.clone()
    };
    insert(ctx, row.clone()).await?;
    Ok(row)
}

/// The files that were noted are those of an upload now; what it had before is noted in their place, and goes.
pub(super) fn exchange_in(
    tx: &mut Tx<'_>,
    noted: UploadRow,
    before: Option<String>,
) -> Result<Option<UploadRow>, DbError> {
    let Some(path) = before else {
        uploads::remove(tx.conn, &[noted.id])?;
        return Ok(None);
    };
    let row = UploadRow {
        path,
        small_path: None,
        expires_at: Some(tx.now.as_micros()),
        state: UploadRow::GOING.to_owned(),
        ..noted
    };
    uploads::update(tx.conn, row.clone())?;
    Ok(Some(row))
}

/// The same with what was made of it, and where that is going to be.
pub(super) fn described(ctx: &Ctx, row: UploadRow, made: &Made) -> UploadRow {
    let path = new_path(&*ctx.random, made.kind);
    let small = made.small.as_ref();
    UploadRow {
        state: UploadRow::READY.to_owned(),
        kind: made.word().to_owned(),
        media_type: made.kind.media_type().to_owned(),
        small_path: small.map(|small| small_path(&path, small.kind)),
        path,
        blurhash: made.blurhash.clone(),
        width: made.size.and_then(|(width, _)| pixels(width)),
        height: made.size.and_then(|(_, height)| pixels(height)),
        small_width: small.and_then(|small| pixels(small.width)),
        small_height: small.and_then(|small| pixels(small.height)),
        duration_ms: made
            .duration
            .and_then(|length| i64::try_from(length.as_millis()).ok()),
        ..row
    }
}

/// Removes files that nothing shows any more; where the store does not answer, they go with all others whose time
/// is over.
pub(super) async fn remove_soon(ctx: &Ctx, row: Option<UploadRow>) {
    let Some(row) = row else { return };
    if let Err(error) = remove_upload(ctx, row).await {
        tracing::warn!(%error, "files are not removed yet");
    }
}
