//! The members of records whose values are concepts.

use staffroom_vocabulary::{ConceptRef, Scheme};

use super::adoption::AdoptionRecord;
use super::outcome::OutcomeRecord;
use super::record::PracticeRecord;

/// A member whose values are concepts of one scheme.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'a> {
    /// Its name on the wire.
    pub(super) name: &'static str,
    /// The scheme's slug.
    pub(super) scheme: &'static str,
    /// Whether there may be several.
    pub(super) many: bool,
    /// Its values.
    pub(super) concepts: &'a [ConceptRef],
}

impl Member<'_> {
    /// The scheme.
    pub(super) fn scheme(&self) -> Option<&'static Scheme> {
        Scheme::from_slug(self.scheme)
    }
}

fn one<'a>(name: &'static str, scheme: &'static str, value: Option<&'a ConceptRef>) -> Member<'a> {
    Member {
        name,
        scheme,
        many: false,
        concepts: value.map_or(&[], std::slice::from_ref),
    }
}

fn many<'a>(name: &'static str, scheme: &'static str, concepts: &'a [ConceptRef]) -> Member<'a> {
    Member {
        name,
        scheme,
        many: true,
        concepts,
    }
}

impl PracticeRecord {
    /// In the order of the form.
    pub(super) fn members(&self) -> [Member<'_>; 19] {
        [
            many("problem", "pr", &self.problem),
            many("technologyType", "tech", &self.technology_type),
            one("innovationKind", "ik", self.innovation_kind.as_ref()),
            many("phase", "ph", &self.phase),
            many("subject", "su", &self.subject),
            many("setting", "se", &self.setting),
            one("groupSize", "gs", self.group_size.as_ref()),
            one("evidenceLevel", "ev", self.evidence_level.as_ref()),
            one("outcome", "oc", self.outcome.as_ref()),
            one("studyDesign", "sd", self.study_design.as_ref()),
            many("measure", "me", &self.measure),
            one("learners", "gs", self.learners.as_ref()),
            one(
                "comparisonLearners",
                "gs",
                self.comparison_learners.as_ref(),
            ),
            one("assurance", "as", self.assurance.as_ref()),
            one("independence", "in", self.independence.as_ref()),
            one("costBand", "co", self.cost_band.as_ref()),
            one("staffTimeSetup", "ts", self.staff_time_setup.as_ref()),
            one("staffTimeRunning", "tr", self.staff_time_running.as_ref()),
            one("timeHorizon", "ho", self.time_horizon.as_ref()),
        ]
    }
}

impl AdoptionRecord {
    pub(super) fn members(&self) -> [Member<'_>; 4] {
        [
            many("phase", "ph", &self.phase),
            many("subject", "su", &self.subject),
            many("setting", "se", &self.setting),
            one("groupSize", "gs", self.group_size.as_ref()),
        ]
    }
}

impl OutcomeRecord {
    pub(super) fn members(&self) -> [Member<'_>; 13] {
        [
            one("outcome", "oc", Some(&self.outcome)),
            one("evidenceLevel", "ev", self.evidence_level.as_ref()),
            one("studyDesign", "sd", self.study_design.as_ref()),
            many("measure", "me", &self.measure),
            one("learners", "gs", self.learners.as_ref()),
            one(
                "comparisonLearners",
                "gs",
                self.comparison_learners.as_ref(),
            ),
            many("phase", "ph", &self.phase),
            many("subject", "su", &self.subject),
            many("setting", "se", &self.setting),
            one("costBand", "co", self.cost_band.as_ref()),
            one("staffTimeSetup", "ts", self.staff_time_setup.as_ref()),
            one("staffTimeRunning", "tr", self.staff_time_running.as_ref()),
            one("independence", "in", self.independence.as_ref()),
        ]
    }
}
