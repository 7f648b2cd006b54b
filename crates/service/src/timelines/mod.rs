//! Timelines: what stands in them, and how they are read.
//!
//! Here belongs which posts somebody is shown, in which order. Here does not belong what is shown of each
//! post: that is `statuses`.

mod fan_out;
mod feeds;
mod home;
mod link;
mod list;
mod listing;
mod public;
mod rule;
mod stands;
mod tag;
mod walk;

pub(crate) use fan_out::{Delivery, deliver};
pub(crate) use feeds::{cut, merge, merge_into_list, purge, purge_author, purge_list};
pub use home::home;
pub use link::link;
pub use list::list as of_list;
pub(crate) use listing::{belongs_in_public, list, relist, unlist};
pub use public::public;
pub(crate) use rule::RepliesPolicy;
pub use staffroom_db::public_entries::Kinds;
pub use tag::{MAX_TAGS_ASKED, Tags, tag};
pub use walk::Part;
pub(crate) use walk::{walk, without_hidden};

/// The longest page of a timeline.
pub const MAX_PAGE: i64 = 40;
