//! Verifying and fetching, against servers that do what a test tells them, right or wrong.

mod actors;
mod collections;
mod harvest;
mod keys;
mod knocking;
mod ledgers;
mod objects;
pub(crate) mod remote;
pub(crate) mod world;
