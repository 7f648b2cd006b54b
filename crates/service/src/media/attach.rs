//! Uploads become files of a status.

use staffroom_db::attachments::AttachmentRow;
use staffroom_db::uploads::{self, UploadRow};
use staffroom_db::{DbError, attachments};
use staffroom_domain::{AccountId, AttachmentId, StatusId};

use super::keeping::KEPT_UNUSED;
use super::uploads::ATTACHMENT;
use crate::statuses::{NewAttachment, StatusError};
use crate::tx::Tx;

/// The most files of a status from here.
pub const MAX_FILES: usize = 4;

/// What somebody says of a file when they change a status.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Revised {
    /// Which file.
    pub id: Option<AttachmentId>,
    /// What it shows, in words; none: as before.
    pub description: Option<String>,
    /// The point to keep when it is cropped; none: as before.
    pub focus: Option<(f64, f64)>,
}

/// The files that a new status is to show, in order.
///
/// # Errors
///
/// [`StatusError::Invalid`] where they are too many, not theirs, used already or not ready.
pub fn claim_in(
    tx: &mut Tx<'_>,
    by: AccountId,
    ids: &[AttachmentId],
) -> Result<Vec<NewAttachment>, StatusError> {
    let now = tx.now;
    claim(tx, by, ids, |row| row.is_free(now))
}

/// As [`claim_in`], for a status that has waited for its time, and its files with it.
pub fn claim_held_in(
    tx: &mut Tx<'_>,
    by: AccountId,
    ids: &[AttachmentId],
) -> Result<Vec<NewAttachment>, StatusError> {
    claim(tx, by, ids, |row| row.status_id.is_none())
}

/// Keeps files for a status that waits for its time: nothing else shows them, however long that is.
///
/// # Errors
///
/// As [`claim_in`].
pub fn hold_in(tx: &mut Tx<'_>, by: AccountId, ids: &[AttachmentId]) -> Result<(), StatusError> {
    if !claim_in(tx, by, ids)?.is_empty() {
        uploads::keep_until(tx.conn, ids, None)?;
    }
    Ok(())
}

/// Lets files go whose status waits no more: they can be used again, for a while.
pub fn let_go_in(tx: &mut Tx<'_>, ids: &[AttachmentId]) -> Result<(), DbError> {
    if ids.is_empty() {
        return Ok(());
    }
    uploads::keep_until(tx.conn, ids, Some(tx.now.plus(KEPT_UNUSED)))
}

fn claim(
    tx: &mut Tx<'_>,
    by: AccountId,
    ids: &[AttachmentId],
    may_be_used: impl Fn(&UploadRow) -> bool,
) -> Result<Vec<NewAttachment>, StatusError> {
    check_number(ids)?;
    let rows = uploads::lock_many(tx.conn, ids)?;
    let mut files = Vec::with_capacity(ids.len());
    for id in ids {
        let row = rows.iter().find(|row| row.id == *id).filter(|row| {
            row.account_id == Some(by.get())
                && row.purpose == ATTACHMENT
                && may_be_used(row)
                && !matches!(row.state.as_str(), UploadRow::FAILED | UploadRow::GOING)
        });
        let unknown = || {
            StatusError::Invalid(format!(
                "Media {id} not found or already attached to another post"
            ))
        };
        files.push(file(row.ok_or_else(unknown)?)?);
    }
    check_mixture(&files)?;
    Ok(files)
}

