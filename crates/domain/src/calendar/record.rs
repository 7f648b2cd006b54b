//! What is said of an event beside when and where it is.

use serde::{Deserialize, Serialize};
use staffroom_vocabulary::ConceptRef;

use super::places::PlaceKind;
use super::talk::{SlotOffer, SlotRecord};

/// What kind of event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// Teachers tell one another, in short talks.
    #[default]
    Teachmeet,
    /// The same about what went wrong.
    FailFaire,
    /// A week of a course.
    CourseWeek,
    /// Anything else, also a kind that we do not know.
    #[serde(other)]
    Other,
}

/// Where one takes part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// At its place.
    #[default]
    InPerson,
    /// On the net.
    Online,
    /// Either.
    Hybrid,
}

/// How many places there are of each kind. Absent: as many as come; 0: none of this kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Capacities {
    /// For those who speak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speakers: Option<u32>,
    /// For those who come to listen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendees: Option<u32>,
    /// For those who are there by the net.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote: Option<u32>,
}

/// The typed record of an event. Title, text, times and place are in the status that carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct EventRecord {
    /// What kind of event.
    pub kind: EventKind,
    /// Where one takes part.
    pub mode: Mode,
    /// How many places there are.
    pub capacities: Capacities,
    /// Whether those who come too late for a place may wait for one.
    pub waiting_list: bool,
    /// How long one may speak.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub slots_offered: Vec<SlotOffer>,
    /// The programme. Of an event here, its server writes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<SlotRecord>,
    /// Which series it belongs to, by name: `TeachMeet Leeds`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// Which phases it is about: `ph/…`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phase: Vec<ConceptRef>,
    /// Which subjects it is about: `su/…`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subject: Vec<ConceptRef>,
    /// What technology it is about: `tech/…`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub technology_type: Vec<ConceptRef>,
    /// In which languages people speak there (BCP 47).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// What those who come agree to, each a plain text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// How one gets in and around: steps, loop, quiet room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<String>,
    /// What to know about taking part by the net.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online_note: Option<String>,
    /// What others may do with its text and notes: an SPDX id (`CC-BY-4.0`) or a concept of `li`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}

impl EventRecord {
    /// Every concept that it names, each once, in the order of its members.
    pub fn concepts(&self) -> Vec<&ConceptRef> {
        let mut each: Vec<&ConceptRef> = Vec::new();
        let all = [&self.phase, &self.subject, &self.technology_type];
        for concept in all.into_iter().flatten() {
            if !each.contains(&concept) {
                each.push(concept);
            }
        }
        each
    }
}

impl EventRecord {
    /// The hashtags of the concepts that it names, without `#`.
    pub fn hashtags(&self) -> impl Iterator<Item = &'static str> {
        let known = self.concepts().into_iter().filter_map(ConceptRef::known);
        let names = known.map(|it| it.hashtag().trim_start_matches('#'));
        names.filter(|name| !name.is_empty())
    }
}

impl Capacities {
    /// How many places there are of a kind; none: as many as come.
    pub const fn of(self, kind: PlaceKind) -> Option<u32> {
        match kind {
            PlaceKind::Speaker => self.speakers,
            PlaceKind::Attendee => self.attendees,
            PlaceKind::Remote => self.remote,
        }
    }
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Teachmeet,
        Self::FailFaire,
        Self::CourseWeek,
        Self::Other,
    ];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Teachmeet => "teachmeet",
            Self::FailFaire => "fail-faire",
            Self::CourseWeek => "course-week",
            Self::Other => "other",
        }
    }

    /// From the word; an unknown one is `Other`.
    pub fn from_name(name: &str) -> Self {
        let known = Self::ALL.into_iter().find(|it| it.as_str() == name);
        known.unwrap_or(Self::Other)
    }
}

impl Mode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::InPerson, Self::Online, Self::Hybrid];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InPerson => "in-person",
            Self::Online => "online",
            Self::Hybrid => "hybrid",
        }
    }

    /// From the word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// Whether one can go there.
    pub const fn has_place(self) -> bool {
        matches!(self, Self::InPerson | Self::Hybrid)
    }

    /// Whether one can take part by the net.
    pub const fn is_online(self) -> bool {
        matches!(self, Self::Online | Self::Hybrid)
    }

    /// Whether there are places of a kind at all, whatever their number.
    pub const fn has(self, kind: PlaceKind) -> bool {
        match kind {
            PlaceKind::Speaker => true,
            PlaceKind::Attendee => self.has_place(),
            PlaceKind::Remote => self.is_online(),
        }
    }
}
