//! Writes an archive while the server goes on.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use staffroom_config::{Config, Loaded};
use staffroom_db::inspect::{Inspection, inspect};
use staffroom_db::{Db, DbError, Location};
use staffroom_domain::Timestamp;
use thiserror::Error;

use super::Progress;
use super::archive::{Writer, describe};
use super::manifest::{self, Backend, Entry, Manifest, is_expected};
use super::postgres::{self, ToolError};
use crate::app::{db_options, in_rfc3339};
use crate::files;
use crate::key_file::{self, KeyFileError};

/// Why there is no backup.
#[derive(Debug, Error)]
pub enum BackupError {
    /// Something has that name.
    #[error("{} exists already; choose another name, or add --force to replace it", .0.display())]
    Exists(PathBuf),
    /// There is nothing yet.
    #[error(
        "there is no instance to back up: {0} has no data yet (start the server once, or check `storage.data_dir`)"
    )]
    Nothing(Location),
    /// The key is gone.
    #[error(
        "the secret key {} is missing, and without it nobody can use the backup; put it back, or add \
         --without-secrets", .0.display()
    )]
    NoKey(PathBuf),
    /// The key is another instance's.
    #[error("the secret key {} does not belong to this database; put the right one back", .0.display())]
    WrongKey(PathBuf),
    /// The key cannot be read.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// `pg_dump`.
    #[error(transparent)]
    Tool(#[from] ToolError),
    /// Something strange lies among the uploads.
    #[error("{} cannot be backed up: {reason}", .path.display())]
    Strange {
        /// Where.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The archive.
    #[error("the backup {} cannot be written: {reason}", .path.display())]
    Unwritable {
        /// Where.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

/// What goes into an archive.
pub struct Order<'a> {
    /// The settings.
    pub loaded: &'a Loaded,
    /// Whether the secret key and the configuration file go with it.
    pub with_secrets: bool,
    /// The present.
    pub now: Timestamp,
}

/// Writes an archive into a file, which appears when it is complete; gives its manifest.
pub fn to_file(
    order: &Order<'_>,
    path: &Path,
    replace: bool,
    progress: &mut Progress<'_>,
) -> Result<Manifest, BackupError> {
    if path.is_dir() || (!replace && path.symlink_metadata().is_ok()) {
        return Err(BackupError::Exists(path.to_owned()));
    }
    let folder = files::folder_of(path);
    let unwritable = |error: io::Error| unwritable(path, &error);
    // First, so that a wrong folder is told before anything is copied.
    let draft = tempfile::Builder::new()
        .prefix(DRAFT)
        .tempfile_in(folder)
        .map_err(unwritable)?;
    let prepared = Prepared::new(order, folder, progress)?;
    let draft = prepared.write(draft, progress).map_err(unwritable)?;
    draft.as_file().sync_all().map_err(unwritable)?;
    files::keep(draft, path, replace).map_err(unwritable)?;
    Ok(prepared.manifest)
}

/// Writes an archive into a pipe; gives its manifest.
pub fn to_pipe(
    order: &Order<'_>,
    mut out: impl Write,
    progress: &mut Progress<'_>,
) -> Result<Manifest, BackupError> {
    let prepared = Prepared::new(order, &order.loaded.config.storage.data_dir, progress)?;
    prepared
        .write(&mut out, progress)
        .and_then(Write::flush)
        .map_err(|error| unwritable(Path::new("-"), &error))?;
    Ok(prepared.manifest)
}

/// What the names of unfinished files and folders begin with.
const DRAFT: &str = ".staffroom-backup-";

/// Everything that an archive takes, copied and described.
struct Prepared {
    manifest: Manifest,
    items: Vec<Item>,
    now: Timestamp,
    done: u64,
    total: u64,
    /// Holds the copy of the database; removed at the end.
    _workshop: tempfile::TempDir,
}

/// A file that goes into the archive.
struct Item {
    name: String,
    path: PathBuf,
}

impl Prepared {
    fn new(
        order: &Order<'_>,
        folder: &Path,
        progress: &mut Progress<'_>,
    ) -> Result<Self, BackupError> {
        let config = &order.loaded.config;
        let location = db_options(config).location;
        let seen = inspected(&location)?;
        let mut items = secrets(order, &seen)?;
        let workshop = tempfile::Builder::new()
            .prefix(DRAFT)
            .tempdir_in(folder)
            .map_err(|error| unwritable(folder, &error))?;
        let backend = match location {
            Location::Sqlite(_) => Backend::Sqlite,
            Location::Postgres(_) => Backend::Postgres,
        };
        items.push(Item {
            name: backend.entry().to_owned(),
            path: copy_database(config, &seen, &workshop.path().join(backend.entry()))?,
        });
        add_uploads(&config.storage.data_dir.join("media"), &mut items)?;
        // Each file is read twice: to describe it, and to write it.
        let total = 2 * items.iter().map(|item| size(&item.path)).sum::<u64>();
        let mut done = 0;
        let mut entries: Vec<Entry> = Vec::with_capacity(items.len());
        for item in &items {
            let described = describe(&item.name, &item.path, &mut |bytes| {
                done += bytes;
                progress(done, total)
            });
            entries.push(described.map_err(|error| strange(&item.path, &error.to_string()))?);
        }
        Ok(Self {
            manifest: Manifest {
                format: manifest::FORMAT,
                staffroom: env!("CARGO_PKG_VERSION").to_owned(),
                created_at: in_rfc3339(order.now),
                backend,
                migrations: seen.migrations,
                server_url: seen.server_url.unwrap_or_default(),
                trial: seen.trial,
                secret_key_fingerprint: seen.secret_key_fingerprint.unwrap_or_default(),
                with_secrets: order.with_secrets,
                entries,
            },
            items,
            now: order.now,
            done,
            total,
            _workshop: workshop,
        })
    }

    fn write<W: Write>(&self, out: W, progress: &mut Progress<'_>) -> io::Result<W> {
        let modified = u64::try_from(self.now.as_secs()).unwrap_or(0);
        let mut writer = Writer::new(out, modified);
        let mut text = serde_json::to_vec_pretty(&self.manifest)?;
        text.push(b'\n');
        writer.add_bytes(manifest::MANIFEST, &text)?;
        let mut done = self.done;
        for (entry, item) in self.manifest.entries.iter().zip(&self.items) {
            writer
                .add_file(entry, &item.path, &mut |bytes| {
                    done += bytes;
                    progress(done, self.total)
                })
                .map_err(|error| {
                    io::Error::new(error.kind(), format!("{}: {error}", item.path.display()))
                })?;
        }
        writer.finish()
    }
}

fn unwritable(path: &Path, error: &io::Error) -> BackupError {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "the folder does not exist".to_owned(),
        io::ErrorKind::NotADirectory => "there is a file in place of its folder".to_owned(),
        io::ErrorKind::StorageFull => {
            "the disk is full; choose a folder on another disk".to_owned()
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "this user may not write there".to_owned()
        }
        _ => error.to_string(),
    };
    BackupError::Unwritable {
        path: path.to_owned(),
        reason,
    }
}

fn strange(path: &Path, reason: &str) -> BackupError {
    BackupError::Strange {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |about| about.len())
}

/// Looks at the database: a backup is of an instance, and of one that this version can read.
fn inspected(location: &Location) -> Result<Inspection, BackupError> {
    let nothing = || BackupError::Nothing(location.clone());
    let seen = inspect(location)?.ok_or_else(nothing)?;
    if seen.secret_key_fingerprint.is_none() {
        return Err(nothing());
    }
    match seen.newer_migration()? {
        Some(version) => Err(DbError::Newer(version.to_owned()).into()),
        None => Ok(seen),
    }
}

/// The configuration file and the secret key. They come first in the archive, where a restore looks
/// for them.
fn secrets(order: &Order<'_>, seen: &Inspection) -> Result<Vec<Item>, BackupError> {
    let mut items = Vec::new();
    if !order.with_secrets {
        return Ok(items);
    }
    if let Some(file) = &order.loaded.source_file {
        items.push(Item {
            name: manifest::CONFIG.to_owned(),
            path: file.clone(),
        });
    }
    let path = order.loaded.config.secret_key_file();
    let Some(key) = key_file::read(&path)? else {
        return Err(BackupError::NoKey(path));
    };
    if Some(key.fingerprint()) != seen.secret_key_fingerprint {
        return Err(BackupError::WrongKey(path));
    }
    items.push(Item {
        name: manifest::KEY.to_owned(),
        path,
    });
    Ok(items)
}

/// Copies the database as it is at one moment.
fn copy_database(
    config: &Config,
    seen: &Inspection,
    target: &Path,
) -> Result<PathBuf, BackupError> {
    let options = db_options(config);
    match &options.location {
        Location::Sqlite(_) => {
            Db::open(&options)?.copy_sqlite_to(target)?;
            // A backup that cannot be restored is none.
            Db::check_sqlite(target)?;
        }
        Location::Postgres(url) => {
            postgres::pg_dump(seen.server_major.unwrap_or(0))?.dump(url, target)?;
        }
    }
    Ok(target.to_owned())
}

/// Adds all files of the folder of uploads, in the order of their names.
fn add_uploads(folder: &Path, items: &mut Vec<Item>) -> Result<(), BackupError> {
    let mut folders = vec![(folder.to_owned(), manifest::MEDIA.to_owned())];
    let first = items.len();
    while let Some((folder, prefix)) = folders.pop() {
        let listing = match fs::read_dir(&folder) {
            Ok(listing) => listing,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(strange(&folder, &error.to_string())),
        };
        for file in listing {
            let file = file.map_err(|error| strange(&folder, &error.to_string()))?;
            let path = file.path();
            let kind = file
                .file_type()
                .map_err(|error| strange(&path, &error.to_string()))?;
            let name = file.file_name();
            let name = name.to_str().map(|name| format!("{prefix}{name}"));
            match name {
                Some(name) if kind.is_dir() => folders.push((path, format!("{name}/"))),
                Some(name) if kind.is_file() && is_expected(&name) => {
                    items.push(Item { name, path });
                }
                Some(_) if !kind.is_file() => {
                    return Err(strange(
                        &path,
                        "it is neither a file nor a folder; move it away",
                    ));
                }
                _ => {
                    return Err(strange(
                        &path,
                        "its name has strange characters; move it away",
                    ));
                }
            }
        }
    }
    if let Some(uploads) = items.get_mut(first..) {
        uploads.sort_by(|a, b| a.name.cmp(&b.name));
    }
    Ok(())
}
