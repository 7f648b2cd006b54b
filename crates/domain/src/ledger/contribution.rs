//! What one setting adds to a tally.

use std::fmt;
use std::ops::Not;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use staffroom_vocabulary::{EvidenceLevel, Facet, Outcome};
use thiserror::Error;

use super::entry::Country;
use super::month::Month;
use crate::day::Day;
use crate::practice::Version;

/// How a setting stands to the practice. Every setting has one; each is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Known, and every report of it that counts states that it is independent.
    Independent,
    /// Known, and not stated to be independent, or so far only an adoption.
    Undeclared,
    /// Known, and somebody in it has an interest in a product.
    Vendor,
    /// Nobody knows whether it is what it says. Keyed by author.
    Unverified,
    /// The author's own, known or not. No confirmation of itself.
    Own,
}

/// How far a setting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It said that it would try it.
    Planned,
    /// It is trying it.
    Running,
    /// It says that it has done it, and has not reported.
    Completed,
    /// It has reported what came of it: once is enough, also where it tries again.
    Reported,
    /// It gave up.
    GaveUp,
}

/// The report for which a setting counts: the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which version of the practice it is about.
    #[serde(rename = "v")]
    pub version: Version,
    /// What came of it; none where the word is not known here.
    #[serde(rename = "r", with = "slug")]
    pub result: Option<Outcome>,
    /// How it is known, at most `compared`; none where it does not say, or claims a level that no single report has.
    #[serde(rename = "e", with = "slug")]
    pub evidence: Option<EvidenceLevel>,
}

/// What one setting adds to a tally, however much was posted from it.
///
/// Made by [`SettingEntries`](super::SettingEntries), kept beside the tally so that it can be subtracted again. Names no
/// person and no setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    #[serde(rename = "s")]
    pub(super) standing: Standing,
    #[serde(rename = "g")]
    pub(super) stage: Stage,
    /// Whether it said beforehand that it would try.
    #[serde(rename = "a")]
    pub(super) said: bool,
    #[serde(rename = "by", default, skip_serializing_if = "Option::is_none")]
    pub(super) decide_by: Option<Day>,
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub(super) finding: Option<Finding>,
    #[serde(rename = "n", default, skip_serializing_if = "is_none")]
    pub(super) reports: u32,
    #[serde(rename = "d", default, skip_serializing_if = "Not::not")]
    pub(super) differ: bool,
    #[serde(rename = "h", default, skip_serializing_if = "Not::not")]
    pub(super) harm: bool,
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub(super) month: Option<Month>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub(super) country: Option<Country>,
    #[serde(rename = "i")]
    pub(super) instance: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_none(n: &u32) -> bool {
    *n == 0
}

impl Contribution {
    /// How the setting stands to the practice.
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// How far it is.
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// Whether it said beforehand that it would try it.
    pub const fn said_so_first(&self) -> bool {
        self.said
    }

    /// The day by which it said it would know; none once it has reported or given up.
    pub const fn decide_by(&self) -> Option<Day> {
        self.decide_by
    }

    /// The newest report.
    pub const fn finding(&self) -> Option<Finding> {
        self.finding
    }

    /// How many reports of it are current: one for each of its adoptions, or for each author without one.
    pub const fn reports(&self) -> u32 {
        self.reports
    }

    /// Whether its current reports say different things.
    pub const fn differ(&self) -> bool {
        self.differ
    }
}

/// No known text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("this is no key of a tally")]
pub(super) struct UnknownKey;

impl Standing {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Independent,
        Self::Undeclared,
        Self::Vendor,
        Self::Unverified,
        Self::Own,
    ];

    /// The name in the database and in the lines of the digest.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Independent => "independent",
            Self::Undeclared => "undeclared",
            Self::Vendor => "vendor",
            Self::Unverified => "unverified",
            Self::Own => "own",
        }
    }

    /// Whether it counts in the headline: known, not the author's own, without interest.
    pub const fn is_headline(self) -> bool {
        matches!(self, Self::Independent | Self::Undeclared)
    }

    /// Whether what it says is evidence about the practice at all: whatever can be made up by anybody is not.
    pub const fn is_vouched(self) -> bool {
        !matches!(self, Self::Unverified)
    }
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Planned,
        Self::Running,
        Self::Completed,
        Self::Reported,
        Self::GaveUp,
    ];

    /// The name in the database and in the lines of the digest.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Reported => "reported",
            Self::GaveUp => "gave-up",
        }
    }

    /// Whether a report is still to come.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::Running | Self::Completed)
    }
}

