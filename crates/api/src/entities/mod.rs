//! What clients are given: the entities of the Mastodon API.
//!
//! Here belongs the shape of an answer and how rows become it; what is required is never `null`. Here
//! does not belong anything that asks the database.

mod account;
mod announcement;
mod application;
mod context;
mod emoji;
mod filter;
mod interaction_policy;
mod marker;
mod media;
mod notification;
mod poll;
mod reaction;
mod relationship;
mod report;
mod rule;
mod scheduled_status;
mod search;
mod shaper;
mod status;
mod status_edit;
mod token;

pub(crate) use announcement::Announcement;
pub(crate) use application::{Application, CredentialApplication};
pub(crate) use filter::{Filter, FilterKeyword, FilterStatus, V1Filter};
pub(crate) use marker::Marker;
pub(crate) use relationship::Relationship;
pub(crate) use rule::Rule;
pub(crate) use scheduled_status::ScheduledStatus;
pub(crate) use shaper::{Shaper, date as day, moment};
pub(crate) use status::StatusSource;
pub(crate) use token::Token;
