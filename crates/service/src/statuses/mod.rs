//! Everything posted: written, changed, deleted, liked, boosted and voted on, by people here and by
//! people elsewhere.
//!
//! Functions that take a [`Tx`](crate::Tx) work inside a write transaction and are the same for both:
//! a client's command opens the transaction and calls them, and so does an activity of another
//! server. Whether something is told to other servers depends on where its author lives.

mod bookmark;
mod boost;
mod delete;
mod edit;
mod favourite;
mod history;
mod marked;
mod mute_thread;
mod of_account;
mod pin;
mod poll;
mod publish;
mod react;
mod schedule;
mod shown;
mod store;
mod thread;
mod view;
mod visibility;

pub use crate::records::{RecordChange, RecordView};
pub use bookmark::bookmark;
pub(crate) use boost::boost_quietly_in;
pub use boost::{boost, boost_in, unboost, unboost_in};
pub use delete::{delete, delete_to_rewrite, remove_in};
pub(crate) use delete::{remove_with_results_in, take_out_in};
pub use edit::{OwnEvent, PollChange, RemoteParts, Revised, Revision, StatusEdit, edit, revise_in};
pub use favourite::{favourite, favourite_in, unfavourite, unfavourite_in};
pub use history::{Version, history};
pub use marked::{bookmarked_by, boosters, favourited_by, likers};
pub use mute_thread::mute_thread;
pub use of_account::{of_account, pinned_by};
pub use pin::{MAX_PINS, has_room, pin, pin_in, pinned};
pub use poll::{close_polls, tell_poll, vote, vote_in};
pub use publish::{NewPoll, NewStatus, POLL_OPEN, publish, publish_and_show};
pub(crate) use publish::{
    People, claim, context_of, known as people_known, made_before, made_with_key, media_type,
    mentioned, names, people_named, render, render_at, tags as tags_of, validate_text,
};
pub use react::{MAX_REACTIONS, react, react_in, unreact, unreact_in};
pub use schedule::{
    MAX_SCHEDULED, MAX_SCHEDULED_A_DAY, Posted, Scheduled, made_with, publish_scheduled,
    reschedule, schedule, scheduled, scheduled_by, unschedule,
};
pub use shown::{content, is_converted};
pub use staffroom_db::applications::ApplicationRow;
pub use staffroom_db::attachments::AttachmentRow;
pub use staffroom_db::emojis::EmojiRow;
pub use staffroom_db::events::EventRow;
pub use staffroom_db::mentions::MentionRow;
pub use staffroom_db::polls::{PollOptionRow, PollRow, PollVoteRow};
pub use staffroom_db::reactions::ReactionRow;
pub use staffroom_db::statuses::{OfAccount, Page, StatusEditRow, StatusRow};
pub use staffroom_db::tags::TagRow;
pub(crate) use store::event_row;
pub use store::{
    Draft, EventDraft, EventTime, Limits, NewAttachment, PollDraft, is_permitted, is_wanted, store,
};
pub use thread::{Thread, answers, show, show_own, thread};
pub use view::{Mention, PlanView, PollView, StatusView, load, load_one, view};
pub use visibility::{
    Viewer, may_answer, may_boost, may_like, may_see, without_hidden, without_limited,
};

use staffroom_db::DbError;
use staffroom_domain::StatusId;
use thiserror::Error;

/// The longest text of a status, in characters as Mastodon counts them.
pub const MAX_TEXT: usize = 5_000;
/// The longest choice of a poll.
pub const MAX_POLL_OPTION: usize = 100;
/// The most choices of a poll.
pub const MAX_POLL_OPTIONS: usize = 12;
/// The most files of a status.
pub const MAX_ATTACHMENTS: usize = 16;
/// The most people that a status names.
pub const MAX_MENTIONS: usize = 50;
/// The most hashtags of a status.
pub const MAX_TAGS: usize = 50;

/// Why something cannot be done with a status.
#[derive(Clone, Debug, Error)]
pub enum StatusError {
    /// There is none, or it is not for whoever asks: which, is not told.
    #[error("Record not found")]
    NotFound,
    /// What it answers is not there, or not for whoever answers.
    #[error("The post you are trying to reply to does not appear to exist.")]
    NoParent,
    /// What was sent cannot be a status. The text says why, for the author.
    #[error("Validation failed: {0}")]
    Invalid(String),
    /// It may be seen but this may not be done with it.
    #[error("This action is not allowed")]
    NotAllowed,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl StatusError {
    fn invalid(reason: impl Into<String>) -> Self {
        Self::Invalid(reason.into())
    }
}

/// Whoever has moved away does nothing here any more.
pub(crate) fn may_act(by: &staffroom_db::accounts::AccountRow) -> Result<(), StatusError> {
    if by.has_moved() {
        Err(StatusError::NotAllowed)
    } else {
        Ok(())
    }
}

/// The status of that id, unless it was deleted.
pub(crate) fn live(conn: &mut staffroom_db::Conn, id: StatusId) -> Result<StatusRow, StatusError> {
    staffroom_db::statuses::find(conn, id)?
        .filter(|row| row.deleted_at.is_none())
        .ok_or(StatusError::NotFound)
}
