//! From bytes that somebody sent to files that may be shown.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use staffroom_media::{FileType, Nature, Output, PictureRules, RecordingRules, picture, recording};
use tokio::sync::Semaphore;

use super::shelf::small_path;
use super::{Incoming, MediaError};
use crate::context::Ctx;

/// The most pixels of a frame of a video: 4096 × 2304.
pub(super) const MAX_FRAME: u32 = 9_437_184;

/// What was made of a file.
pub(super) struct Made {
    pub(super) kind: FileType,
    pub(super) full: Body,
    pub(super) small: Option<Output>,
    pub(super) blurhash: Option<String>,
    pub(super) size: Option<(u32, u32)>,
    pub(super) duration: Option<Duration>,
}

/// The bytes of a file.
pub(super) enum Body {
    Bytes(Bytes),
    File(PathBuf),
}

/// What a file is, by its first bytes, and whether it is small enough.
pub(super) fn judge(ctx: &Ctx, file: &Incoming) -> Result<FileType, MediaError> {
    use std::io::Read as _;
    let mut head = Vec::with_capacity(64);
    file.reopen()?.take(64).read_to_end(&mut head)?;
    let unknown =
        || MediaError::invalid("content type is invalid: it is of no kind that is taken here");
    let kind = FileType::sniff(&head).ok_or_else(unknown)?;
    let media = &ctx.config.media;
    let most = match kind.nature() {
        Nature::Picture => media.max_image,
        Nature::Video | Nature::Audio => media.max_video,
    };
    if file.as_file().metadata()?.len() > most.as_u64() {
        return Err(MediaError::invalid(format!(
            "size must be less than {most}"
        )));
    }
    Ok(kind)
}

/// Makes what is kept of a file. A few at a time, on threads that may be busy: it takes processor time
/// and memory.
pub(super) async fn make(
    ctx: &Ctx,
    path: PathBuf,
    kind: FileType,
    rules: PictureRules,
) -> Result<Made, MediaError> {
    let rules = (
        rules,
        RecordingRules {
            longest: ctx.config.media.max_length,
            most_pixels: MAX_FRAME,
        },
    );
    on_a_thread(ctx.media().slots(), move || match kind.nature() {
        Nature::Picture => make_picture(&std::fs::read(&path)?, rules.0),
        Nature::Video | Nature::Audio => make_recording(path, kind, rules.1),
    })
    .await
}

/// The same for a picture that is in memory.
pub(super) async fn make_from_bytes(
    ctx: &Ctx,
    bytes: Bytes,
    rules: PictureRules,
) -> Result<Made, MediaError> {
    on_a_thread(ctx.media().slots(), move || make_picture(&bytes, rules)).await
}

/// Does it where it may take its time, once there is a place. The place goes along with the work, which goes
/// on where whoever waited for it has left.
async fn on_a_thread<T: Send + 'static>(
    slots: &Arc<Semaphore>,
    work: impl FnOnce() -> Result<T, MediaError> + Send + 'static,
) -> Result<T, MediaError> {
    let closed = |_| MediaError::invalid("cannot be looked at: the server stops");
    let slot = Arc::clone(slots).acquire_owned().await.map_err(closed)?;
    let made = tokio::task::spawn_blocking(move || {
        let _slot = slot;
        work()
    })
    .await;
    // Whatever a decoder stumbles over, it is the file's fault.
    made.unwrap_or_else(|_| Err(MediaError::invalid("cannot be read")))
}

fn make_picture(bytes: &[u8], rules: PictureRules) -> Result<Made, MediaError> {
    let made = picture(bytes, &rules)?;
    Ok(Made {
        kind: made.full.kind,
        size: Some((made.full.width, made.full.height)),
        full: Body::Bytes(made.full.bytes),
        small: made.small,
        blurhash: made.blurhash,
        duration: None,
    })
}

fn make_recording(
    path: PathBuf,
    kind: FileType,
    rules: RecordingRules,
) -> Result<Made, MediaError> {
    let found = recording(&path, kind, rules)?;
    Ok(Made {
        kind: found.kind,
        full: Body::File(path),
        small: None,
        blurhash: None,
        size: found.size,
        duration: found.duration,
    })
}

impl Made {
    /// Puts its files into the store, the small one beside that path; gives the bytes of both.
    pub(super) async fn keep(&self, ctx: &Ctx, path: &str) -> Result<i64, MediaError> {
        let store = ctx.media().store()?;
        let mut size = match &self.full {
            Body::Bytes(bytes) => {
                store.put(path, bytes.clone()).await?;
                bytes.len() as u64
            }
            Body::File(file) => {
                store.put_file(path, file).await?;
                tokio::fs::metadata(file).await?.len()
            }
        };
        if let Some(small) = &self.small {
            let at = small_path(path, small.kind);
            store.put(&at, small.bytes.clone()).await?;
            size += small.bytes.len() as u64;
        }
        Ok(i64::try_from(size).unwrap_or(i64::MAX))
    }

    /// `image`, `gifv`, `video` or `audio`.
    pub(super) const fn word(&self) -> &'static str {
        match self.kind.nature() {
            Nature::Picture => "image",
            Nature::Video => "video",
            Nature::Audio => "audio",
        }
    }
}

/// As the database keeps it.
pub(super) fn pixels(side: u32) -> Option<i32> {
    i32::try_from(side).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Catalogue 50.
    #[tokio::test]
    async fn whoever_leaves_gives_no_place_free_while_the_work_goes_on() {
        let slots = Arc::new(Semaphore::new(1));
        let (begun, begins) = tokio::sync::oneshot::channel();
        let (end, ends) = std::sync::mpsc::channel::<()>();
        let work = on_a_thread(&slots, move || {
            begun.send(()).unwrap();
            ends.recv().unwrap();
            Ok(())
        });
        tokio::select! {
            _ = work => panic!("it goes on"),
            begun = begins => begun.unwrap(),
        }
        assert_eq!(slots.available_permits(), 0);
        end.send(()).unwrap();
        drop(slots.acquire().await.unwrap());

        let failed = on_a_thread(&slots, || -> Result<(), MediaError> { panic!("a decoder") });
        assert!(matches!(failed.await, Err(MediaError::Invalid(_))));
        assert_eq!(slots.available_permits(), 1);
    }
}
