//! The files of a post that is being written: each is kept from when it was first sent, with its description.

use staffroom_domain::{AccountId, AttachmentId};
use staffroom_service::media::{self, MediaError, NewUpload, UploadEdit, UploadRow, Uploaded};
use staffroom_service::rate_limits::Called;
use staffroom_service::statuses::MAX_ATTACHMENTS;

use super::{SLOTS, Slot};
use crate::error::PageError;
use crate::fields::Fields;
use crate::form::Problems;
use crate::page::Page;
use crate::parts::{PostParts, Sent};
use crate::words::{Message, key};

/// A file that was sent.
pub(crate) struct ShownFile {
    pub(crate) id: AttachmentId,
    pub(crate) number: usize,
    pub(crate) kind: Message,
    /// A small picture of it.
    pub(crate) picture: Option<String>,
    pub(crate) description: String,
}

/// Takes in what was sent: descriptions of files that are there, files that go, and new ones.
pub(super) async fn take(
    page: &Page,
    by: AccountId,
    sent: &mut PostParts,
    problems: &mut Problems,
) -> Result<(Vec<ShownFile>, [Slot; 2]), PageError> {
    // What was said of a file that is not taken in stays in the form.
    let mut slots = SLOTS.map(|name| Slot {
        name,
        about: sent.fields.get(&format!("{name}-about")).to_owned(),
    });
    let mut rows = kept(page, by, &sent.fields, problems).await?;
    for slot in &mut slots {
        let file = match sent.file(slot.name) {
            Sent::Nothing => continue,
            Sent::TooLarge => {
                problems.add("files", key("problem-file-large"));
                continue;
            }
            Sent::File(file) => file,
        };
        if rows.len() >= MAX_ATTACHMENTS {
            problems.add(
                "files",
                key("problem-files-many").with("most", MAX_ATTACHMENTS),
            );
            break;
        }
        if page.count(by, Called::Upload).is_err() {
            problems.add("files", key("problem-files-often"));
            break;
        }
        let new = NewUpload {
            file,
            thumbnail: None,
            description: Some(slot.about.clone()),
            focus: None,
            can_wait: false,
        };
        match media::upload(page.ctx(), by, new).await {
            Ok(Uploaded::Ready(row) | Uploaded::Waiting(row)) => {
                slot.about.clear();
                rows.push(row);
            }
            Err(MediaError::Invalid(reason)) => problems.add("files", refused(&reason)),
            Err(error) => return Err(error.into()),
        }
    }
    let origin = page.ctx().addresses.origin().to_owned();
    let numbered = rows.into_iter().zip(1..);
    let files = numbered.map(|(row, number)| ShownFile::new(&origin, &row, number));
    Ok((files.collect(), slots))
}

/// Those that were sent before.
async fn kept(
    page: &Page,
    by: AccountId,
    fields: &Fields,
    problems: &mut Problems,
) -> Result<Vec<UploadRow>, PageError> {
    let ctx = page.ctx();
    let mut rows = Vec::new();
    let ids = fields.all("media").filter_map(|id| id.parse().ok());
    for id in ids.take(MAX_ATTACHMENTS).collect::<Vec<AttachmentId>>() {
        if fields.all("remove").any(|it| it == id.to_string()) {
            match media::delete(ctx, by, id).await {
                Ok(()) | Err(MediaError::NotFound | MediaError::Invalid(_)) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        let edit = UploadEdit {
            description: Some(fields.get(&format!("media-{id}-about")).to_owned()),
            ..UploadEdit::default()
        };
        match media::edit(ctx, by, id, edit).await {
            Ok(Uploaded::Ready(row) | Uploaded::Waiting(row)) => rows.push(row),
            // Gone after a day, or in a post already.
            Err(MediaError::NotFound) => problems.add("files", key("problem-file-gone")),
            Err(MediaError::Invalid(reason)) => {
                problems.add("files", refused(&reason));
                if let Ok(Uploaded::Ready(row) | Uploaded::Waiting(row)) =
                    media::get(ctx, by, id).await
                {
                    rows.push(row);
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(rows)
}

/// Whether a file is to go, and nothing else happens.
pub(super) fn is_removal(fields: &Fields) -> bool {
    !fields.get("remove").is_empty()
}

/// Each file is described.
pub(super) fn check(files: &[ShownFile], problems: &mut Problems) {
    for file in files.iter().filter(|file| file.description.is_empty()) {
        let text = key("problem-file-not-described").with("number", file.number);
        problems.add("files", text);
    }
}

fn refused(reason: &str) -> Message {
    let reason = reason.strip_prefix("Validation failed: ").unwrap_or(reason);
    key("problem-file-refused").with("reason", reason)
}

impl ShownFile {
    fn new(origin: &str, row: &UploadRow, number: usize) -> Self {
        let kind = match row.kind.as_str() {
            "image" => key("status-picture"),
            "gifv" => key("status-moving-picture"),
            "video" => key("status-video"),
            "audio" => key("status-sound"),
            _ => key("status-file"),
        };
        let is_ready = row.state == UploadRow::READY;
        let small = row.small_path.as_ref().filter(|_| is_ready);
        Self {
            id: row.id,
            number,
            kind,
            picture: small.map(|path| format!("{origin}/{path}")),
            description: row.description.clone().unwrap_or_default(),
        }
    }
}
