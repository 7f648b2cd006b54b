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

/// How far the work is: bytes done, and bytes in all.
pub type Progress<'a> = dyn FnMut(u64, u64) + 'a;
