//! Reads an archive: everything in it is held against the manifest before anything is believed.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use thiserror::Error;

use super::archive::copy_hashed;
use super::manifest::{self, Entry, Manifest, Preface};
use super::{Interrupted, Progress};
use crate::files;

/// No manifest is longer; one of a million uploads is 200 MiB.
const LARGEST_MANIFEST: u64 = 512 * 1_024 * 1_024;
/// The disk keeps this much besides what is unpacked.
const ROOM_TO_BREATHE: u64 = 64 * 1_024 * 1_024;

/// What is wrong with an archive.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// It cannot be opened.
    #[error("the backup {} cannot be read: {reason}", .path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
    /// Something else.
    #[error("{} is not a backup made by `staffroom backup`", .0.display())]
    NotOurs(PathBuf),
    /// It ends too early.
    #[error("the backup {} is incomplete: it ends too early; copy it again, or take another one", .0.display())]
    Truncated(PathBuf),
    /// It has changed.
    #[error("the backup {} is damaged ({reason}); copy it again, or take another one", .path.display())]
    Damaged {
        /// Which one.
        path: PathBuf,
        /// In which way.
        reason: String,
    },
    /// A newer format.
    #[error(
        "the backup {} was made by staffroom {version}, which is newer than this one ({}); install that \
         version first", .path.display(), env!("CARGO_PKG_VERSION")
    )]
    Newer {
        /// Which one.
        path: PathBuf,
        /// The version that wrote it.
        version: String,
    },
    /// The disk is too small.
    #[error(
        "there is not enough room in {}: the backup needs {}, {} are free", .folder.display(),
        files::size_in_words(*.needed), files::size_in_words(*.free)
    )]
    NoRoom {
        /// Where it should go.
        folder: PathBuf,
        /// How many bytes it needs.
        needed: u64,
        /// How many there are.
        free: u64,
    },
    /// Somebody pressed Ctrl-C.
    #[error("the backup was not restored: {0}, and nothing was changed")]
    Interrupted(Interrupted),
    /// The staging folder.
    #[error("{} cannot be written: {reason}", .path.display())]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
}

type Gunzip = GzDecoder<BufReader<File>>;

/// What an archive says before it is unpacked: its manifest, and the configuration file if one comes
/// first.
pub struct Head {
    /// The manifest; its text has been judged, the files have not.
    pub manifest: Manifest,
    /// The configuration file.
    pub config: Option<Vec<u8>>,
}

/// Reads only the beginning.
pub fn head(path: &Path) -> Result<Head, ArchiveError> {
    let mut archive = open(path)?;
    let mut entries = archive.entries().map_err(|e| damage(path, &e))?;
    let manifest = read_manifest(path, entries.next())?;
    let first = manifest.entries.first();
    let Some(entry) = first.filter(|entry| entry.name == manifest::CONFIG) else {
        return Ok(Head {
            manifest,
            config: None,
        });
    };
    let mut file = expected(path, entries.next(), entry)?;
    let mut bytes = Vec::new();
    let (_, sha256) =
        copy_hashed(&mut file, &mut bytes, &mut |_| Ok(())).map_err(|e| damage(path, &e))?;
    if sha256 != entry.sha256 {
        return Err(differs(path, entry));
    }
    Ok(Head {
        manifest,
        config: Some(bytes),
    })
}

/// Unpacks the whole archive into an empty folder and verifies it to the last byte.
pub fn unpack(
    path: &Path,
    folder: &Path,
    progress: &mut Progress<'_>,
) -> Result<Manifest, ArchiveError> {
    let mut archive = open(path)?;
    let mut entries = archive.entries().map_err(|e| damage(path, &e))?;
    let manifest = read_manifest(path, entries.next())?;
    let total = manifest.total();
    let free = files::free_bytes(folder).unwrap_or(u64::MAX);
    if total.saturating_add(ROOM_TO_BREATHE) > free {
        return Err(ArchiveError::NoRoom {
            folder: folder.to_owned(),
            needed: total,
            free,
        });
    }
    let mut done = 0;
    for entry in &manifest.entries {
        let mut file = expected(path, entries.next(), entry)?;
        let target = folder.join(&entry.name);
        let mut out = create(&target).map_err(|e| unwritable(&target, &e))?;
        let mut told = |bytes| {
            done += bytes;
            progress(done, total)
        };
        let (size, sha256) = copy_hashed(&mut file, &mut out, &mut told).map_err(|error| {
            // Reading an archive never finds a full disk.
            if error.kind() == io::ErrorKind::StorageFull {
                unwritable(&target, &error)
            } else {
                damage(path, &error)
            }
        })?;
        if size != entry.size || sha256 != entry.sha256 {
            return Err(differs(path, entry));
        }
        out.sync_all().map_err(|e| unwritable(&target, &e))?;
    }
    if let Some(surplus) = entries.next() {
        surplus.map_err(|e| damage(path, &e))?;
        return Err(damaged(path, "it holds a file that its list does not name"));
    }
    // The checksum of gzip comes last.
    let mut rest = archive.into_inner();
    io::copy(&mut rest, &mut io::sink()).map_err(|e| damage(path, &e))?;
    Ok(manifest)
}

