//! Files that somebody here uploads for a post.

use staffroom_db::uploads::{self, UploadRow};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{AccountId, AttachmentId};
use staffroom_media::{Nature, Output, PictureRules};

use super::keeping::{blank, exchange_in, insert, keep_new, note_files, remove_soon};
use super::make::{self, pixels};
use super::shelf::{new_path, small_path};
use super::{Incoming, MediaError};
use crate::context::Ctx;

/// The longest description, in characters.
pub const MAX_DESCRIPTION: usize = 1_500;
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
        let waiting = row.clone();
        insert(ctx, row).await?;
        let file = new.file.path();
        ctx.media().store()?.put_file(&waiting.path, file).await?;
        let payload = JobPayload::ProcessUpload { upload: waiting.id };
        ctx.transact(move |tx| {
            tx.queue(&NewJob::now(payload, tx.now))
                .map_err(MediaError::from)
        })
        .await?;
        return Ok(Uploaded::Waiting(waiting));
    }
    let mut made = make::make(
        ctx,
        new.file.path().to_owned(),
        kind,
        PictureRules::ATTACHMENT,
    )
    .await?;
    if let Some(thumbnail) = &new.thumbnail
        && let (Some(small), blurhash) = of_thumbnail(ctx, thumbnail).await?
    {
        (made.small, made.blurhash) = (Some(small), blurhash);
    }
    keep_new(ctx, row, &made).await.map(Uploaded::Ready)
}

/// What becomes of a picture that somebody chose for their file, and its blur.
async fn of_thumbnail(
    ctx: &Ctx,
    picture: &Incoming,
) -> Result<(Option<Output>, Option<String>), MediaError> {
    let kind = make::judge(ctx, picture)?;
    if kind.nature() != Nature::Picture {
        return Err(MediaError::invalid("thumbnail must be a picture"));
    }
    let rules = PictureRules {
        moves: false,
        ..PictureRules::ATTACHMENT
    };
    let made = make::make(ctx, picture.path().to_owned(), kind, rules).await?;
    Ok((made.small, made.blurhash))
}

/// A picture that somebody chose for a file which is there, in the store.
struct Thumbnail {
    noted: UploadRow,
    path: String,
    size: (u32, u32),
    blurhash: Option<String>,
}

async fn keep_thumbnail(
    ctx: &Ctx,
    of: &UploadRow,
    picture: &Incoming,
) -> Result<Option<Thumbnail>, MediaError> {
    let (Some(small), blurhash) = of_thumbnail(ctx, picture).await? else {
        return Ok(None);
    };
    let path = small_path(&new_path(&*ctx.random, small.kind), small.kind);
    let noted = note_files(ctx, of, &path, None).await?;
    ctx.media().store()?.put(&path, small.bytes).await?;
    Ok(Some(Thumbnail {
        noted,
        path,
        size: (small.width, small.height),
        blurhash,
    }))
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
        .filter(|row| is_theirs(row, by) && row.is_free(ctx.now()))
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
    let (row, is_ready) = match get(ctx, by, id).await? {
        Uploaded::Ready(row) => (row, true),
        Uploaded::Waiting(row) => (row, false),
    };
    let mut thumbnail = None;
    if let Some(picture) = &edit.thumbnail {
        if !is_ready {
            return Err(MediaError::Invalid(
                "the file is still being looked at; try again in a moment".to_owned(),
            ));
        }
        thumbnail = keep_thumbnail(ctx, &row, picture).await?;
    }
    let noted = thumbnail.as_ref().map(|thumbnail| thumbnail.noted.clone());
    let changed = ctx
        .transact(move |tx| {
            // As it is now: it may have been finished, or used, meanwhile.
            let mut now = uploads::lock_many(tx.conn, &[id])?
                .pop()
                .filter(|row| is_theirs(row, by) && row.is_free(tx.now))
                .ok_or(MediaError::NotFound)?;
            if let Some(text) = edit.description {
                now.description = Some(text).filter(|text| !text.trim().is_empty());
            }
            if let Some((x, y)) = edit.focus {
                (now.focus_x, now.focus_y) = (Some(x), Some(y));
            }
            let mut going = None;
            if let Some(new) = thumbnail {
                let before = now.small_path.replace(new.path);
                (now.small_width, now.small_height) = (pixels(new.size.0), pixels(new.size.1));
                now.blurhash = new.blurhash;
                going = exchange_in(tx, new.noted, before)?;
            }
            uploads::update(tx.conn, now.clone())?;
            Ok::<_, MediaError>((now, going))
        })
        .await;
    let changed = match changed {
        Ok((changed, going)) => {
            remove_soon(ctx, going).await;
            changed
        }
        Err(error) => {
            remove_soon(ctx, noted).await;
            return Err(error);
        }
    };
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
            let row = uploads::lock_many(tx.conn, &[id])?
                .pop()
                .filter(|row| is_theirs(row, by) && row.state != UploadRow::GOING)
                .ok_or(MediaError::NotFound)?;
            if row.is_used() {
                return Err(MediaError::Invalid(
                    "Media attachment is currently used by an existing status".to_owned(),
                ));
            }
            let going = UploadRow {
                state: UploadRow::GOING.to_owned(),
                expires_at: Some(tx.now.as_micros()),
                ..row
            };
            uploads::update(tx.conn, going.clone())?;
            Ok(going)
        })
        .await?;
    remove_soon(ctx, Some(row)).await;
    Ok(())
}
