//! Outcomes.

use staffroom_vocabulary::{ConceptRef, EvidenceBasis, EvidenceLevel, Measure, Outcome};

use super::basis::Reporter;
use super::checks::Checks;
use crate::practice::limits;
use crate::practice::outcome::OutcomeRecord;
use crate::practice::problem::Problem;

/// Checks an outcome that somebody here reports.
///
/// # Errors
/// Everything that is wrong or missing, in the order of the form.
pub fn check_outcome(record: &OutcomeRecord, reporter: Reporter) -> Result<(), Vec<Problem>> {
    let mut checks = Checks::default();
    checks.address("practice", &record.practice);
    checks.maybe_address("adoption", record.adoption.as_ref());
    checks.members(&record.members());
    evidence(&mut checks, record);
    independence(&mut checks, record, reporter);
    said(&mut checks, record);
    for (field, text, most) in [
        ("duration", &record.duration, limits::NAME),
        ("lesson", &record.lesson, limits::LONG),
        ("nextTime", &record.next_time, limits::LONG),
        ("wouldWarnAbout", &record.would_warn_about, limits::LONG),
    ] {
        checks.maybe_text(field, text.as_ref(), most);
    }
    checks.texts("reasons", &record.reasons, limits::REASONS, limits::SHORT);
    checks.entries("adaptation", record.adaptation.len(), limits::ADAPTATIONS);
    for (at, adaptation) in record.adaptation.iter().enumerate() {
        let field = |name: &str| format!("adaptation[{at}].{name}");
        checks.needed_text(&field("what"), &adaptation.what, limits::NAME);
        checks.maybe_text(&field("why"), adaptation.why.as_ref(), limits::SHORT);
    }
    checks.products(&record.product);
    checks.interest(record.interest_declared.as_ref(), record.is_by_vendor());
    checks.maybe_address("sourceUrl", record.source_url.as_ref());
    checks.maybe_address("organisation", record.organisation.as_ref());
    checks.region(record.region.as_ref());
    checks.done(record)
}

/// One result has been tried, measured or compared; less is no result, and more takes others.
fn evidence(checks: &mut Checks, record: &OutcomeRecord) {
    let Some(level) = record.level() else { return };
    if !(EvidenceLevel::Tried..=EvidenceLevel::Compared).contains(&level) {
        let message = "One result is tried, measured or compared: choose one of these.";
        checks.tell("evidenceLevel", "level-of-one", message);
        return;
    }
    let basis = EvidenceBasis {
        own_outcomes: 1,
        study_design: record.study_design.as_ref().and_then(ConceptRef::facet),
        measure: record.measure.iter().find_map(ConceptRef::facet::<Measure>),
        learners: record.learners.as_ref().and_then(ConceptRef::facet),
        comparison_learners: record
            .comparison_learners
            .as_ref()
            .and_then(ConceptRef::facet),
        ..EvidenceBasis::default()
    };
    checks.level(level, &basis);
}

/// Nobody is independent of their own practice, nor of their own school's.
fn independence(checks: &mut Checks, record: &OutcomeRecord, reporter: Reporter) {
    let message = match (record.claims_independence(), reporter) {
        (true, Reporter::Author) => {
            "This is your own practice, so your result is not an independent one. Choose \"originator\"."
        }
        (true, Reporter::Colleague) => {
            "The author is at your own school or college, so your result is not an independent one. Choose \"same \
             organisation\"."
        }
        _ => return,
    };
    checks.tell("independence", "not-independent", message);
}

