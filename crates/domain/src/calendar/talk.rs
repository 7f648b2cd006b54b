//! Talks, and how long they may be.

use serde::{Deserialize, Serialize};

/// How a talk is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotKind {
    /// One idea in two minutes.
    #[default]
    Nano,
    /// Seven minutes.
    Micro,
    /// A quarter of an hour, half of it answers.
    Soapbox,
    /// Everybody at the table speaks.
    RoundTable,
    /// Anything else, also a kind that we do not know.
    #[serde(other)]
    Custom,
}

/// How far a talk is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotStatus {
    /// Its speaker would give it; the organiser has not answered.
    #[default]
    Offered,
    /// It is in the programme.
    Accepted,
    /// The organiser has no room for it.
    Declined,
    /// Its speaker does not come.
    Withdrawn,
}

/// A kind of talk that an event has room for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct SlotOffer {
    /// How it is held.
    pub kind: SlotKind,
    /// How long.
    pub minutes: u16,
}

/// The typed record of a talk: an entry of an event's programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SlotRecord {
    /// Its number in the programme, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
    /// How it is held.
    pub kind: SlotKind,
    /// How long.
    pub minutes: u16,
    /// What it is called.
    pub title: String,
    /// Who speaks: the id of an actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Who speaks, as they want to be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker_name: Option<String>,
    /// Which practice it is about: the id of a status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practice: Option<String>,
    /// How far it is.
    pub status: SlotStatus,
}

impl SlotKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Nano,
        Self::Micro,
        Self::Soapbox,
        Self::RoundTable,
        Self::Custom,
    ];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nano => "nano",
            Self::Micro => "micro",
            Self::Soapbox => "soapbox",
            Self::RoundTable => "round-table",
            Self::Custom => "custom",
        }
    }

    /// From the word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// How many minutes it has where nobody says otherwise.
    pub const fn minutes(self) -> u16 {
        match self {
            Self::Nano => 2,
            Self::Micro => 7,
            Self::Soapbox => 15,
            Self::RoundTable => 20,
            Self::Custom => 10,
        }
    }
}

impl SlotStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Offered,
        Self::Accepted,
        Self::Declined,
        Self::Withdrawn,
    ];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// From the word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}
