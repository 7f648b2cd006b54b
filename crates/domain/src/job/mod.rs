//! Work that is done after the answer: what can be queued, how urgently, and when it is tried
//! again.

mod mail;
mod scheduled;

pub use mail::{MailLink, MailMessage};
pub use scheduled::ScheduledTask;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::id::{
    AccountId, ArchiveId, AttachmentId, CardId, EventId, ImportId, JobId, NotificationId,
    ParticipationId, PushSubscriptionId, ScheduledStatusId, StatusId,
};
use crate::random::{self, Random};
use crate::time::Timestamp;

/// What a job does, with everything it needs. Stored as JSON with the tag `kind`; a new variant is
/// a new kind, a changed one keeps reading what was queued by the version before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum JobPayload {
    /// Send one mail.
    SendMail(MailMessage),
    /// Do what the schedule table says is due.
    Scheduled {
        /// Which periodic work.
        task: ScheduledTask,
    },
    /// Turn an event into an activity and its deliveries.
    Federate {
        /// Which event; an activity is made of it once.
        id: EventId,
        /// What happened.
        event: Event,
    },
    /// Make the key pairs of an actor here.
    MakeKeys {
        /// Whose.
        account: AccountId,
    },
    /// Fetch what a thread has elsewhere: the parents of a status and the answers to it.
    FetchThread {
        /// Which status.
        status: StatusId,
    },
    /// Fetch a remote actor again.
    RefreshAccount {
        /// Whose.
        account: AccountId,
    },
    /// Fetch the pinned statuses of a remote actor.
    FetchFeatured {
        /// Whose.
        account: AccountId,
    },
    /// Compare a remote actor's list of our followers with ours (FEP-8fcf).
    SyncFollowers {
        /// Who is followed.
        account: AccountId,
        /// Its partial collection for us.
        url: String,
    },
    /// Tell other servers how a poll stands.
    TellPoll {
        /// Whose poll.
        status: StatusId,
    },
    /// Post a status that waited for its time.
    PublishScheduled {
        /// Which.
        scheduled: ScheduledStatusId,
    },
    /// Let the followers here follow an actor that moved.
    MoveFollowers {
        /// Who moved.
        account: AccountId,
        /// The account that they are now.
        target: AccountId,
    },
    /// Let decisions about servers hold for the accounts that are here.
    ApplyPolicies {
        /// About which domains something was decided.
        domains: Vec<String>,
    },
    /// End what there is between somebody here and a server that they block for themselves.
    LeaveDomain {
        /// Who blocks it.
        account: AccountId,
        /// Which.
        domain: String,
    },
    /// Tell a program of a notification.
    Push {
        /// Where it is told.
        subscription: PushSubscriptionId,
        /// Of what.
        notification: NotificationId,
    },
    /// Take away what an account that is gone has left, a piece at a time.
    ClearAccount {
        /// Whose.
        account: AccountId,
    },
    /// Forget the last of an account that is gone: its keys, when nothing is signed with them any more.
    ForgetAccount {
        /// Whose.
        account: AccountId,
    },
    /// Make of an upload what can be shown.
    ProcessUpload {
        /// Which.
        upload: AttachmentId,
    },
    /// Fetch a page that posts link to, to show what it is.
    FetchCard {
        /// Which.
        card: CardId,
    },
    /// Ask an organisation of another server whether somebody belongs to it.
    AskOrganisation {
        /// Who says so.
        account: AccountId,
        /// The id of the organisation's actor.
        organisation: String,
    },
    /// Read the ledger of a practice of another server.
    FetchLedger {
        /// Which practice.
        practice: StatusId,
    },
    /// Announce what is here and may be listed elsewhere, and take back what may not any more.
    AnnounceRecords {
        /// Whose; none: everybody's.
        account: Option<AccountId>,
        /// The domain of a hub that is to be told anew of what is for it alone.
        hub: Option<String>,
    },
    /// Tell people here who take part in an event that there is news of it.
    TellParticipants {
        /// Which event.
        event: StatusId,
        /// Those after this one.
        after: ParticipationId,
        /// When that was.
        since: Timestamp,
    },
    /// Announce what people here say came of a practice, and take back what may not be listed any more.
    AnnounceOutcomes {
        /// Which practice.
        practice: StatusId,
    },
    /// Read the next page of what a member of this hub announces.
    HarvestMember {
        /// The host of its ids.
        host: String,
    },
    /// Ask for something that was reported to this hub at its origin.
    VerifyItem {
        /// Which status.
        status: StatusId,
    },
    /// Ask again for some of what came to this hub, at its origin.
    SweepItems {
        /// The host of their authors' ids.
        host: String,
        /// Which.
        statuses: Vec<StatusId>,
    },
    /// Keep what this hub has counted, of the ledgers that changed: the next of them.
    SnapshotLedgers {
        /// For what comes after this practice.
        after: StatusId,
    },
    /// Write what this hub gives away.
    WriteOpenData,
    /// Take everything of an instance out of the counts of this hub.
    ForgetMember {
        /// The host of its ids.
        host: String,
    },
    /// Count again what the library of this hub has.
    CountLibrary {
        /// Of whom; none: of everybody, from nothing.
        account: Option<AccountId>,
    },
    /// Bring what is said of a practice up to date with its ledger.
    RefreshPractice {
        /// Which.
        practice: StatusId,
    },
    /// Take in the next lines of a file that somebody brought.
    Import {
        /// Which.
        import: ImportId,
    },
    /// Make an archive of what is somebody's.
    MakeArchive {
        /// Which.
        archive: ArchiveId,
    },
}