/// As [`claim_in`], for a status that is changed: files that it shows already may stay, and what is said of
/// them may change. Gives none where nothing would be different.
pub fn keep_in(
    tx: &mut Tx<'_>,
    by: AccountId,
    status: StatusId,
    ids: &[AttachmentId],
    revised: &[Revised],
) -> Result<Option<Vec<NewAttachment>>, StatusError> {
    check_number(ids)?;
    let there = attachments::of_statuses(tx.conn, &[status])?;
    let new: Vec<AttachmentId> = ids
        .iter()
        .copied()
        .filter(|id| !there.iter().any(|row| row.id == *id))
        .collect();
    let mut new = claim_in(tx, by, &new)?.into_iter();
    let mut files = Vec::with_capacity(ids.len());
    for id in ids {
        let kept = there.iter().find(|row| row.id == *id).map(kept);
        let Some(mut file) = kept.or_else(|| new.next()) else {
            continue;
        };
        if let Some(change) = revised.iter().find(|change| change.id == Some(*id)) {
            if let Some(text) = &change.description {
                file.description = Some(text.clone()).filter(|text| !text.trim().is_empty());
            }
            file.focus = change.focus.or(file.focus);
        }
        files.push(file);
    }
    check_mixture(&files)?;
    let before: Vec<NewAttachment> = there.iter().map(kept).collect();
    Ok((files != before).then_some(files))
}

/// Binds uploads to the status that shows them, and lets those go that it shows no more.
pub fn release_in(
    tx: &mut Tx<'_>,
    status: StatusId,
    files: &[NewAttachment],
) -> Result<(), DbError> {
    let ids: Vec<AttachmentId> = files.iter().filter_map(|file| file.id).collect();
    uploads::release_of_status(tx.conn, status, &ids, tx.now)?;
    if !ids.is_empty() {
        uploads::attach(tx.conn, &ids, status)?;
    }
    Ok(())
}

/// Gives the files of a status that was deleted back to whoever wants to write it again: for as long as
/// files are kept that nothing shows.
pub(crate) fn give_back_in(tx: &mut Tx<'_>, status: StatusId) -> Result<(), DbError> {
    uploads::give_back(tx.conn, status, tx.now.plus(KEPT_UNUSED))
}

fn check_number(ids: &[AttachmentId]) -> Result<(), StatusError> {
    let mut distinct = ids.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    if ids.len() > MAX_FILES {
        return Err(StatusError::Invalid(format!(
            "Cannot attach more than {MAX_FILES} files"
        )));
    }
    if distinct.len() != ids.len() {
        return Err(StatusError::Invalid("A file is attached twice".to_owned()));
    }
    Ok(())
}

/// Clients show several pictures, or one film.
fn check_mixture(files: &[NewAttachment]) -> Result<(), StatusError> {
    if files.len() > 1 && files.iter().any(|file| file.kind != "image") {
        return Err(StatusError::Invalid(
            "Cannot attach a video to a post that already contains images".to_owned(),
        ));
    }
    Ok(())
}

fn file(row: &UploadRow) -> Result<NewAttachment, StatusError> {
    if row.state != UploadRow::READY {
        return Err(StatusError::Invalid(
            "Cannot attach files that have not finished processing. Try again in a moment!"
                .to_owned(),
        ));
    }
    Ok(NewAttachment {
        id: Some(row.id),
        kind: row.kind.clone(),
        media_type: Some(row.media_type.clone()),
        url: format!("/{}", row.path),
        preview_url: row.small_path.as_ref().map(|path| format!("/{path}")),
        description: row.description.clone(),
        blurhash: row.blurhash.clone(),
        focus: row.focus_x.zip(row.focus_y),
        width: row.width,
        height: row.height,
        small_size: row.small_width.zip(row.small_height),
        duration_ms: row.duration_ms,
    })
}

fn kept(row: &AttachmentRow) -> NewAttachment {
    NewAttachment {
        id: Some(row.id),
        kind: row.kind.clone(),
        media_type: row.media_type.clone(),
        url: row.url.clone(),
        preview_url: row.preview_url.clone(),
        description: row.description.clone(),
        blurhash: row.blurhash.clone(),
        focus: row.focus_x.zip(row.focus_y),
        width: row.width,
        height: row.height,
        small_size: row.small_width.zip(row.small_height),
        duration_ms: row.duration_ms,
    }
}
