//! The sum of what settings contribute.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::contribution::{Contribution, ReportKey, SettingsKey};
use super::entry::{Country, Entry};
use super::month::Month;
use super::setting::by_setting;
use crate::day::Day;

/// What the settings of a ledger contribute, added up.
///
/// Tallies are a commutative group: contributions can be added and subtracted in any order, and subtracting what was
/// added leaves nothing behind. So one more outcome costs as much in a ledger of ten thousand settings as in one of ten:
/// the setting's old contribution is subtracted, its new one added.
///
/// What must survive a subtraction is kept as counts. Servers and countries are counted for how many settings they stand.
/// The day by which open settings said they would know is counted by day, for the headline only, so that who is overdue can
/// be told on any later day without asking the settings. The newest evidence is counted by month: a maximum cannot be
/// taken back, a count can, and a month is as much as "older than five years" needs. Nothing of unverified settings has
/// keys that they choose, so nobody swells a tally from throw-away accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Settings that reported, by how they stand and what their newest report says.
    #[serde(skip_serializing_if = "Counts::is_empty")]
    pub(super) reports: Counts<ReportKey>,
    /// All settings, by how they stand and how far they are.
    #[serde(skip_serializing_if = "Counts::is_empty")]
    pub(super) settings: Counts<SettingsKey>,
    /// Open settings of the headline, by the first day by which they said they would know.
    #[serde(skip_serializing_if = "Counts::is_empty")]
    pub(super) due: Counts<Day>,
    /// Settings of the headline that reported, by server.
    #[serde(skip_serializing_if = "Counts::is_empty")]
    pub(super) instances: Counts<String>,
    /// Settings of the headline that reported, by country.
    #[serde(skip_serializing_if = "Counts::is_empty")]
    pub(super) countries: Counts<Country>,
    /// All but unverified settings, by the month of their newest report.
    #[serde(skip_serializing_if = "Counts::is_empty")]
    pub(super) months: Counts<Month>,
    /// Current reports behind the headline.
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) posts: i64,
    /// Settings of the headline whose current reports differ.
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) differing: i64,
    /// All but unverified settings in which somebody reports harm.
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) harm: i64,
}

impl Tally {
    /// From scratch: of all entries of a practice, in any order.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut tally = Self::default();
        for setting in by_setting(entries).values() {
            tally.replace(None, setting.contribution().as_ref());
        }
        tally
    }

    /// Adds a setting.
    pub fn add(&mut self, contribution: &Contribution) {
        self.count(contribution, 1);
    }

    /// Takes a setting out that was added.
    pub fn subtract(&mut self, contribution: &Contribution) {
        self.count(contribution, -1);
    }

    /// A setting contributes something else than before: nothing before its first entry, nothing after its last one.
    pub fn replace(&mut self, old: Option<&Contribution>, new: Option<&Contribution>) {
        if let Some(old) = old {
            self.subtract(old);
        }
        if let Some(new) = new {
            self.add(new);
        }
    }

    /// Whether nothing is counted less than nought times. A tally that is not sound has lost track of its settings and
    /// has to be made from scratch.
    pub fn is_sound(&self) -> bool {
        self.reports.is_sound()
            && self.settings.is_sound()
            && self.due.is_sound()
            && self.instances.is_sound()
            && self.countries.is_sound()
            && self.months.is_sound()
            && [self.posts, self.differing, self.harm]
                .iter()
                .all(|n| *n >= 0)
    }

    /// Whether the same was reported as in another, whatever was said beforehand.
    pub fn has_reports_of(&self, other: &Self) -> bool {
        self.reports == other.reports
    }

    fn count(&mut self, it: &Contribution, n: i64) {
        let standing = it.standing;
        self.settings.count(
            SettingsKey {
                standing,
                said: it.said,
                stage: it.stage,
            },
            n,
        );
        if let (true, Some(day)) = (standing.is_headline(), it.decide_by) {
            self.due.count(day, n);
        }
        let Some(finding) = it.finding else {
            return;
        };
        self.reports.count(ReportKey { standing, finding }, n);
        if standing.is_vouched() {
            if let Some(month) = it.month {
                self.months.count(month, n);
            }
            self.harm = self.harm.wrapping_add(n * i64::from(it.harm));
        }
        if standing.is_headline() {
            self.instances.count(it.instance.clone(), n);
            if let Some(country) = it.country.clone() {
                self.countries.count(country, n);
            }
            self.posts = self.posts.wrapping_add(n * i64::from(it.reports));
            self.differing = self.differing.wrapping_add(n * i64::from(it.differ));
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(n: &i64) -> bool {
    *n == 0
}

/// How often each key was counted. What comes to nought is not there, so that equal counts are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counts<K: Ord>(BTreeMap<K, i64>);

impl<K: Ord> Counts<K> {
    fn count(&mut self, key: K, n: i64) {
        use std::collections::btree_map::Entry::{Occupied, Vacant};
        match self.0.entry(key) {
            Occupied(mut place) => {
                // Wraps, because that can be undone; no ledger has so many.
                let sum = place.get().wrapping_add(n);
                if sum == 0 {
                    place.remove();
                } else {
                    place.insert(sum);
                }
            }
            Vacant(place) => {
                if n != 0 {
                    place.insert(n);
                }
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn is_sound(&self) -> bool {
        self.0.values().all(|n| *n > 0)
    }

    /// The keys with how often each was counted; what was counted less than nought times is left out.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, u64)> {
        let sound = |(key, n): (_, &i64)| u64::try_from(*n).ok().map(|n| (key, n));
        self.0.iter().filter_map(sound)
    }

    /// How many keys there are.
    pub(super) fn kinds(&self) -> u64 {
        self.iter().map(|_| 1).sum()
    }
}

impl<K: Ord> Default for Counts<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Display> Serialize for Counts<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, n)| (key.to_string(), n)))
    }
}

impl<'de, K: Ord + FromStr<Err: Display>> Deserialize<'de> for Counts<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut counts = Self::default();
        for (key, n) in BTreeMap::<String, i64>::deserialize(deserializer)? {
            // Two keys of a newer version may be one to us, hence counted and not inserted.
            counts.count(key.parse().map_err(D::Error::custom)?, n);
        }
        Ok(counts)
    }
}