impl JobPayload {
    /// The kind, as in the table's column, the metrics and the logs.
    pub const fn kind(&self) -> JobKind {
        match self {
            Self::SendMail(_) => JobKind::SendMail,
            Self::Scheduled { .. } => JobKind::Scheduled,
            Self::Federate { .. } => JobKind::Federate,
            Self::MakeKeys { .. } => JobKind::MakeKeys,
            Self::FetchThread { .. } => JobKind::FetchThread,
            Self::RefreshAccount { .. } => JobKind::RefreshAccount,
            Self::FetchFeatured { .. } => JobKind::FetchFeatured,
            Self::SyncFollowers { .. } => JobKind::SyncFollowers,
            Self::TellPoll { .. } => JobKind::TellPoll,
            Self::PublishScheduled { .. } => JobKind::PublishScheduled,
            Self::MoveFollowers { .. } => JobKind::MoveFollowers,
            Self::ApplyPolicies { .. } => JobKind::ApplyPolicies,
            Self::LeaveDomain { .. } => JobKind::LeaveDomain,
            Self::Push { .. } => JobKind::Push,
            Self::ClearAccount { .. } => JobKind::ClearAccount,
            Self::ForgetAccount { .. } => JobKind::ForgetAccount,
            Self::ProcessUpload { .. } => JobKind::ProcessUpload,
            Self::FetchCard { .. } => JobKind::FetchCard,
            Self::RefreshPractice { .. } => JobKind::RefreshPractice,
            Self::AskOrganisation { .. } => JobKind::AskOrganisation,
            Self::FetchLedger { .. } => JobKind::FetchLedger,
            Self::Import { .. } => JobKind::Import,
            Self::MakeArchive { .. } => JobKind::MakeArchive,
            Self::AnnounceRecords { .. } => JobKind::AnnounceRecords,
            Self::AnnounceOutcomes { .. } => JobKind::AnnounceOutcomes,
            Self::TellParticipants { .. } => JobKind::TellParticipants,
            Self::HarvestMember { .. } => JobKind::HarvestMember,
            Self::VerifyItem { .. } => JobKind::VerifyItem,
            Self::SweepItems { .. } => JobKind::SweepItems,
            Self::ForgetMember { .. } => JobKind::ForgetMember,
            Self::CountLibrary { .. } => JobKind::CountLibrary,
            Self::SnapshotLedgers { .. } => JobKind::SnapshotLedgers,
            Self::WriteOpenData => JobKind::WriteOpenData,
        }
    }
}

