//! The rules of the evidence ladder.

use staffroom_vocabulary::{
    Assurance, EvidenceBasis, EvidenceLevel, Facet, GroupSize, Measure, Missing, PlainAnswers,
    StudyDesign, missing_for,
};

fn missing(level: EvidenceLevel, basis: &EvidenceBasis) -> Vec<Missing> {
    missing_for(level, basis).err().unwrap_or_default()
}

fn compared() -> EvidenceBasis {
    EvidenceBasis {
        study_design: Some(StudyDesign::QuasiExperiment),
        learners: Some(GroupSize::From36To150),
        comparison_learners: Some(GroupSize::From10To35),
        ..EvidenceBasis::default()
    }
}

#[test]
fn nothing_supports_only_an_idea() {
    let nothing = EvidenceBasis::default();
    for level in EvidenceLevel::ALL {
        let allowed = missing_for(*level, &nothing).is_ok();
        assert_eq!(allowed, *level == EvidenceLevel::Idea, "{level}");
    }
}

#[test]
fn reasoned_needs_eighty_characters_or_a_citation() {
    let mut basis = EvidenceBasis {
        rationale_characters: 79,
        ..EvidenceBasis::default()
    };
    let level = EvidenceLevel::Reasoned;
    assert_eq!(missing(level, &basis), [Missing::RationaleOrCitation]);
    basis.rationale_characters = 80;
    assert_eq!(missing(level, &basis), []);
    basis.rationale_characters = 0;
    basis.citations = 1;
    assert_eq!(missing(level, &basis), []);
}

#[test]
fn measured_needs_design_measure_and_learners() {
    let level = EvidenceLevel::Measured;
    let mut basis = EvidenceBasis {
        study_design: Some(StudyDesign::Account),
        learners: Some(GroupSize::StaffOnly),
        ..EvidenceBasis::default()
    };
    assert_eq!(
        missing(level, &basis),
        [Missing::MeasuredDesign, Missing::Measure, Missing::Learners]
    );
    basis.measure = Some(Measure::AttainmentTest);
    basis.learners = Some(GroupSize::Under10);
    for design in StudyDesign::ALL {
        basis.study_design = Some(*design);
        let fits = design.level() == Some(level);
        assert_eq!(missing_for(level, &basis).is_ok(), fits, "{design}");
    }
}

#[test]
fn compared_needs_learners_in_both_groups() {
    let level = EvidenceLevel::Compared;
    assert_eq!(missing(level, &compared()), []);
    let one_group = EvidenceBasis {
        comparison_learners: None,
        ..compared()
    };
    assert_eq!(missing(level, &one_group), [Missing::ComparisonLearners]);
    let no_comparison = EvidenceBasis {
        study_design: Some(StudyDesign::PrePost),
        ..compared()
    };
    assert_eq!(missing(level, &no_comparison), [Missing::ComparedDesign]);
}

#[test]
fn replicated_needs_an_independent_comparison_and_a_curator_elsewhere() {
    let level = EvidenceLevel::Replicated;
    assert_eq!(
        missing(level, &compared()),
        [
            Missing::IndependentComparison,
            Missing::CuratorAssurance,
            Missing::CuratorElsewhere
        ]
    );
    let granted = EvidenceBasis {
        independent_comparisons: 1,
        assurance: Some(Assurance::Curator),
        curator_elsewhere: true,
        ..compared()
    };
    assert_eq!(missing(level, &granted), []);
    let not_compared = EvidenceBasis {
        study_design: None,
        ..granted.clone()
    };
    assert_eq!(missing(level, &not_compared), [Missing::ComparedDesign]);
    let cited = EvidenceBasis {
        independent_comparisons: 0,
        cited_comparisons: 1,
        ..granted
    };
    assert_eq!(missing(level, &cited), []);
}

#[test]
fn established_needs_wide_evidence_and_a_curator() {
    let level = EvidenceLevel::Established;
    let mut basis = EvidenceBasis {
        cited_wide_evidence: 1,
        assurance: Some(Assurance::Colleague),
        ..EvidenceBasis::default()
    };
    assert_eq!(missing(level, &basis), [Missing::CuratorAssurance]);
    basis.assurance = Some(Assurance::External);
    assert_eq!(missing(level, &basis), []);
}

#[test]
fn codes_and_messages_are_distinct() {
    let mut codes = std::collections::BTreeSet::new();
    let full = EvidenceBasis::default();
    for level in EvidenceLevel::ALL {
        for what in missing(*level, &full) {
            codes.insert(what.code());
            assert!(what.message().ends_with('.'), "{}", what.code());
        }
    }
    assert_eq!(codes.len(), 11);
}

#[test]
fn three_questions_give_the_level() {
    use EvidenceLevel::{Compared, Idea, Measured, Reasoned, Tried};
    let level = |real_learners, planned_and_collected, fair_comparison, reasoned| {
        PlainAnswers {
            real_learners,
            planned_and_collected,
            fair_comparison,
        }
        .level(reasoned)
    };
    assert_eq!(level(false, false, false, false), Idea);
    assert_eq!(level(false, false, false, true), Reasoned);
    assert_eq!(level(true, false, false, true), Tried);
    assert_eq!(level(true, true, false, false), Measured);
    assert_eq!(level(true, true, true, false), Compared);
    // What was not done, or not collected, cannot have been compared.
    assert_eq!(level(false, true, true, false), Idea);
    assert_eq!(level(true, false, true, false), Tried);
}

#[test]
fn no_answer_declares_the_two_highest_levels() {
    for bits in 0..16_u8 {
        let answers = PlainAnswers {
            real_learners: bits & 1 != 0,
            planned_and_collected: bits & 2 != 0,
            fair_comparison: bits & 4 != 0,
        };
        assert!(answers.level(bits & 8 != 0).is_self_declarable());
    }
    assert!(!EvidenceLevel::Replicated.is_self_declarable());
    assert!(!EvidenceLevel::Established.is_self_declarable());
}
