//! How much of the disk archives leave to everything else.

use std::io;
use std::path::{Path, PathBuf};

use staffroom_db::{DbError, inspect};

use crate::context::Ctx;
use crate::media::Store;

/// So much of the disk stays free at least, in bytes.
const LEAST: u64 = 256 * 1024 * 1024;
/// The database needs its own size once more when it is copied or written anew, and grows meanwhile.
const OF_DATABASE: u64 = 2;

/// The room on the disk of the data folder. Others write there too: it is asked for again as the archive grows.
#[derive(Debug)]
pub(super) struct Room {
    folder: PathBuf,
    free_bytes: fn(&Path) -> io::Result<u64>,
    reserve: u64,
    /// Whether what is put into the store lies on that disk.
    is_here: bool,
}

impl Room {
    /// That of now, given how many bytes of a disk are free.
    pub(super) async fn of(
        ctx: &Ctx,
        store: &Store,
        free_bytes: fn(&Path) -> io::Result<u64>,
    ) -> Result<Self, DbError> {
        let database = ctx.db.read(inspect::bytes_here).await?;
        Ok(Self {
            folder: ctx.config.storage.data_dir.clone(),
            free_bytes,
            reserve: reserve(database),
            is_here: store.is_here(),
        })
    }

    /// Whether so many bytes can be written to files of ours.
    pub(super) fn has(&self, bytes: u64) -> bool {
        match (self.free_bytes)(&self.folder) {
            Ok(free) => free >= bytes.saturating_add(self.reserve),
            Err(error) => {
                tracing::warn!(%error, "it is not known how much room there is for an archive");
                true
            }
        }
    }

    /// Whether a file of so many bytes that lies here already can be put into the store.
    pub(super) fn has_for_store(&self, bytes: u64) -> bool {
        self.has(if self.is_here { bytes } else { 0 })
    }

    /// Whether a whole archive of so many bytes can be written: on a disk of ours it is there twice for a moment, as it is
    /// written, and in the store.
    pub(super) fn has_for_all(&self, bytes: u64) -> bool {
        self.has(bytes.saturating_mul(if self.is_here { 2 } else { 1 }))
    }
}

fn reserve(database: u64) -> u64 {
    LEAST.max(database.saturating_mul(OF_DATABASE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_database_keeps_more_room() {
        const GIB: u64 = 1 << 30;
        assert_eq!(reserve(0), LEAST);
        assert_eq!(reserve(4 * GIB), 8 * GIB);
        let room = |is_here| Room {
            folder: PathBuf::new(),
            free_bytes: |_| Ok(10 * GIB),
            reserve: reserve(4 * GIB),
            is_here,
        };
        assert!(room(true).has(2 * GIB) && !room(true).has(2 * GIB + 1));
        assert!(room(true).has_for_all(GIB) && !room(true).has_for_all(GIB + 1));
        assert!(room(false).has_for_all(2 * GIB));
        assert!(!room(true).has_for_store(3 * GIB) && room(false).has_for_store(3 * GIB));
    }
}
