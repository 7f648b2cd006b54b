//! Puts a verified archive in place: everything of it, or nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use staffroom_config::{Config, Loaded};
use staffroom_db::inspect::{Inspection, inspect, known_versions};
use staffroom_db::{Db, DbError, Location};
use staffroom_domain::Timestamp;
use staffroom_service::secrets::SecretKey;
use thiserror::Error;

use super::Progress;
use super::manifest::{self, Backend, Manifest};
use super::postgres::{self, ToolError};
use super::swap::Swap;
use super::verify::{self, ArchiveError};
use crate::app::{OpenError, db_options, lock_server, prepare_data_dir};
use crate::files;
use crate::key_file::{self, KeyFileError};

/// Why nothing was restored.
#[derive(Debug, Error)]
pub enum RestoreError {
    /// The archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// A server runs, or the folder cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Something is there.
    #[error(
        "there is an instance already ({} exists); restore into an empty folder, or add --force, which \
         moves the old data aside", .0.display()
    )]
    Occupied(PathBuf),
    /// Something is in the `PostgreSQL` database.
    #[error("{0} is not empty; make an empty database, and name it in `database.url`")]
    NotEmpty(Location),
    /// The other kind of database.
    #[error(
        "this is a backup of {archive}, but `database.url` says {configured}; restore it with {archive}, \
         and change over with `staffroom db copy` afterwards"
    )]
    OtherBackend {
        /// What the archive holds.
        archive: Backend,
        /// What the settings say.
        configured: Backend,
    },
    /// Another instance.
    #[error(
        "this is a backup of {archive}, but `server.url` says {configured}; an instance cannot change its \
         address: correct the setting, or write the settings with `staffroom init --url {archive}`"
    )]
    OtherAddress {
        /// The address in the archive.
        archive: String,
        /// The address in the settings.
        configured: String,
    },
    /// A trial.
    #[error(
        "this is a backup of a trial (made by `staffroom serve` without configuration), which cannot become \
         a real instance; restore it where there is no configuration file"
    )]
    WasTrial,
    /// No key in the archive.
    #[error(
        "this backup was made with --without-secrets, and the instance cannot run without its secret key; \
         name the key file with --secret-key FILE"
    )]
    NoKey,
    /// Another key.
    #[error(
        "the secret key in {0} does not belong to this backup; find the one of the same instance"
    )]
    WrongKey(String),
    /// A key file.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The database in the archive.
    #[error("the database in the backup cannot be used: {0}")]
    Staged(String),
    /// The database at the target.
    #[error(transparent)]
    Db(#[from] DbError),
    /// `pg_restore`.
    #[error(transparent)]
    Tool(#[from] ToolError),
    /// A move.
    #[error("{} cannot be put in place: {reason}; nothing was changed", .path.display())]
    Move {
        /// What.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
}

/// What to restore, and to where.
pub struct Order<'a> {
    /// The archive.
    pub archive: &'a Path,
    /// The settings, which say where everything belongs.
    pub loaded: &'a Loaded,
    /// A key file, for an archive without secrets.
    pub secret_key: Option<&'a Path>,
    /// Where the configuration file of the archive goes, if it is wanted.
    pub config_target: Option<&'a Path>,
    /// Whether old data is moved aside.
    pub force: bool,
    /// The present.
    pub now: Timestamp,
}

/// What was done.
#[derive(Debug)]
pub struct Restored {
    /// What was in the archive.
    pub manifest: Manifest,
    /// Old files and folders, in their new places.
    pub aside: Vec<PathBuf>,
    /// The configuration file that was written.
    pub config: Option<PathBuf>,
}

/// Restores an archive.
pub fn restore(order: &Order<'_>, progress: &mut Progress<'_>) -> Result<Restored, RestoreError> {
    let config = &order.loaded.config;
    let manifest = verify::head(order.archive)?.manifest;
    judge(order, &manifest)?;
    prepare_data_dir(&config.storage.data_dir)?;
    let location = db_options(config).location;
    let _lock = match &location {
        Location::Sqlite(path) => {
            prepare_data_dir(files::folder_of(path))?;
            Some(lock_server(path)?)
        }
        Location::Postgres(_) => None,
    };
    let places = Places::new(config, &location);
    let server_major = ensure_free(order, &location, &places, &manifest)?;
    let data_dir = &config.storage.data_dir;
    let staging = tempfile::Builder::new()
        .prefix(".staffroom-restore-")
        .tempdir_in(data_dir)
        .map_err(|error| refused(data_dir, &error))?;
    let manifest = verify::unpack(order.archive, staging.path(), progress)?;
    judge_database(&manifest, staging.path())?;
    let key = find_key(order, &manifest, staging.path(), &places.key)?;
    let mut swap = Swap::default();
    let aside = if order.force {
        places.clear(&mut swap, key.is_some(), order.now)?
    } else {
        Vec::new()
    };
    let config_file = places.fill(&mut swap, order, &manifest, staging.path(), key)?;
    if let Location::Postgres(url) = &location {
        let dump = staging.path().join(manifest::POSTGRES);
        postgres::pg_restore(server_major.unwrap_or(0))?.restore(url, &dump)?;
    }
    swap.keep();
    Ok(Restored {
        manifest,
        aside,
        config: config_file,
    })
}

/// Whether this archive fits these settings and this program.
fn judge(order: &Order<'_>, manifest: &Manifest) -> Result<(), RestoreError> {
    let known = known_versions()?;
    if manifest
        .migrations
        .iter()
        .any(|version| !known.contains(version))
    {
        return Err(ArchiveError::Newer {
            path: order.archive.to_owned(),
            version: manifest.staffroom.clone(),
        }
        .into());
    }
    let config = &order.loaded.config;
    let configured = if config.database_url().is_sqlite() {
        Backend::Sqlite
    } else {
        Backend::Postgres
    };
    if manifest.backend != configured {
        return Err(RestoreError::OtherBackend {
            archive: manifest.backend,
            configured,
        });
    }
    if manifest.trial {
        return if order.loaded.is_trial() {
            Ok(())
        } else {
            Err(RestoreError::WasTrial)
        };
    }
    let url = config.server.url.origin();
    if manifest.server_url != url {
        return Err(RestoreError::OtherAddress {
            archive: manifest.server_url.clone(),
            configured: url,
        });
    }
    Ok(())
}

/// Refuses to touch what is there; gives the version of the `PostgreSQL` server.
fn ensure_free(
    order: &Order<'_>,
    location: &Location,
    places: &Places,
    manifest: &Manifest,
) -> Result<Option<u32>, RestoreError> {
    let mut server_major = None;
    if let Location::Postgres(_) = location {
        let seen = inspect(location)?.unwrap_or_default();
        if !seen.is_empty {
            return Err(RestoreError::NotEmpty(location.clone()));
        }
        server_major = seen.server_major;
    }
    if !order.force
        && let Some(path) = places.occupied(manifest)
    {
        return Err(RestoreError::Occupied(path));
    }
    Ok(server_major)
}

/// Whether the database that was unpacked is whole, ours, and what the manifest says.
fn judge_database(manifest: &Manifest, staging: &Path) -> Result<(), RestoreError> {
    if manifest.backend == Backend::Postgres {
        // `pg_restore` judges it, in one transaction.
        return Ok(());
    }
    let path = staging.join(manifest::SQLITE);
    Db::check_sqlite(&path).map_err(staged)?;
    let seen: Inspection = inspect(&Location::Sqlite(path))
        .map_err(staged)?
        .unwrap_or_default();
    let same = seen.secret_key_fingerprint.as_deref() == Some(&manifest.secret_key_fingerprint)
        && seen.server_url.as_deref() == Some(&manifest.server_url)
        && seen.trial == manifest.trial
        && seen.migrations == manifest.migrations;
    if same {
        Ok(())
    } else {
        let reason = "it is not the one that the backup's list describes";
        Err(RestoreError::Staged(reason.to_owned()))
    }
}

fn staged(error: DbError) -> RestoreError {
    RestoreError::Staged(match error {
        DbError::Corrupt(reason) => format!("it is damaged: {reason}"),
        other => other.to_string(),
    })
}

/// The key that belongs to the backup; none where it is in place already.
fn find_key(
    order: &Order<'_>,
    manifest: &Manifest,
    staging: &Path,
    in_place: &Path,
) -> Result<Option<SecretKey>, RestoreError> {
    let fits = |key: &SecretKey| key.fingerprint() == manifest.secret_key_fingerprint;
    let required = |key: Option<SecretKey>, from: &str| {
        key.filter(fits)
            .map(Some)
            .ok_or_else(|| RestoreError::WrongKey(from.to_owned()))
    };
    if let Ok(Some(key)) = key_file::read(in_place)
        && fits(&key)
    {
        return Ok(None);
    }
    if let Some(path) = order.secret_key {
        return required(key_file::read(path)?, &path.display().to_string());
    }
    if manifest.with_secrets {
        return required(key_file::read(&staging.join(manifest::KEY))?, "the backup");
    }
    Err(RestoreError::NoKey)
}

/// Where everything belongs.
struct Places {
    /// None for `PostgreSQL`.
    database: Option<PathBuf>,
    key: PathBuf,
    media: PathBuf,
}

impl Places {
    fn new(config: &Config, location: &Location) -> Self {
        Self {
            database: match location {
                Location::Sqlite(path) => Some(path.clone()),
                Location::Postgres(_) => None,
            },
            key: config.secret_key_file(),
            media: config.storage.data_dir.join("media"),
        }
    }

    /// Something that a restore would have to move aside.
    fn occupied(&self, manifest: &Manifest) -> Option<PathBuf> {
        let has_files = |folder: &Path| fs::read_dir(folder).is_ok_and(|mut f| f.next().is_some());
        let mut database = self.database.iter().flat_map(|path| with_companions(path));
        if let Some(path) = database.find(|path| path.symlink_metadata().is_ok()) {
            return Some(path);
        }
        if has_files(&self.media) {
            return Some(self.media.clone());
        }
        // The right key, put there by hand, is welcome.
        let fits = |key: SecretKey| key.fingerprint() == manifest.secret_key_fingerprint;
        let is_there = self.key.symlink_metadata().is_ok();
        let is_right = key_file::read(&self.key).is_ok_and(|key| key.is_some_and(fits));
        (is_there && !is_right).then(|| self.key.clone())
    }

    /// Moves everything aside that is in the way.
    fn clear(
        &self,
        swap: &mut Swap,
        with_key: bool,
        now: Timestamp,
    ) -> Result<Vec<PathBuf>, RestoreError> {
        let suffix = format!("-before-restore-{}", stamp(now));
        let mut pairs = Vec::new();
        if let Some(database) = &self.database {
            let aside = files::beside(database, &suffix);
            pairs.extend(with_companions(database).zip(with_companions(&aside)));
        }
        pairs.push((self.media.clone(), files::beside(&self.media, &suffix)));
        if with_key {
            pairs.push((self.key.clone(), files::beside(&self.key, &suffix)));
        }
        let mut aside = Vec::new();
        for (path, to) in pairs {
            if swap
                .move_aside(&path, &to)
                .map_err(|e| refused(&path, &e))?
            {
                aside.push(to);
            }
        }
        Ok(aside)
    }

    /// Puts everything in its place; gives the configuration file that was written.
    fn fill(
        &self,
        swap: &mut Swap,
        order: &Order<'_>,
        manifest: &Manifest,
        staging: &Path,
        key: Option<SecretKey>,
    ) -> Result<Option<PathBuf>, RestoreError> {
        if let Some(key) = key {
            prepare_data_dir(files::folder_of(&self.key))?;
            let text = format!("{}\n", key.to_text());
            swap.write(&self.key, text.as_bytes())
                .map_err(|error| refused(&self.key, &error))?;
        }
        let mut put = |staged: PathBuf, target: &Path| {
            if staged.exists() {
                swap.put(&staged, target)
                    .map_err(|error| refused(target, &error))?;
            }
            Ok::<_, RestoreError>(())
        };
        put(staging.join("media"), &self.media)?;
        if let Some(database) = &self.database {
            put(staging.join(manifest::SQLITE), database)?;
        }
        let Some(target) = order
            .config_target
            .filter(|_| manifest.find(manifest::CONFIG).is_some())
        else {
            return Ok(None);
        };
        let text = fs::read(staging.join(manifest::CONFIG)).map_err(|e| refused(target, &e))?;
        swap.write(target, &text).map_err(|e| refused(target, &e))?;
        Ok(Some(target.to_owned()))
    }
}

/// The files of an `SQLite` database, the database itself last, by the names under which `SQLite`
/// looks for them. A log or journal without its database would be played back over the next one.
fn with_companions(database: &Path) -> impl Iterator<Item = PathBuf> {
    ["-wal", "-shm", "-journal", ""]
        .map(|tail| files::beside(database, tail))
        .into_iter()
}

fn refused(path: &Path, error: &io::Error) -> RestoreError {
    RestoreError::Move {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

/// The present, for names of files.
fn stamp(now: Timestamp) -> String {
    crate::app::in_rfc3339(now).replace(['-', ':'], "")
}
