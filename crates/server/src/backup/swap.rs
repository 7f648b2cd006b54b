//! Several files that are moved together: all of them, or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files;

/// Moves that can be undone for as long as [`Swap::keep`] has not been called.
#[derive(Default)]
pub(super) struct Swap {
    done: Vec<Step>,
    kept: bool,
}

enum Step {
    Moved { from: PathBuf, to: PathBuf },
    Made(PathBuf),
}

impl Swap {
    /// Moves what is there out of the way; whether anything was there.
    pub(super) fn move_aside(&mut self, path: &Path, aside: &Path) -> io::Result<bool> {
        if path.symlink_metadata().is_err() {
            return Ok(false);
        }
        if aside.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        fs::rename(path, aside)?;
        self.done.push(Step::Moved {
            from: path.to_owned(),
            to: aside.to_owned(),
        });
        Ok(true)
    }

    /// Puts a staged file or folder in its place, where nothing is; also onto another disk.
    pub(super) fn put(&mut self, staged: &Path, target: &Path) -> io::Result<()> {
        let is_empty_folder = fs::read_dir(target).is_ok_and(|mut files| files.next().is_none());
        if target.symlink_metadata().is_ok() && !is_empty_folder {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        match fs::rename(staged, target) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                let draft = tempfile::Builder::new()
                    .prefix(".staffroom-restore-")
                    .tempfile_in(files::folder_of(target))?;
                io::copy(&mut fs::File::open(staged)?, &mut draft.as_file())?;
                draft.as_file().sync_all()?;
                files::keep(draft, target, false)?;
            }
            Err(error) => return Err(error),
        }
        self.done.push(Step::Moved {
            from: staged.to_owned(),
            to: target.to_owned(),
        });
        Ok(())
    }

    /// Writes a private file where nothing is.
    pub(super) fn write(&mut self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        files::write_private(target, bytes, false)?;
        self.done.push(Step::Made(target.to_owned()));
        Ok(())
    }

    /// It is done; nothing will be undone.
    pub(super) fn keep(mut self) {
        self.kept = true;
        for step in &self.done {
            let (Step::Moved { to: path, .. } | Step::Made(path)) = step;
            // So that a power cut does not undo a part of it.
            if let Ok(folder) = fs::File::open(files::folder_of(path)) {
                drop(folder.sync_all());
            }
        }
    }
}

impl Drop for Swap {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        for step in self.done.drain(..).rev() {
            let undone = match &step {
                Step::Moved { from, to } => fs::rename(to, from),
                Step::Made(path) => fs::remove_file(path),
            };
            if let Err(error) = undone {
                let (Step::Moved { to: path, .. } | Step::Made(path)) = &step;
                tracing::error!(%error, path = %path.display(), "a move could not be undone");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_moves_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let read = |name: &str| fs::read_to_string(at(name)).ok();
        fs::write(at("db"), "old").unwrap();
        fs::write(at("staged"), "new").unwrap();

        let moves = |swap: &mut Swap| {
            assert!(swap.move_aside(&at("db"), &at("db-aside")).unwrap());
            assert!(!swap.move_aside(&at("nothing"), &at("aside")).unwrap());
            swap.put(&at("staged"), &at("db")).unwrap();
            swap.write(&at("key"), b"k").unwrap();
        };
        let mut swap = Swap::default();
        moves(&mut swap);
        assert!(swap.put(&at("key"), &at("db")).is_err());
        drop(swap);
        assert_eq!(read("db").as_deref(), Some("old"));
        assert_eq!(read("staged").as_deref(), Some("new"));
        assert_eq!((read("key"), read("db-aside")), (None, None));

        let mut swap = Swap::default();
        moves(&mut swap);
        swap.keep();
        assert_eq!(read("db").as_deref(), Some("new"));
        assert_eq!(read("db-aside").as_deref(), Some("old"));
        assert_eq!(read("key").as_deref(), Some("k"));
    }
}
