//! A practice.

use serde::{Deserialize, Serialize};
use staffroom_vocabulary::{ConceptRef, EvidenceLevel, Outcome};

use super::index::Index;
use super::parts::{Ages, Approach, Citation, Material, Product};
use super::version::Version;

/// The typed record of a practice: something to do in teaching, and how its author knows what comes of it. Title and
/// text are in the status that carries it.
///
/// Concepts are IRIs of the scheme that the member's documentation names; unknown ones of others are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PracticeRecord {
    /// Which version of it this is. Given by the author's server.
    pub version: Version,
    /// How it is known: `ev/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_level: Option<ConceptRef>,
    /// What came of it: `oc/…`. A copy of the author's own result, made by their server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ConceptRef>,
    /// How new it is: `ik/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub innovation_kind: Option<ConceptRef>,
    /// What technology it uses: `tech/…`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub technology_type: Vec<ConceptRef>,
    /// What it is meant to help with: `pr/…`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problem: Vec<ConceptRef>,
    /// Which phases it is for: `ph/…`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phase: Vec<ConceptRef>,
    /// Which subjects it is for: `su/…`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subject: Vec<ConceptRef>,
    /// What kinds of places it is for: `se/…`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub setting: Vec<ConceptRef>,
    /// How results were gathered: `sd/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub study_design: Option<ConceptRef>,
    /// What was looked at: `me/…`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measure: Vec<ConceptRef>,
    /// How many learners took part: `gs/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learners: Option<ConceptRef>,
    /// How many learners were in the comparison group: `gs/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison_learners: Option<ConceptRef>,
    /// Who has checked the claim: `as/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assurance: Option<ConceptRef>,
    /// How those who gathered the results stand to it: `in/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub independence: Option<ConceptRef>,
    /// What it costs: `co/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_band: Option<ConceptRef>,
    /// How much time of staff it takes to set up: `ts/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_time_setup: Option<ConceptRef>,
    /// How much time of staff it takes while it runs: `tr/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_time_running: Option<ConceptRef>,
    /// When it pays off: `ho/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_horizon: Option<ConceptRef>,
    /// With how many learners at once: `gs/…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_size: Option<ConceptRef>,
    /// How old the learners are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ages: Option<Ages>,
    /// What to do, step by step, each a plain text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// What to work with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    /// Who does it: "class teacher", "teaching assistant".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who_delivers: Option<String>,
    /// Why it should work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rationale: Option<String>,
    /// What did not work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what_did_not_work: Option<String>,
    /// What its author would warn others about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_warn_about: Option<String>,
    /// Works that are cited.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// Practices that it takes up or changes: the ids of their statuses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adopts: Vec<String>,
    /// Approaches of the Teaching and Learning Toolkit that it belongs to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub approach: Vec<Approach>,
    /// Products that it uses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub product: Vec<Product>,
    /// What interest the author has in a product, in their words. Absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest_declared: Option<String>,
    /// The school or other organisation where it is done: the id of its actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Where: ISO 3166-1 (`GB`) or 3166-2 (`GB-WLS`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The language of the text (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What others may do with the text: an SPDX id (`CC-BY-4.0`) or a concept of `li`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Where what others found out is counted. Given by the author's server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<String>,
    /// Who may list it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<Index>,
}

impl PracticeRecord {
    /// What came of it, if it is a concept that we know.
    pub fn result(&self) -> Option<Outcome> {
        self.outcome.as_ref()?.facet()
    }

    /// How it is known, if that is a concept that we know.
    pub fn level(&self) -> Option<EvidenceLevel> {
        self.evidence_level.as_ref()?.facet()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_written_as_it_was_read_and_without_what_is_empty() {
        let text = r#"{"version":3,"evidenceLevel":"https://w3id.org/staffroom/v/ev/tried","technologyType":["https://elsewhere.example/v/x","https://w3id.org/staffroom/v/tech/digital-feedback"],"ages":{"from":12},"materials":[{"url":"https://oakfield.example/1","learningResourceType":"worksheet"}],"citations":[{"title":"A study","year":2019,"kind":"wide-evidence"}],"adopts":["https://hub.example/practices/77"],"licence":"CC-BY-4.0","index":"hub:hub.example"}"#;
        let record: PracticeRecord = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), text);
        assert_eq!(record.version.get(), 3);
        assert_eq!(
            serde_json::to_string(&PracticeRecord::default()).unwrap(),
            r#"{"version":1}"#
        );
    }
}
