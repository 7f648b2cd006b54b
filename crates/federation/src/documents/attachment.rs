//! Files of a status.

use std::time::Duration;

use staffroom_domain::Addresses;
use staffroom_protocol::outgoing::{Attachment, Image, Media, MediaKind};
use staffroom_service::statuses::{AttachmentRow, StatusView};

use super::file;

/// The files in order; one without a usable address is left away.
pub(super) fn attachments(addresses: &Addresses, view: &StatusView) -> Vec<Attachment> {
    view.attachments
        .iter()
        .filter_map(|row| media(addresses, row))
        .map(|media| Attachment::Media(Box::new(media)))
        .collect()
}

fn media(addresses: &Addresses, row: &AttachmentRow) -> Option<Media> {
    let (kind, usual) = match row.kind.as_str() {
        "image" => (MediaKind::Image, "image/jpeg"),
        // A silent, looping film: the media type tells players that it is one.
        "gifv" | "video" => (MediaKind::Video, "video/mp4"),
        "audio" => (MediaKind::Audio, "audio/mpeg"),
        _ => (MediaKind::Document, "application/octet-stream"),
    };
    let preview = row.preview_url.as_deref().filter(|url| *url != row.url);
    Some(Media {
        kind,
        media_type: row.media_type.clone().unwrap_or_else(|| usual.to_owned()),
        url: file(addresses, &row.url).ok()?,
        name: row.description.clone().filter(|text| !text.is_empty()),
        blurhash: row.blurhash.clone(),
        focal_point: row.focus_x.zip(row.focus_y),
        width: pixels(row.width),
        height: pixels(row.height),
        duration: row
            .duration_ms
            .and_then(|length| u64::try_from(length).ok())
            .map(Duration::from_millis),
        icon: preview
            .and_then(|url| file(addresses, url).ok())
            .map(|url| Image {
                media_type: None,
                url,
                summary: None,
            }),
    })
}

fn pixels(value: Option<i32>) -> Option<u32> {
    u32::try_from(value?).ok()
}
