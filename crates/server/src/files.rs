//! Files that appear whole or not at all, and room on the disk.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes a file that only its owner can read. It appears whole or not at all, and replaces another
/// only if `replace` says so (otherwise [`io::ErrorKind::AlreadyExists`]).
pub fn write_private(path: &Path, bytes: &[u8], replace: bool) -> io::Result<()> {
    let mut draft = tempfile::Builder::new()
        .prefix(".staffroom-")
        .tempfile_in(folder_of(path))?;
    draft.write_all(bytes)?;
    draft.as_file().sync_all()?;
    keep(draft, path, replace)
}

/// Gives a complete draft its name.
pub fn keep(draft: tempfile::NamedTempFile, path: &Path, replace: bool) -> io::Result<()> {
    let kept = if replace {
        draft.persist(path)
    } else {
        draft.persist_noclobber(path)
    };
    kept.map(drop).map_err(|error| error.error)
}

/// The folder that a path lies in; `.` for a bare name.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// The path with something appended to its last part: `secret.key-before-restore-…`.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// How many bytes somebody who is not root may still write there.
pub fn free_bytes(folder: &Path) -> io::Result<u64> {
    let about = nix::sys::statvfs::statvfs(folder)?;
    Ok(about
        .blocks_available()
        .saturating_mul(about.fragment_size()))
}

/// A number of bytes in words.
pub fn size_in_words(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1_024 {
        return format!("{bytes} bytes");
    }
    let (mut whole, mut rest, mut unit) = (bytes, 0, "");
    for name in UNITS {
        if whole < 1_024 {
            break;
        }
        (rest, whole, unit) = (whole % 1_024, whole / 1_024, name);
    }
    format!("{whole}.{} {unit}", rest * 10 / 1_024)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_file_is_private_and_replaces_nothing_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        write_private(&path, b"one", false).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let refused = write_private(&path, b"two", false).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write_private(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn sizes_are_readable() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (1_023, "1023 bytes"),
            (1_536, "1.5 KiB"),
            (5 * 1_024 * 1_024, "5.0 MiB"),
            (u64::MAX, "16777215.9 TiB"),
        ] {
            assert_eq!(size_in_words(bytes), words);
        }
    }

    #[test]
    fn a_bare_name_lies_in_the_working_folder() {
        assert_eq!(folder_of(Path::new("a")), Path::new("."));
        assert_eq!(folder_of(Path::new("/b/a")), Path::new("/b"));
        assert_eq!(beside(Path::new("/b/a"), "-old"), Path::new("/b/a-old"));
    }
}
