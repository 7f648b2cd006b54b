//! Adoptions and outcomes in plain words, for everybody who cannot read their records: words first, no signs that only
//! some understand.

use super::adoption::AdoptionRecord;
use super::outcome::OutcomeRecord;
use super::words::{Words, product_names, small};

/// How many labels of one kind are named.
const NAMED: usize = 3;

impl AdoptionRecord {
    /// Paragraphs of plain text, in Welsh or else in English. Whoever makes HTML of them escapes them.
    pub fn told(&self, language: &str) -> Vec<String> {
        let words = Words::of(language);
        let mut told = Told::new(words);
        told.sentence(words.status(self.status));
        if let Some(day) = self.decide_by {
            told.sentence(&format!("{} {}.", words.decide_by, words.day(day)));
        }
        told.labelled(words.expectation, self.expectation.as_deref());
        let measure = self.measure_chosen.as_deref();
        told.labelled(
            words.measure_chosen,
            measure.map(|it| words.words_or_label(it)),
        );
        told.labelled(
            words.adaptation_intended,
            self.adaptation_intended.as_deref(),
        );
        told.facts(&[
            words.labels(&self.subject, NAMED),
            words.labels(&self.phase, NAMED),
            words.labels(&self.setting, NAMED),
            self.group_size
                .as_ref()
                .and_then(|it| words.label(it))
                .map(str::to_owned),
        ]);
        told.paragraphs
    }
}

impl OutcomeRecord {
    /// Paragraphs of plain text, in Welsh or else in English, the result first. Whoever makes HTML of them escapes them.
    pub fn told(&self, language: &str) -> Vec<String> {
        let words = Words::of(language);
        let mut told = Told::new(words);
        match self.result() {
            Some(result) => {
                let result = small(words.result(result, self.level()));
                told.sentence(&format!("{}, {result}.", words.tried));
            }
            None => told.sentence(&format!("{}.", words.tried)),
        }
        self.tell_where(&mut told);
        told.labelled(words.would_warn_about, self.would_warn_about.as_deref());
        told.listed(words.reasons, &self.reasons);
        told.labelled(words.next_time, self.next_time.as_deref());
        told.labelled(words.lesson, self.lesson.as_deref());
        let changes = self.adaptation.iter().map(|it| match &it.why {
            Some(why) => format!("{} ({why})", it.what),
            None => it.what.clone(),
        });
        told.listed(words.adaptation, &changes.collect::<Vec<_>>());
        told.begin();
        if let Some(fidelity) = self.fidelity {
            told.sentence(words.fidelity(fidelity));
        }
        if let Some(again) = self.would_do_again {
            told.sentence(words.again(again));
        }
        if !self.product.is_empty() {
            told.labelled(words.product, Some(&product_names(&self.product)));
        }
        told.labelled(words.interest, self.interest_declared.as_deref());
        told.labelled(words.source, self.source_url.as_deref());
        told.paragraphs
    }

    /// Where it was tried, and how the result is known.
    fn tell_where(&self, told: &mut Told) {
        let words = told.words;
        let learners = self.learners.as_ref().and_then(|it| words.label(it));
        let facts = [
            words.labels(&self.subject, NAMED),
            words.labels(&self.phase, NAMED),
            words.labels(&self.setting, NAMED),
            learners.map(str::to_owned),
            self.duration.clone(),
        ];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        if !facts.is_empty() {
            told.sentence(&format!("{}.", facts.join("; ")));
        }
        let design = self.study_design.as_ref().and_then(|it| words.label(it));
        let level = self.evidence_level.as_ref().and_then(|it| words.label(it));
        match (level, design) {
            (Some(level), Some(design)) => {
                told.sentence(&format!(
                    "{}: {level} ({}).",
                    words.how_we_know,
                    small(design)
                ));
            }
            (Some(level), None) => told.sentence(&format!("{}: {level}.", words.how_we_know)),
            (None, _) => {}
        }
    }
}

/// Paragraphs, as they grow.
struct Told {
    words: &'static Words,
    paragraphs: Vec<String>,
    begun: bool,
}

impl Told {
    fn new(words: &'static Words) -> Self {
        Self {
            words,
            paragraphs: Vec::new(),
            begun: false,
        }
    }

    /// The next sentence begins a paragraph.
    fn begin(&mut self) {
        self.begun = false;
    }

    /// One more sentence, in the paragraph that is open.
    fn sentence(&mut self, sentence: &str) {
        match self.paragraphs.last_mut().filter(|_| self.begun) {
            Some(paragraph) => {
                paragraph.push(' ');
                paragraph.push_str(sentence);
            }
            None => self.paragraphs.push(sentence.to_owned()),
        }
        self.begun = true;
    }

