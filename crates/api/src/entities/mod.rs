//! What clients are given: the entities of the Mastodon API, and those of our own.
//!
//! Here belongs the shape of an answer and how rows become it; what is required is never `null`. Here
//! does not belong anything that asks the database.

mod account;
mod announcement;
mod application;
mod card;
mod carried;
mod concept;
mod context;
mod conversation;
mod draft;
mod emoji;
mod entry;
mod event;
mod filter;
mod hub;
mod interaction_policy;
mod ledger;
mod list;
mod marker;
mod media;
mod notification;
mod notification_group;
mod notification_policy;
mod person;
mod poll;
mod practice;
mod profile;
mod push_subscription;
mod question;
mod reaction;
mod record_schema;
mod relationship;
mod report;
mod rule;
mod scheduled_status;
mod search;
mod shaper;
mod status;
mod status_edit;
mod tag;
mod token;

pub(crate) use account::{Account, Own};
pub(crate) use announcement::Announcement;
pub(crate) use application::{Application, CredentialApplication};
pub(crate) use concept::{Concept, Suggestion};
pub(crate) use draft::Draft;
pub(crate) use emoji::Emoji;
pub(crate) use entry::{Entry, RejectedEntry};
pub(crate) use event::{
    Attendee, Clash, Event, EventNote, MyPlace, PracticeDraft, TakenPlaces, Talk,
};
pub(crate) use filter::{Filter, FilterKeyword, FilterStatus, V1Filter};
pub(crate) use hub::HubLedgers;
pub(crate) use ledger::{Ledger, LikeMine};
pub(crate) use list::List;
pub(crate) use marker::Marker;
pub(crate) use media::MediaAttachment;
pub(crate) use notification_group::GroupedNotifications;
pub(crate) use notification_policy::NotificationPolicy;
pub(crate) use practice::{Practice, PracticeVersion};
pub(crate) use push_subscription::WebPushSubscription;
pub(crate) use question::{AnsweredQuestion, Question};
pub(crate) use record_schema::{
    AdoptionRecord, EventNoteRecord, EventRecord, OutcomeRecord, PracticeRecord,
};
pub(crate) use relationship::Relationship;
pub(crate) use rule::Rule;
pub(crate) use scheduled_status::ScheduledStatus;
pub(crate) use shaper::{Shaper, date as day, moment};
pub(crate) use status::StatusSource;
pub(crate) use token::Token;
