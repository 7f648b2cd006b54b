//! What came of a practice where somebody tried it.

use serde::{Deserialize, Serialize};
use staffroom_vocabulary::{ConceptRef, EvidenceLevel, Independence, Outcome};

use super::parts::Product;
use super::version::Version;

/// How closely the description of a practice was followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fidelity {
    /// As it is described.
    AsDescribed,
    /// With small changes.
    SmallChanges,
    /// With large changes.
    LargeChanges,
}

/// Whether somebody would do it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WouldDoAgain {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Yes, but differently.
    WithChanges,
}

/// Something that was done differently.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Adaptation {
    /// What.
    pub what: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// The typed record of an outcome: what came of a practice in one place. It belongs to whoever tried it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeRecord {
    /// The practice: the id of its status.
    pub practice: String,
    /// Which version of it was tried.
    pub practice_version: Version,
    /// The adoption that it ends: the id of its status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adoption: Option<String>,
    /// What came of it: `oc/…`.
    pub outcome: ConceptRef,
    /// How it is known: `ev/…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_level: Option<ConceptRef>,
    /// How results were gathered: `sd/…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study_design: Option<ConceptRef>,
    /// What was looked at: `me/…`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measure: Vec<ConceptRef>,
    /// How many learners took part: `gs/…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learners: Option<ConceptRef>,
    /// How many learners were in the comparison group: `gs/…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison_learners: Option<ConceptRef>,
    /// For how long, in words: "six weeks".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// How closely the description was followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fidelity: Option<Fidelity>,
    /// What was done differently, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adaptation: Vec<Adaptation>,
    /// In which phases: `ph/…`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phase: Vec<ConceptRef>,
    /// In which subjects: `su/…`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subject: Vec<ConceptRef>,
    /// In what kinds of places: `se/…`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub setting: Vec<ConceptRef>,
    /// Where: ISO 3166-1 (`GB`) or 3166-2 (`GB-WLS`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// What it cost: `co/…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_band: Option<ConceptRef>,
    /// How much time of staff it took to set up: `ts/…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_time_setup: Option<ConceptRef>,
    /// How much time of staff it took while it ran: `tr/…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_time_running: Option<ConceptRef>,
    /// How those who report stand to the practice: `in/…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub independence: Option<ConceptRef>,
    /// What interest they have in a product, in their words. Absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest_declared: Option<String>,
    /// Products that were used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub product: Vec<Product>,
    /// Whether they would do it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub would_do_again: Option<WouldDoAgain>,
    /// What they learnt from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<String>,
    /// What they would do next time: asked of everybody for whom it did not work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_time: Option<String>,
    /// What they would warn others about: asked of everybody for whom it worked, also in part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub would_warn_about: Option<String>,
    /// Where more is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// The school or other organisation: the id of its actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Why it was given up, each a plain text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

impl OutcomeRecord {
    /// An outcome that says only what every one says.
    pub fn new(practice: String, practice_version: Version, outcome: ConceptRef) -> Self {
        Self {
            practice,
            practice_version,
            outcome,
            adoption: None,
            evidence_level: None,
            study_design: None,
            measure: Vec::new(),
            learners: None,
            comparison_learners: None,
            duration: None,
            fidelity: None,
            adaptation: Vec::new(),
            phase: Vec::new(),
            subject: Vec::new(),
            setting: Vec::new(),
            region: None,
            cost_band: None,
            staff_time_setup: None,
            staff_time_running: None,
            independence: None,
            interest_declared: None,
            product: Vec::new(),
            would_do_again: None,
            lesson: None,
            next_time: None,
            would_warn_about: None,
            source_url: None,
            organisation: None,
            reasons: Vec::new(),
        }
    }
}

impl OutcomeRecord {
    /// What came of it, if it is a concept that we know: nothing else is counted.
    pub fn result(&self) -> Option<Outcome> {
        self.outcome.facet()
    }

    /// How it is known, if that is a concept that we know.
    pub fn level(&self) -> Option<EvidenceLevel> {
        self.evidence_level.as_ref()?.facet()
    }

    /// Whether those who report say that they are independent. Whether they may say so, others decide.
    pub fn claims_independence(&self) -> bool {
        let independence = self.independence.as_ref().and_then(ConceptRef::facet);
        matches!(
            independence,
            Some(Independence::IndependentPractitioner | Independence::IndependentEvaluator)
        )
    }

    /// Whether those who report sell what was used, or are paid by those who do.
    pub fn is_by_vendor(&self) -> bool {
        let independence = self.independence.as_ref().and_then(ConceptRef::facet);
        independence == Some(Independence::Vendor)
    }

    /// Whether those who report have something to gain: they sell it, or declare an interest. Shown apart.
    pub fn has_interest(&self) -> bool {
        self.is_by_vendor() || self.interest_declared.is_some()
    }
}

impl Fidelity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::AsDescribed, Self::SmallChanges, Self::LargeChanges];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsDescribed => "as-described",
            Self::SmallChanges => "small-changes",
            Self::LargeChanges => "large-changes",
        }
    }

    /// From the word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

impl WouldDoAgain {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::WithChanges];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::WithChanges => "with-changes",
        }
    }

    /// From the word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}
