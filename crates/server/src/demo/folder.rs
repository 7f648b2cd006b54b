//! Where a demonstration is kept: a temporary folder, or one that somebody names.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use thiserror::Error;

use super::ports::{self, PortError, Ports};
use crate::files;

/// How temporary folders are called.
const PREFIX: &str = "staffroom-demo-";
/// Says that a folder is a demonstration, and which.
const MARK: &str = "demo.toml";
/// Held for as long as it runs.
const LOCK: &str = "demo.lock";
/// What the three servers say.
const LOG: &str = "demo.log";
/// The form of the mark.
const FORM: u32 = 1;
/// How often a folder is tried to be removed in which something is being closed.
const REMOVE_TRIES: u32 = 20;
/// The time between two tries.
const REMOVE_EVERY: Duration = Duration::from_millis(100);

/// Why a folder cannot be used.
#[derive(Debug, Error)]
pub enum FolderError {
    /// Something else is in it.
    #[error("{} is not empty, and what is in it is no demonstration; name a new folder or an empty one", .0.display())]
    NotOurs(PathBuf),
    /// It is being used.
    #[error("the demonstration in {} is running already", .0.display())]
    Running(PathBuf),
    /// Its mark is damaged, or of a later version.
    #[error("the demonstration in {} cannot be continued: {reason}; name a new folder", .folder.display())]
    Unreadable {
        /// Which folder.
        folder: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The operating system refuses.
    #[error("the folder {} cannot be used: {reason}", .folder.display())]
    Io {
        /// Which folder.
        folder: PathBuf,
        /// What it said.
        reason: io::Error,
    },
    /// Where it listens.
    #[error(transparent)]
    Ports(#[from] PortError),
}

/// What is known of a demonstration before anything of it runs.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Mark {
    form: u32,
    ports: Ports,
    password: String,
    filled: bool,
}

/// A folder that this process alone uses.
pub(super) struct Folder {
    path: PathBuf,
    mark: Mark,
    /// Where it is not to be kept.
    temporary: Option<TempDir>,
    _lock: File,
}

impl Folder {
    /// Begins one, or goes on with one that was kept. `password` is for one that begins.
    pub(super) fn open(
        keep: Option<&Path>,
        port: Option<u16>,
        password: String,
    ) -> Result<Self, FolderError> {
        let temporary = match keep {
            Some(_) => None,
            None => Some(temporary()?),
        };
        let path = temporary.as_ref().map_or_else(
            || keep.unwrap_or_else(|| Path::new(".")).to_owned(),
            |folder| folder.path().to_owned(),
        );
        let found = look(&path)?;
        let unusable = |reason| FolderError::Io {
            folder: path.clone(),
            reason,
        };
        let lock = lock(&path)?.ok_or_else(|| FolderError::Running(path.clone()))?;
        let mark = match found {
            Some(mut mark) => {
                mark.ports = ports::keep(mark.ports, port)?;
                mark
            }
            None => Mark {
                form: FORM,
                ports: ports::choose(port)?,
                password,
                filled: false,
            },
        };
        let folder = Self {
            path: path.clone(),
            mark,
            temporary,
            _lock: lock,
        };
        folder.write().map_err(unusable)?;
        Ok(folder)
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the three listen.
    pub(super) fn ports(&self) -> Ports {
        self.mark.ports
    }

    /// The password of everybody in it.
    pub(super) fn password(&self) -> &str {
        &self.mark.password
    }

    /// Whether it stays.
    pub(super) fn is_kept(&self) -> bool {
        self.temporary.is_none()
    }

    /// Whether everything is in it.
    pub(super) fn is_filled(&self) -> bool {
        self.mark.filled
    }

    /// Notes that everything is in it.
    pub(super) fn set_filled(&mut self) -> Result<(), FolderError> {
        self.mark.filled = true;
        self.write().map_err(|reason| FolderError::Io {
            folder: self.path.clone(),
            reason,
        })
    }

    /// Where the three servers write what they do.
    pub(super) fn log(&self) -> io::Result<File> {
        File::options()
            .create(true)
            .append(true)
            .open(self.path.join(LOG))
    }

    fn write(&self) -> io::Result<()> {
        let text = toml::to_string(&self.mark).map_err(io::Error::other)?;
        let text = format!(
            "# A demonstration of Staffroom, which `staffroom demo --keep` goes on with.\n{text}"
        );
        files::write_private(&self.path.join(MARK), text.as_bytes(), true)
    }

    /// Removes what is not to be kept.
    pub(super) async fn close(self) -> Result<(), FolderError> {
        let Some(temporary) = self.temporary else {
            return Ok(());
        };
        let path = temporary.keep();
        let mut tries = 0;
        loop {
            tries += 1;
            match fs::remove_dir_all(&path) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                Err(reason) if tries == REMOVE_TRIES => {
                    return Err(FolderError::Io {
                        folder: path,
                        reason,
                    });
                }
                Err(_) => tokio::time::sleep(REMOVE_EVERY).await,
            }
        }
    }
}

fn temporary() -> Result<TempDir, FolderError> {
    let parent = std::env::temp_dir();
    sweep(&parent);
    tempfile::Builder::new()
        .prefix(PREFIX)
        .tempdir_in(&parent)
        .map_err(|reason| FolderError::Io {
            folder: parent,
            reason,
        })
}

/// Removes what demonstrations have left that were killed and could not do so themselves.
fn sweep(parent: &Path) {
    let me = nix::unistd::geteuid().as_raw();
    for found in fs::read_dir(parent).into_iter().flatten().flatten() {
        let path = found.path();
        let is_ours = found.file_name().to_string_lossy().starts_with(PREFIX)
            && fs::symlink_metadata(&path).is_ok_and(|about| about.is_dir() && about.uid() == me);
        // One that is beginning has no lock yet, and one that runs holds it.
        if is_ours
            && let Ok(lock) = File::open(path.join(LOCK))
            && lock.try_lock().is_ok()
        {
            drop(fs::remove_dir_all(&path));
        }
    }
}

/// What a folder holds; makes one where there is none.
fn look(path: &Path) -> Result<Option<Mark>, FolderError> {
    let io = |reason| FolderError::Io {
        folder: path.to_owned(),
        reason,
    };
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(io)?;
    match fs::read_to_string(path.join(MARK)) {
        Ok(text) => read(path, &text).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // What was killed right at its beginning has a lock and nothing else.
            for found in fs::read_dir(path).map_err(io)? {
                if found.map_err(io)?.file_name() != LOCK {
                    return Err(FolderError::NotOurs(path.to_owned()));
                }
            }
            Ok(None)
        }
        Err(reason) => Err(io(reason)),
    }
}

