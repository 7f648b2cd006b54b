//! Tests through the public interface, in one binary.

mod data;
mod documents;
mod evidence;
mod ids;
mod lookup;
mod properties;
mod snapshots;
mod wire;
