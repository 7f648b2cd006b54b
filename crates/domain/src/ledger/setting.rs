//! Everything that was said in one setting, and what of it counts.

use std::collections::{BTreeMap, BTreeSet};

use staffroom_vocabulary::{EvidenceLevel, Outcome};

use super::contribution::{Contribution, Finding, Stage, Standing};
use super::entry::{Circumstances, Country, Entry, Said, SettingKey};
use super::filter::Filter;
use super::month::Month;
use crate::day::Day;
use crate::practice::AdoptionStatus;

/// The entries of one setting: which reports are current, which were superseded, and what the setting contributes.
///
/// Reports belong to *threads*: an outcome belongs to the adoption that it names; without a name, to the newest adoption
/// of the same author; without one, to its author. The newest outcome of a thread is current, the others are history.
/// The setting counts for the newest of its current ones; the others show how far it is of one mind.
#[derive(Clone, Debug)]
pub struct SettingEntries<'a> {
    /// Newest first, as all lists here.
    adoptions: Vec<&'a Entry>,
    current: Vec<Report<'a>>,
    superseded: Vec<&'a Entry>,
}

/// A current outcome with the adoption that it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Report<'a> {
    pub(super) entry: &'a Entry,
    adoption: Option<&'a Entry>,
    pub(super) result: Option<Outcome>,
    evidence: Option<EvidenceLevel>,
}

/// Which reports replace one another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thread<'a> {
    Adoption(&'a str),
    Author(&'a str),
}

/// All entries of a practice by setting; each id once.
pub fn by_setting<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
) -> BTreeMap<&'a SettingKey, SettingEntries<'a>> {
    let mut settings: BTreeMap<&SettingKey, Vec<&Entry>> = BTreeMap::new();
    for entry in once_each(entries) {
        settings.entry(&entry.setting).or_default().push(entry);
    }
    let of = |(key, entries)| (key, SettingEntries::of(entries));
    settings.into_iter().map(of).collect()
}

/// Of entries with one id the newest.
fn once_each<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<&'a Entry> {
    let mut by_id: BTreeMap<&str, &Entry> = BTreeMap::new();
    for entry in entries {
        let kept = by_id.entry(&entry.id).or_insert(entry);
        if kept.at < entry.at {
            *kept = entry;
        }
    }
    by_id.into_values().collect()
}

impl<'a> SettingEntries<'a> {
    /// Of the entries of one setting, in any order.
    pub fn of(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut entries = once_each(entries);
        entries.sort_by(|a, b| b.rank().cmp(&a.rank()));
        let is_adoption = |entry: &&Entry| matches!(entry.said, Said::Adoption { .. });
        let (adoptions, outcomes): (Vec<_>, Vec<_>) = entries.into_iter().partition(is_adoption);

        let index = Adoptions::of(&adoptions);
        let mut current = Vec::new();
        let mut superseded = Vec::new();
        let mut threads = BTreeSet::new();
        for entry in outcomes {
            let Said::Outcome {
                adoption,
                result,
                evidence,
            } = &entry.said
            else {
                continue;
            };
            let (thread, adoption) = index.thread(entry, adoption.as_deref());
            if threads.insert(thread) {
                current.push(Report {
                    entry,
                    adoption,
                    result: *result,
                    evidence: evidence.filter(|level| level.is_self_declarable()),
                });
            } else {
                superseded.push(entry);
            }
        }
        Self {
            adoptions,
            current,
            superseded,
        }
    }

