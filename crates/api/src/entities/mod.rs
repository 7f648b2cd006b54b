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
mod notification_group;
mod notification_policy;
mod poll;
mod push_subscription;
mod reaction;
mod relationship;
mod report;
mod search;
mod shaper;
mod status;

pub(crate) use notification_group::GroupedNotifications;
pub(crate) use notification_policy::NotificationPolicy;
pub(crate) use push_subscription::WebPushSubscription;
pub(crate) use relationship::Relationship;
pub(crate) use shaper::Shaper;
pub(crate) use status::StatusSource;
