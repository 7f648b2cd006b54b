//! Removing files whose time is over.

use std::time::Duration;

use staffroom_db::remote_files::{self, RemoteFileRow};
use staffroom_db::uploads::{self, UploadRow};
use staffroom_domain::AttachmentId;

use super::MediaError;
use crate::context::Ctx;

/// How many are removed at once.
const AT_ONCE: i64 = 200;

/// What was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// How many files.
    pub files: usize,
    /// How many bytes they had.
    pub bytes: i64,
}

/// How much room files take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Uploads.
    pub uploads: i64,
    /// Their bytes.
    pub upload_bytes: i64,
    /// Files of other servers, those included that could not be fetched.
    pub remote: i64,
    /// Their bytes.
    pub remote_bytes: i64,
}

/// How much room files take.
pub async fn totals(ctx: &Ctx) -> Result<Totals, MediaError> {
    let (ours, theirs) = ctx
        .db
        .read(|conn| {
            let ours = uploads::totals(conn)?;
            Ok::<_, staffroom_db::DbError>((ours, remote_files::totals(conn)?))
        })
        .await?;
    Ok(Totals {
        uploads: ours.0,
        upload_bytes: ours.1,
        remote: theirs.0,
        remote_bytes: theirs.1,
    })
}

/// Removes uploads that nothing shows any more.
pub async fn prune_uploads(ctx: &Ctx) -> Result<Pruned, MediaError> {
    let mut pruned = Pruned::default();
    loop {
        let now = ctx.now();
        // Marked before their files go: nothing takes them meanwhile.
        let rows = ctx
            .db
            .write(move |conn| uploads::mark_expired(conn, now, AT_ONCE))
            .await?;
        if rows.is_empty() {
            return Ok(pruned);
        }
        for row in &rows {
            remove_files(ctx, [Some(row.path.clone()), row.small_path.clone()]).await?;
            pruned.files += 1;
            pruned.bytes += row.size;
        }
        let ids: Vec<AttachmentId> = rows.iter().map(|row| row.id).collect();
        ctx.db
            .write(move |conn| uploads::remove(conn, &ids))
            .await?;
    }
}

/// Removes an upload that nothing takes any more. The files first: a row without its file is found again, a file
/// without its row is not.
pub(super) async fn remove_upload(ctx: &Ctx, row: UploadRow) -> Result<(), MediaError> {
    remove_files(ctx, [Some(row.path), row.small_path]).await?;
    ctx.db
        .write(move |conn| uploads::remove(conn, &[row.id]))
        .await?;
    Ok(())
}

/// Removes files of other servers that nobody has looked at for so long; and then, where those that are
/// left take more room than the settings allow, those that nobody has looked at for longest.
pub async fn prune_remote(ctx: &Ctx, older_than: Duration) -> Result<Pruned, MediaError> {
    let mut pruned = Pruned::default();
    let before = ctx.now().minus(older_than);
    loop {
        let rows = ctx
            .db
            .read(move |conn| remote_files::unused_since(conn, before, AT_ONCE))
            .await?;
        if rows.is_empty() {
            break;
        }
        remove_remote(ctx, rows, &mut pruned).await?;
    }
    let most = i64::try_from(ctx.config.media.max_cache.as_u64()).unwrap_or(i64::MAX);
    let (_, mut size) = ctx.db.read(remote_files::totals).await?;
    let end = ctx.now().plus(Duration::from_secs(1));
    while size > most {
        let rows = ctx
            .db
            .read(move |conn| remote_files::unused_since(conn, end, AT_ONCE))
            .await?;
        let mut take = Vec::new();
        for row in rows {
            if size <= most {
                break;
            }
            size -= row.size;
            take.push(row);
        }
        if take.is_empty() {
            break;
        }
        remove_remote(ctx, take, &mut pruned).await?;
    }
    Ok(pruned)
}

async fn remove_remote(
    ctx: &Ctx,
    rows: Vec<RemoteFileRow>,
    pruned: &mut Pruned,
) -> Result<(), MediaError> {
    let mut keys = Vec::with_capacity(rows.len());
    for row in rows {
        pruned.files += usize::from(row.path.is_some());
        pruned.bytes += row.size;
        remove_files(ctx, [row.path, row.small_path]).await?;
        keys.push(row.key);
    }
    ctx.db
        .write(move |conn| remote_files::remove(conn, &keys))
        .await?;
    Ok(())
}

pub(super) async fn remove_files(ctx: &Ctx, paths: [Option<String>; 2]) -> Result<(), MediaError> {
    let store = ctx.media().store()?;
    for path in paths.into_iter().flatten() {
        store.delete(&path).await?;
    }
    Ok(())
}
