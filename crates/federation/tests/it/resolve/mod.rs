//! Verifying and fetching, against servers that do what a test tells them, right or wrong.
//!
//! Test names are followed by the lines of the security catalogue that they are for: `A1` and so on of the
//! wire-level checklist, `S9` and so on of the catalogue of holes.

mod actors;
mod collections;
mod keys;
mod knocking;
mod objects;
mod remote;
mod world;
