//! Large pictures are looked at after the answer.

use std::path::Path;

use futures_util::future::BoxFuture;
use staffroom_db::uploads::{self, UploadRow};
use staffroom_domain::AttachmentId;
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload};
use staffroom_media::{FileType, PictureRules};

use super::keeping::{described, exchange_in, note_files, remove_soon};
use super::prune::remove_files;
use super::{MediaError, make};
use crate::context::Ctx;
use crate::ports::{JobError, JobHandler};

/// Looks at pictures that were too large to be looked at while somebody waited.
pub struct ProcessUploadHandler(pub Ctx);

impl JobHandler for ProcessUploadHandler {
    fn kind(&self) -> JobKind {
        JobKind::ProcessUpload
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::ProcessUpload { upload } = job.payload else {
                return Err(JobError::Hopeless("no upload".into()));
            };
            process(&self.0, upload).await.map_err(JobError::retry)
        })
    }
}

/// Makes of an upload what can be shown, or notes why that cannot be.
async fn process(ctx: &Ctx, id: AttachmentId) -> Result<(), MediaError> {
    let row = ctx.db.read(move |conn| uploads::find(conn, id)).await?;
    let Some(row) = row.filter(|row| row.state == UploadRow::WAITING) else {
        return Ok(());
    };
    let raw = row.path.clone();
    let file = ctx.media().store()?.bring(&raw).await?;
    let (row, noted) = match processed(ctx, &row, file.path()).await {
        Ok((row, noted)) => (row, Some(noted)),
        Err(MediaError::Invalid(reason)) => {
            let failed = UploadRow {
                state: UploadRow::FAILED.to_owned(),
                failure: Some(reason),
                ..row
            };
            (failed, None)
        }
        Err(error) => return Err(error),
    };
    let (before, made) = (raw.clone(), noted.clone());
    let exchanged = ctx.transact(move |tx| {
        let now = uploads::lock_many(tx.conn, &[id])?.pop();
        let now = now.filter(|now| now.state == UploadRow::WAITING);
        let Some(now) = now else { return Ok(made) };
        // What its owner wrote meanwhile counts.
        let row = UploadRow {
            description: now.description,
            focus_x: now.focus_x,
            focus_y: now.focus_y,
            expires_at: now.expires_at,
            ..row
        };
        uploads::update(tx.conn, row)?;
        match made {
            Some(made) => exchange_in(tx, made, Some(before)).map_err(MediaError::from),
            None => Ok(None),
        }
    });
    let is_failed = noted.is_none();
    remove_soon(ctx, exchanged.await?).await;
    if is_failed {
        // Its row still says where it was.
        remove_files(ctx, [Some(raw), None]).await?;
    }
    Ok(())
}

/// The row as it is going to be, and the files that were noted for it.
async fn processed(
    ctx: &Ctx,
    row: &UploadRow,
    file: &Path,
) -> Result<(UploadRow, UploadRow), MediaError> {
    let kind = FileType::ALL
        .into_iter()
        .find(|kind| kind.media_type() == row.media_type)
        .ok_or(MediaError::NotFound)?;
    let made = make::make(ctx, file.to_owned(), kind, PictureRules::ATTACHMENT).await?;
    let mut row = described(ctx, row.clone(), &made);
    let noted = note_files(ctx, &row, &row.path, row.small_path.clone()).await?;
    row.size = made.keep(ctx, &row.path).await?;
    Ok((row, noted))
}