/// The kinds of jobs; each has one handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// [`JobPayload::SendMail`].
    SendMail,
    /// [`JobPayload::Scheduled`].
    Scheduled,
    /// [`JobPayload::Federate`].
    Federate,
    /// [`JobPayload::MakeKeys`].
    MakeKeys,
    /// [`JobPayload::FetchThread`].
    FetchThread,
    /// [`JobPayload::RefreshAccount`].
    RefreshAccount,
    /// [`JobPayload::FetchFeatured`].
    FetchFeatured,
    /// [`JobPayload::SyncFollowers`].
    SyncFollowers,
    /// [`JobPayload::TellPoll`].
    TellPoll,
    /// [`JobPayload::PublishScheduled`].
    PublishScheduled,
    /// [`JobPayload::MoveFollowers`].
    MoveFollowers,
    /// [`JobPayload::ApplyPolicies`].
    ApplyPolicies,
    /// [`JobPayload::LeaveDomain`].
    LeaveDomain,
    /// [`JobPayload::Push`].
    Push,
    /// [`JobPayload::ClearAccount`].
    ClearAccount,
    /// [`JobPayload::ForgetAccount`].
    ForgetAccount,
    /// [`JobPayload::ProcessUpload`].
    ProcessUpload,
    /// [`JobPayload::FetchCard`].
    FetchCard,
    /// [`JobPayload::RefreshPractice`].
    RefreshPractice,
    /// [`JobPayload::AskOrganisation`].
    AskOrganisation,
    /// [`JobPayload::FetchLedger`].
    FetchLedger,
    /// [`JobPayload::Import`].
    Import,
    /// [`JobPayload::MakeArchive`].
    MakeArchive,
    /// [`JobPayload::AnnounceRecords`].
    AnnounceRecords,
    /// [`JobPayload::AnnounceOutcomes`].
    AnnounceOutcomes,
    /// [`JobPayload::TellParticipants`].
    TellParticipants,
    /// [`JobPayload::HarvestMember`].
    HarvestMember,
    /// [`JobPayload::VerifyItem`].
    VerifyItem,
    /// [`JobPayload::SweepItems`].
    SweepItems,
    /// [`JobPayload::ForgetMember`].
    ForgetMember,
    /// [`JobPayload::CountLibrary`].
    CountLibrary,
    /// [`JobPayload::SnapshotLedgers`].
    SnapshotLedgers,
    /// [`JobPayload::WriteOpenData`].
    WriteOpenData,
}

impl JobKind {
    /// All kinds.
    pub const ALL: [Self; 33] = [
        Self::SendMail,
        Self::Scheduled,
        Self::Federate,
        Self::MakeKeys,
        Self::FetchThread,
        Self::RefreshAccount,
        Self::FetchFeatured,
        Self::SyncFollowers,
        Self::TellPoll,
        Self::PublishScheduled,
        Self::MoveFollowers,
        Self::ApplyPolicies,
        Self::LeaveDomain,
        Self::Push,
        Self::ClearAccount,
        Self::ForgetAccount,
        Self::ProcessUpload,
        Self::FetchCard,
        Self::RefreshPractice,
        Self::AskOrganisation,
        Self::FetchLedger,
        Self::AnnounceRecords,
        Self::AnnounceOutcomes,
        Self::TellParticipants,
        Self::HarvestMember,
        Self::VerifyItem,
        Self::SweepItems,
        Self::ForgetMember,
        Self::CountLibrary,
        Self::SnapshotLedgers,
        Self::WriteOpenData,
        Self::Import,
        Self::MakeArchive,
    ];

