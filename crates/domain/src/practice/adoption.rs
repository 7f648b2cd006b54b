//! That somebody takes a practice up.

use serde::{Deserialize, Serialize};
use staffroom_vocabulary::ConceptRef;

use super::version::Version;
use crate::day::Day;

/// How far an adoption is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdoptionStatus {
    /// It has not begun.
    Planned,
    /// It has begun.
    Running,
    /// It has been tried.
    Completed,
    /// It was given up.
    Abandoned,
}

/// The typed record of an adoption: "we are trying this".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptionRecord {
    /// The practice: the id of its status.
    pub practice: String,
    /// Which version of it is tried.
    pub practice_version: Version,
    /// How far they are.
    pub status: AdoptionStatus,
    /// What they expect to come of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expectation: Option<String>,
    /// What they will look at, said before they begin: plain words, or a concept of `me`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure_chosen: Option<String>,
    /// By when they will decide whether it worked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_by: Option<Day>,
    /// In which phases: `ph/…`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phase: Vec<ConceptRef>,
    /// In which subjects: `su/…`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subject: Vec<ConceptRef>,
    /// In what kinds of places: `se/…`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub setting: Vec<ConceptRef>,
    /// With how many learners: `gs/…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_size: Option<ConceptRef>,
    /// What they mean to do differently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adaptation_intended: Option<String>,
    /// The school or other organisation: the id of its actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Where: ISO 3166-1 (`GB`) or 3166-2 (`GB-WLS`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

impl AdoptionRecord {
    /// An adoption that says only what every one says.
    pub fn new(practice: String, practice_version: Version, status: AdoptionStatus) -> Self {
        Self {
            practice,
            practice_version,
            status,
            expectation: None,
            measure_chosen: None,
            decide_by: None,
            phase: Vec::new(),
            subject: Vec::new(),
            setting: Vec::new(),
            group_size: None,
            adaptation_intended: None,
            organisation: None,
            region: None,
        }
    }
}

impl AdoptionStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Planned,
        Self::Running,
        Self::Completed,
        Self::Abandoned,
    ];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Abandoned => "abandoned",
        }
    }

    /// From the word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}
