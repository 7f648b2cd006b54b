//! Ids, value types and rules of Staffroom: what is true without a database, a network or a clock.
//!
//! Here belongs what other crates must agree on and can be tested with plain values. Here does not
//! belong anything that reads, writes, waits or asks the time.

pub mod actor;
pub mod address;
pub mod calendar;
pub mod client;
pub mod day;
pub mod email;
pub mod event;
pub mod id;
pub mod job;
pub mod ledger;
pub mod news;
pub mod password;
pub mod practice;
pub mod random;
pub mod record;
pub mod role;
pub mod status;
pub mod text;
pub mod time;
pub mod username;

pub use actor::ActorKind;
pub use address::{Addresses, Local};
pub use client::ClientAddress;
pub use day::Day;
pub use email::EmailAddress;
pub use event::{Event, SignInChange, StoredEvent};
pub use id::{
    AccessTokenId, AccountId, ActivityId, AnnouncementId, ApplicationId, ApplicationTokenId,
    ArchiveId, AttachmentId, AuthorizationCodeId, BlockId, BookmarkId, CardId, ConversationId,
    DeliveryId, DomainBlockId, DraftId, EditId, EmojiId, EventId, FavouriteId, FeaturedTagId,
    FilterId, FilterKeywordId, FilterStatusId, FollowId, FollowedTagId, IdGenerator, ImportId,
    InboxItemId, InvitationId, InvitationUseId, JobId, KeyId, ListId, MuteId, NodeId,
    NotificationId, NotificationRequestId, ParticipationId, PasskeyChallengeId, PasskeyId,
    PasswordResetId, PushSubscriptionId, ReactionId, RecoveryCodeId, ReportId, RuleId,
    ScheduledStatusId, SessionId, StaffActionId, StatusId, TagId, TalkId, UserId, VoteId,
};
pub use news::News;
pub use password::Password;
pub use random::Random;
pub use record::{RecordKind, RecordText, RecordTextError, TypedRecord};
pub use role::{Role, Roles};
pub use status::{ReplyPolicy, StatusKind, Visibility};
pub use time::{Clock, Timestamp};
pub use username::Username;
