//! The line that stands above a practice: what came of it, how that is known, what it is for.

use staffroom_vocabulary::{ConceptRef, EvidenceLevel, Facet, Outcome, StaffTimeRunning};

use super::limits;
use super::record::PracticeRecord;
use super::words::{Words, small};

/// What others found, from the ledger: how many settings have which result. Known settings only, without the author's
/// own and without results of interested parties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FoundElsewhere {
    /// `oc/worked`
    pub worked: u32,
    /// `oc/partly`
    pub partly: u32,
    /// `oc/no-effect`
    pub no_effect: u32,
    /// `oc/harmful`
    pub harmful: u32,
    /// `oc/inconclusive`
    pub inconclusive: u32,
    /// `oc/abandoned`
    pub abandoned: u32,
}

/// How many labels of one kind are named.
const NAMED: usize = 3;

/// The summary line of a practice, plain text, at most [`limits::SUMMARY`] characters, in Welsh if the practice is in
/// Welsh, else in English.
///
/// It says the result before anything else, and how it is known without praise: a comparison that found nothing is as
/// well known as one that found something.
pub fn summary_line(record: &PracticeRecord, elsewhere: &FoundElsewhere) -> String {
    let words = Words::of(record.language.as_deref().unwrap_or_default());
    let mut line = Line::default();
    let level = record.level();
    let tried = level >= Some(EvidenceLevel::Tried);
    match record.result() {
        Some(result) => line.say(words.result(result, level)),
        None if !tried => line.say(words.not_tried),
        None => {}
    }
    let found = found(words, record, elsewhere);
    let level = level.map(|level| {
        let label = level.concept().label(words.language).value;
        format!("{}: {label}", words.how_we_know)
    });
    match (level, found) {
        (Some(level), Some(found)) => line.say(&format!("{level}; {found}")),
        (Some(level), None) => line.say(&level),
        (None, Some(found)) => line.say(&found),
        (None, None) => {}
    }
    if let Some(problems) = words.labels(&record.problem, NAMED) {
        line.say(&format!("{}: {problems}", words.problem));
    }
    if let Some(cost) = record.cost_band.as_ref().and_then(|it| words.label(it)) {
        line.say(&format!("{}: {cost}", words.cost));
    }
    let saves = StaffTimeRunning::SavesTime;
    let running = record
        .staff_time_running
        .as_ref()
        .and_then(ConceptRef::facet);
    if running == Some(saves) {
        line.say(saves.concept().label(words.language).value);
    }
    let place = [&record.phase, &record.subject];
    let place = place.into_iter().filter_map(|it| words.labels(it, NAMED));
    line.say(&place.collect::<Vec<_>>().join("; "));
    line.0
}

/// Sentences, as long as there is room.
#[derive(Default)]
struct Line(String);

impl Line {
    fn say(&mut self, sentence: &str) {
        let space = usize::from(!self.0.is_empty());
        let length = self.0.chars().count() + space + sentence.chars().count() + 1;
        if sentence.is_empty() || length > limits::SUMMARY {
            return;
        }
        if space > 0 {
            self.0.push(' ');
        }
        self.0.push_str(sentence);
        self.0.push('.');
    }
}

/// Harm first, then what else speaks against it.
const ORDER: [Outcome; 6] = [
    Outcome::Harmful,
    Outcome::NoEffect,
    Outcome::Worked,
    Outcome::Partly,
    Outcome::Inconclusive,
    Outcome::Abandoned,
];

impl FoundElsewhere {
    /// How many settings have this result.
    pub fn count(&self, result: Outcome) -> u32 {
        match result {
            Outcome::Worked => self.worked,
            Outcome::Partly => self.partly,
            Outcome::NoEffect => self.no_effect,
            Outcome::Harmful => self.harmful,
            Outcome::Inconclusive => self.inconclusive,
            Outcome::Abandoned => self.abandoned,
            _ => 0,
        }
    }
}

/// What others found, without a full stop; none where nobody has.
fn found(words: &Words, record: &PracticeRecord, elsewhere: &FoundElsewhere) -> Option<String> {
    // Nobody confirms that something cannot be told, or that somebody gave up.
    let own = record
        .result()
        .filter(|result| !matches!(result, Outcome::Inconclusive | Outcome::Abandoned));
    let agree = own.map_or(0, |own| elsewhere.count(own));
    let others = ORDER
        .into_iter()
        .filter(|result| Some(*result) != own && elsewhere.count(*result) > 0)
        .map(|result| count_in_words(words, elsewhere.count(result), result, record.level()));
    let others = others.collect::<Vec<_>>().join(", ");
    match (agree, others.is_empty()) {
        (0, true) => None,
        (0, false) => Some(format!("{} {others}", words.elsewhere)),
        (_, true) => Some(confirmations(words, agree)),
        (_, false) => Some(format!("{}, {others}", confirmations(words, agree))),
    }
}

fn confirmations(words: &Words, settings: u32) -> String {
    match (words.language, settings) {
        ("cy", _) => format!("cadarnhawyd gan {settings} lleoliad arall"),
        (_, 1) => "1 other setting confirms".to_owned(),
        _ => format!("{settings} other settings confirm"),
    }
}

