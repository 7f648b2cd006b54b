//! What a form asks in other words than a record has: three plain questions instead of a level of evidence, and one
//! sentence to others, whose place depends on what came of it.

use serde_json::{Map, Value};
use staffroom_vocabulary::{Concept, EvidenceBasis, EvidenceLevel, Facet, Outcome, PlainAnswers};

use super::content::DraftContent;

const WARNING: &str = "wouldWarnAbout";
const NEXT_TIME: &str = "nextTime";

impl DraftContent {
    /// The answers to the three plain questions that the level of evidence stands for; none where there is no level.
    pub fn plain_answers(&self) -> Option<PlainAnswers> {
        let level = facet::<EvidenceLevel>(&self.record, "evidenceLevel")?;
        Some(PlainAnswers {
            real_learners: level >= EvidenceLevel::Tried,
            planned_and_collected: level >= EvidenceLevel::Measured,
            fair_comparison: level >= EvidenceLevel::Compared,
        })
    }

    /// Sets the level that answers lead to, with the reasons that are given by now. What a curator has granted stays
    /// where every answer is yes.
    pub fn answer_plainly(&mut self, answers: PlainAnswers) {
        let there = facet::<EvidenceLevel>(&self.record, "evidenceLevel");
        let rationale = text(&self.record, "rationale").chars().count();
        let citations = self.record.get("citations").and_then(Value::as_array);
        let basis = EvidenceBasis {
            rationale_characters: rationale,
            citations: citations.map_or(0, Vec::len),
            ..EvidenceBasis::default()
        };
        let level = answers.level(basis.is_reasoned());
        let is_granted = there.is_some_and(|there| !there.is_self_declarable());
        if !(is_granted && level == EvidenceLevel::Compared) {
            self.record
                .insert("evidenceLevel".to_owned(), level.iri().into());
        }
    }

    /// Of an outcome: the one sentence that it has for others. It is a warning where it worked, also in part, and else
    /// what they would do next time.
    pub fn sentence(&self) -> &str {
        let [first, second] = match facet(&self.record, "outcome") {
            Some(Outcome::Worked | Outcome::Partly) => [WARNING, NEXT_TIME],
            _ => [NEXT_TIME, WARNING],
        };
        match text(&self.record, first) {
            "" => text(&self.record, second),
            said => said,
        }
    }

    /// Puts the sentence where it belongs by now. `shown` is the one that was there to be changed; another one that was
    /// not shown stays.
    pub fn say_sentence(&mut self, shown: &str, said: &str) {
        let record = &mut self.record;
        for member in [WARNING, NEXT_TIME] {
            if text(record, member) == shown.trim() {
                record.remove(member);
            }
        }
        let said = said.trim();
        if said.is_empty() {
            return;
        }
        let member = match facet(record, "outcome") {
            Some(Outcome::Worked | Outcome::Partly) => WARNING,
            _ => NEXT_TIME,
        };
        let said = match text(record, member) {
            "" => said.to_owned(),
            there if there == said => said.to_owned(),
            there => format!("{there}\n{said}"),
        };
        record.insert(member.to_owned(), said.into());
    }
}

fn text<'a>(record: &'a Map<String, Value>, member: &str) -> &'a str {
    let text = record.get(member).and_then(Value::as_str);
    text.unwrap_or_default().trim()
}

/// A concept by its address or its path.
fn facet<F: Facet>(record: &Map<String, Value>, member: &str) -> Option<F> {
    let text = text(record, member);
    let concept = Concept::from_iri(text).or_else(|| Concept::from_path(text))?;
    F::from_concept(concept)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn content(record: &Value) -> DraftContent {
        DraftContent {
            record: record.as_object().unwrap().clone(),
            ..DraftContent::default()
        }
    }

    #[test]
    fn answers_are_a_level_and_a_level_is_answers() {
        let mut it = content(&json!({}));
        assert_eq!(it.plain_answers(), None);
        let mut answers = PlainAnswers::default();
        it.answer_plainly(answers);
        assert_eq!(it.record["evidenceLevel"], EvidenceLevel::Idea.iri());
        assert_eq!(it.plain_answers(), Some(answers));
        it.record
            .insert("citations".to_owned(), json!([{ "title": "A study" }]));
        it.answer_plainly(answers);
        assert_eq!(it.record["evidenceLevel"], EvidenceLevel::Reasoned.iri());
        assert_eq!(it.plain_answers(), Some(answers));
        answers.real_learners = true;
        it.answer_plainly(answers);
        assert_eq!(it.record["evidenceLevel"], EvidenceLevel::Tried.iri());
        answers.planned_and_collected = true;
        it.answer_plainly(answers);
        assert_eq!(it.plain_answers(), Some(answers));
        answers.fair_comparison = true;
        it.answer_plainly(answers);
        assert_eq!(it.record["evidenceLevel"], EvidenceLevel::Compared.iri());
        assert_eq!(it.plain_answers(), Some(answers));
        // A path is understood too, and what was granted is not taken back by saying yes again.
        it.record
            .insert("evidenceLevel".to_owned(), json!("ev/replicated"));
        it.answer_plainly(answers);
        assert_eq!(it.record["evidenceLevel"], "ev/replicated");
        answers.fair_comparison = false;
        it.answer_plainly(answers);
        assert_eq!(it.record["evidenceLevel"], EvidenceLevel::Measured.iri());
    }

    #[test]
    fn the_sentence_goes_where_the_result_wants_it_and_none_is_lost() {
        let mut it = content(&json!({ "outcome": "oc/worked" }));
        it.say_sentence("", "They listen once.");
        assert_eq!(it.record["wouldWarnAbout"], "They listen once.");
        assert_eq!(it.sentence(), "They listen once.");
        // Another result, the same sentence.
        it.record
            .insert("outcome".to_owned(), Outcome::NoEffect.iri().into());
        assert_eq!(it.sentence(), "They listen once.");
        it.say_sentence("They listen once.", "Begin smaller.");
        assert_eq!(it.record.get("wouldWarnAbout"), None);
        assert_eq!(it.record["nextTime"], "Begin smaller.");
        // One that the form has not shown stays.
        it.record
            .insert("wouldWarnAbout".to_owned(), json!("Noise."));
        it.record.insert("outcome".to_owned(), json!("oc/partly"));
        it.say_sentence("Begin smaller.", "Begin smaller.");
        assert_eq!(it.record["wouldWarnAbout"], "Noise.\nBegin smaller.");
        assert_eq!(it.record.get("nextTime"), None);
        it.say_sentence("Noise.\nBegin smaller.", " ");
        assert_eq!(it.sentence(), "");
        assert_eq!(
            it.record,
            *json!({ "outcome": "oc/partly" }).as_object().unwrap()
        );
    }
}
