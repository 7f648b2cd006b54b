//! What has happened: written into the outbox in the transaction that made it so, and turned into
//! jobs afterwards by whoever subscribes.

use serde::{Deserialize, Serialize};

use crate::email::EmailAddress;
use crate::id::{
    AccountId, BlockId, EventId, FavouriteId, FollowId, InvitationId, ParticipationId,
    PasswordResetId, ReactionId, ReportId, StatusId, UserId, VoteId,
};
use crate::status::Visibility;
use crate::time::Timestamp;

/// Something that has happened here. Stored as JSON with the tag `kind`, and therefore without
/// secrets: a link is named by what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A person was invited by mail.
    InvitationSent {
        /// Which invitation.
        invitation: InvitationId,
        /// To whom.
        to: EmailAddress,
        /// Until when it can be used.
        expires_at: Timestamp,
        /// What the inviter wrote, one line; may be empty.
        note: String,
    },
    /// A person asked to set a new password and has an address.
    PasswordResetRequested {
        /// Whose password.
        user: UserId,
        /// Which link.
        reset: PasswordResetId,
        /// Where to send it.
        to: EmailAddress,
        /// Until when it can be used.
        expires_at: Timestamp,
    },
    /// A password was changed; its owner is told, in case it was not them.
    PasswordChanged {
        /// Whose password.
        user: UserId,
        /// Where to send the notice.
        to: EmailAddress,
    },
    /// By what somebody signs in besides their password was changed; they are told, in case it was not them.
    SignInChanged {
        /// Who.
        user: UserId,
        /// Where to send the notice.
        to: EmailAddress,
        /// What was changed.
        change: SignInChange,
    },
    /// The archive that somebody asked for can be fetched.
    ArchiveReady {
        /// Who asked for it.
        user: UserId,
        /// Where to send the notice.
        to: EmailAddress,
        /// Until when it is there.
        expires_at: Timestamp,
    },
    /// An actor began to live here.
    AccountCreated {
        /// Which.
        account: AccountId,
    },
    /// An actor here changed how it presents itself, or its keys.
    ProfileChanged {
        /// Whose profile.
        account: AccountId,
    },
    /// An actor here moved elsewhere.
    AccountMoved {
        /// Who.
        account: AccountId,
        /// The id of the actor that they are now.
        target: String,
    },
    /// An actor here is gone.
    AccountDeleted {
        /// Who was it.
        account: AccountId,
    },
    /// A status was posted here.
    StatusPublished {
        /// Which.
        status: StatusId,
    },
    /// A status of ours was changed.
    StatusEdited {
        /// Which.
        status: StatusId,
        /// Whom the version before had named.
        also_to: Vec<AccountId>,
    },
    /// A status of ours was deleted.
    StatusDeleted {
        /// Which; a tombstone now.
        status: StatusId,
        /// Whose it was.
        account: AccountId,
        /// Who could see it.
        visibility: Visibility,
        /// Whom it had named, and whose it had answered.
        also_to: Vec<AccountId>,
        /// Of a calendar event: who elsewhere took part. They are told, and named to nobody.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        took_part: Vec<AccountId>,
    },
    /// Somebody here boosted a status.
    Boosted {
        /// The boost.
        boost: StatusId,
    },
    /// Somebody here took a boost back.
    BoostRemoved {
        /// The boost; its row is gone.
        boost: StatusId,
        /// Who.
        account: AccountId,
        /// What was boosted.
        of: StatusId,
        /// Who could see the boost.
        visibility: Visibility,
    },
    /// Somebody here likes a status.
    Favourited {
        /// Which like.
        favourite: FavouriteId,
        /// Who.
        account: AccountId,
        /// What.
        status: StatusId,
    },
    /// Somebody here likes a status no more.
    FavouriteRemoved {
        /// Which like; its row is gone.
        favourite: FavouriteId,
        /// Who.
        account: AccountId,
        /// What.
        status: StatusId,
    },
    /// Somebody here reacted to a remote status with an emoji.
    Reacted {
        /// Which reaction.
        reaction: ReactionId,
        /// Who.
        account: AccountId,
        /// To what.
        status: StatusId,
        /// The emoji.
        content: String,
    },
    /// Somebody here took such a reaction back.
    ReactionRemoved {
        /// Which reaction; its row is gone.
        reaction: ReactionId,
        /// Who.
        account: AccountId,
        /// To what.
        status: StatusId,
        /// The emoji.
        content: String,
    },
    /// Somebody here voted in a remote poll.
    Voted {
        /// Who.
        account: AccountId,
        /// In which poll.
        status: StatusId,
        /// Which choices.
        votes: Vec<VoteId>,
    },
    /// The counts of a poll of ours changed, or it ended.
    PollChanged {
        /// Which poll.
        status: StatusId,
    },
    /// Somebody here wants to follow a remote actor.
    FollowRequested {
        /// Which follow.
        follow: FollowId,
        /// Who.
        account: AccountId,
        /// Whom.
        target: AccountId,
    },
    /// Somebody here follows a remote actor no more.
    FollowUndone {
        /// Which follow; its row is gone.
        follow: FollowId,
        /// Who.
        account: AccountId,
        /// Whom.
        target: AccountId,
    },
    /// An actor here accepted or refused a remote follower, also one accepted before.
    FollowAnswered {
        /// Who answers.
        account: AccountId,
        /// Whom.
        follower: AccountId,
        /// The id of their Follow.
        follow_uri: String,
        /// How.
        accepted: bool,
    },
    /// Somebody here blocked a remote actor.
    Blocked {
        /// Which block.
        block: BlockId,
        /// Who.
        account: AccountId,
        /// Whom.
        target: AccountId,
    },
    /// Somebody here lifted a block of a remote actor.
    Unblocked {
        /// Which block; its row is gone.
        block: BlockId,
        /// Who.
        account: AccountId,
        /// Whom.
        target: AccountId,
    },
    /// Somebody here features a status on their profile, or no more.
    Pinned {
        /// Who.
        account: AccountId,
        /// Which.
        status: StatusId,
        /// Whether it is featured now.
        pinned: bool,
    },
    /// Somebody here reported a remote actor, and wants its server to know.
    Reported {
        /// Which report.
        report: ReportId,
    },
    /// An actor here answers a remote activity: `Accept`, `Reject` or `Ignore`.
    Answered {
        /// Who answers.
        account: AccountId,
        /// How: the activity's type.
        verb: String,
        /// What is answered: JSON, the id or the whole activity.
        object: String,
        /// Whom.
        to: AccountId,
        /// The number on a waiting list, of whoever asked to join a calendar event.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<u32>,
    },
    /// Somebody here asks for a place at a remote calendar event.
    Joined {
        /// Which participation.
        participation: ParticipationId,
        /// Who.
        account: AccountId,
        /// Which calendar event.
        status: StatusId,
    },
    /// Somebody here takes part in a remote calendar event no more.
    Left {
        /// Which participation.
        participation: ParticipationId,
        /// Who.
        account: AccountId,
        /// Which calendar event.
        status: StatusId,
    },
    /// Something that was entered about a practice here is taken into its ledger, or not.
    EntryAnswered {
        /// Who answers: the practice's author.
        account: AccountId,
        /// The practice; where it was deleted, a tombstone.
        practice: StatusId,
        /// The adoption or the outcome.
        entry: StatusId,
        /// Why it is not taken in: a code of the ledger; none where it is.
        reason: Option<String>,
    },
    /// Something that was entered about a practice here is not even kept: the practice was deleted.
    EntryRefused {
        /// Who answers: the practice's author.
        account: AccountId,
        /// The id of what came.
        entry: String,
        /// Whose it is.
        to: AccountId,
        /// Why: a code of the ledger.
        reason: String,
    },
    /// What was entered about a practice here was written, changed or taken back since this was last said.
    EntriesChanged {
        /// The practice's author.
        account: AccountId,
        /// The practice.
        practice: StatusId,
        /// The ids of the adoptions and outcomes.
        entries: Vec<String>,
    },
    /// The organisation of the instance tells one hub of something that is for it alone.
    AnnouncedToHub {
        /// The organisation.
        account: AccountId,
        /// Of what.
        status: StatusId,
        /// The domain of the hub.
        hub: String,
    },
    /// A group here passes an activity of a member on to its followers (FEP-1b12).
    GroupRelayed {
        /// Which group.
        group: AccountId,
        /// The activity as it came: JSON.
        activity: String,
        /// Its id.
        activity_uri: String,
    },
}

