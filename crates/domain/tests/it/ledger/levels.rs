//! Promotion is proposed, demotion needs nobody's consent.

use staffroom_domain::ledger::{DecidedBy, Entry, LevelAdvice, Proposal, Tally};
use staffroom_vocabulary::{
    Assurance, EvidenceBasis, EvidenceLevel, GroupSize, Measure, Missing, Outcome, StudyDesign,
};

use super::made::{Change, outcome, schools, version};

fn advice(entries: &[Entry], level: EvidenceLevel, basis: &EvidenceBasis) -> LevelAdvice {
    LevelAdvice::of(&Tally::of(entries), version(1), level, basis)
}

fn proposed(entries: &[Entry], from: EvidenceLevel, basis: &EvidenceBasis) -> Option<Proposal> {
    advice(entries, from, basis).proposal
}

/// What the record of a practice with a fair comparison says.
fn compared() -> EvidenceBasis {
    EvidenceBasis {
        rationale_characters: 100,
        study_design: Some(StudyDesign::QuasiExperiment),
        measure: Some(Measure::AttainmentTest),
        learners: Some(GroupSize::From36To150),
        comparison_learners: Some(GroupSize::From36To150),
        ..EvidenceBasis::default()
    }
}

fn own(level: EvidenceLevel) -> Entry {
    outcome("5", "oakfield", Outcome::NoEffect)
        .own()
        .level(level)
}

fn by(decided_by: DecidedBy, level: EvidenceLevel) -> Proposal {
    Proposal { level, decided_by }
}

#[test]
fn up_to_compared_the_author_is_asked() {
    let reasoned = EvidenceBasis {
        rationale_characters: 100,
        ..EvidenceBasis::default()
    };
    let idea = EvidenceLevel::Idea;
    assert_eq!(proposed(&[], idea, &EvidenceBasis::default()), None);
    let proposal = proposed(&[], idea, &reasoned);
    assert_eq!(
        proposal,
        Some(by(DecidedBy::Author, EvidenceLevel::Reasoned))
    );
    let tried = [own(EvidenceLevel::Tried)];
    let proposal = proposed(&tried, idea, &reasoned);
    assert_eq!(proposal, Some(by(DecidedBy::Author, EvidenceLevel::Tried)));
    // A design without a report of that level raises nothing, nor does a report without the design.
    let proposal = proposed(&tried, EvidenceLevel::Tried, &compared());
    assert_eq!(proposal, None);
    let measured = [own(EvidenceLevel::Compared)];
    let proposal = proposed(&measured, EvidenceLevel::Tried, &reasoned);
    assert_eq!(proposal, None);
    let proposal = proposed(&measured, EvidenceLevel::Tried, &compared());
    assert_eq!(
        proposal,
        Some(by(DecidedBy::Author, EvidenceLevel::Compared))
    );
}

#[test]
fn seven_schools_that_felt_it_worked_raise_no_level() {
    let mut entries = vec![outcome("5", "oakfield", Outcome::Worked).own()];
    entries.extend(schools("a", 7, Outcome::Worked));
    let advice = advice(&entries, EvidenceLevel::Tried, &compared());
    assert_eq!(advice, LevelAdvice::default());
}

#[test]
fn above_compared_a_curator_is_asked() {
    let level = EvidenceLevel::Compared;
    let basis = compared();
    let elsewhere = |result| outcome("5", "a", result).level(level);
    let agrees = [own(level), elsewhere(Outcome::NoEffect)];
    assert_eq!(
        proposed(&agrees, level, &basis),
        Some(by(DecidedBy::Curator, EvidenceLevel::Replicated))
    );
    let disagrees = [own(level), elsewhere(Outcome::Worked)];
    assert_eq!(proposed(&disagrees, level, &basis), None);
    let older = [own(level), elsewhere(Outcome::NoEffect).about(2)];
    assert_eq!(proposed(&older, level, &basis), None, "another version");
    let mut vendor = elsewhere(Outcome::NoEffect);
    vendor.vendor_interest = true;
    assert_eq!(proposed(&[own(level), vendor], level, &basis), None);
    let unverified = elsewhere(Outcome::NoEffect).unverified();
    assert_eq!(proposed(&[own(level), unverified], level, &basis), None);

    let assured = EvidenceBasis {
        assurance: Some(Assurance::Curator),
        curator_elsewhere: true,
        cited_wide_evidence: 1,
        ..basis
    };
    assert_eq!(
        proposed(&agrees, EvidenceLevel::Replicated, &assured),
        Some(by(DecidedBy::Curator, EvidenceLevel::Established))
    );
    let proposal = proposed(&agrees, EvidenceLevel::Established, &assured);
    assert_eq!(proposal, None);
}

#[test]
fn what_a_level_has_lost_is_told_at_once() {
    let level = EvidenceLevel::Tried;
    let basis = EvidenceBasis::default();
    assert_eq!(advice(&[own(level)], level, &basis).missing, []);
    let lost = advice(&[], level, &basis);
    assert_eq!(lost.missing, [Missing::OwnOutcome]);
    assert_eq!(lost.proposal, None);
    // An own report about an older version still upholds it.
    assert_eq!(advice(&[own(level).about(2)], level, &basis).missing, []);

    let assured = EvidenceBasis {
        assurance: Some(Assurance::Curator),
        curator_elsewhere: true,
        ..compared()
    };
    let alone = [own(EvidenceLevel::Compared)];
    assert_eq!(
        advice(&alone, EvidenceLevel::Replicated, &assured).missing,
        [Missing::IndependentComparison]
    );
}