    /// The name in the database, in metrics and in logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SendMail => "send_mail",
            Self::Scheduled => "scheduled",
            Self::Federate => "federate",
            Self::MakeKeys => "make_keys",
            Self::FetchThread => "fetch_thread",
            Self::RefreshAccount => "refresh_account",
            Self::FetchFeatured => "fetch_featured",
            Self::SyncFollowers => "sync_followers",
            Self::TellPoll => "tell_poll",
            Self::PublishScheduled => "publish_scheduled",
            Self::MoveFollowers => "move_followers",
            Self::ApplyPolicies => "apply_policies",
            Self::LeaveDomain => "leave_domain",
            Self::Push => "push",
            Self::ClearAccount => "clear_account",
            Self::ForgetAccount => "forget_account",
            Self::ProcessUpload => "process_upload",
            Self::FetchCard => "fetch_card",
            Self::RefreshPractice => "refresh_practice",
            Self::AskOrganisation => "ask_organisation",
            Self::FetchLedger => "fetch_ledger",
            Self::Import => "import",
            Self::MakeArchive => "make_archive",
            Self::AnnounceRecords => "announce_records",
            Self::AnnounceOutcomes => "announce_outcomes",
            Self::TellParticipants => "tell_participants",
            Self::HarvestMember => "harvest_member",
            Self::VerifyItem => "verify_item",
            Self::SweepItems => "sweep_items",
            Self::ForgetMember => "forget_member",
            Self::CountLibrary => "count_library",
            Self::WriteOpenData => "write_open_data",
            Self::SnapshotLedgers => "snapshot_ledgers",
        }
    }

    /// The queue whose workers take it: mail servers are slow, so they get workers of their own.
    pub const fn queue(self) -> Queue {
        match self {
            Self::SendMail => Queue::Mail,
            Self::Federate => Queue::Federation,
            Self::FetchThread
            | Self::RefreshAccount
            | Self::FetchFeatured
            | Self::SyncFollowers
            | Self::Push
            | Self::FetchCard
            | Self::AskOrganisation
            | Self::FetchLedger
            | Self::HarvestMember
            | Self::VerifyItem
            | Self::SweepItems
            | Self::Import => Queue::Fetch,
            Self::Scheduled
            | Self::MakeKeys
            | Self::TellPoll
            | Self::PublishScheduled
            | Self::MoveFollowers
            | Self::ApplyPolicies
            | Self::LeaveDomain
            | Self::ClearAccount
            | Self::ForgetAccount
            | Self::ProcessUpload
            | Self::RefreshPractice
            | Self::AnnounceRecords
            | Self::AnnounceOutcomes
            | Self::TellParticipants
            | Self::ForgetMember
            | Self::CountLibrary
            | Self::SnapshotLedgers
            | Self::WriteOpenData => Queue::Default,
            Self::MakeArchive => Queue::Archives,
        }
    }

    /// How urgent it is unless the one who queues it says otherwise.
    pub const fn priority(self) -> Priority {
        match self {
            Self::SendMail
            | Self::MakeKeys
            | Self::PublishScheduled
            | Self::Push
            | Self::ProcessUpload => Priority::High,
            Self::Federate
            | Self::TellParticipants
            | Self::TellPoll
            | Self::MoveFollowers
            | Self::ApplyPolicies
            | Self::LeaveDomain
            | Self::RefreshPractice
            | Self::VerifyItem
            | Self::ForgetMember => Priority::Normal,
            Self::Scheduled
            | Self::FetchThread
            | Self::RefreshAccount
            | Self::FetchFeatured
            | Self::SyncFollowers
            | Self::ClearAccount
            | Self::ForgetAccount
            | Self::FetchCard
            | Self::AskOrganisation
            | Self::FetchLedger
            | Self::AnnounceRecords
            | Self::AnnounceOutcomes
            | Self::HarvestMember
            | Self::SweepItems
            | Self::CountLibrary
            | Self::SnapshotLedgers
            | Self::WriteOpenData
            | Self::Import
            | Self::MakeArchive => Priority::Low,
        }
    }
}

