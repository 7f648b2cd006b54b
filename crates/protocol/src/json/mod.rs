//! JSON from outside: a value that keeps the order of members, and the guard that makes it from bytes.
//!
//! Here belongs what holds for every document. Here does not belong what members mean.

mod guard;
mod value;

pub use guard::{JsonError, parse};
pub use value::{Json, Object};
