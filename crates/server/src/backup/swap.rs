//! Several files that are moved together, also between file systems: all of them, or none.

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
        self.relocate(path, aside)?;
        Ok(true)
    }

    /// Puts a staged file or folder in its place, where nothing is or an empty folder.
    pub(super) fn put(&mut self, staged: &Path, target: &Path) -> io::Result<()> {
        let is_empty_folder = fs::read_dir(target).is_ok_and(|mut files| files.next().is_none());
        if target.symlink_metadata().is_ok() && !is_empty_folder {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        match self.relocate(staged, target) {
            // An empty folder that cannot be replaced: a mount point, or a link to another disk.
            Err(error) if is_empty_folder && is_in_use(&error) => {
                let children = fs::read_dir(staged)?.collect::<io::Result<Vec<_>>>()?;
                for child in children {
                    self.relocate(&child.path(), &target.join(child.file_name()))?;
                }
                Ok(())
            }
            moved => moved,
        }
    }

    fn relocate(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        relocate(from, to)?;
        self.done.push(Step::Moved {
            from: from.to_owned(),
            to: to.to_owned(),
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
                Step::Moved { from, to } => relocate(to, from),
                Step::Made(path) => fs::remove_file(path),
            };
            if let Err(error) = undone {
                let (Step::Moved { to: path, .. } | Step::Made(path)) = &step;
                tracing::error!(%error, path = %path.display(), "a move could not be undone");
            }
        }
    }
}

fn is_in_use(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ResourceBusy | io::ErrorKind::NotADirectory
    )
}

/// Moves a file or folder; copies it where it cannot be renamed, so that it appears whole there before
/// it is removed here.
fn relocate(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {}
        renamed => return renamed,
    }
    let drafts = tempfile::Builder::new()
        .prefix(".staffroom-restore-")
        .tempdir_in(files::folder_of(to))?;
    let draft = drafts.path().join("draft");
    copy(from, &draft)?;
    fs::rename(&draft, to)?;
    let removed = if from.symlink_metadata()?.is_dir() {
        fs::remove_dir_all(from)
    } else {
        fs::remove_file(from)
    };
    removed.map_err(|error| {
        let text = format!("{error}; a whole copy of it is {}", to.display());
        io::Error::new(error.kind(), text)
    })
}

/// Copies a file, a link, or a folder with all that is in it, to where nothing is.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let about = from.symlink_metadata()?;
    if about.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    if about.is_dir() {
        fs::create_dir(to)?;
        for child in fs::read_dir(from)? {
            let child = child?;
            copy(&child.path(), &to.join(child.file_name()))?;
        }
        fs::set_permissions(to, about.permissions())?;
    } else if about.is_file() {
        fs::copy(from, to)?;
    } else {
        let text = format!("{} is neither a file nor a folder", from.display());
        return Err(io::Error::other(text));
    }
    fs::File::open(to)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    /// A folder on another file system than that of `folder`. Fails where there is none: a test that
    /// was not run has not passed.
    fn elsewhere(folder: &Path) -> tempfile::TempDir {
        let other = tempfile::tempdir_in("/dev/shm").expect("/dev/shm, which Linux mounts for all");
        let device = |path: &Path| path.metadata().unwrap().dev();
        assert_ne!(
            device(other.path()),
            device(folder),
            "temporary files lie in /dev/shm too; set TMPDIR to a folder on a disk"
        );
        other
    }

    #[test]
    fn files_and_folders_move_between_file_systems_and_back() {
        let here = tempfile::tempdir().unwrap();
        let there = elsewhere(here.path());
        let (here, there) = (here.path(), there.path());
        fs::create_dir_all(here.join("media/ab")).unwrap();
        fs::write(here.join("media/ab/photo"), "a picture").unwrap();
        fs::set_permissions(here.join("media"), fs::Permissions::from_mode(0o700)).unwrap();
        symlink("ab", here.join("media/link")).unwrap();
        fs::write(here.join("db"), "rows").unwrap();
        let moved = |from: &Path, to: &Path| {
            assert_eq!(fs::read_dir(from).unwrap().count(), 0, "{from:?}");
            assert_eq!(fs::read_dir(to).unwrap().count(), 2, "{to:?}");
            assert_eq!(fs::read(to.join("db")).unwrap(), b"rows");
            assert_eq!(fs::read(to.join("media/link/photo")).unwrap(), b"a picture");
            let mode = to.join("media").metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        };

        let mut swap = Swap::default();
        swap.put(&here.join("media"), &there.join("media")).unwrap();
        assert!(
            swap.move_aside(&here.join("db"), &there.join("db"))
                .unwrap()
        );
        moved(here, there);
        drop(swap);
        moved(there, here);
    }

    #[test]
    fn an_empty_folder_that_cannot_be_replaced_is_filled() {
        let here = tempfile::tempdir().unwrap();
        let there = elsewhere(here.path());
        let (staged, target) = (here.path().join("staged"), here.path().join("media"));
        fs::create_dir_all(staged.join("ab")).unwrap();
        fs::write(staged.join("ab/photo"), "a picture").unwrap();
        symlink(there.path(), &target).unwrap();
        for keep in [false, true] {
            let mut swap = Swap::default();
            swap.put(&staged, &target).unwrap();
            assert_eq!(
                fs::read(there.path().join("ab/photo")).unwrap(),
                b"a picture"
            );
            if keep {
                swap.keep();
            } else {
                drop(swap);
                assert_eq!(fs::read(staged.join("ab/photo")).unwrap(), b"a picture");
                assert_eq!(fs::read_dir(there.path()).unwrap().count(), 0);
            }
        }
        assert!(target.is_symlink());
    }

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
