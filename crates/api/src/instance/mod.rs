//! What the instance tells of itself.

mod configuration;
pub(crate) mod kept;
pub(crate) mod lists;
pub(crate) mod texts;
pub(crate) mod v1;
pub(crate) mod v2;

/// The version of Mastodon's API that is spoken, and our own: clients read what is before the first space.
/// No part of it may look like a version after a `+`.
const VERSION: &str = concat!(
    "4.5.0 (compatible; Staffroom ",
    env!("CARGO_PKG_VERSION"),
    ")"
);

/// Grouped notifications, and nothing newer that clients would then offer.
const API_VERSION: u32 = 2;
