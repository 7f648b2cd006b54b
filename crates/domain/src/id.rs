//! Snowflake ids: sortable by time, made without asking the database.
//!
//! An id is `Unix milliseconds << 16 | node << 10 | sequence`: 6 bits of node, leased in the
//! database so that two processes never share one, and 10 bits of sequence. Clients see ids as
//! decimal strings.

use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::random::Random;
use crate::time::Timestamp;

const NODE_BITS: u32 = 6;
const SEQUENCE_BITS: u32 = 10;
const SEQUENCE_MAX: i64 = (1 << SEQUENCE_BITS) - 1;

/// The part of an id that tells processes apart: 0 to 63.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u8);

impl NodeId {
    /// How many nodes can work on one database at once.
    pub const COUNT: u8 = 1 << NODE_BITS;

    /// Checks the range.
    pub const fn new(value: u8) -> Option<Self> {
        if value < Self::COUNT {
            Some(Self(value))
        } else {
            None
        }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// Makes ids. One for each process; never goes backwards, also when the clock does.
#[derive(Debug)]
pub struct IdGenerator {
    node: NodeId,
    /// The last `milliseconds << SEQUENCE_BITS | sequence` that was given out.
    last: Mutex<i64>,
}

impl IdGenerator {
    /// A generator for a node whose lease this process holds.
    pub const fn new(node: NodeId) -> Self {
        Self {
            node,
            last: Mutex::new(0),
        }
    }

    /// The node whose ids these are.
    pub const fn node(&self) -> NodeId {
        self.node
    }

    /// The next id for something that happens `at`.
    ///
    /// Under more than 1,024 ids in a millisecond the sequence runs on into the next one: order
    /// and uniqueness hold, the time in the id is then a little ahead.
    pub fn next<T: From<i64>>(&self, at: Timestamp) -> T {
        let now = at.as_millis().max(0) << SEQUENCE_BITS;
        let mut last = self
            .last
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *last = now.max(*last + 1);
        let (millis, sequence) = (*last >> SEQUENCE_BITS, *last & SEQUENCE_MAX);
        T::from(
            (millis << (NODE_BITS + SEQUENCE_BITS))
                | (i64::from(self.node.0) << SEQUENCE_BITS)
                | sequence,
        )
    }
}

/// Ids for what happened at another time than now: a remote status takes its place in timelines by when
/// it was published. The low bits are drawn, so that two of the same millisecond rarely meet; the
/// database refuses the second, and another is drawn.
pub fn dated<T: From<i64>>(published: Timestamp, now: Timestamp, random: &dyn Random) -> T {
    /// 2000-01-01T00:00:00Z.
    const FIRST: Timestamp = Timestamp::from_secs(946_684_800);
    let millis = published.clamp(FIRST, now.max(FIRST)).as_millis();
    let low = i64::from(u16::from_le_bytes(crate::random::bytes::<2>(random)));
    T::from((millis << (NODE_BITS + SEQUENCE_BITS)) | low)
}

/// Text that is not the decimal form of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not an id: ids are positive whole numbers")]
pub struct InvalidId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// The number as the database keeps it.
            pub const fn get(self) -> i64 {
                self.0
            }

            /// The smallest of those that are made at that moment.
            pub const fn first_at(at: Timestamp) -> Self {
                Self(at.as_millis() << (NODE_BITS + SEQUENCE_BITS))
            }

            /// When it was made, to the millisecond.
            pub const fn made_at(self) -> Timestamp {
                Timestamp::from_micros((self.0 >> (NODE_BITS + SEQUENCE_BITS)).saturating_mul(1_000))
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                Self(value)
            }
        }

