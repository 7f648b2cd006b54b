//! By what a record is found.

use staffroom_vocabulary::{Concept, ConceptRef, Scheme};

use super::adoption::AdoptionRecord;
use super::limits;
use super::members::Member;
use super::outcome::OutcomeRecord;
use super::record::PracticeRecord;

/// A concept with the scheme that it stands for. Of a concept that we do not know, the member says which scheme.
pub type Found = (&'static Scheme, ConceptRef);

impl PracticeRecord {
    /// The facets that it is found by, each once, at most [`limits::FACETS`]: its concepts, and the broader ones of these,
    /// so that whoever looks for `tech/assessment` finds `tech/digital-feedback`. A concept of ours in the wrong member
    /// is none. How many learners took part is no facet, only for how many it is meant.
    pub fn facets(&self) -> Vec<Found> {
        facets(&self.members())
    }
}

impl AdoptionRecord {
    /// The facets of those who try it; as [`PracticeRecord::facets`].
    pub fn facets(&self) -> Vec<Found> {
        facets(&self.members())
    }
}

impl OutcomeRecord {
    /// The facets of where it was tried and what came of it; as [`PracticeRecord::facets`].
    pub fn facets(&self) -> Vec<Found> {
        facets(&self.members())
    }
}

fn facets(members: &[Member<'_>]) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for member in members {
        let Some(scheme) = member.scheme().filter(|it| it.property() == member.name) else {
            continue;
        };
        for concept in member.concepts {
            for found in with_broader(concept) {
                let fits = found.known().is_none_or(|known| known.scheme() == scheme);
                let facet = (scheme, found);
                if fits && all.len() < limits::FACETS && !all.contains(&facet) {
                    all.push(facet);
                }
            }
        }
    }
    all
}

/// A concept, the one above it, and so on.
fn with_broader(concept: &ConceptRef) -> impl Iterator<Item = ConceptRef> {
    let above = concept.known().and_then(Concept::broader);
    let above = std::iter::successors(above, |known| known.broader()).map(ConceptRef::from);
    std::iter::once(concept.clone()).chain(above)
}

#[cfg(test)]
mod tests {
    use staffroom_vocabulary::{GroupSize, Outcome, Problem, TechnologyType};

    use super::*;
    use crate::practice::Version;

    fn paths(facets: &[Found]) -> Vec<String> {
        facets
            .iter()
            .map(|(scheme, concept)| match concept.known() {
                Some(known) => known.path().to_owned(),
                None => format!("{} {}", scheme.slug(), concept.iri()),
            })
            .collect()
    }

    #[test]
    fn concepts_and_their_broader_ones_are_facets_each_once() {
        let record = PracticeRecord {
            problem: vec![Problem::Workload.into()],
            technology_type: vec![
                TechnologyType::DigitalFeedback.into(),
                TechnologyType::Assessment.into(),
                ConceptRef::from_iri("https://elsewhere.example/v/homework"),
                // Not where it belongs.
                Problem::Literacy.into(),
            ],
            group_size: Some(GroupSize::From10To35.into()),
            learners: Some(GroupSize::Under10.into()),
            ..PracticeRecord::default()
        };
        assert_eq!(
            paths(&record.facets()),
            [
                "pr/workload",
                "tech/digital-feedback",
                "tech/assessment",
                "tech https://elsewhere.example/v/homework",
                "gs/10-35",
            ]
        );
    }

    #[test]
    fn an_outcome_is_found_by_what_came_of_it() {
        let record = OutcomeRecord::new(
            "https://oakfield.example/1".to_owned(),
            Version::FIRST,
            Outcome::NoEffect.into(),
        );
        assert_eq!(paths(&record.facets()), ["oc/no-effect"]);
    }

    #[test]
    fn there_are_never_more_facets_than_there_may_be() {
        let many: Vec<ConceptRef> = (0..10_000)
            .map(|n| ConceptRef::from_iri(format!("https://elsewhere.example/v/{n}")))
            .collect();
        let record = PracticeRecord {
            technology_type: many.clone(),
            problem: many,
            ..PracticeRecord::default()
        };
        assert_eq!(record.facets().len(), limits::FACETS);
    }
}