fn read(path: &Path, text: &str) -> Result<Mark, FolderError> {
    let unreadable = |reason: String| FolderError::Unreadable {
        folder: path.to_owned(),
        reason,
    };
    let mark: Mark = toml::from_str(text)
        .map_err(|error| unreadable(format!("{MARK} is damaged ({})", error.message())))?;
    if mark.form == FORM {
        Ok(mark)
    } else {
        Err(unreadable(
            "it was begun by another version of Staffroom".to_owned(),
        ))
    }
}

/// Takes a folder's lock; none where another has it. A new lock file is there under its name only once it is locked, so
/// that nobody takes a folder that begins for one that was left behind.
fn lock(path: &Path) -> Result<Option<File>, FolderError> {
    let place = path.join(LOCK);
    let io = |reason| FolderError::Io {
        folder: path.to_owned(),
        reason,
    };
    let take = |file: &File| match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(reason)) => Err(io(reason)),
    };
    match File::open(&place) {
        Ok(file) => Ok(take(&file)?.then_some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let draft = tempfile::NamedTempFile::new_in(path).map_err(io)?;
            if !take(draft.as_file())? {
                return Ok(None);
            }
            match draft.persist_noclobber(&place) {
                Ok(file) => Ok(Some(file)),
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(None),
                Err(error) => Err(io(error.error)),
            }
        }
        Err(reason) => Err(io(reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(path: &Path) -> Result<Folder, FolderError> {
        Folder::open(Some(path), Some(0), "abc".to_owned())
    }

    #[tokio::test]
    async fn what_is_kept_is_found_again_and_used_by_one_alone() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("new/demo");
        let mut folder = open(&path).unwrap();
        assert!(matches!(open(&path), Err(FolderError::Running(_))));
        assert!(!folder.is_filled());
        folder.set_filled().unwrap();
        let ports = folder.ports();
        folder.close().await.unwrap();
        let again = Folder::open(Some(&path), None, "other".to_owned()).unwrap();
        assert!(again.is_filled() && again.is_kept());
        assert_eq!((again.ports(), again.password()), (ports, "abc"));
    }

    #[test]
    fn what_is_not_ours_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("thesis.txt");
        fs::write(&file, "years of work").unwrap();
        assert!(matches!(open(folder.path()), Err(FolderError::NotOurs(_))));
        assert!(matches!(open(&file), Err(FolderError::Io { .. })));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_mark_that_is_damaged_or_of_another_version_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for text in [
            "",
            "form = 1",
            "form = 2\nports = [1, 2, 3]\npassword = \"x\"\nfilled = true",
        ] {
            fs::write(folder.path().join(MARK), text).unwrap();
            assert!(
                matches!(open(folder.path()), Err(FolderError::Unreadable { .. })),
                "{text}"
            );
        }
    }

    #[test]
    fn only_what_was_left_behind_is_swept() {
        let parent = tempfile::tempdir().unwrap();
        let named = |name: &str| parent.path().join(format!("{PREFIX}{name}"));
        for name in ["left", "beginning", "running"] {
            fs::create_dir(named(name)).unwrap();
        }
        fs::create_dir(parent.path().join("other")).unwrap();
        drop(lock(&named("left")).unwrap());
        let _held = lock(&named("running")).unwrap().unwrap();
        drop(lock(&parent.path().join("other")).unwrap());
        sweep(parent.path());
        assert!(!named("left").exists());
        assert!(named("beginning").exists() && named("running").exists());
        assert!(parent.path().join("other").exists());
    }

    #[tokio::test]
    async fn what_is_not_kept_is_removed() {
        let folder = Folder::open(None, Some(0), "abc".to_owned()).unwrap();
        let path = folder.path().to_owned();
        fs::create_dir_all(path.join("oakfield/files")).unwrap();
        folder.close().await.unwrap();
        assert!(!path.exists());
    }
}
