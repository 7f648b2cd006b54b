//! What is told of a ledger: the member `ledgerSummary` on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use staffroom_vocabulary::{EvidenceLevel, Facet, Outcome};

use super::contribution::{Finding, Stage, Standing};
use super::counts::{AdoptionCounts, Denominator, Noticed, OutcomeCounts, is_zero};
use super::flag::{self, Flag};
use super::instant;
use super::month::Month;
use super::rejection::{self, Reason};
use super::tally::Tally;
use crate::day::Day;
use crate::practice::{FoundElsewhere, Version};
use crate::time::Timestamp;

/// The fewest independent known settings about which more is said than their counts.
pub const INDEPENDENT_MINIMUM: u64 = 5;

/// What a summary needs to know that is in no tally.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The id of the practice.
    pub practice: String,
    /// The present.
    pub now: Timestamp,
    /// Which version of the practice is current.
    pub version: Version,
    /// Whether its author has withdrawn it.
    pub withdrawn: bool,
    /// How many outcomes were withdrawn by those who reported them.
    pub withdrawn_outcomes: u64,
    /// How many entries were rejected, by reason.
    pub rejected: BTreeMap<Reason, u64>,
}

/// The counts of a ledger at one time.
///
/// Settings are counted, not posts: each once, by its newest report. The headline (`denominator`, `adoptions`, `outcomes`,
/// `organisations` and what follows to `byVersion`) is of known settings without the author's own and without those that
/// have an interest in a product; these, and unverified settings, stand beside it. There is no average and no percentage.
///
/// Members that another server leaves out are read as nought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LedgerSummary {
    /// The id of the practice.
    pub practice: String,
    /// When this was so.
    #[serde(with = "instant")]
    pub as_of: Timestamp,
    /// The current version of the practice.
    pub practice_version: Version,
    /// Those that said they would try it, and what became of that. Shown first.
    pub denominator: Denominator,
    /// The same settings by how far they are.
    pub adoptions: AdoptionCounts,
    /// What settings reported.
    pub outcomes: OutcomeCounts,
    /// Of the outcomes `no-effect`, those that only noticed no difference.
    #[serde(skip_serializing_if = "Noticed::is_zero")]
    pub noticed_no_difference: Noticed,
    /// Settings that reported.
    pub organisations: u64,
    /// Servers that their reports came from.
    pub instances: u64,
    /// Countries that they are in.
    pub countries: u64,
    /// Those of them that are independent.
    pub independent: u64,
    /// What independent settings reported.
    #[serde(skip_serializing_if = "OutcomeCounts::is_zero")]
    pub independent_outcomes: OutcomeCounts,
    /// Settings that found what the author found, whatever that was.
    #[serde(skip_serializing_if = "is_zero")]
    pub confirmed: u64,
    /// Settings that reported without having said so first.
    #[serde(skip_serializing_if = "is_zero")]
    pub unannounced: u64,
    /// Settings by the evidence level of their report; `unstated` where it states none that a report can have.
    pub by_evidence: BTreeMap<String, u64>,
    /// What they reported, by the version that they tried.
    pub by_version: BTreeMap<Version, OutcomeCounts>,
    /// Settings whose report is about an older version than the current one.
    pub about_older_versions: u64,
    /// Current reports of the settings that reported: colleagues may report apart.
    pub reports: u64,
    /// Settings whose own reports differ.
    #[serde(skip_serializing_if = "is_zero")]
    pub differing_settings: u64,
    /// Settings whose day has passed without a report. Never who.
    pub overdue_reports: u64,
    /// The author's own settings that reported: no confirmation.
    pub own: u64,
    /// What they reported.
    #[serde(skip_serializing_if = "OutcomeCounts::is_zero")]
    pub own_outcomes: OutcomeCounts,
    /// Known settings with an interest in a product that reported.
    pub vendor_interest: u64,
    /// What they reported.
    #[serde(skip_serializing_if = "OutcomeCounts::is_zero")]
    pub vendor_interest_outcomes: OutcomeCounts,
    /// Unverified settings that reported.
    pub unverified_settings: u64,
    /// What they reported.
    #[serde(skip_serializing_if = "OutcomeCounts::is_zero")]
    pub unverified_outcomes: OutcomeCounts,
    /// Unverified settings that said they would try it.
    #[serde(skip_serializing_if = "AdoptionCounts::is_zero")]
    pub unverified_adoptions: AdoptionCounts,
    /// Outcomes that were withdrawn by those who reported them.
    #[serde(skip_serializing_if = "is_zero")]
    pub withdrawn: u64,
    /// Entries that were rejected, by reason. Their list stands beside the ledger.
    #[serde(
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "rejection::counts"
    )]
    pub rejected: BTreeMap<Reason, u64>,
    /// What stands in the way of trusting the practice at a glance.
    #[serde(deserialize_with = "flag::known")]
    pub flags: Vec<Flag>,
    /// `sha-256:` and the digest of the canonical text, once somebody has hashed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// The rule that decides by which day somebody is overdue.
fn is_over(day: Day, today: Option<Day>) -> bool {
    today.is_some_and(|today| day < today)
}

