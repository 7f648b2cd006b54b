//! The file with the instance's secret key: made at the first start, readable by its owner alone.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use staffroom_domain::Random;
use staffroom_service::secrets::SecretKey;
use thiserror::Error;

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
    let draft = path.with_extension(format!("new-{}", std::process::id()));
    let mut file = fs::File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?;
    let written = file
        .write_all(format!("{}\n", key.to_text()).as_bytes())
        .and_then(|()| file.sync_all())
        // Unlike a rename, a link never replaces what another process has put there.
        .and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft)?;
    written
}
