//! Adoptions.

use super::checks::Checks;
use crate::day::Day;
use crate::practice::adoption::{AdoptionRecord, AdoptionStatus};
use crate::practice::limits;
use crate::practice::problem::Problem;

/// How many years ahead somebody may decide.
const YEARS_AHEAD: u16 = 5;

/// Checks an adoption that somebody here writes. `today` is given where the day to decide by is new: it may not be over
/// then, but it may pass.
///
/// # Errors
/// Everything that is wrong or missing, in the order of the form.
pub fn check_adoption(record: &AdoptionRecord, today: Option<Day>) -> Result<(), Vec<Problem>> {
    let mut checks = Checks::default();
    checks.address("practice", &record.practice);
    for (field, text) in [
        ("expectation", &record.expectation),
        ("measureChosen", &record.measure_chosen),
        ("adaptationIntended", &record.adaptation_intended),
    ] {
        checks.maybe_text(field, text.as_ref(), limits::SHORT);
    }
    let waits = matches!(
        record.status,
        AdoptionStatus::Planned | AdoptionStatus::Running
    );
    if let (Some(day), Some(today), true) = (record.decide_by, today, waits) {
        if day < today {
            let message =
                "This day is over. Choose the day by which you will decide whether it worked.";
            checks.tell("decideBy", "day-past", message);
        }
        if day.year() > today.year().saturating_add(YEARS_AHEAD) {
            let message = "This day is years ahead. Choose one by which you can say something, even if it is not everything.";
            checks.tell("decideBy", "day-far", message);
        }
    }
    checks.members(&record.members());
    checks.maybe_address("organisation", record.organisation.as_ref());
    checks.region(record.region.as_ref());
    checks.done(record)
}

#[cfg(test)]
mod tests {
    use staffroom_vocabulary::{ConceptRef, Subject};

    use super::*;
    use crate::practice::Version;

    fn adoption(status: AdoptionStatus) -> AdoptionRecord {
        let practice = "https://oakfield.example/ap/objects/1";
        AdoptionRecord::new(practice.to_owned(), Version::FIRST, status)
    }

    fn found(record: &AdoptionRecord, today: Option<Day>) -> Vec<(String, &'static str)> {
        let problems = check_adoption(record, today).err().unwrap_or_default();
        let pair = |problem: Problem| (problem.field, problem.code);
        problems.into_iter().map(pair).collect()
    }

    #[test]
    fn an_adoption_needs_a_practice_and_a_status() {
        assert_eq!(found(&adoption(AdoptionStatus::Planned), None), []);
        let nowhere = AdoptionRecord {
            practice: "oakfield".to_owned(),
            ..adoption(AdoptionStatus::Planned)
        };
        assert_eq!(found(&nowhere, None), [("practice".to_owned(), "address")]);
    }

    #[test]
    fn the_day_to_decide_is_to_come_while_it_is_new_and_nobody_has_decided() {
        let today = Day::of(2026, 11, 27);
        let by = |day: &str, status| AdoptionRecord {
            decide_by: Day::parse(day).ok(),
            ..adoption(status)
        };
        let running = AdoptionStatus::Running;
        assert_eq!(found(&by("2026-11-27", running), today), []);
        assert_eq!(
            found(&by("2026-11-26", running), today),
            [("decideBy".to_owned(), "day-past")]
        );
        assert_eq!(found(&by("2026-11-26", running), None), []);
        assert_eq!(
            found(&by("2026-11-26", AdoptionStatus::Completed), today),
            []
        );
        assert_eq!(
            found(&by("2206-11-26", running), today),
            [("decideBy".to_owned(), "day-far")]
        );
    }

    #[test]
    fn texts_concepts_and_regions_are_checked() {
        let record = AdoptionRecord {
            expectation: Some("x".repeat(limits::SHORT + 1)),
            phase: vec![Subject::Music.into()],
            group_size: Some(ConceptRef::from_iri("https://w3id.org/staffroom/v/gs/3")),
            region: Some("UK".to_owned()),
            organisation: Some("Oakfield".to_owned()),
            ..adoption(AdoptionStatus::Planned)
        };
        let at = |field: &str, code| (field.to_owned(), code);
        assert_eq!(
            found(&record, None),
            [
                at("expectation", "too-long"),
                at("phase[0]", "wrong-scheme"),
                at("groupSize", "unknown-concept"),
                at("organisation", "address"),
                at("region", "region"),
            ]
        );
    }
}