impl LedgerSummary {
    /// What a tally says at one time.
    pub fn of(tally: &Tally, facts: &Facts) -> Self {
        let mut summary = Self {
            practice: facts.practice.clone(),
            as_of: facts.now,
            practice_version: facts.version,
            instances: tally.instances.kinds(),
            countries: tally.countries.kinds(),
            reports: u64::try_from(tally.posts).unwrap_or(0),
            differing_settings: u64::try_from(tally.differing).unwrap_or(0),
            withdrawn: facts.withdrawn_outcomes,
            rejected: facts.rejected.clone(),
            ..Self::default()
        };
        summary.count_settings(tally, Day::in_utc(facts.now));
        for (key, n) in tally.reports.iter() {
            summary.count_reports(key.standing, key.finding, n);
        }
        summary.confirmed = summary.outcomes.agreeing_with(&summary.own_outcomes);
        summary.flags = summary.flags_by_rule(tally, facts);
        summary
    }

    /// With the digest of its canonical text.
    #[must_use]
    pub fn with_digest(self, digest: impl Into<String>) -> Self {
        Self {
            digest: Some(digest.into()),
            ..self
        }
    }

    /// Whether too few independent known settings have reported for more than counts.
    pub const fn is_too_few_to_say(&self) -> bool {
        self.independent < INDEPENDENT_MINIMUM
    }

    fn count_settings(&mut self, tally: &Tally, today: Option<Day>) {
        for (key, n) in tally.settings.iter() {
            match (key.standing.is_headline(), key.said) {
                (true, true) => {
                    self.adoptions.add(key.stage, n);
                    self.denominator.said += n;
                    match key.stage {
                        Stage::Reported => self.denominator.reported += n,
                        Stage::GaveUp => self.denominator.gave_up += n,
                        Stage::Planned | Stage::Running | Stage::Completed => {
                            self.denominator.waiting += n;
                        }
                    }
                }
                (true, false) => self.unannounced += n,
                (false, said) => {
                    if said && key.standing == Standing::Unverified {
                        self.unverified_adoptions.add(key.stage, n);
                    }
                }
            }
        }
        let over = tally.due.iter().filter(|(day, _)| is_over(**day, today));
        let overdue = over.map(|(_, n)| n).sum();
        self.denominator.overdue = overdue;
        self.denominator.waiting = self.denominator.waiting.saturating_sub(overdue);
        self.overdue_reports = overdue;
    }

    fn count_reports(&mut self, standing: Standing, finding: Finding, n: u64) {
        let only_noticed = finding.result == Some(Outcome::NoEffect)
            && finding.evidence <= Some(EvidenceLevel::Tried);
        let noticed = &mut self.noticed_no_difference;
        *match standing {
            Standing::Own => &mut noticed.own,
            Standing::Vendor => &mut noticed.vendor_interest,
            Standing::Unverified => &mut noticed.unverified,
            Standing::Independent | Standing::Undeclared => &mut noticed.headline,
        } += if only_noticed { n } else { 0 };
        match standing {
            Standing::Own => {
                self.own += n;
                self.own_outcomes.add(finding.result, n);
            }
            Standing::Vendor => {
                self.vendor_interest += n;
                self.vendor_interest_outcomes.add(finding.result, n);
            }
            Standing::Unverified => {
                self.unverified_settings += n;
                self.unverified_outcomes.add(finding.result, n);
            }
            Standing::Independent => {
                self.independent += n;
                self.independent_outcomes.add(finding.result, n);
                self.count_in_headline(finding, n);
            }
            Standing::Undeclared => self.count_in_headline(finding, n),
        }
    }

    fn count_in_headline(&mut self, finding: Finding, n: u64) {
        self.organisations += n;
        self.outcomes.add(finding.result, n);
        let level = finding.evidence.map_or("unstated", Facet::slug);
        *self.by_evidence.entry(level.to_owned()).or_default() += n;
        let version = self.by_version.entry(finding.version).or_default();
        version.add(finding.result, n);
        if finding.version < self.practice_version {
            self.about_older_versions += n;
        }
    }

    fn flags_by_rule(&self, tally: &Tally, facts: &Facts) -> Vec<Flag> {
        let against = self.independent_outcomes.no_effect + self.independent_outcomes.harmful;
        let newest = tally.months.iter().next_back().map(|(month, _)| *month);
        let is_set = |flag: &Flag| match flag {
            Flag::Withdrawn => facts.withdrawn,
            Flag::HarmReported => tally.harm > 0,
            Flag::Contested => flag::is_contested(against, self.independent),
            Flag::Stale => flag::is_stale(newest, Month::in_utc(facts.now)),
        };
        Flag::ALL.into_iter().filter(is_set).collect()
    }
}

/// For the line that stands above a practice.
impl From<&LedgerSummary> for FoundElsewhere {
    fn from(summary: &LedgerSummary) -> Self {
        let it = &summary.outcomes;
        let few = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            worked: few(it.worked),
            partly: few(it.partly),
            no_effect: few(it.no_effect),
            harmful: few(it.harmful),
            inconclusive: few(it.inconclusive),
            abandoned: few(it.abandoned),
        }
    }
}
