//! What those who listen are told at once: that something is there to be looked at.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, AnnouncementId, NotificationId, StatusId, UserId};

/// Something that streams pass on, told with the commit that made it so. Ids only: whoever is told looks
/// for themselves, and what nobody listens for is forgotten. What must not be lost is an
/// [`Event`](crate::Event).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// A status or a boost is in the timelines.
    Posted(StatusId),
    /// A status has a new version.
    Edited(StatusId),
    /// A status or a boost is gone.
    Deleted {
        /// Which.
        status: StatusId,
        /// Whose it was.
        author: AccountId,
        /// Whether everybody could see it.
        open: bool,
        /// Who else could: those it named, where not everybody could.
        named: Vec<AccountId>,
    },
    /// Somebody was told something.
    Told {
        /// Who.
        account: AccountId,
        /// Which notification.
        notification: NotificationId,
    },
    /// Somebody let notifications in that had been kept from them.
    NotificationsMerged(AccountId),
    /// Somebody changed their filters.
    FiltersChanged(AccountId),
    /// A conversation of somebody has something new.
    ConversationChanged {
        /// Whose.
        account: AccountId,
        /// Which.
        conversation: i64,
    },
    /// Everybody here is told something, or it was changed.
    Announced(AnnouncementId),
    /// Somebody answered an announcement with an emoji, or took it back.
    AnnouncementReaction {
        /// Which announcement.
        announcement: AnnouncementId,
        /// The emoji, or the short code of one of ours.
        name: String,
    },
    /// That is told no more.
    AnnouncementGone(AnnouncementId),
    /// What the tokens of a user are good for has changed: some may be gone.
    AccessChanged(UserId),
}
