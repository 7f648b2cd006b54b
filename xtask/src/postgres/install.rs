//! Finding PostgreSQL's programs, and installing them on Debian and its relatives.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::interrupts::Interrupts;

/// Where Debian's packages put the server, in a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder with `initdb` and `postgres`.
pub(crate) fn find_or_install(may_install: bool, interrupts: &mut Interrupts) -> Result<PathBuf> {
    if let Some(folder) = find() {
        return Ok(folder);
    }
    if !may_install || !apt::is_possible() {
        bail!(
            "the PostgreSQL server is missing, and the tests need it.\nInstall it with\n\n    \
             sudo apt-get install --no-install-recommends postgresql postgresql-client\n\n\
             (or put a folder with `initdb` and `postgres` on the PATH) and try again."
        );
    }
    println!("Installing PostgreSQL, which the tests need. They use no cluster but their own.");
    apt::install(&["postgresql", "postgresql-client"], interrupts)?;
    find().context("PostgreSQL was installed, but `initdb` is not where it is expected")
}

fn find() -> Option<PathBuf> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the PATH is no setting of Staffroom"
    )]
    let path = std::env::var_os("PATH").unwrap_or_default();
    find_in(&path, Path::new(DEBIAN))
}

fn find_in(path: &OsStr, debian: &Path) -> Option<PathBuf> {
    let complete = |folder: &PathBuf| {
        folder.is_absolute()
            && ["initdb", "postgres"]
                .iter()
                .all(|name| folder.join(name).is_file())
    };
    std::env::split_paths(path)
        .find(complete)
        .or_else(|| newest(debian, complete))
}

fn newest(debian: &Path, complete: impl Fn(&PathBuf) -> bool) -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for entry in debian.read_dir().ok()?.flatten() {
        let version = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok());
        let bin = entry.path().join("bin");
        if let Some(version) = version.filter(|_| complete(&bin)) {
            found.push((version, bin));
        }
    }
    found.into_iter().max().map(|(_, bin)| bin)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn install(bin: &Path) {
        fs::create_dir_all(bin).unwrap();
        for name in ["initdb", "postgres"] {
            fs::write(bin.join(name), "").unwrap();
        }
    }

    #[test]
    fn prefers_the_path_then_the_newest_version() {
        let root = std::env::temp_dir().join(format!("staffroom-install-{}", std::process::id()));
        let (on_path, debian) = (root.join("path"), root.join("debian"));
        let nothing = find_in(OsStr::new(""), &debian);
        for version in ["9", "15", "17"] {
            install(&debian.join(version).join("bin"));
        }
        fs::create_dir_all(debian.join("18/bin")).unwrap(); // the client only
        let newest = find_in(root.as_os_str(), &debian);
        install(&on_path);
        let path = find_in(on_path.as_os_str(), &debian);
        fs::remove_dir_all(&root).unwrap();

        assert_eq!(nothing, None);
        assert_eq!(newest, Some(debian.join("17/bin")));
        assert_eq!(path, Some(on_path));
    }
}