    /// The outcome for which the setting counts.
    pub fn newest(&self) -> Option<&'a Entry> {
        self.current.first().map(|report| report.entry)
    }

    /// The outcomes that are current, the newest first.
    pub fn current(&self) -> impl Iterator<Item = &'a Entry> {
        self.current.iter().map(|report| report.entry)
    }

    /// The outcomes that newer ones replaced, the newest first: history that counts for nothing.
    pub fn superseded(&self) -> impl Iterator<Item = &'a Entry> {
        self.superseded.iter().copied()
    }

    /// The adoptions, the newest first.
    pub fn adoptions(&self) -> impl Iterator<Item = &'a Entry> {
        self.adoptions.iter().copied()
    }

    /// What the setting adds to a tally; nothing where there are no entries.
    pub fn contribution(&self) -> Option<Contribution> {
        self.counted(&self.current, &self.adoptions)
    }

    /// What it adds to the tally of those that match. It never adds more than to the whole: a report that was superseded
    /// does not come back, who has reported is not called overdue, and nobody is more independent than all of their
    /// reports.
    pub fn contribution_like(&self, filter: &Filter) -> Option<Contribution> {
        let country = self.country();
        if !filter.takes_country(country.as_ref()) {
            return None;
        }
        if !self.current.is_empty() {
            let matching = self.matching_reports(filter);
            return self.counted(&matching, &[]);
        }
        let is_open = self.open_adoptions().next().is_some();
        let matching: Vec<_> = self
            .adoptions()
            .filter(|entry| filter.takes(&entry.circumstances, None))
            .filter(|entry| is_still_open(entry) == is_open)
            .collect();
        self.counted(&[], &matching)
    }

    /// The current reports that match.
    pub(super) fn matching_reports(&self, filter: &Filter) -> Vec<Report<'a>> {
        let country = self.country();
        let takes = |report: &Report<'_>| {
            filter.takes_country(country.as_ref())
                && filter.takes(&report.entry.circumstances, report.adoption_circumstances())
        };
        self.current.iter().copied().filter(takes).collect()
    }

    fn counted(&self, reports: &[Report<'a>], adoptions: &[&'a Entry]) -> Option<Contribution> {
        let newest = reports.first();
        let open = adoptions.iter().copied().filter(|it| is_still_open(it));
        let stage = match newest {
            Some(report) if report.result == Some(Outcome::Abandoned) => Stage::GaveUp,
            Some(_) => Stage::Reported,
            None if adoptions.is_empty() => return None,
            None => open.clone().next().map_or(Stage::GaveUp, stage_of),
        };
        let standing = self.standing();
        let harmful = |report: &Report<'_>| report.result == Some(Outcome::Harmful);
        Some(Contribution {
            standing,
            stage,
            said: !self.adoptions.is_empty(),
            decide_by: open.filter_map(decide_by).min().filter(|_| stage.is_open()),
            finding: newest.map(Report::finding),
            reports: u32::try_from(reports.len()).unwrap_or(u32::MAX),
            differ: reports
                .iter()
                .any(|report| newest.is_some_and(|newest| newest.result != report.result)),
            harm: reports.iter().any(harmful),
            month: newest.and_then(|report| Month::in_utc(report.entry.at)),
            country: self.country(),
            instance: self.instance(),
        })
    }

    /// How the setting stands to the practice, from all that is current in it: one interest makes it interested, and it is
    /// independent only if all of it is.
    pub fn standing(&self) -> Standing {
        let counted = || self.adoptions().chain(self.current());
        let is_known = counted().all(|entry| entry.setting.known);
        if counted().any(|entry| entry.own) {
            Standing::Own
        } else if !is_known {
            Standing::Unverified
        } else if counted().any(Entry::has_interest) {
            Standing::Vendor
        } else if !self.current.is_empty() && self.current().all(Entry::is_independent) {
            Standing::Independent
        } else {
            Standing::Undeclared
        }
    }

    /// Those of which a report is to come.
    fn open_adoptions(&self) -> impl Iterator<Item = &'a Entry> {
        self.adoptions().filter(|entry| is_still_open(entry))
    }

    /// Where it is, as its newest report says that says so, or its newest adoption.
    pub(super) fn country(&self) -> Option<Country> {
        let mut all = self.current().chain(self.adoptions());
        all.find_map(|entry| entry.country.clone())
    }

    /// Which server its newest report came from, or its newest adoption.
    pub(super) fn instance(&self) -> String {
        let mut all = self.current().chain(self.adoptions());
        all.next()
            .map(|entry| entry.instance.clone())
            .unwrap_or_default()
    }

    pub(super) fn reports(&self) -> &[Report<'a>] {
        &self.current
    }
}

impl<'a> Report<'a> {
    pub(super) fn finding(&self) -> Finding {
        Finding {
            version: self.entry.version,
            result: self.result,
            evidence: self.evidence,
        }
    }

    fn adoption_circumstances(&self) -> Option<&'a Circumstances> {
        self.adoption.map(|adoption| &adoption.circumstances)
    }
}

/// The adoptions of a setting, to be found again.
struct Adoptions<'a> {
    by_id: BTreeMap<&'a str, &'a Entry>,
    newest_of: BTreeMap<&'a str, &'a Entry>,
}

impl<'a> Adoptions<'a> {
    /// Of a list with the newest first.
    fn of(adoptions: &[&'a Entry]) -> Self {
        let by_id = adoptions.iter().map(|it| (it.id.as_str(), *it));
        // The last of an author stays, hence backwards.
        let by_author = adoptions.iter().rev().map(|it| (it.author.as_str(), *it));
        Self {
            by_id: by_id.collect(),
            newest_of: by_author.collect(),
        }
    }

    /// To which thread an outcome belongs, and the adoption of it where it is here.
    fn thread(&self, entry: &'a Entry, names: Option<&'a str>) -> (Thread<'a>, Option<&'a Entry>) {
        let own = || {
            self.newest_of
                .get(entry.author.as_str())
                .map(|it| it.id.as_str())
        };
        match names.or_else(own) {
            Some(id) => (Thread::Adoption(id), self.by_id.get(id).copied()),
            None => (Thread::Author(&entry.author), None),
        }
    }
}

/// Whether its adopter has not given it up.
fn is_still_open(adoption: &Entry) -> bool {
    stage_of(adoption).is_open()
}

/// How far an adoption is that nothing was reported of.
fn stage_of(adoption: &Entry) -> Stage {
    match adoption.said {
        Said::Adoption { status, .. } => match status {
            AdoptionStatus::Planned => Stage::Planned,
            AdoptionStatus::Running => Stage::Running,
            AdoptionStatus::Completed => Stage::Completed,
            AdoptionStatus::Abandoned => Stage::GaveUp,
        },
        Said::Outcome { .. } => Stage::Reported,
    }
}

fn decide_by(adoption: &Entry) -> Option<Day> {
    match adoption.said {
        Said::Adoption { decide_by, .. } => decide_by,
        Said::Outcome { .. } => None,
    }
}
