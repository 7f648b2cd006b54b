//! Work that comes round again.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Work that comes round again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduledTask {
    /// Remove sessions, invitations and reset links that have expired.
    PruneExpired,
    /// Remove dead jobs that nobody has looked at for long.
    PruneDeadJobs,
    /// End the polls whose time is over.
    ClosePolls,
    /// End the mutes whose time is over.
    EndMutes,
    /// Remove what federation needs no more: applied activities, old tombstones, hopeless deliveries.
    PruneFederation,
    /// Cut home timelines and lists to the length that they may have.
    PruneTimelines,
    /// Let what was posted be found.
    IndexPosts,
    /// Remove files that nothing shows any more, those of other servers that nobody looks at, archives of accounts
    /// whose time is over, and what processes that died have left.
    PruneMedia,
    /// Remind those who said that they would know by now what came of a practice.
    RemindAdopters,
    /// Remove drafts that nobody has touched for long, after telling whose they are.
    SweepDrafts,
    /// Ask again for what came to this hub, each thing once a week.
    SweepHub,
    /// Tell once a day what the topics of this hub have not announced.
    TellDigests,
    /// Keep what this hub has counted, of the ledgers that changed since yesterday.
    SnapshotLedgers,
    /// Write what this hub gives away.
    WriteOpenData,
}

impl ScheduledTask {
    /// All periodic work.
    pub const ALL: [Self; 14] = [
        Self::PruneExpired,
        Self::PruneDeadJobs,
        Self::ClosePolls,
        Self::EndMutes,
        Self::PruneFederation,
        Self::PruneTimelines,
        Self::IndexPosts,
        Self::PruneMedia,
        Self::RemindAdopters,
        Self::SweepDrafts,
        Self::SweepHub,
        Self::TellDigests,
        Self::SnapshotLedgers,
        Self::WriteOpenData,
    ];

    /// The name in the schedule table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PruneExpired => "prune_expired",
            Self::PruneDeadJobs => "prune_dead_jobs",
            Self::ClosePolls => "close_polls",
            Self::EndMutes => "end_mutes",
            Self::PruneFederation => "prune_federation",
            Self::PruneTimelines => "prune_timelines",
            Self::IndexPosts => "index_posts",
            Self::PruneMedia => "prune_media",
            Self::RemindAdopters => "remind_adopters",
            Self::SweepDrafts => "sweep_drafts",
            Self::SweepHub => "sweep_hub",
            Self::TellDigests => "tell_digests",
            Self::SnapshotLedgers => "snapshot_ledgers",
            Self::WriteOpenData => "write_open_data",
        }
    }

    /// The task of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.as_str() == name)
    }

    /// From one run to the next.
    pub const fn every(self) -> Duration {
        match self {
            Self::IndexPosts | Self::ClosePolls | Self::EndMutes => Duration::from_mins(1),
            Self::PruneExpired
            | Self::PruneFederation
            | Self::PruneTimelines
            | Self::PruneMedia
            | Self::RemindAdopters
            | Self::SweepHub
            | Self::TellDigests => Duration::from_hours(1),
            Self::PruneDeadJobs
            | Self::SweepDrafts
            | Self::SnapshotLedgers
            | Self::WriteOpenData => Duration::from_hours(24),
        }
    }
}