/// A queue has workers of its own, so that slow work of one sort never holds up another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Queue {
    /// Everything that stays on this machine.
    Default,
    /// Mail.
    Mail,
    /// Activities in the making: short work between the database and itself.
    Federation,
    /// Fetching from other servers, and handing messages to push services.
    Fetch,
    /// Archives of accounts: each takes minutes or hours, and much of the disk.
    Archives,
}

impl Queue {
    /// All queues.
    pub const ALL: [Self; 5] = [
        Self::Default,
        Self::Mail,
        Self::Federation,
        Self::Fetch,
        Self::Archives,
    ];

    /// Whether its jobs run one after the other, in the order in which they were queued: an Undo must not
    /// overtake what it undoes.
    pub const fn is_in_order(self) -> bool {
        matches!(self, Self::Federation)
    }

    /// How many workers it has in each process, where the settings say that it is `usual`. Two archives would each count on
    /// the room that the other takes.
    pub const fn workers(self, usual: usize) -> usize {
        match self {
            Self::Federation | Self::Archives => 1,
            Self::Default | Self::Mail | Self::Fetch => usual,
        }
    }

    /// The name in the database, in metrics and in logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Mail => "mail",
            Self::Federation => "federation",
            Self::Fetch => "fetch",
            Self::Archives => "archives",
        }
    }
}

/// Among jobs that are due, the smaller number goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Somebody is waiting for it.
    High,
    /// The ordinary.
    Normal,
    /// Whenever there is time.
    Low,
}

impl Priority {
    /// All priorities, the most urgent first.
    pub const ALL: [Self; 3] = [Self::High, Self::Normal, Self::Low];

    /// The number in the database.
    pub const fn as_i32(self) -> i32 {
        match self {
            Self::High => 0,
            Self::Normal => 1,
            Self::Low => 2,
        }
    }
}

/// A job that is about to be queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// What to do.
    pub payload: JobPayload,
    /// How urgently.
    pub priority: Priority,
    /// Not before this time.
    pub run_at: Timestamp,
    /// While a job with this key is queued, another with the same key is not added.
    pub dedup_key: Option<String>,
}

impl NewJob {
    /// A job that is due at once, with the priority of its kind and no dedup key.
    pub const fn now(payload: JobPayload, now: Timestamp) -> Self {
        let priority = payload.kind().priority();
        Self {
            payload,
            priority,
            run_at: now,
            dedup_key: None,
        }
    }

    /// The same job, not before that time.
    #[must_use]
    pub const fn not_before(mut self, run_at: Timestamp) -> Self {
        self.run_at = run_at;
        self
    }

    /// The same job, at most once in the queue under this key.
    #[must_use]
    pub fn with_dedup_key(mut self, key: impl Into<String>) -> Self {
        self.dedup_key = Some(key.into());
        self
    }
}

/// A job in a worker's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its id.
    pub id: JobId,
    /// What to do.
    pub payload: JobPayload,
    /// Which attempt this is; the first is 1.
    pub attempt: u32,
    /// How many there will be at most.
    pub max_attempts: u32,
    /// The key it was queued under.
    pub dedup_key: Option<String>,
    /// Shows that the job is still this worker's: finishing it needs the token of its claim.
    pub lease_token: i64,
}

impl ClaimedJob {
    /// The same for every attempt of this job, also after a crash: what the receiving side can
    /// tell repetitions by.
    pub fn idempotency_key(&self) -> String {
        self.dedup_key
            .clone()
            .unwrap_or_else(|| format!("job-{}", self.id))
    }
}

/// The dedup key of the `n`th job that `subscriber` makes of an event: the outbox may be read twice,
/// the job is made once.
pub fn event_job_key(event: EventId, subscriber: &str, n: usize) -> String {
    format!("event-{event}-{subscriber}-{n}")
}

