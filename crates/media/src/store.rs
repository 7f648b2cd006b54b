//! Where files lie: a folder, or a store that speaks S3.

use std::error::Error;
use std::fs;
use std::io;
use std::ops::Range;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, WriteMultipart};
use staffroom_config::Config;
use thiserror::Error;
use tokio::io::AsyncReadExt as _;

use crate::file_type::FileType;

/// Larger files are sent to the store in parts, in bytes.
const PART: usize = 5 * 1024 * 1024;
/// The folder of archives of accounts. They are large, and written for a long time.
const ARCHIVES: &str = "archives";

/// The store, and the folder for what is still coming in. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    files: Arc<dyn ObjectStore>,
    staging: Arc<Path>,
    /// Where all of it lies, if that is on this machine.
    folder: Option<Arc<Path>>,
}

/// Why a file cannot be read or written.
#[derive(Debug, Error)]
pub enum StoreError {
    /// It is not there.
    #[error("there is no such file")]
    NotFound,
    /// None of the bytes that are wanted is there.
    #[error("the file has no such bytes: it has {0}")]
    OutOfRange(u64),
    /// The disk is full, or as full as it may be for us. Nothing was lost.
    #[error("there is no room on the disk for a file")]
    NoRoom,
    /// The store is set up wrongly.
    #[error("the store of files cannot be used: {0}")]
    Setup(String),
    /// The disk, or the store.
    #[error("the store of files does not answer: {0}")]
    Other(String),
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            full if is_full(&full) => Self::NoRoom,
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        if is_full(&error) {
            Self::NoRoom
        } else {
            Self::Other(error.to_string())
        }
    }
}