fn open(path: &Path) -> Result<tar::Archive<Gunzip>, ArchiveError> {
    let unreadable = |error: &io::Error| ArchiveError::Unreadable {
        path: path.to_owned(),
        reason: match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
            _ => error.to_string(),
        },
    };
    let mut file = File::open(path).map_err(|e| unreadable(&e))?;
    let mut magic = [0; 2];
    match file.read_exact(&mut magic) {
        Ok(()) if magic == [0x1f, 0x8b] => {}
        Ok(()) => return Err(ArchiveError::NotOurs(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Err(ArchiveError::NotOurs(path.to_owned()));
        }
        Err(error) => return Err(unreadable(&error)),
    }
    io::Seek::rewind(&mut file).map_err(|e| unreadable(&e))?;
    Ok(tar::Archive::new(GzDecoder::new(BufReader::new(file))))
}

type Found<'a> = Option<io::Result<tar::Entry<'a, Gunzip>>>;

fn read_manifest(path: &Path, first: Found<'_>) -> Result<Manifest, ArchiveError> {
    let not_ours = || ArchiveError::NotOurs(path.to_owned());
    let mut file = match first {
        Some(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Err(ArchiveError::Truncated(path.to_owned()));
        }
        None | Some(Err(_)) => return Err(not_ours()),
        Some(Ok(file)) => file,
    };
    if *file.path_bytes() != *manifest::MANIFEST.as_bytes() || file.size() > LARGEST_MANIFEST {
        return Err(not_ours());
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|e| damage(path, &e))?;
    let preface: Preface = serde_json::from_slice(&bytes).map_err(|_| not_ours())?;
    if preface.format > manifest::FORMAT {
        return Err(ArchiveError::Newer {
            path: path.to_owned(),
            version: preface.staffroom,
        });
    }
    let unclear =
        |reason: String| damaged(path, &format!("its list of files is unclear: {reason}"));
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|error| unclear(error.to_string()))?;
    match manifest.fault() {
        None => Ok(manifest),
        Some(fault) => Err(unclear(fault)),
    }
}

/// The next file of the archive, if it is the one that the manifest names next.
fn expected<'a>(
    path: &Path,
    found: Found<'a>,
    entry: &Entry,
) -> Result<tar::Entry<'a, Gunzip>, ArchiveError> {
    let Some(found) = found else {
        return Err(damaged(path, &format!("{} is missing", entry.name)));
    };
    let file = found.map_err(|e| damage(path, &e))?;
    let is_it = *file.path_bytes() == *entry.name.as_bytes()
        && file.header().entry_type() == tar::EntryType::Regular
        && file.size() == entry.size;
    if is_it {
        Ok(file)
    } else {
        let name = String::from_utf8_lossy(&file.path_bytes()).into_owned();
        let reason = format!("it holds {name:?} where {} should be", entry.name);
        Err(damaged(path, &reason))
    }
}

/// Makes a file, and the folders above it, for its owner alone. The name has been judged.
fn create(target: &Path) -> io::Result<File> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(files::folder_of(target))?;
    File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(target)
}

fn damage(path: &Path, error: &io::Error) -> ArchiveError {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref());
    if let Some(interrupted) = cause {
        ArchiveError::Interrupted(*interrupted)
    } else if error.kind() == io::ErrorKind::UnexpectedEof {
        ArchiveError::Truncated(path.to_owned())
    } else {
        damaged(path, &error.to_string())
    }
}

fn damaged(path: &Path, reason: &str) -> ArchiveError {
    ArchiveError::Damaged {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}

fn differs(path: &Path, entry: &Entry) -> ArchiveError {
    damaged(path, &format!("the checksum of {} is wrong", entry.name))
}

fn unwritable(path: &Path, error: &io::Error) -> ArchiveError {
    ArchiveError::Unwritable {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}
