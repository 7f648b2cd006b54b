//! Where files lie: a folder, or a store that speaks S3.

use std::fs;
use std::io;
use std::ops::Range;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

/// The store, and the folder for what is still coming in. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    files: Arc<dyn ObjectStore>,
    staging: Arc<Path>,
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
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        Self::Other(error.to_string())
    }
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

/// A file, or a part of it.
pub struct Found {
    /// The size of the whole, in bytes.
    pub size: u64,
    /// Which bytes.
    pub range: Range<u64>,
    /// They.
    pub bytes: BoxStream<'static, Result<Bytes, StoreError>>,
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
        })
    }

    /// Below that folder, which is made for its owner alone.
    pub fn in_folder(folder: &Path) -> Result<Self, StoreError> {
        let staging = private(&folder.join("incoming"))?;
        for kept in ["media", "cache", "archives"] {
            private(&folder.join(kept))?;
        }
        let files = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| StoreError::Setup(error.to_string()))?;
        Ok(Self {
            files: Arc::new(files),
            staging: staging.into(),
        })
    }

    /// A file on this machine for what is still coming in; it is removed with its handle.
    pub fn incoming(&self) -> io::Result<tempfile::NamedTempFile> {
        tempfile::NamedTempFile::new_in(&self.staging)
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
    use super::*;

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
    fn ranges_stay_within_the_file() {
        assert_eq!(range(Wanted::Between(2, 4), 10), Some(2..5));
        assert_eq!(range(Wanted::Between(2, 40), 10), Some(2..10));
        assert_eq!(range(Wanted::From(10), 10), None);
        assert_eq!(range(Wanted::Last(3), 10), Some(7..10));
        assert_eq!(range(Wanted::Last(30), 10), Some(0..10));
        assert_eq!(range(Wanted::Between(5, 2), 10), None);
    }
}
