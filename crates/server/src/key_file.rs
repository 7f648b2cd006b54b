//! The file with the instance's secret key: made at the first start, readable by its owner alone.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use staffroom_domain::Random;
use staffroom_service::secrets::SecretKey;
use thiserror::Error;

use crate::files;

/// Why there is no key.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// The file cannot be read or made.
    #[error("the secret key {} cannot be used: {reason}", .path.display())]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
    /// The file holds something else.
    #[error(
        "{} is not a secret key (64 hexadecimal digits); put the key file of this instance back, it is \
         in your backup", .0.display()
    )]
    NotAKey(PathBuf),
    /// There is a database that belongs to a key, and no key.
    #[error(
        "the secret key {} is missing; put the key file of this instance back, it is in your backup \
         (or set `security.secret_key_file`)", .0.display()
    )]
    Missing(PathBuf),
    /// Everybody on the machine can read it.
    #[error(
        "the secret key {path} can be read by others; run: chmod 600 {path}", path = .0.display()
    )]
    TooOpen(PathBuf),
}

fn unusable(path: &Path, error: &io::Error) -> KeyFileError {
    KeyFileError::Unusable {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

/// Reads the key; none where there is no file.
pub fn read(path: &Path) -> Result<Option<SecretKey>, KeyFileError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(KeyFileError::NotAKey(path.to_owned()));
        }
        Err(error) => return Err(unusable(path, &error)),
    };
    let mode = fs::metadata(path)
        .map_err(|e| unusable(path, &e))?
        .permissions()
        .mode();
    if mode & 0o007 != 0 {
        return Err(KeyFileError::TooOpen(path.to_owned()));
    }
    SecretKey::from_text(&text)
        .map(Some)
        .ok_or_else(|| KeyFileError::NotAKey(path.to_owned()))
}

/// Reads the key, or makes one.
pub fn read_or_create(path: &Path, random: &dyn Random) -> Result<SecretKey, KeyFileError> {
    if let Some(key) = read(path)? {
        return Ok(key);
    }
    let key = SecretKey::generate(random);
    match write_new(path, &key) {
        Ok(()) => Ok(key),
        // Another process was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            read(path)?.ok_or_else(|| unusable(path, &error))
        }
        Err(error) => Err(unusable(path, &error)),
    }
}

/// Writes a key where there is none. It appears whole or not at all.
pub fn write_new(path: &Path, key: &SecretKey) -> io::Result<()> {
    files::write_private(path, format!("{}\n", key.to_text()).as_bytes(), false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::SystemRandom;

    #[test]
    fn what_a_killed_start_left_does_not_block_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let pid = std::process::id();
        for left in [format!("secret.new-{pid}"), ".staffroom-Ab12Cd".to_owned()] {
            fs::write(folder.path().join(left), "0123").unwrap();
        }
        let random = SystemRandom::new();
        let first = read_or_create(&path, &random).unwrap();
        let mode = path.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = read_or_create(&path, &random).unwrap();
        assert_eq!(again.fingerprint(), first.fingerprint());
        let refused = write_new(&path, &SecretKey::generate(&random)).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        let kept = read(&path).unwrap().unwrap();
        assert_eq!(kept.fingerprint(), first.fingerprint());
    }
}