/// A change to by what somebody signs in besides their password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInChange {
    /// There is a passkey more.
    PasskeyAdded,
    /// There is one less.
    PasskeyRemoved,
    /// There is none any more.
    PasskeysRemoved,
    /// A code is asked for from now on.
    TwoFactorOn,
    /// None is.
    TwoFactorOff,
}

impl Event {
    /// The names of all events that this version knows.
    pub const KINDS: [&'static str; 35] = [
        "invitation_sent",
        "password_reset_requested",
        "password_changed",
        "sign_in_changed",
        "archive_ready",
        "account_created",
        "profile_changed",
        "account_moved",
        "account_deleted",
        "status_published",
        "status_edited",
        "status_deleted",
        "boosted",
        "boost_removed",
        "favourited",
        "favourite_removed",
        "reacted",
        "reaction_removed",
        "voted",
        "poll_changed",
        "follow_requested",
        "follow_undone",
        "follow_answered",
        "blocked",
        "unblocked",
        "pinned",
        "reported",
        "answered",
        "entry_answered",
        "joined",
        "left",
        "entry_refused",
        "entries_changed",
        "group_relayed",
        "announced_to_hub",
    ];

    /// The name in the database, in metrics and in logs.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::InvitationSent { .. } => "invitation_sent",
            Self::PasswordResetRequested { .. } => "password_reset_requested",
            Self::PasswordChanged { .. } => "password_changed",
            Self::SignInChanged { .. } => "sign_in_changed",
            Self::ArchiveReady { .. } => "archive_ready",
            Self::AccountCreated { .. } => "account_created",
            Self::ProfileChanged { .. } => "profile_changed",
            Self::AccountMoved { .. } => "account_moved",
            Self::AccountDeleted { .. } => "account_deleted",
            Self::StatusPublished { .. } => "status_published",
            Self::StatusEdited { .. } => "status_edited",
            Self::StatusDeleted { .. } => "status_deleted",
            Self::Boosted { .. } => "boosted",
            Self::BoostRemoved { .. } => "boost_removed",
            Self::Favourited { .. } => "favourited",
            Self::FavouriteRemoved { .. } => "favourite_removed",
            Self::Reacted { .. } => "reacted",
            Self::ReactionRemoved { .. } => "reaction_removed",
            Self::Voted { .. } => "voted",
            Self::PollChanged { .. } => "poll_changed",
            Self::FollowRequested { .. } => "follow_requested",
            Self::FollowUndone { .. } => "follow_undone",
            Self::FollowAnswered { .. } => "follow_answered",
            Self::Blocked { .. } => "blocked",
            Self::Unblocked { .. } => "unblocked",
            Self::Pinned { .. } => "pinned",
            Self::Reported { .. } => "reported",
            Self::Answered { .. } => "answered",
            Self::EntryAnswered { .. } => "entry_answered",
            Self::Joined { .. } => "joined",
            Self::Left { .. } => "left",
            Self::EntryRefused { .. } => "entry_refused",
            Self::EntriesChanged { .. } => "entries_changed",
            Self::GroupRelayed { .. } => "group_relayed",
            Self::AnnouncedToHub { .. } => "announced_to_hub",
        }
    }
}