/// Whether it comes down to a disk without room.
fn is_full(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        if let Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) = kind {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Which bytes of a file are wanted (RFC 9110, 14.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    All,
    /// From here to there, the last one included.
    Between(u64, u64),
    /// From here on.
    From(u64),
    /// So many at the end.
    Last(u64),
}

impl Wanted {
    /// What the field `Range` of a request asks for (RFC 9110, 14.2); none where it is not one range of bytes: several at once
    /// are answered with the whole.
    pub fn of_header(text: &str) -> Option<Self> {
        let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
        match (first.trim(), last.trim()) {
            ("", count) => Some(Self::Last(count.parse().ok()?)),
            (first, "") => Some(Self::From(first.parse().ok()?)),
            (first, last) => {
                let (first, last) = (first.parse().ok()?, last.parse().ok()?);
                (first <= last).then_some(Self::Between(first, last))
            }
        }
    }
}

/// A file, or a part of it.
pub struct Found {
    /// The size of the whole, in bytes.
    pub size: u64,
    /// Which bytes.
    pub range: Range<u64>,
    /// They.
    pub bytes: BoxStream<'static, Result<Bytes, StoreError>>,
}

impl Found {
    /// How many bytes there are.
    pub const fn length(&self) -> u64 {
        self.range.end - self.range.start
    }

    /// The field `Content-Range` of an answer with a part (RFC 9110, 14.4); none for the whole.
    pub fn content_range(&self) -> Option<String> {
        let is_part = self.length() < self.size;
        let (first, last) = (self.range.start, self.range.end.saturating_sub(1));
        is_part.then(|| format!("bytes {first}-{last}/{}", self.size))
    }
}

impl Store {
    /// As the settings say: uploads in `media`, what was fetched in `cache` and archives of accounts in `archives` below
    /// the data folder, or in a bucket.
    pub fn open(config: &Config) -> Result<Self, StoreError> {
        let folder = &config.storage.data_dir;
        if config.media.s3_bucket.is_none() {
            return Self::in_folder(folder);
        }
        let staging = private(&folder.join("incoming"))?;
        let media = &config.media;
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(media.s3_bucket.clone().unwrap_or_default())
            .with_region(media.s3_region.clone())
            .with_virtual_hosted_style_request(!media.s3_path_style);
        if let Some(endpoint) = &media.s3_endpoint {
            builder = builder
                .with_endpoint(endpoint.clone())
                .with_allow_http(endpoint.starts_with("http://"));
        }
        if let (Some(id), Some(secret)) = (&media.s3_access_key, &media.s3_secret_key) {
            builder = builder
                .with_access_key_id(id.clone())
                .with_secret_access_key(secret.expose());
        }
        let files = builder
            .build()
            .map_err(|error| StoreError::Setup(error.to_string()))?;
        Ok(Self {
            files: Arc::new(files),
            staging: staging.into(),
            folder: None,
        })
    }

    /// Below that folder, which is made for its owner alone.
    pub fn in_folder(folder: &Path) -> Result<Self, StoreError> {
        let staging = private(&folder.join("incoming"))?;
        for kept in ["media", "cache", ARCHIVES] {
            private(&folder.join(kept))?;
        }
        let files = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| StoreError::Setup(error.to_string()))?;
        Ok(Self {
            files: Arc::new(files),
            staging: staging.into(),
            folder: Some(folder.into()),
        })
    }

    /// Whether what is put there takes room on the disk of this machine.
    pub const fn is_here(&self) -> bool {
        self.folder.is_some()
    }

    /// A file on this machine for what is still coming in; it is removed with its handle.
    pub fn incoming(&self) -> io::Result<tempfile::NamedTempFile> {
        tempfile::NamedTempFile::new_in(&self.staging)
    }

    /// The same for what is made here and takes long: its name begins with `name`, and whatever else is called so is removed
    /// first. A process that dies leaves its files behind, and whoever begins anew knows their name.
    pub fn incoming_anew(&self, name: &str) -> io::Result<tempfile::NamedTempFile> {
        remove_those(&self.staging, |there, _| there.starts_with(name))?;
        tempfile::Builder::new()
            .prefix(name)
            .tempfile_in(&self.staging)
    }

    /// Removes what processes that died have left on this machine: all that was still coming in, and archives that were not
    /// complete, where nothing was written to it since `before`. Gives how many files.
    pub async fn prune_unfinished(&self, before: SystemTime) -> Result<usize, StoreError> {
        let store = self.clone();
        let work = move || {
            let is_old = |about: &fs::Metadata| about.modified().is_ok_and(|at| at < before);
            let mut removed = remove_those(&store.staging, |_, about| is_old(about))?;
            if let Some(folder) = &store.folder {
                // A file is written beside its place, with a number.
                let is_left = |name: &str, about: &_| name.contains('#') && is_old(about);
                removed += remove_those(&folder.join(ARCHIVES), is_left)?;
            }
            Ok::<_, io::Error>(removed)
        };
        let done = tokio::task::spawn_blocking(work).await;
        Ok(done.map_err(io::Error::other)??)
    }

    /// The paths of the complete files below a folder that were written before a time.
    pub async fn written_before(
        &self,
        folder: &str,
        before: SystemTime,
    ) -> Result<Vec<String>, StoreError> {
        let mut all = self.files.list(Some(&key(folder)?));
        let mut paths = Vec::new();
        while let Some(about) = all.next().await {
            let about = about?;
            if SystemTime::from(about.last_modified) < before {
                paths.push(about.location.to_string());
            }
        }
        Ok(paths)
    }

    /// Keeps bytes under a path.
    pub async fn put(&self, path: &str, bytes: Bytes) -> Result<(), StoreError> {
        self.files.put(&key(path)?, bytes.into()).await?;
        Ok(())
    }

    /// Keeps a file of this machine under a path. It is read in parts.
    pub async fn put_file(&self, path: &str, from: &Path) -> Result<(), StoreError> {
        let mut file = tokio::fs::File::open(from).await?;
        let upload = self.files.put_multipart(&key(path)?).await?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
        let mut buffer = vec![0; 256 * 1024];
        loop {
            let read = match file.read(&mut buffer).await {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) => {
                    upload.abort().await?;
                    return Err(error.into());
                }
            };
            if let Err(error) = upload.wait_for_capacity(2).await {
                upload.abort().await?;
                return Err(error.into());
            }
            upload.write(buffer.get(..read).unwrap_or_default());
        }
        upload.finish().await?;
        Ok(())
    }

    /// Reads a file or a part of it.
    pub async fn get(&self, path: &str, wanted: Wanted) -> Result<Found, StoreError> {
        let key = key(path)?;
        let size = self.files.head(&key).await?.size;
        let range = range(wanted, size).ok_or(StoreError::OutOfRange(size))?;
        let options = GetOptions {
            range: (wanted != Wanted::All).then(|| GetRange::Bounded(range.clone())),
            ..GetOptions::default()
        };
        let found = self.files.get_opts(&key, options).await?;
        Ok(Found {
            size,
            range,
            bytes: found
                .into_stream()
                .map(|chunk| chunk.map_err(StoreError::from))
                .boxed(),
        })
    }

    /// The bytes of a file that was put there with [`put`](Self::put).
    pub async fn read(&self, path: &str) -> Result<Bytes, StoreError> {
        Ok(self.files.get(&key(path)?).await?.bytes().await?)
    }

    /// Brings a file onto this machine.
    pub async fn bring(&self, path: &str) -> Result<tempfile::NamedTempFile, StoreError> {
        use tokio::io::AsyncWriteExt as _;
        let mut found = self.files.get(&key(path)?).await?.into_stream();
        let file = self.incoming()?;
        let mut out = tokio::fs::File::from_std(file.reopen()?);
        while let Some(chunk) = found.next().await {
            out.write_all(&chunk?).await?;
        }
        out.flush().await?;
        Ok(file)
    }

    /// Removes a file; that it was not there is no error.
    pub async fn delete(&self, path: &str) -> Result<(), StoreError> {
        match self.files.delete(&key(path)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Removes files of a folder, by their names and what is known of them; gives how many. One that goes meanwhile is gone.
fn remove_those(folder: &Path, wanted: impl Fn(&str, &fs::Metadata) -> bool) -> io::Result<usize> {
    let mut removed = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let gone = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        let about = match entry.metadata() {
            Err(error) if gone(&error) => continue,
            about => about?,
        };
        let name = entry.file_name();
        if about.is_file() && name.to_str().is_some_and(|name| wanted(name, &about)) {
            match fs::remove_file(entry.path()) {
                Err(error) if gone(&error) => {}
                done => {
                    done?;
                    removed += 1;
                }
            }
        }
    }
    Ok(removed)
}

fn range(wanted: Wanted, size: u64) -> Option<Range<u64>> {
    let range = match wanted {
        Wanted::All => return Some(0..size),
        Wanted::Between(first, last) => first..last.saturating_add(1).min(size),
        Wanted::From(first) => first..size,
        Wanted::Last(count) => size.saturating_sub(count)..size,
    };
    (range.start < range.end).then_some(range)
}

/// Whether a path can be one of ours: lower-case letters, digits and `-`, in folders, with an ending of
/// a kind that is kept.
pub fn is_path(path: &str) -> bool {
    let Some((stem, extension)) = path.rsplit_once('.') else {
        return false;
    };
    let fits = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    path.len() <= 200 && stem.split('/').all(fits) && FileType::from_extension(extension).is_some()
}

fn key(path: &str) -> Result<Key, StoreError> {
    Key::parse(path).map_err(|_| StoreError::NotFound)
}

/// Makes a folder for its owner alone.
fn private(path: &Path) -> Result<PathBuf, StoreError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|error| StoreError::Setup(format!("{}: {error}", path.display())))?;
    Ok(path.to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn one_range_is_understood() {
        let range = Wanted::of_header;
        assert_eq!(range("bytes=0-9"), Some(Wanted::Between(0, 9)));
        assert_eq!(range("bytes=5-"), Some(Wanted::From(5)));
        assert_eq!(range("bytes=-5"), Some(Wanted::Last(5)));
        for other in [
            "bytes=9-0",
            "bytes=0-1,3-4",
            "items=0-1",
            "bytes=a-b",
            "bytes=",
        ] {
            assert_eq!(range(other), None, "{other}");
        }
    }

    #[test]
    fn only_paths_of_ours_are_looked_for() {
        for path in ["media/ab/cd/abcd.jpg", "cache/0/1-small.png"] {
            assert!(is_path(path), "{path}");
        }
        for path in [
            "../secret.key",
            "media/a",
            "a//b.png",
            "/a.png",
            "A.png",
            "a.svg",
            "a%2e.png",
        ] {
            assert!(!is_path(path), "{path}");
        }
    }

    #[test]
    fn a_full_disk_is_known_however_it_is_told() {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded] {
            let direct = StoreError::from(io::Error::from(kind));
            assert!(matches!(direct, StoreError::NoRoom), "{direct}");
            // As the store wraps it, once or twice.
            let wrapped = |source| object_store::Error::Generic {
                store: "LocalFileSystem",
                source,
            };
            let inner = wrapped(Box::new(io::Error::from(kind)));
            let told = StoreError::from(wrapped(Box::new(inner)));
            assert!(matches!(told, StoreError::NoRoom), "{told}");
        }
        let other = StoreError::from(io::Error::from(io::ErrorKind::PermissionDenied));
        assert!(matches!(other, StoreError::Other(_)), "{other}");
    }

    #[tokio::test]
    async fn what_was_left_behind_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path()).unwrap();
        let at = |secs| SystemTime::UNIX_EPOCH + Duration::from_secs(secs);
        for (path, written) in [
            ("incoming/.tmpold", 10),
            ("incoming/.tmpnew", 30),
            ("archives/a.zip#1", 10),
            ("archives/b.zip#1", 30),
            ("archives/c.zip", 10),
            ("archives/d.zip", 30),
            ("media/e.png#1", 10),
        ] {
            let file = fs::File::create(folder.path().join(path)).unwrap();
            file.set_modified(at(written)).unwrap();
        }
        assert_eq!(store.prune_unfinished(at(20)).await.unwrap(), 2);
        let is_there = |path: &str| folder.path().join(path).exists();
        assert!(!is_there("incoming/.tmpold") && !is_there("archives/a.zip#1"));
        for path in ["incoming/.tmpnew", "archives/b.zip#1", "archives/c.zip"] {
            assert!(is_there(path), "{path}");
        }
        let old = store.written_before(ARCHIVES, at(20)).await.unwrap();
        assert_eq!(old, ["archives/c.zip"], "whole and old");
    }

    #[test]
    fn whoever_begins_anew_removes_what_was_begun() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path()).unwrap();
        let (_, left) = store.incoming_anew("archive-1-").unwrap().keep().unwrap();
        let other = store.incoming_anew("archive-12-").unwrap();
        let again = store.incoming_anew("archive-1-").unwrap();
        assert!(!left.exists());
        assert!(other.path().exists() && again.path().exists());
    }

    #[test]
    fn ranges_stay_within_the_file() {
        assert_eq!(range(Wanted::Between(2, 4), 10), Some(2..5));
        assert_eq!(range(Wanted::Between(2, 40), 10), Some(2..10));
        assert_eq!(range(Wanted::From(10), 10), None);
        assert_eq!(range(Wanted::Last(3), 10), Some(7..10));
        assert_eq!(range(Wanted::Last(30), 10), Some(0..10));
        assert_eq!(range(Wanted::Between(5, 2), 10), None);
    }
}