        impl From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            /// Accepts decimal digits only: no sign, no spaces, no leading `+`.
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(InvalidId);
                }
                text.parse().map(Self).map_err(|_| InvalidId)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// An actor, local or remote, as people see it.
    AccountId
    /// A local login.
    UserId
    /// A signed-in browser.
    SessionId
    /// An invitation link.
    InvitationId
    /// One use of an invitation.
    InvitationUseId
    /// That somebody takes part in an event that people go to.
    ParticipationId
    /// A password-reset link.
    PasswordResetId
    /// A code that stands in for a second factor, once.
    RecoveryCodeId
    /// A passkey: by which somebody signs in without a password.
    PasskeyId
    /// What a passkey is to sign, once.
    PasskeyChallengeId
    /// A queued job.
    JobId
    /// An event in the outbox.
    EventId
    /// A token of a client program.
    AccessTokenId
    /// Something that everybody here is told.
    AnnouncementId
    /// A client program.
    ApplicationId
    /// A token of a client program that is nobody's.
    ApplicationTokenId
    /// What a client program exchanges for a token.
    AuthorizationCodeId
    /// An outgoing activity.
    ActivityId
    /// A file of a status, or one that was uploaded.
    AttachmentId
    /// What is known of a page that posts link to.
    CardId
    /// A file with whom somebody follows, or the like, that is taken in.
    ImportId
    /// An archive of an account, for whoever's it is.
    ArchiveId
    /// A block.
    BlockId
    /// A bookmark.
    BookmarkId
    /// A server of which somebody sees nobody.
    DomainBlockId
    /// Direct posts among the same people, as one of them sees them.
    ConversationId
    /// A delivery of an activity to an inbox.
    DeliveryId
    /// An earlier version of a status.
    EditId
    /// A custom emoji.
    EmojiId
    /// A favourite.
    FavouriteId
    /// A practice, an adoption or an outcome that is not published yet.
    DraftId
    /// A filter.
    FilterId
    /// A word of a filter.
    FilterKeywordId
    /// A status in a filter.
    FilterStatusId
    /// A hashtag that somebody follows.
    FollowedTagId
    /// A hashtag on a profile.
    FeaturedTagId
    /// A follow, or the request for one.
    FollowId
    /// An incoming activity.
    InboxItemId
    /// A key pair.
    KeyId
    /// A mute.
    MuteId
    /// A list that somebody keeps.
    ListId
    /// A notification.
    NotificationId
    /// What one account did and is kept from somebody.
    NotificationRequestId
    /// Where a program is told of notifications.
    PushSubscriptionId
    /// An emoji reaction.
    ReactionId
    /// A report.
    ReportId
    /// A rule of the instance.
    RuleId
    /// A status that waits for its time.
    ScheduledStatusId
    /// Something that somebody who looks after the instance did.
    StaffActionId
    /// Anything posted, and a boost.
    StatusId
    /// A hashtag.
    TagId
    /// A talk of an event that people go to.
    TalkId
    /// A vote.
    VoteId
}

impl AccountId {
    /// The account of the instance itself, which signs what it fetches.
    pub const INSTANCE: Self = Self(1);
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn generator(node: u8) -> IdGenerator {
        IdGenerator::new(NodeId::new(node).unwrap())
    }

    #[test]
    fn an_id_tells_when_and_where_it_was_made() {
        let at = Timestamp::from_micros(1_700_000_000_123_456);
        let id: AccountId = generator(5).next(at);
        assert_eq!(id.made_at().as_millis(), at.as_millis());
        assert_eq!(id.get() >> SEQUENCE_BITS & 63, 5);
    }

    #[test]
    fn ids_stay_unique_and_ordered_when_the_clock_stands_or_goes_back() {
        let generator = generator(63);
        let mut seen = HashSet::new();
        let mut last = 0;
        for n in 0..5_000 {
            let at = Timestamp::from_micros(1_700_000_000_000_000 - n * 10);
            let id: i64 = generator.next(at);
            assert!(id > last, "ids go up");
            assert!(seen.insert(id));
            last = id;
        }
    }

    #[test]
    fn two_nodes_never_make_the_same_id() {
        let (a, b) = (generator(0), generator(1));
        let at = Timestamp::from_secs(1_700_000_000);
        let of = |g: &IdGenerator| {
            (0..2_000)
                .map(|_| g.next::<i64>(at))
                .collect::<HashSet<_>>()
        };
        assert!(of(&a).is_disjoint(&of(&b)));
    }

    #[test]
    fn nodes_end_at_sixty_three() {
        assert!(NodeId::new(63).is_some());
        assert!(NodeId::new(64).is_none());
    }

    proptest! {
        #[test]
        fn decimal_text_and_json_round_trip(value in 0_i64..) {
            let id = UserId::from(value);
            prop_assert_eq!(id.to_string().parse::<UserId>(), Ok(id));
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(&json, &format!("\"{value}\""));
            prop_assert_eq!(serde_json::from_str::<UserId>(&json).unwrap(), id);
        }

        #[test]
        fn any_other_text_is_refused_without_panic(text in ".*") {
            if let Ok(id) = text.parse::<UserId>() {
                prop_assert!(text.bytes().all(|b| b.is_ascii_digit()));
                prop_assert!(id.get() >= 0);
            }
        }
    }
}