    /// A paragraph of its own: what it is, and the author's words.
    fn labelled(&mut self, label: &str, text: Option<&str>) {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            self.paragraphs.push(format!("{label}: {text}"));
            self.begun = false;
        }
    }

    fn listed(&mut self, label: &str, texts: &[String]) {
        self.labelled(label, Some(&texts.join("; ")));
    }

    fn facts(&mut self, facts: &[Option<String>]) {
        let facts: Vec<&str> = facts.iter().flatten().map(String::as_str).collect();
        if !facts.is_empty() {
            self.begin();
            self.sentence(&format!("{}.", facts.join("; ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use staffroom_vocabulary::{
        EvidenceLevel, Facet, GroupSize, Measure, Outcome, Phase, StudyDesign, Subject,
    };

    use super::*;
    use crate::day::Day;
    use crate::practice::{Adaptation, AdoptionStatus, Fidelity, Product, Version, WouldDoAgain};

    fn outcome(result: Outcome, level: EvidenceLevel) -> OutcomeRecord {
        OutcomeRecord {
            evidence_level: Some(level.into()),
            ..OutcomeRecord::new(
                "https://oakfield.example/1".to_owned(),
                Version::FIRST,
                result.into(),
            )
        }
    }

    #[test]
    fn an_outcome_says_its_result_in_words_before_anything_else() {
        let told = |result, level| outcome(result, level).told("en").join("\n");
        assert_eq!(
            told(Outcome::NoEffect, EvidenceLevel::Compared),
            "Tried, no effect. How we know: Compared."
        );
        assert_eq!(
            told(Outcome::NoEffect, EvidenceLevel::Tried),
            "Tried, noticed no difference. How we know: Tried."
        );
        assert_eq!(
            told(Outcome::Harmful, EvidenceLevel::Tried),
            "Tried, harmful. How we know: Tried."
        );
    }

    #[test]
    fn everything_that_was_said_is_told_once() {
        let record = OutcomeRecord {
            subject: vec![Subject::Mathematics.into()],
            phase: vec![Phase::LowerSecondaryKs3.into()],
            learners: Some(GroupSize::From36To150.into()),
            duration: Some("six weeks".to_owned()),
            study_design: Some(StudyDesign::PrePost.into()),
            fidelity: Some(Fidelity::SmallChanges),
            adaptation: vec![Adaptation {
                what: "Shorter notes".to_owned(),
                why: Some("time".to_owned()),
            }],
            would_do_again: Some(WouldDoAgain::WithChanges),
            lesson: Some("Short notes are heard.".to_owned()),
            next_time: Some("Begin in May.\nNot in June.".to_owned()),
            product: vec![Product {
                name: "Voicer".to_owned(),
                maker: Some("Voicer Ltd".to_owned()),
                url: None,
            }],
            source_url: Some("https://oakfield.example/report".to_owned()),
            ..outcome(Outcome::NoEffect, EvidenceLevel::Measured)
        };
        assert_eq!(
            record.told("en"),
            [
                "Tried, no effect. Mathematics; Lower secondary, Key Stage 3; A cohort, 36 to 150; six weeks. \
                 How we know: Measured (before and after).",
                "What we would do next time: Begin in May.\nNot in June.",
                "What we learnt: Short notes are heard.",
                "What we did differently: Shorter notes (time)",
                "Done with small changes. We would do it again, with changes.",
                "Products: Voicer (Voicer Ltd)",
                "More: https://oakfield.example/report",
            ]
        );
    }

    #[test]
    fn an_adoption_says_what_is_tried_by_when() {
        let mut record = AdoptionRecord::new(
            "https://oakfield.example/1".to_owned(),
            Version::FIRST,
            AdoptionStatus::Running,
        );
        record.decide_by = Day::of(2026, 11, 27);
        record.expectation = Some("Less marking.".to_owned());
        record.measure_chosen = Some(Measure::WorkloadTime.concept().path().to_owned());
        record.group_size = Some(GroupSize::From10To35.into());
        assert_eq!(
            record.told("en-GB"),
            [
                "We are trying this. We decide by 27 November 2026.",
                "What we expect: Less marking.",
                "What we will look at: Time and workload",
                "A class, 10 to 35.",
            ]
        );
        assert_eq!(
            record.told("cy")[0],
            "Rydyn ni'n rhoi cynnig ar hyn. Byddwn yn penderfynu erbyn 27 Tachwedd 2026."
        );
    }
}
