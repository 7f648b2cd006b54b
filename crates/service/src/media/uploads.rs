//! Files that somebody here uploads for a post.

use std::path::Path;
use std::time::Duration;

use futures_util::future::BoxFuture;
use staffroom_db::uploads::{self, UploadRow};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::{AccountId, AttachmentId};
use staffroom_media::{FileType, Nature, PictureRules};

use super::make::{self, Made, pixels};
use super::shelf::{new_path, small_path};
use super::{Incoming, MediaError};
use crate::context::Ctx;
use crate::ports::{JobError, JobHandler};

/// The longest description, in characters.
pub const MAX_DESCRIPTION: usize = 1_500;
/// What no status shows is kept for so long.
pub(super) const KEPT_UNUSED: Duration = Duration::from_hours(24);
/// Larger pictures are looked at after the answer, where the client can wait, in bytes.
const LARGE: u64 = 4 * 1024 * 1024;
/// For whom a file is that goes into a post.
pub(super) const ATTACHMENT: &str = "attachment";

/// A file that somebody uploads.
pub struct NewUpload {
    /// The file.
    pub file: Incoming,
    /// A picture of it, for sound and video.
    pub thumbnail: Option<Incoming>,
    /// What it shows, in words.
    pub description: Option<String>,
    /// The point to keep when it is cropped.
    pub focus: Option<(f64, f64)>,
    /// Whether the client asks again, so that large pictures are looked at after the answer.
    pub can_wait: bool,
}

/// What is to be changed of a file; nothing set leaves things as they are.
#[derive(Default)]
pub struct UploadEdit {
    /// What it shows, in words.
    pub description: Option<String>,
    /// The point to keep when it is cropped.
    pub focus: Option<(f64, f64)>,
    /// A picture of it.
    pub thumbnail: Option<Incoming>,
}

/// How far an upload is.
#[derive(Clone, Debug)]
pub enum Uploaded {
    /// It can be shown.
    Ready(UploadRow),
    /// It is being looked at.
    Waiting(UploadRow),
}

/// Takes a file for a post.
pub async fn upload(ctx: &Ctx, by: AccountId, new: NewUpload) -> Result<Uploaded, MediaError> {
    check_description(new.description.as_deref())?;
    let kind = make::judge(ctx, &new.file)?;
    let waits = new.can_wait
        && kind.nature() == Nature::Picture
        && new.file.as_file().metadata()?.len() > LARGE;
    let path = new_path(&*ctx.random, kind);
    let row = UploadRow {
        description: new.description.filter(|text| !text.trim().is_empty()),
        focus_x: new.focus.map(|(x, _)| x),
        focus_y: new.focus.map(|(_, y)| y),
        ..blank(ctx, Some(by), ATTACHMENT, kind, path)
    };
    if waits {
        ctx.media()
            .store()?
            .put_file(&row.path, new.file.path())
            .await?;
        let waiting = row.clone();
        ctx.transact(move |tx| {
            let payload = JobPayload::ProcessUpload { upload: row.id };
            uploads::insert(tx.conn, row)?;
            tx.queue(&NewJob::now(payload, tx.now))
                .map_err(MediaError::from)
        })
        .await?;
        return Ok(Uploaded::Waiting(waiting));
    }
    let made = make::make(
        ctx,
        new.file.path().to_owned(),
        kind,
        PictureRules::ATTACHMENT,
    )
    .await?;
    let mut row = finished(ctx, row, &made).await?;
    if let Some(thumbnail) = new.thumbnail {
        row = with_thumbnail(ctx, row, &thumbnail).await?;
    }
    let ready = row.clone();
    ctx.db.write(move |conn| uploads::insert(conn, row)).await?;
    Ok(Uploaded::Ready(ready))
}

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

/// The same with what was made of it, which is in the store then.
pub(super) async fn finished(
    ctx: &Ctx,
    row: UploadRow,
    made: &Made,
) -> Result<UploadRow, MediaError> {
    let path = new_path(&*ctx.random, made.kind);
    let (small_path, size) = made.keep(ctx, &path).await?;
    let small = made.small.as_ref();
    Ok(UploadRow {
        state: UploadRow::READY.to_owned(),
        kind: made.word().to_owned(),
        media_type: made.kind.media_type().to_owned(),
        path,
        small_path,
        blurhash: made.blurhash.clone(),
        width: made.size.and_then(|(width, _)| pixels(width)),
        height: made.size.and_then(|(_, height)| pixels(height)),
        small_width: small.and_then(|small| pixels(small.width)),
        small_height: small.and_then(|small| pixels(small.height)),
        duration_ms: made
            .duration
            .and_then(|length| i64::try_from(length.as_millis()).ok()),
        size,
        ..row
    })
}

/// The same with a picture of it that its owner chose.
async fn with_thumbnail(
    ctx: &Ctx,
    row: UploadRow,
    picture: &Incoming,
) -> Result<UploadRow, MediaError> {
    let kind = make::judge(ctx, picture)?;
    if kind.nature() != Nature::Picture {
        return Err(MediaError::invalid("thumbnail must be a picture"));
    }
    let rules = PictureRules {
        moves: false,
        ..PictureRules::ATTACHMENT
    };
    let made = make::make(ctx, picture.path().to_owned(), kind, rules).await?;
    let Some(small) = &made.small else {
        return Ok(row);
    };
    let at = small_path(&new_path(&*ctx.random, small.kind), small.kind);
    let store = ctx.media().store()?;
    store.put(&at, small.bytes.clone()).await?;
    if let Some(before) = &row.small_path {
        store.delete(before).await?;
    }
    Ok(UploadRow {
        small_path: Some(at),
        small_width: pixels(small.width),
        small_height: pixels(small.height),
        blurhash: made.blurhash,
        ..row
    })
}

