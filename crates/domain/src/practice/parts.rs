//! What records are made of.

use serde::{Deserialize, Serialize};
use staffroom_vocabulary::ConceptRef;

use crate::day::Day;

/// How old the learners are, in years. Either end may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Ages {
    /// The youngest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<u8>,
    /// The oldest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<u8>,
}

/// Something to work with: a worksheet, a film, a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Material {
    /// What it is called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where it is.
    pub url: String,
    /// What others may do with it: an SPDX id or a concept of `li`; of the practice where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// What kind of thing it is, in LRMI's words or one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning_resource_type: Option<String>,
}

/// What sort of work is cited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CitationKind {
    /// A study of any kind.
    Study,
    /// An independent comparison with a fair group: what `replicated` asks for.
    Comparison,
    /// An independent evaluation in many places, or a systematic review: what `established` asks for.
    WideEvidence,
    /// Anything else.
    #[default]
    Other,
}

/// A work that is cited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Citation {
    /// What it is called, with its authors if one likes.
    pub title: String,
    /// When it came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// Where it is: its DOI as a link, or an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What sort of work it is.
    pub kind: CitationKind,
}

/// An approach of the Teaching and Learning Toolkit (Education Endowment Foundation) that a practice belongs to, with
/// what the Toolkit said on a day. That is about the approach everywhere, never about this practice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Approach {
    /// The page of the approach.
    pub url: String,
    /// What it is called: "Feedback".
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// How secure the evidence is, 0 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub padlocks: Option<u8>,
    /// Months of additional progress; may be negative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<i8>,
    /// What it costs: a concept of `co`, which has the Toolkit's bands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<ConceptRef>,
    /// When these figures were looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrieved: Option<Day>,
}

/// Something that is sold, or made by somebody whose name matters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Product {
    /// What it is called.
    pub name: String,
    /// Who makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maker: Option<String>,
    /// Its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl CitationKind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Study,
        Self::Comparison,
        Self::WideEvidence,
        Self::Other,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Comparison => "comparison",
            Self::WideEvidence => "wide-evidence",
            Self::Other => "other",
        }
    }

    /// From the word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}
