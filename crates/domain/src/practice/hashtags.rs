//! The hashtags that a record gives its status.

use staffroom_vocabulary::{Concept, ConceptRef};

use super::adoption::AdoptionRecord;
use super::outcome::OutcomeRecord;
use super::record::PracticeRecord;

/// The fewest hashtags, where there is enough to say.
const LEAST: usize = 3;
/// The most hashtags.
const MOST: usize = 6;

impl PracticeRecord {
    /// The concepts whose hashtags its status carries, 3 to 6 where it says that much: the top concept of its
    /// technology, problem, phase, outcome and evidence, and where these are few, subject, kind of innovation and
    /// setting. Never everything.
    pub fn hashtags(&self) -> Vec<&'static Concept> {
        let top = |it: &ConceptRef| it.known().map(top_of);
        let mut technologies: Vec<&Concept> = Vec::new();
        for technology in self.technology_type.iter().filter_map(top) {
            if !technologies.contains(&technology) {
                technologies.push(technology);
            }
        }
        let first = [
            technologies.first().copied(),
            known(self.problem.first()),
            known(self.phase.first()),
            known(self.outcome.as_ref()),
            known(self.evidence_level.as_ref()),
        ];
        // A sixth place is for a second technology, and no more than that.
        let second = technologies.get(1).copied();
        let rest = [
            known(self.subject.first()),
            known(self.innovation_kind.as_ref()),
            known(self.setting.first()),
        ];
        chosen(first.into_iter().chain([second]), rest)
    }
}

impl AdoptionRecord {
    /// The concepts whose hashtags its status carries: phase, subject and setting.
    pub fn hashtags(&self) -> Vec<&'static Concept> {
        let first = [
            known(self.phase.first()),
            known(self.subject.first()),
            known(self.setting.first()),
        ];
        chosen(first, [])
    }
}

impl OutcomeRecord {
    /// The concepts whose hashtags its status carries: outcome, evidence, phase and subject, and where these are few,
    /// setting.
    pub fn hashtags(&self) -> Vec<&'static Concept> {
        let first = [
            known(Some(&self.outcome)),
            known(self.evidence_level.as_ref()),
            known(self.phase.first()),
            known(self.subject.first()),
        ];
        chosen(first, [known(self.setting.first())])
    }
}

fn known(concept: Option<&ConceptRef>) -> Option<&'static Concept> {
    concept?.known()
}

fn top_of(concept: &'static Concept) -> &'static Concept {
    std::iter::successors(Some(concept), |it| it.broader())
        .last()
        .unwrap_or(concept)
}

fn chosen(
    first: impl IntoIterator<Item = Option<&'static Concept>>,
    rest: impl IntoIterator<Item = Option<&'static Concept>>,
) -> Vec<&'static Concept> {
    let mut all: Vec<&'static Concept> = Vec::new();
    for concept in first.into_iter().flatten() {
        if all.len() < MOST && !all.contains(&concept) {
            all.push(concept);
        }
    }
    for concept in rest.into_iter().flatten() {
        if all.len() < LEAST && !all.contains(&concept) {
            all.push(concept);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use staffroom_vocabulary::{
        EvidenceLevel, InnovationKind, Outcome, Phase, Problem, Setting, Subject, TechnologyType,
    };

    use super::*;

    fn names(concepts: &[&'static Concept]) -> Vec<&'static str> {
        concepts.iter().map(|it| it.hashtag()).collect()
    }

    #[test]
    fn a_practice_has_the_hashtags_of_what_matters_most() {
        let mut record = PracticeRecord {
            technology_type: vec![
                TechnologyType::DigitalFeedback.into(),
                TechnologyType::LiveResponse.into(),
                TechnologyType::Tablets.into(),
                TechnologyType::AiFeedback.into(),
            ],
            problem: vec![Problem::Workload.into(), Problem::FeedbackQuality.into()],
            phase: vec![Phase::LowerSecondaryKs3.into()],
            subject: vec![Subject::English.into()],
            setting: vec![Setting::MainstreamSecondary.into()],
            outcome: Some(Outcome::Partly.into()),
            evidence_level: Some(EvidenceLevel::Tried.into()),
            ..PracticeRecord::default()
        };
        assert_eq!(
            names(&record.hashtags()),
            [
                "#EdTechAssessment",
                "#ProblemWorkload",
                "#KS3",
                "#OutcomePartly",
                "#EvidenceTried",
                "#EdTechDevices",
            ]
        );
        record.technology_type.clear();
        record.phase.clear();
        record.outcome = None;
        record.innovation_kind = Some(InnovationKind::DeImplementation.into());
        assert_eq!(
            names(&record.hashtags()),
            ["#ProblemWorkload", "#EvidenceTried", "#TeachEnglish"]
        );
    }

    #[test]
    fn unknown_concepts_have_no_hashtag() {
        let record = PracticeRecord {
            problem: vec![ConceptRef::from_iri("https://elsewhere.example/v/x")],
            ..PracticeRecord::default()
        };
        assert!(record.hashtags().is_empty());
    }
}
