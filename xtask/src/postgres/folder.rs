//! The temporary folder of a throw-away server, who owns it, and sweeping away old ones.
//!
//! Beside each folder `staffroom-postgres-N` there is a file `staffroom-postgres-N.lock`, locked
//! as long as its guard lives. Who can lock the file of another has found a leftover.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, User, geteuid};

const PREFIX: &str = "staffroom-postgres-";

/// The account that runs the server: ours, except that PostgreSQL refuses to run as root.
pub(super) struct Account {
    /// User and group to change to.
    other: Option<(u32, u32)>,
}

impl Account {
    pub(super) fn choose() -> Result<Self> {
        if !geteuid().is_root() {
            return Ok(Self { other: None });
        }
        let user = User::from_name("postgres")?.context(
            "PostgreSQL refuses to run as root, and there is no user `postgres` to run it. \
             Make one with `useradd --system postgres`, or run this as another user.",
        )?;
        Ok(Self {
            other: Some((user.uid.as_raw(), user.gid.as_raw())),
        })
    }

    /// Makes `command` run as this account (which also takes root's other groups away).
    pub(super) fn apply(&self, command: &mut Command) {
        if let Some((user, group)) = self.other {
            command.uid(user).gid(group);
        }
    }

    fn user(&self) -> u32 {
        self.other
            .map_or_else(|| geteuid().as_raw(), |(user, _)| user)
    }

    /// The system's temporary folder, unless the account could not enter it.
    fn temporary(&self) -> PathBuf {
        let usual = std::env::temp_dir();
        let open = |folder: &Path| {
            folder
                .metadata()
                .is_ok_and(|about| about.permissions().mode() & 0o001 != 0)
        };
        if self.other.is_none() || usual.ancestors().all(open) {
            usual
        } else {
            "/tmp".into()
        }
    }
}

/// A folder that the account owns and that nobody else may read; removed when dropped.
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    pub(super) fn create(account: &Account) -> Result<Self> {
        let base = account.temporary();
        let process = std::process::id();
        for attempt in 0..100 {
            let path = base.join(format!("{PREFIX}{process}-{attempt}"));
            let lock = match OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(lock_of(&path))
            {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => bail!("cannot write into {}: {error}", base.display()),
            };
            match lock.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => continue, // taken for a leftover in this moment
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
            fs::DirBuilder::new().mode(0o700).create(&path)?;
            if let Some((user, group)) = account.other {
                chown(&path, Some(user), Some(group))?;
            }
            return Ok(Self { path, _lock: lock });
        }
        bail!("found no free name for a folder in {}", base.display())
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            eprintln!("warning: cannot remove {}: {error}", self.path.display());
        }
        drop(fs::remove_file(lock_of(&self.path)));
    }
}

/// Stops and removes what guards left behind that were killed.
pub(super) fn sweep(account: &Account) -> Result<()> {
    for entry in account.temporary().read_dir()?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(name) = name
            .strip_suffix(".lock")
            .filter(|name| name.starts_with(PREFIX))
        else {
            continue;
        };
        let lock = entry.path();
        let ours = fs::symlink_metadata(&lock)
            .is_ok_and(|about| about.is_file() && about.uid() == geteuid().as_raw());
        if !ours || File::open(&lock).is_ok_and(|file| file.try_lock().is_err()) {
            continue;
        }
        let path = lock.with_file_name(name);
        let belongs = |about: fs::Metadata| about.is_dir() && about.uid() == account.user();
        if fs::symlink_metadata(&path).is_ok_and(belongs) {
            stop_server_in(&path.join("data"));
            fs::remove_dir_all(&path)
                .with_context(|| format!("cannot remove the leftover {}", path.display()))?;
        }
        drop(fs::remove_file(&lock));
    }
    Ok(())
}

/// Stops the server whose data this is, if there is one: the first line of `postmaster.pid` names
/// it, and its working folder proves that the number was not given to another process since.
fn stop_server_in(data: &Path) {
    let text = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    let Some(pid) = text
        .lines()
        .next()
        .and_then(|line| line.trim().parse::<i32>().ok())
    else {
        return;
    };
    let its_folder = format!("/proc/{pid}/cwd");
    let alive = || pid > 1 && fs::read_link(&its_folder).is_ok_and(|folder| folder == data);
    let start = Instant::now();
    while alive() && start.elapsed() < Duration::from_secs(20) {
        let hurry = start.elapsed() > Duration::from_secs(5);
        let signal = if hurry {
            Signal::SIGKILL
        } else {
            Signal::SIGQUIT
        };
        let _ = kill(Pid::from_raw(pid), signal);
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn lock_of(folder: &Path) -> PathBuf {
    folder.with_added_extension("lock")
}
