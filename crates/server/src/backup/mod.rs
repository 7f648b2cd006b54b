//! Whole instances in one file, and back.
//!
//! Here belong the archive and its manifest ([`manifest`], [`archive`]), how one is written
//! ([`create`]) and how one is verified and put in place ([`verify`], [`restore`]). Here does not
//! belong what is printed: that is the command line's affair. Copies before a migration are made by
//! `staffroom-db`.

pub mod archive;
pub mod create;
pub mod manifest;
pub mod postgres;
pub mod restore;
mod swap;
pub mod verify;

/// Is told how far the work is: bytes done, and bytes in all. What it answers can end the work
/// ([`Interrupted`]).
pub type Progress<'a> = dyn FnMut(u64, u64) -> std::io::Result<()> + 'a;

/// Somebody wants the work to end. Everything is cleaned up, and nothing was changed.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("it was interrupted")]
pub struct Interrupted;

impl From<Interrupted> for std::io::Error {
    fn from(interrupted: Interrupted) -> Self {
        // Not the kind of that name, after which everybody tries again.
        Self::other(interrupted)
    }
}