/// What must be said depends on what came of it.
fn said(checks: &mut Checks, record: &OutcomeRecord) {
    let (next_time, warning) = (
        record.next_time.is_some(),
        record.would_warn_about.is_some(),
    );
    match record.result() {
        Some(Outcome::Worked | Outcome::Partly) => checks.need(
            warning,
            "wouldWarnAbout",
            "Say what you would warn others about. There is always something.",
        ),
        Some(Outcome::NoEffect | Outcome::Harmful | Outcome::Inconclusive) => checks.need(
            next_time,
            "nextTime",
            "Say what you would do next time. It spares others what you went through.",
        ),
        Some(Outcome::Abandoned) => {
            checks.need(
                !record.reasons.is_empty(),
                "reasons",
                "Say why you gave it up: one reason is enough.",
            );
            checks.need(
                next_time,
                "nextTime",
                "Say what you would do next time. It spares others what you went through.",
            );
        }
        // Refused already: what is not ours cannot be counted.
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use staffroom_vocabulary::{GroupSize, Independence, StudyDesign};

    use super::*;
    use crate::practice::{Adaptation, Version};

    fn outcome(result: Outcome) -> OutcomeRecord {
        let practice = "https://oakfield.example/ap/objects/1";
        OutcomeRecord::new(practice.to_owned(), Version::FIRST, result.into())
    }

    fn worked() -> OutcomeRecord {
        OutcomeRecord {
            would_warn_about: Some("Noise.".to_owned()),
            ..outcome(Outcome::Worked)
        }
    }

    fn found_by(record: &OutcomeRecord, reporter: Reporter) -> Vec<(String, &'static str)> {
        let problems = check_outcome(record, reporter).err().unwrap_or_default();
        for problem in &problems {
            assert!(problem.message.ends_with('.'), "{problem:?}");
        }
        let pair = |problem: Problem| (problem.field, problem.code);
        problems.into_iter().map(pair).collect()
    }

    fn found(record: &OutcomeRecord) -> Vec<(String, &'static str)> {
        found_by(record, Reporter::Other)
    }

    fn at(field: &str, code: &'static str) -> (String, &'static str) {
        (field.to_owned(), code)
    }

    #[test]
    fn a_success_warns_and_everything_else_says_what_comes_next() {
        for result in [Outcome::Worked, Outcome::Partly] {
            let mut record = outcome(result);
            assert_eq!(found(&record), [at("wouldWarnAbout", "required")]);
            record.would_warn_about = Some("Noise.".to_owned());
            assert_eq!(found(&record), []);
        }
        for result in [Outcome::NoEffect, Outcome::Harmful, Outcome::Inconclusive] {
            let mut record = outcome(result);
            assert_eq!(found(&record), [at("nextTime", "required")]);
            record.next_time = Some("Begin in May.".to_owned());
            assert_eq!(found(&record), []);
        }
        let mut record = outcome(Outcome::Abandoned);
        assert_eq!(
            found(&record),
            [at("reasons", "required"), at("nextTime", "required")]
        );
        record.reasons = vec!["No time.".to_owned()];
        record.next_time = Some("Begin in May.".to_owned());
        assert_eq!(found(&record), []);
    }

    #[test]
    fn what_cannot_be_counted_is_no_result() {
        let theirs = ConceptRef::from_iri("https://elsewhere.example/v/brilliant");
        let record = OutcomeRecord {
            outcome: theirs,
            ..worked()
        };
        assert_eq!(found(&record), [at("outcome", "not-ours")]);
        let ours = ConceptRef::from_iri("https://w3id.org/staffroom/v/oc/brilliant");
        let record = OutcomeRecord {
            outcome: ours,
            ..worked()
        };
        assert_eq!(found(&record), [at("outcome", "unknown-concept")]);
    }

    #[test]
    fn nobody_is_independent_of_their_own_practice() {
        for independence in [
            Independence::IndependentPractitioner,
            Independence::IndependentEvaluator,
        ] {
            let record = OutcomeRecord {
                independence: Some(independence.into()),
                ..worked()
            };
            let refused = [at("independence", "not-independent")];
            assert_eq!(found_by(&record, Reporter::Author), refused);
            assert_eq!(found_by(&record, Reporter::Colleague), refused);
            assert_eq!(found_by(&record, Reporter::Other), []);
        }
        let own = OutcomeRecord {
            independence: Some(Independence::Originator.into()),
            ..worked()
        };
        assert_eq!(found_by(&own, Reporter::Author), []);
    }

    #[test]
    fn one_result_is_tried_measured_or_compared() {
        let with = |level: EvidenceLevel| OutcomeRecord {
            evidence_level: Some(level.into()),
            ..worked()
        };
        for level in [
            EvidenceLevel::Idea,
            EvidenceLevel::Reasoned,
            EvidenceLevel::Replicated,
            EvidenceLevel::Established,
        ] {
            assert_eq!(found(&with(level)), [at("evidenceLevel", "level-of-one")]);
        }
        assert_eq!(found(&with(EvidenceLevel::Tried)), []);
        assert_eq!(
            found(&with(EvidenceLevel::Measured)),
            [
                at("studyDesign", "measured-design"),
                at("measure", "measure"),
                at("learners", "learners"),
            ]
        );
        let compared = OutcomeRecord {
            study_design: Some(StudyDesign::QuasiExperiment.into()),
            learners: Some(GroupSize::From10To35.into()),
            comparison_learners: Some(GroupSize::StaffOnly.into()),
            ..with(EvidenceLevel::Compared)
        };
        assert_eq!(
            found(&compared),
            [at("comparisonLearners", "comparison-learners")]
        );
    }

    #[test]
    fn groups_below_ten_are_never_split_further() {
        let three = ConceptRef::from_iri("https://elsewhere.example/v/groups/3");
        let record = OutcomeRecord {
            learners: Some(three.clone()),
            comparison_learners: Some(three),
            ..worked()
        };
        assert_eq!(
            found(&record),
            [
                at("learners", "not-ours"),
                at("comparisonLearners", "not-ours")
            ]
        );
        let record = OutcomeRecord {
            learners: Some(GroupSize::Under10.into()),
            ..worked()
        };
        assert_eq!(found(&record), []);
    }

    #[test]
    fn everything_else_is_bounded_too() {
        let record = OutcomeRecord {
            lesson: Some("x".repeat(limits::LONG + 1)),
            duration: Some("x".repeat(limits::NAME + 1)),
            reasons: vec!["No time.".to_owned(); limits::REASONS + 1],
            adaptation: vec![Adaptation::default()],
            source_url: Some("file:///etc/passwd".to_owned()),
            independence: Some(Independence::Vendor.into()),
            ..worked()
        };
        assert_eq!(
            found(&record),
            [
                at("duration", "too-long"),
                at("lesson", "too-long"),
                at("reasons", "too-many"),
                at("adaptation[0].what", "required"),
                at("interestDeclared", "interest-required"),
                at("sourceUrl", "address"),
            ]
        );
    }
}