/// How long to wait before attempt `attempt + 1`, after attempt `attempt` (the first is 1) failed.
///
/// Doubles from two seconds to a day at most, and is drawn between half and the whole of that
/// (jitter), so that what failed together is not tried again together. Twelve attempts take between
/// one and two and a half hours in all.
pub fn retry_delay(attempt: u32, random: &dyn Random) -> Duration {
    const FIRST: Duration = Duration::from_secs(2);
    const LONGEST: Duration = Duration::from_hours(24);
    let exponent = attempt.saturating_sub(1).min(20);
    let whole = FIRST.saturating_mul(1 << exponent).min(LONGEST);
    whole.mul_f64(0.5 + random::fraction(random) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::EmailAddress;
    use crate::id::InvitationId;

    struct Constant(u8);

    impl Random for Constant {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn retries_double_with_jitter_and_stop_growing_at_a_day() {
        for attempt in 1..=40 {
            let (least, most) = (
                retry_delay(attempt, &Constant(0)),
                retry_delay(attempt, &Constant(255)),
            );
            assert!(least >= Duration::from_secs(1) && least <= most);
            assert!(most <= Duration::from_hours(24));
            assert!(
                most.as_secs_f64() / least.as_secs_f64() > 1.9,
                "jitter spreads"
            );
        }
        assert_eq!(retry_delay(1, &Constant(0)), Duration::from_secs(1));
        assert_eq!(
            retry_delay(0, &Constant(0)),
            Duration::from_secs(1),
            "no panic on nonsense"
        );
        let all: Duration = (1..12).map(|n| retry_delay(n, &Constant(255))).sum();
        assert!(all < Duration::from_mins(150), "{all:?}");
    }

    #[test]
    fn payloads_carry_their_kind_in_json() {
        let mail = JobPayload::SendMail(MailMessage {
            to: EmailAddress::parse("a@b.example").unwrap(),
            subject: "s".into(),
            text: "t".into(),
            link: Some(MailLink::Invitation(InvitationId::from(7))),
        });
        for payload in [
            mail,
            JobPayload::Scheduled {
                task: ScheduledTask::PruneExpired,
            },
        ] {
            let json = serde_json::to_value(&payload).unwrap();
            assert_eq!(json["kind"], payload.kind().as_str());
            assert_eq!(serde_json::from_value::<JobPayload>(json).unwrap(), payload);
        }
    }

    #[test]
    fn a_letter_of_the_version_before_is_still_read() {
        let old = r#"{"kind":"send_mail","to":"a@b.example","subject":"s","text":"t"}"#;
        let JobPayload::SendMail(mail) = serde_json::from_str(old).unwrap() else {
            panic!("not a mail");
        };
        assert_eq!((mail.text.as_str(), mail.link), ("t", None));
        let new = serde_json::to_string(&JobPayload::SendMail(mail)).unwrap();
        assert_eq!(new, old, "and the version before reads ours");
    }

    #[test]
    fn archives_wait_for_one_another_and_hold_up_nothing_else() {
        assert_eq!(JobKind::MakeArchive.queue(), Queue::Archives);
        for kind in JobKind::ALL {
            let is_archive = kind == JobKind::MakeArchive;
            assert_eq!(kind.queue() == Queue::Archives, is_archive, "{kind:?}");
        }
        for queue in Queue::ALL {
            let is_alone = [Queue::Federation, Queue::Archives].contains(&queue);
            assert_eq!(queue.workers(4), if is_alone { 1 } else { 4 }, "{queue:?}");
        }
    }

    #[test]
    fn task_names_are_unique_and_equal_their_json() {
        for task in ScheduledTask::ALL {
            assert_eq!(ScheduledTask::from_name(task.as_str()), Some(task));
            assert_eq!(serde_json::to_value(task).unwrap(), task.as_str());
        }
    }
}
