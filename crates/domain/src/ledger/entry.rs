//! What the ledger is made of: one adoption or one outcome, with what decides how it counts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use staffroom_vocabulary::{ConceptRef, EvidenceLevel, Independence, Outcome};
use thiserror::Error;

use crate::day::Day;
use crate::practice::{AdoptionStatus, Version};
use crate::time::Timestamp;

/// Whom an entry counts for: one organisation, or one author where no organisation is verified.
///
/// A known setting and an unverified one are two settings, even under one address: what somebody only says about where
/// they work never gets into what is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SettingKey {
    /// The id of the organisation's actor; of an unverified setting, the id of the author's.
    pub iri: String,
    /// Whether the organisation is on the entry's own origin and lists the author.
    pub known: bool,
}

/// An adoption or an outcome, as the ledger takes it.
///
/// Whoever makes one has checked it (origin, version, who may say so); the ledger only counts. An id stands once in what
/// is counted: an edit replaces the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The id of the object that says it.
    pub id: String,
    /// Who said it. Tells the reports of colleagues apart, and is in nothing that the ledger gives out.
    pub author: String,
    /// For whom it counts.
    pub setting: SettingKey,
    /// Whether it is by the practice's author or in the author's own organisation.
    pub own: bool,
    /// Which version of the practice it is about.
    pub version: Version,
    /// When it was first said, which an edit does not change; no later than it came, so that nobody stays the newest by a
    /// date in the future.
    pub at: Timestamp,
    /// How close whoever said it is to the practice; none if they did not say, which is not independent.
    pub independence: Option<Independence>,
    /// Whether somebody with an interest in a product said it.
    pub vendor_interest: bool,
    /// Where and with whom, for "settings like mine".
    pub circumstances: Circumstances,
    /// In which country.
    pub country: Option<Country>,
    /// The host of the server that it came from.
    pub instance: String,
    /// Which of the two it is.
    pub said: Said,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// "We are trying this."
    Adoption {
        /// How far they are.
        status: AdoptionStatus,
        /// By when they will know.
        decide_by: Option<Day>,
    },
    /// What came of it.
    Outcome {
        /// The id of the adoption that it ends, if it names one.
        adoption: Option<String>,
        /// What came of it; none where this version of the vocabulary does not know the word.
        result: Option<Outcome>,
        /// How it is known; none where it does not say so in words that we know.
        evidence: Option<EvidenceLevel>,
    },
}

/// Where and with whom something was tried; each list as the entry states it, unknown concepts included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// Phases (`ph/`).
    pub phase: Vec<ConceptRef>,
    /// Subjects (`su/`).
    pub subject: Vec<ConceptRef>,
    /// Kinds of setting (`se/`).
    pub setting: Vec<ConceptRef>,
    /// How many learners (`gs/`).
    pub group_size: Option<ConceptRef>,
}

/// A country by its two letters (ISO 3166-1 alpha-2).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(String);

/// Text that is no country's two letters.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("a country has two capital letters, such as GB")]
pub struct InvalidCountry;

impl Entry {
    /// Whether it states that whoever reports has nothing to do with the practice, and nothing speaks against it. Silence
    /// is not independence.
    pub fn is_independent(&self) -> bool {
        let stated = matches!(
            self.independence,
            Some(Independence::IndependentPractitioner | Independence::IndependentEvaluator)
        );
        stated && !self.own && !self.has_interest()
    }

    /// Whether somebody said it who has an interest in a product.
    pub fn has_interest(&self) -> bool {
        self.vendor_interest || self.independence == Some(Independence::Vendor)
    }

    /// The order of entries: by time, then by id, so that it never depends on which came first.
    pub(super) fn rank(&self) -> (Timestamp, &str) {
        (self.at, &self.id)
    }
}

impl Country {
    /// Reads two capital letters.
    pub fn parse(text: &str) -> Result<Self, InvalidCountry> {
        let is_one = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_one {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidCountry)
        }
    }

    /// The country of a region, `GB` of `GB-WLS`.
    pub fn of_region(region: &str) -> Option<Self> {
        let country = region
            .split_once('-')
            .map_or(region, |(country, _)| country);
        Self::parse(country).ok()
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Country {
    type Err = InvalidCountry;

    fn from_str(text: &str) -> Result<Self, InvalidCountry> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Country {
    type Error = InvalidCountry;

    fn try_from(text: String) -> Result<Self, InvalidCountry> {
        Self::parse(&text)
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_in_a_country() {
        let country = |region: &str| Country::of_region(region).map(String::from);
        assert_eq!(country("GB"), Some("GB".to_owned()));
        assert_eq!(country("GB-WLS"), Some("GB".to_owned()));
        for none in ["", "G", "gb", "England", "-GB", "GB WLS"] {
            assert_eq!(country(none), None, "{none}");
        }
    }
}