/// An event as the outbox holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its id.
    pub id: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_users() -> Vec<Event> {
        let to = EmailAddress::parse("a@b.example").unwrap();
        let (user, at) = (UserId::from(1), Timestamp::from_secs(1));
        vec![
            Event::InvitationSent {
                invitation: InvitationId::from(7),
                to: to.clone(),
                expires_at: at,
                note: String::new(),
            },
            Event::PasswordResetRequested {
                user,
                reset: PasswordResetId::from(8),
                to: to.clone(),
                expires_at: at,
            },
            Event::PasswordChanged {
                user,
                to: to.clone(),
            },
            Event::SignInChanged {
                user,
                to: to.clone(),
                change: SignInChange::PasskeyAdded,
            },
            Event::ArchiveReady {
                user,
                to,
                expires_at: at,
            },
        ]
    }

    fn of_accounts_and_statuses() -> Vec<Event> {
        vec![
            Event::AccountCreated {
                account: AccountId::from(1),
            },
            Event::ProfileChanged {
                account: AccountId::from(1),
            },
            Event::AccountMoved {
                account: AccountId::from(1),
                target: "x".to_owned(),
            },
            Event::AccountDeleted {
                account: AccountId::from(1),
            },
            Event::StatusPublished {
                status: StatusId::from(2),
            },
            Event::StatusEdited {
                status: StatusId::from(2),
                also_to: vec![AccountId::from(3)],
            },
            Event::StatusDeleted {
                status: StatusId::from(2),
                account: AccountId::from(1),
                visibility: Visibility::Private,
                also_to: vec![AccountId::from(3)],
                took_part: vec![AccountId::from(4)],
            },
            Event::Boosted {
                boost: StatusId::from(2),
            },
            Event::BoostRemoved {
                boost: StatusId::from(2),
                account: AccountId::from(1),
                of: StatusId::from(2),
                visibility: Visibility::Private,
            },
            Event::Favourited {
                favourite: FavouriteId::from(4),
                account: AccountId::from(1),
                status: StatusId::from(2),
            },
            Event::FavouriteRemoved {
                favourite: FavouriteId::from(4),
                account: AccountId::from(1),
                status: StatusId::from(2),
            },
        ]
    }

    fn of_exchange() -> Vec<Event> {
        vec![
            Event::Reacted {
                reaction: ReactionId::from(9),
                account: AccountId::from(1),
                status: StatusId::from(2),
                content: "x".to_owned(),
            },
            Event::ReactionRemoved {
                reaction: ReactionId::from(9),
                account: AccountId::from(1),
                status: StatusId::from(2),
                content: "x".to_owned(),
            },
            Event::Voted {
                account: AccountId::from(1),
                status: StatusId::from(2),
                votes: vec![VoteId::from(5)],
            },
            Event::PollChanged {
                status: StatusId::from(2),
            },
            Event::FollowRequested {
                follow: FollowId::from(6),
                account: AccountId::from(1),
                target: AccountId::from(1),
            },
            Event::FollowUndone {
                follow: FollowId::from(6),
                account: AccountId::from(1),
                target: AccountId::from(1),
            },
            Event::FollowAnswered {
                account: AccountId::from(1),
                follower: AccountId::from(1),
                follow_uri: "x".to_owned(),
                accepted: true,
            },
            Event::Blocked {
                block: BlockId::from(7),
                account: AccountId::from(1),
                target: AccountId::from(1),
            },
            Event::Unblocked {
                block: BlockId::from(7),
                account: AccountId::from(1),
                target: AccountId::from(1),
            },
            Event::Pinned {
                account: AccountId::from(1),
                status: StatusId::from(2),
                pinned: true,
            },
            Event::Reported {
                report: ReportId::from(8),
            },
            Event::Answered {
                account: AccountId::from(1),
                verb: "x".to_owned(),
                object: "x".to_owned(),
                to: AccountId::from(1),
                place: Some(3),
            },
            Event::Joined {
                participation: ParticipationId::from(1),
                account: AccountId::from(1),
                status: StatusId::from(2),
            },
            Event::Left {
                participation: ParticipationId::from(1),
                account: AccountId::from(1),
                status: StatusId::from(2),
            },
            Event::EntryAnswered {
                account: AccountId::from(1),
                practice: StatusId::from(2),
                entry: StatusId::from(3),
                reason: Some("spam".to_owned()),
            },
            Event::EntryRefused {
                account: AccountId::from(1),
                entry: "x".to_owned(),
                to: AccountId::from(2),
                reason: "deleted".to_owned(),
            },
            Event::EntriesChanged {
                account: AccountId::from(1),
                practice: StatusId::from(2),
                entries: vec!["x".to_owned()],
            },
            Event::AnnouncedToHub {
                account: AccountId::from(1),
                status: StatusId::from(2),
                hub: "hub.example".to_owned(),
            },
            Event::GroupRelayed {
                group: AccountId::from(1),
                activity: "x".to_owned(),
                activity_uri: "x".to_owned(),
            },
        ]
    }

    #[test]
    fn the_kind_is_the_json_tag() {
        let all = [of_users(), of_accounts_and_statuses(), of_exchange()].concat();
        assert_eq!(all.len(), Event::KINDS.len(), "a sample of each");
        for event in all {
            let json = serde_json::to_value(&event).unwrap();
            assert_eq!(json["kind"], event.kind());
            assert!(Event::KINDS.contains(&event.kind()));
            assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
        }
    }
}
