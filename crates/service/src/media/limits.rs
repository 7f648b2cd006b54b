//! What clients are told about files before they send any.

use staffroom_media::{FileType, MAX_PIXELS};

use super::MAX_FILES;
use super::make::MAX_FRAME;
use super::uploads::MAX_DESCRIPTION;
use crate::context::Ctx;

/// `configuration.media_attachments` of an instance, and the files of a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaLimits {
    /// Media types that are taken.
    pub supported_mime_types: Vec<&'static str>,
    /// Characters of a description.
    pub description_limit: usize,
    /// Bytes of a picture.
    pub image_size_limit: u64,
    /// Pixels of a picture.
    pub image_matrix_limit: u64,
    /// Bytes of sound or video.
    pub video_size_limit: u64,
    /// Frames a second of a video: none are counted, so none are too many.
    pub video_frame_rate_limit: u32,
    /// Pixels of a video.
    pub video_matrix_limit: u64,
    /// Files of a status.
    pub max_media_attachments: usize,
}

/// As the settings say.
pub fn limits(ctx: &Ctx) -> MediaLimits {
    let mut types: Vec<&str> = FileType::ALL
        .into_iter()
        .map(FileType::media_type)
        .collect();
    // The same containers by other names, by which systems offer files to choose from.
    types.extend(["video/quicktime", "audio/mp3", "audio/x-wav", "audio/x-m4a"]);
    MediaLimits {
        supported_mime_types: types,
        description_limit: MAX_DESCRIPTION,
        image_size_limit: ctx.config.media.max_image.as_u64(),
        image_matrix_limit: MAX_PIXELS,
        video_size_limit: ctx.config.media.max_video.as_u64(),
        video_frame_rate_limit: 120,
        video_matrix_limit: MAX_FRAME.into(),
        max_media_attachments: MAX_FILES,
    }
}