/// Reports of settings are counted by how they stand and what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReportKey {
    pub(super) standing: Standing,
    pub(super) finding: Finding,
}

/// Settings are counted by how they stand, whether they said so first, and how far they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SettingsKey {
    pub(super) standing: Standing,
    pub(super) said: bool,
    pub(super) stage: Stage,
}

/// Stands in keys for what is not known or not stated.
const NOT_KNOWN: &str = "-";

pub(super) fn slug_of<F: Facet>(value: Option<F>) -> &'static str {
    value.map_or(NOT_KNOWN, F::slug)
}

impl ReportKey {
    /// By slugs, not by positions in the vocabulary, which may change.
    fn order(&self) -> (Standing, Version, &'static str, &'static str) {
        (
            self.standing,
            self.finding.version,
            slug_of(self.finding.result),
            slug_of(self.finding.evidence),
        )
    }
}

impl PartialOrd for ReportKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ReportKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

/// `independent/2/worked/tried`.
impl fmt::Display for ReportKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (standing, version, result, evidence) = self.order();
        write!(f, "{}/{version}/{result}/{evidence}", standing.as_str())
    }
}

impl FromStr for ReportKey {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, UnknownKey> {
        let mut parts = text.split('/');
        let mut next = || parts.next().ok_or(UnknownKey);
        let key = Self {
            standing: standing(next()?)?,
            finding: Finding {
                version: next()?
                    .parse()
                    .ok()
                    .and_then(Version::of)
                    .ok_or(UnknownKey)?,
                result: Outcome::from_slug(next()?),
                evidence: EvidenceLevel::from_slug(next()?),
            },
        };
        if parts.next().is_none() {
            Ok(key)
        } else {
            Err(UnknownKey)
        }
    }
}

/// `independent/said/reported`.
impl fmt::Display for SettingsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = if self.said { "said" } else { "unsaid" };
        write!(
            f,
            "{}/{said}/{}",
            self.standing.as_str(),
            self.stage.as_str()
        )
    }
}

impl FromStr for SettingsKey {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, UnknownKey> {
        let mut parts = text.splitn(3, '/');
        let mut next = || parts.next().ok_or(UnknownKey);
        Ok(Self {
            standing: standing(next()?)?,
            said: match next()? {
                "said" => true,
                "unsaid" => false,
                _ => return Err(UnknownKey),
            },
            stage: stage(next()?)?,
        })
    }
}

fn standing(name: &str) -> Result<Standing, UnknownKey> {
    let mut all = Standing::ALL.into_iter();
    all.find(|it| it.as_str() == name).ok_or(UnknownKey)
}

fn stage(name: &str) -> Result<Stage, UnknownKey> {
    let mut all = Stage::ALL.into_iter();
    all.find(|it| it.as_str() == name).ok_or(UnknownKey)
}

/// Concepts by their slugs: a contribution is stored for every setting of every practice.
mod slug {
    use serde::{Deserialize, Deserializer, Serializer};
    use staffroom_vocabulary::Facet;

    #[expect(clippy::ref_option, reason = "serde gives a reference")]
    pub(super) fn serialize<F: Facet, S: Serializer>(
        value: &Option<F>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(super::slug_of(*value))
    }

    pub(super) fn deserialize<'de, F: Facet, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<F>, D::Error> {
        let name = String::deserialize(deserializer)?;
        Ok(F::from_slug(&name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_there_and_back() {
        for standing in Standing::ALL {
            for stage in Stage::ALL {
                for said in [true, false] {
                    let key = SettingsKey {
                        standing,
                        said,
                        stage,
                    };
                    assert_eq!(key.to_string().parse(), Ok(key));
                }
            }
            for result in Outcome::ALL.iter().copied().map(Some).chain([None]) {
                for evidence in EvidenceLevel::ALL.iter().copied().map(Some).chain([None]) {
                    let finding = Finding {
                        version: Version::FIRST.next(),
                        result,
                        evidence,
                    };
                    let key = ReportKey { standing, finding };
                    assert_eq!(key.to_string().parse(), Ok(key));
                }
            }
        }
        for bad in [
            "",
            "own",
            "own/1/worked",
            "own/1/worked/tried/x",
            "me/1/-/-",
        ] {
            assert_eq!(bad.parse::<ReportKey>(), Err(UnknownKey), "{bad}");
            assert_eq!(bad.parse::<SettingsKey>(), Err(UnknownKey), "{bad}");
        }
    }
}
