//! Files of remote posts.

use staffroom_protocol::incoming::{Attachment, AttachmentKind, IncomingObject, Picture};
use staffroom_service::statuses::{MAX_ATTACHMENTS, NewAttachment};

use super::draft::cut;

/// The longest description that is kept, in bytes.
const LONGEST_DESCRIPTION: usize = 10_000;

/// The files of an object, in order; of one that has none, its picture.
pub(super) fn attachments(object: &IncomingObject) -> Vec<NewAttachment> {
    let mut files: Vec<NewAttachment> = object
        .attachments
        .iter()
        .take(MAX_ATTACHMENTS)
        .map(file)
        .collect();
    if files.is_empty()
        && let Some(picture) = object.image.as_ref().or(object.icon.as_ref())
    {
        files.push(picture_file(picture));
    }
    files
}

fn file(file: &Attachment) -> NewAttachment {
    let pixels = |number: Option<u32>| number.and_then(|number| i32::try_from(number).ok());
    NewAttachment {
        id: None,
        kind: kind(file).to_owned(),
        media_type: file.media_type.clone(),
        url: file.url.as_str().to_owned(),
        preview_url: file.icon_url.as_ref().map(|url| url.as_str().to_owned()),
        description: file.alt.as_deref().map(|alt| cut(alt, LONGEST_DESCRIPTION)),
        blurhash: file
            .blurhash
            .clone()
            .filter(|hash| hash.len() <= 128 && hash.is_ascii()),
        focus: file.focal_point,
        width: pixels(file.width),
        height: pixels(file.height),
        small_size: None,
        duration_ms: None,
    }
}

fn picture_file(picture: &Picture) -> NewAttachment {
    NewAttachment {
        kind: "image".to_owned(),
        media_type: picture.media_type.clone(),
        url: picture.url.as_str().to_owned(),
        description: picture
            .alt
            .as_deref()
            .map(|alt| cut(alt, LONGEST_DESCRIPTION)),
        ..NewAttachment::default()
    }
}

fn kind(file: &Attachment) -> &'static str {
    let media_type = file.media_type.as_deref().unwrap_or_default();
    match media_type.split('/').next().unwrap_or_default() {
        "image" => "image",
        "video" => "video",
        "audio" => "audio",
        _ => match file.kind {
            AttachmentKind::Image => "image",
            AttachmentKind::Video => "video",
            AttachmentKind::Audio => "audio",
            AttachmentKind::Document => "unknown",
        },
    }
}
