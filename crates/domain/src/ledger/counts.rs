//! Counts of settings, as they stand in summaries.

use serde::{Deserialize, Serialize};
use staffroom_vocabulary::Outcome;

use super::contribution::Stage;

/// What became of those that said they would try it: `said` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Denominator {
    /// They said they would try it.
    pub said: u64,
    /// They reported what came of it.
    pub reported: u64,
    /// Their day has passed, in UTC, without a report.
    pub overdue: u64,
    /// They gave up.
    pub gave_up: u64,
    /// They still have time, or named no day.
    pub waiting: u64,
}

/// How many of the outcomes `no-effect` are of level `tried` and below, which is worded "noticed no difference": who only
/// looked cannot say that there was none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Noticed {
    /// Of `outcomes`.
    pub headline: u64,
    /// Of `ownOutcomes`.
    pub own: u64,
    /// Of `vendorInterestOutcomes`.
    pub vendor_interest: u64,
    /// Of `unverifiedOutcomes`.
    pub unverified: u64,
}

/// Settings by how far they are. A setting that reported has completed it, whatever its adoption still says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AdoptionCounts {
    /// Not begun.
    pub planned: u64,
    /// Begun.
    pub running: u64,
    /// Done.
    pub completed: u64,
    /// Given up.
    pub abandoned: u64,
}

/// Settings by what they reported; each result at its place, however unwelcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct OutcomeCounts {
    /// It worked.
    pub worked: u64,
    /// It worked in part.
    pub partly: u64,
    /// It made no difference.
    pub no_effect: u64,
    /// It did harm.
    pub harmful: u64,
    /// One cannot tell.
    pub inconclusive: u64,
    /// It was given up.
    pub abandoned: u64,
    /// A result that this version does not know.
    #[serde(skip_serializing_if = "is_zero")]
    pub unknown: u64,
}

impl Noticed {
    pub(super) fn is_zero(&self) -> bool {
        *self == Self::default()
    }
}

impl AdoptionCounts {
    pub(super) fn add(&mut self, stage: Stage, n: u64) {
        match stage {
            Stage::Planned => self.planned += n,
            Stage::Running => self.running += n,
            Stage::Completed | Stage::Reported => self.completed += n,
            Stage::GaveUp => self.abandoned += n,
        }
    }

    /// All of them.
    pub fn total(&self) -> u64 {
        sum(&[self.planned, self.running, self.completed, self.abandoned])
    }

    /// Whether there are none.
    pub fn is_zero(&self) -> bool {
        self.total() == 0
    }
}

impl OutcomeCounts {
    pub(super) fn add(&mut self, result: Option<Outcome>, n: u64) {
        match result {
            Some(Outcome::Worked) => self.worked += n,
            Some(Outcome::Partly) => self.partly += n,
            Some(Outcome::NoEffect) => self.no_effect += n,
            Some(Outcome::Harmful) => self.harmful += n,
            Some(Outcome::Inconclusive) => self.inconclusive += n,
            Some(Outcome::Abandoned) => self.abandoned += n,
            _ => self.unknown += n,
        }
    }

    /// All of them.
    pub fn total(&self) -> u64 {
        sum(&[
            self.worked,
            self.partly,
            self.no_effect,
            self.harmful,
            self.inconclusive,
            self.abandoned,
            self.unknown,
        ])
    }

    /// Whether there are none.
    pub fn is_zero(&self) -> bool {
        self.total() == 0
    }

    /// How many say what the author's own say. Agreement is the very same result; nobody agrees that one cannot tell or
    /// that it was given up, nor with an author whose own results differ.
    pub(super) fn agreeing_with(&self, own: &Self) -> u64 {
        let pairs = [
            (own.worked, self.worked),
            (own.partly, self.partly),
            (own.no_effect, self.no_effect),
            (own.harmful, self.harmful),
        ];
        let mut agreeing = pairs.iter().filter(|(own, _)| *own > 0);
        match (agreeing.next(), agreeing.next()) {
            (Some((_, n)), None) => *n,
            _ => 0,
        }
    }
}

/// Whether a result is the author's own.
pub(super) fn agrees_with(own: &OutcomeCounts, result: Option<Outcome>) -> bool {
    let mut theirs = OutcomeCounts::default();
    theirs.add(result, 1);
    theirs.agreeing_with(own) > 0
}

/// Saturates: a summary may come from elsewhere and say anything.
fn sum(counts: &[u64]) -> u64 {
    counts.iter().fold(0, |sum, n| sum.saturating_add(*n))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
pub(super) fn is_zero(n: &u64) -> bool {
    *n == 0
}
