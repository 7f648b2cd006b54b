//! What clients are given: the entities of the Mastodon API.
//!
//! Here belongs the shape of an answer and how rows become it; what is required is never `null`. Here
//! does not belong anything that asks the database.

mod account;
mod context;
mod emoji;
mod interaction_policy;
mod media;
mod notification;
mod poll;
mod reaction;
mod relationship;
mod report;
mod search;
mod shaper;
mod status;

pub(crate) use media::MediaAttachment;
pub(crate) use relationship::Relationship;
pub(crate) use shaper::Shaper;
pub(crate) use status::StatusSource;
