//! Sound and video: what they say of themselves is read, nothing is decoded.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use thiserror::Error;

use crate::file_type::{FileType, Nature};
use crate::mp4;

/// What is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordingRules {
    /// The longest time that it plays.
    pub longest: Duration,
    /// The most pixels of a frame.
    pub most_pixels: u32,
}

/// What a recording says of itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recording {
    /// What it is: a film without pictures is sound.
    pub kind: FileType,
    /// How long it plays; none where the file does not say.
    pub duration: Option<Duration>,
    /// Width and height of a film, in pixels.
    pub size: Option<(u32, u32)>,
    /// Whether there is sound.
    pub has_sound: bool,
}

/// Why a recording is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RecordingError {
    /// It is none, or of a kind that is not taken.
    #[error("the file is no sound or video of a kind that is supported")]
    Kind,
    /// It is damaged, or lies about what it is.
    #[error("the sound or video cannot be read")]
    Broken,
    /// It plays too long.
    #[error("the sound or video is too long")]
    TooLong,
    /// Its pictures are too large.
    #[error("the pictures of the video are too large")]
    TooLarge,
}

/// Looks at a file that is offered as sound or video, and blanks in films of the ISO family what they
/// say of where and by whom they were made. Tags of music (title, artist) stay.
pub fn recording(
    path: &Path,
    kind: FileType,
    rules: RecordingRules,
) -> Result<Recording, RecordingError> {
    if kind.nature() == Nature::Picture {
        return Err(RecordingError::Kind);
    }
    let found = look(path, kind)?;
    if found.duration.is_some_and(|length| length > rules.longest) {
        return Err(RecordingError::TooLong);
    }
    if let Some((width, height)) = found.size
        && u64::from(width) * u64::from(height) > u64::from(rules.most_pixels)
    {
        return Err(RecordingError::TooLarge);
    }
    if matches!(kind, FileType::Mp4 | FileType::M4a) {
        blank(path).map_err(|_| RecordingError::Broken)?;
    }
    Ok(found)
}

fn blank(path: &Path) -> io::Result<()> {
    let mut file = File::options().read(true).write(true).open(path)?;
    mp4::blank(&mut file)
}

fn look(path: &Path, kind: FileType) -> Result<Recording, RecordingError> {
    let broken = |_| RecordingError::Broken;
    let file = File::open(path).map_err(|_| RecordingError::Broken)?;
    let stream = MediaSourceStream::new(Box::new(file), MediaSourceStreamOptions::default());
    let mut hint = Hint::new();
    hint.with_extension(kind.extension());
    let reader = symphonia::default::get_probe()
        .probe(
            &hint,
            stream,
            FormatOptions::default(),
            MetadataOptions::default(),
        )
        .map_err(broken)?;
    let tracks = reader.tracks();
    let video = tracks.iter().find_map(|track| match &track.codec_params {
        Some(CodecParameters::Video(video)) => Some(video),
        _ => None,
    });
    let has_sound = tracks.iter().any(|track| {
        track
            .codec_params
            .as_ref()
            .is_some_and(CodecParameters::is_audio)
    });
    let kind = match (kind, video) {
        (FileType::Mp4, None) => FileType::M4a,
        (FileType::M4a, Some(_)) => FileType::Mp4,
        (kind, _) => kind,
    };
    if video.is_none() && (!has_sound || kind == FileType::WebM) {
        return Err(RecordingError::Broken);
    }
    Ok(Recording {
        kind,
        duration: length(&*reader),
        size: video.and_then(|video| Some((video.width?.into(), video.height?.into()))),
        has_sound,
    })
}

/// Of the whole, or of the longest track.
fn length(reader: &dyn FormatReader) -> Option<Duration> {
    let seconds =
        |time: symphonia::core::units::Time| Duration::try_from_secs_f64(time.as_secs_f64()).ok();
    let of_track = |track: &Track| seconds(track.time_base?.calc_duration(track.duration?)?);
    let info = reader.media_info();
    let whole = || seconds(info.time_base?.calc_duration(info.duration?)?);
    whole().or_else(|| reader.tracks().iter().filter_map(of_track).max())
}