fn check_description(text: Option<&str>) -> Result<(), MediaError> {
    if text.is_some_and(|text| text.chars().count() > MAX_DESCRIPTION) {
        return Err(MediaError::Invalid(format!(
            "Description is too long (maximum is {MAX_DESCRIPTION} characters)"
        )));
    }
    Ok(())
}

/// A file of theirs that no status shows yet.
///
/// # Errors
///
/// [`MediaError::Invalid`] where it turned out that it cannot be shown.
pub async fn get(ctx: &Ctx, by: AccountId, id: AttachmentId) -> Result<Uploaded, MediaError> {
    let row = ctx.db.read(move |conn| uploads::find(conn, id)).await?;
    let row = row
        .filter(|row| is_theirs(row, by) && row.is_free())
        .ok_or(MediaError::NotFound)?;
    match row.state.as_str() {
        UploadRow::READY => Ok(Uploaded::Ready(row)),
        UploadRow::WAITING => Ok(Uploaded::Waiting(row)),
        _ => Err(MediaError::Invalid(row.failure.unwrap_or_default())),
    }
}

fn is_theirs(row: &UploadRow, by: AccountId) -> bool {
    row.account_id == Some(by.get()) && row.purpose == ATTACHMENT
}

/// Changes what is said of a file of theirs that no status shows yet.
pub async fn edit(
    ctx: &Ctx,
    by: AccountId,
    id: AttachmentId,
    edit: UploadEdit,
) -> Result<Uploaded, MediaError> {
    check_description(edit.description.as_deref())?;
    let (mut row, is_ready) = match get(ctx, by, id).await? {
        Uploaded::Ready(row) => (row, true),
        Uploaded::Waiting(row) => (row, false),
    };
    if let Some(picture) = &edit.thumbnail {
        if !is_ready {
            return Err(MediaError::Invalid(
                "the file is still being looked at; try again in a moment".to_owned(),
            ));
        }
        row = with_thumbnail(ctx, row, picture).await?;
    }
    let thumbnail = edit.thumbnail.is_some().then_some(row);
    let changed = ctx
        .transact(move |tx| {
            // As it is now: it may have been finished, or used, meanwhile.
            let mut now = uploads::find(tx.conn, id)?
                .filter(|row| is_theirs(row, by) && row.is_free())
                .ok_or(MediaError::NotFound)?;
            if let Some(text) = edit.description {
                now.description = Some(text).filter(|text| !text.trim().is_empty());
            }
            if let Some((x, y)) = edit.focus {
                (now.focus_x, now.focus_y) = (Some(x), Some(y));
            }
            if let Some(row) = thumbnail {
                now.small_path = row.small_path;
                (now.small_width, now.small_height) = (row.small_width, row.small_height);
                now.blurhash = row.blurhash;
            }
            uploads::update(tx.conn, now.clone())?;
            Ok::<_, MediaError>(now)
        })
        .await?;
    if changed.state == UploadRow::READY {
        Ok(Uploaded::Ready(changed))
    } else {
        Ok(Uploaded::Waiting(changed))
    }
}

/// Removes a file of theirs that no status shows.
pub async fn delete(ctx: &Ctx, by: AccountId, id: AttachmentId) -> Result<(), MediaError> {
    let row = ctx
        .transact(move |tx| {
            let row = uploads::find(tx.conn, id)?
                .filter(|row| is_theirs(row, by))
                .ok_or(MediaError::NotFound)?;
            if !row.is_free() {
                return Err(MediaError::Invalid(
                    "Media attachment is currently used by an existing status".to_owned(),
                ));
            }
            uploads::remove(tx.conn, &[id])?;
            Ok(row)
        })
        .await?;
    super::prune::remove_files(ctx, [Some(row.path), row.small_path]).await
}

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
    let row = match processed(ctx, &row, file.path()).await {
        Ok(row) => row,
        Err(MediaError::Invalid(reason)) => UploadRow {
            state: UploadRow::FAILED.to_owned(),
            failure: Some(reason),
            ..row
        },
        Err(error) => return Err(error),
    };
    ctx.transact(move |tx| {
        if let Some(now) = uploads::find(tx.conn, id)? {
            // What its owner wrote meanwhile counts.
            let row = UploadRow {
                description: now.description,
                focus_x: now.focus_x,
                focus_y: now.focus_y,
                expires_at: now.expires_at,
                ..row
            };
            uploads::update(tx.conn, row)?;
        }
        Ok::<_, MediaError>(())
    })
    .await?;
    super::prune::remove_files(ctx, [Some(raw), None]).await
}

async fn processed(ctx: &Ctx, row: &UploadRow, file: &Path) -> Result<UploadRow, MediaError> {
    let kind = FileType::ALL
        .into_iter()
        .find(|kind| kind.media_type() == row.media_type)
        .ok_or(MediaError::NotFound)?;
    let made = make::make(ctx, file.to_owned(), kind, PictureRules::ATTACHMENT).await?;
    finished(ctx, row.clone(), &made).await
}