fn count_in_words(
    words: &Words,
    count: u32,
    result: Outcome,
    level: Option<EvidenceLevel>,
) -> String {
    let label = words.result(result, level);
    if words.language == "cy" {
        return format!("{}: {count}", small(label));
    }
    let said = match result {
        Outcome::Harmful => "found it harmful",
        Outcome::NoEffect if label == words.no_difference => "noticed no difference",
        Outcome::NoEffect => "found no effect",
        Outcome::Worked => "found that it worked",
        Outcome::Partly => "found that it partly worked",
        Outcome::Inconclusive => "could not tell",
        _ => "gave up",
    };
    format!("{count} {said}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use staffroom_vocabulary::{CostBand, Phase, Problem, Subject};

    use super::*;

    fn practice() -> PracticeRecord {
        PracticeRecord {
            evidence_level: Some(EvidenceLevel::Tried.into()),
            outcome: Some(Outcome::Partly.into()),
            problem: vec![Problem::Workload.into()],
            cost_band: Some(CostBand::VeryLow.into()),
            staff_time_running: Some(StaffTimeRunning::SavesTime.into()),
            phase: vec![Phase::LowerSecondaryKs3.into()],
            subject: vec![Subject::English.into()],
            ..PracticeRecord::default()
        }
    }

    #[test]
    fn the_result_comes_first_then_how_it_is_known() {
        let elsewhere = FoundElsewhere {
            partly: 3,
            no_effect: 1,
            ..FoundElsewhere::default()
        };
        assert_eq!(
            summary_line(&practice(), &elsewhere),
            "Partly worked. How we know: Tried; 3 other settings confirm, 1 noticed no difference. Problem: Workload. \
             Cost: Very low. Saves time. Lower secondary, Key Stage 3; English."
        );
    }

    #[test]
    fn no_effect_is_said_only_of_what_was_measured() {
        let line = |level: EvidenceLevel| {
            let record = PracticeRecord {
                evidence_level: Some(level.into()),
                outcome: Some(Outcome::NoEffect.into()),
                ..PracticeRecord::default()
            };
            summary_line(
                &record,
                &FoundElsewhere {
                    no_effect: 1,
                    ..FoundElsewhere::default()
                },
            )
        };
        assert_eq!(
            line(EvidenceLevel::Tried),
            "Noticed no difference. How we know: Tried; 1 other setting confirms."
        );
        assert_eq!(
            line(EvidenceLevel::Compared),
            "No effect. How we know: Compared; 1 other setting confirms."
        );
    }

    #[test]
    fn what_speaks_against_it_is_said_where_nobody_confirms() {
        let elsewhere = FoundElsewhere {
            no_effect: 2,
            harmful: 1,
            abandoned: 4,
            ..FoundElsewhere::default()
        };
        let record = PracticeRecord {
            evidence_level: Some(EvidenceLevel::Measured.into()),
            outcome: Some(Outcome::Worked.into()),
            ..PracticeRecord::default()
        };
        assert_eq!(
            summary_line(&record, &elsewhere),
            "Worked. How we know: Measured; elsewhere 1 found it harmful, 2 found no effect, 4 gave up."
        );
    }

    #[test]
    fn an_idea_has_not_been_tried() {
        let record = PracticeRecord {
            evidence_level: Some(EvidenceLevel::Idea.into()),
            problem: vec![
                Problem::Literacy.into(),
                ConceptRef::from_iri("https://elsewhere.example/x"),
            ],
            ..PracticeRecord::default()
        };
        assert_eq!(
            summary_line(&record, &FoundElsewhere::default()),
            "Not tried yet. How we know: Idea. Problem: Literacy."
        );
    }

    #[test]
    fn welsh_practices_have_a_welsh_line() {
        let record = PracticeRecord {
            language: Some("cy-GB".to_owned()),
            ..practice()
        };
        let elsewhere = FoundElsewhere {
            partly: 3,
            no_effect: 1,
            ..FoundElsewhere::default()
        };
        assert_eq!(
            summary_line(&record, &elsewhere),
            "Wedi gweithio'n rhannol. Sut rydyn ni'n gwybod: Wedi rhoi cynnig arno; cadarnhawyd gan 3 lleoliad arall, heb \
             sylwi ar wahaniaeth: 1. Problem: Llwyth gwaith. Cost: Isel iawn. Arbed amser. Uwchradd is, Cyfnod \
             Allweddol 3; Saesneg."
        );
    }

    fn some<F: Facet>() -> impl Strategy<Value = Option<ConceptRef>> {
        prop::option::of(prop::sample::select(F::ALL).prop_map(|it| it.concept().into()))
    }

    fn several<F: Facet>() -> impl Strategy<Value = Vec<ConceptRef>> {
        let concept = prop::sample::select(F::ALL).prop_map(|it| it.concept().into());
        prop::collection::vec(concept, 0..20)
    }

    proptest! {
        #[test]
        fn the_line_is_never_too_long_and_never_breaks(
            lists in (several::<Problem>(), several::<Phase>(), several::<Subject>()),
            singles in (some::<EvidenceLevel>(), some::<Outcome>(), some::<CostBand>(), some::<StaffTimeRunning>()),
            counts in prop::array::uniform6(any::<u32>()),
            welsh in any::<bool>(),
        ) {
            let (problem, phase, subject) = lists;
            let (evidence_level, outcome, cost_band, staff_time_running) = singles;
            let record = PracticeRecord {
                problem, phase, subject, evidence_level, outcome, cost_band, staff_time_running,
                language: welsh.then(|| "cy".to_owned()),
                ..PracticeRecord::default()
            };
            let [worked, partly, no_effect, harmful, inconclusive, abandoned] = counts;
            let elsewhere = FoundElsewhere { worked, partly, no_effect, harmful, inconclusive, abandoned };
            let line = summary_line(&record, &elsewhere);
            prop_assert!(line.chars().count() <= limits::SUMMARY);
            prop_assert!(!line.contains('\n') && !line.contains("  "));
        }
    }
}
