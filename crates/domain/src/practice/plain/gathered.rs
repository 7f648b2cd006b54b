//! What was understood, on its way into the members of records.

use serde_json::{Map, Value};
use staffroom_vocabulary::{
    Concept, EvidenceBasis, EvidenceLevel, Facet, GroupSize, Independence, Outcome, PlainAnswers,
};

use super::PlainKind;
use super::pieces::Piece;
use crate::practice::limits;
use crate::practice::outcome::WouldDoAgain;

/// Members as they are found, each at most once.
#[derive(Debug)]
pub(super) struct Gathered {
    kind: PlainKind,
    /// Members whose values are concepts, in the order in which they were found.
    concepts: Vec<(&'static str, Vec<&'static Concept>)>,
    result: Option<Outcome>,
    learners: Option<GroupSize>,
    duration: Option<String>,
    again: Option<WouldDoAgain>,
    /// Members that are texts.
    texts: Vec<(&'static str, String)>,
}

impl Gathered {
    pub(super) const fn new(kind: PlainKind) -> Self {
        Self {
            kind,
            concepts: Vec::new(),
            result: None,
            learners: None,
            duration: None,
            again: None,
            texts: Vec::new(),
        }
    }

    /// Takes a piece; `false` where there is no place for it, or something else stands there.
    pub(super) fn take(&mut self, piece: &Piece) -> bool {
        match piece {
            Piece::Filler => true,
            Piece::Phase(phase) => self.concept(phase.concept()),
            Piece::Named(concept) => self.concept(concept),
            Piece::Result(result) => settle(&mut self.result, *result),
            Piece::Learners(size) => settle(&mut self.learners, *size),
            Piece::Duration(text) => settle(&mut self.duration, text.clone()),
            Piece::Again(again) => settle(&mut self.again, *again),
            Piece::Independent => self.independent(true),
        }
    }

    pub(super) fn independent(&mut self, is: bool) -> bool {
        is && self.concept(Independence::IndependentPractitioner.concept())
    }

    /// Takes a concept, where records of this kind have a member for it.
    pub(super) fn concept(&mut self, concept: &'static Concept) -> bool {
        if let Some(result) = Outcome::from_concept(concept) {
            return settle(&mut self.result, result);
        }
        if let Some(size) = GroupSize::from_concept(concept) {
            return settle(&mut self.learners, size);
        }
        let Some((member, is_many)) = member(self.kind, concept) else {
            return false;
        };
        let there = self.concepts.iter_mut().find(|(name, _)| *name == member);
        let Some((_, there)) = there else {
            self.concepts.push((member, vec![concept]));
            return true;
        };
        if there.contains(&concept) {
            return true;
        }
        let has_room = is_many && there.len() < limits::CONCEPTS;
        if has_room {
            there.push(concept);
        }
        has_room
    }

    /// Adds lines to a text.
    pub(super) fn text(&mut self, member: &'static str, line: &str) {
        match self.texts.iter_mut().find(|(name, _)| *name == member) {
            Some((_, text)) => {
                text.push('\n');
                text.push_str(line);
            }
            None => self.texts.push((member, line.to_owned())),
        }
    }

    /// The record, and the author's own result.
    pub(super) fn finish(mut self) -> (Map<String, Value>, Map<String, Value>) {
        let (mut record, mut result) = (Map::new(), Map::new());
        self.add_level();
        for (member, concepts) in &self.concepts {
            record.insert((*member).to_owned(), values(member, concepts));
        }
        let is_practice = self.kind == PlainKind::Practice;
        if let (true, Some(size)) = (is_practice, self.learners) {
            record.insert("learners".to_owned(), size.iri().into());
        }
        let how = ["evidenceLevel", "studyDesign", "measure"];
        let how = how.map(|name| (name, record.get(name).cloned()));
        let is_told = !is_practice || self.result.is_some();
        let entry = if is_practice {
            &mut result
        } else {
            &mut record
        };
        if is_told {
            let mut put = |name: &str, value: Option<Value>| {
                if let Some(value) = value {
                    entry.insert(name.to_owned(), value);
                }
            };
            put("outcome", self.result.map(|it| it.iri().into()));
            put("learners", self.learners.map(|it| it.iri().into()));
            put("duration", self.duration.clone().map(Value::from));
            put("wouldDoAgain", self.again.map(|it| it.as_str().into()));
            if is_practice {
                for (name, value) in how {
                    put(name, value);
                }
            }
        }
        for (member, text) in self.texts {
            let of_result = matches!(member, "nextTime" | "lesson" | "reasons");
            let place = if is_practice && of_result {
                &mut result
            } else {
                &mut record
            };
            let value = if member == "reasons" {
                Value::from(vec![text.clone()])
            } else {
                Value::from(text.clone())
            };
            if is_practice && member == "wouldWarnAbout" && is_told {
                result.insert(member.to_owned(), value.clone());
                record.insert(member.to_owned(), value);
            } else {
                place.insert(member.to_owned(), value);
            }
        }
        (record, result)
    }

    /// How it is known, where nobody says so: what was tried has been tried, and no more is claimed than that.
    fn add_level(&mut self) {
        let is_said = self
            .concepts
            .iter()
            .any(|(name, _)| *name == "evidenceLevel");
        if !is_said {
            let was_tried = self.kind == PlainKind::Outcome || self.result.is_some();
            let rationale = self.texts.iter().find(|(name, _)| *name == "rationale");
            let basis = EvidenceBasis {
                rationale_characters: rationale.map_or(0, |(_, text)| text.trim().chars().count()),
                ..EvidenceBasis::default()
            };
            let answers = PlainAnswers {
                real_learners: was_tried,
                ..PlainAnswers::default()
            };
            let level = answers.level(basis.is_reasoned());
            self.concept(level.concept());
        }
    }

    /// Whether nobody has said yet for how long.
    pub(super) const fn duration_is_free(&self) -> bool {
        self.duration.is_none()
    }
}

/// A place takes the first value; the same again is understood, another one is not.
fn settle<T: PartialEq>(place: &mut Option<T>, value: T) -> bool {
    if let Some(there) = place {
        return *there == value;
    }
    *place = Some(value);
    true
}

fn values(member: &str, concepts: &[&'static Concept]) -> Value {
    let mut iris = concepts.iter().map(|it| Value::from(it.iri()));
    if is_list(member) {
        Value::Array(iris.collect())
    } else {
        iris.next().unwrap_or_default()
    }
}

fn is_list(member: &str) -> bool {
    matches!(
        member,
        "technologyType" | "problem" | "phase" | "subject" | "setting" | "measure"
    )
}

/// The member of a record that takes a concept, and whether it takes several.
fn member(kind: PlainKind, concept: &'static Concept) -> Option<(&'static str, bool)> {
    let of_practice = kind == PlainKind::Practice;
    let name = match concept.scheme().slug() {
        "ph" => "phase",
        "su" => "subject",
        "se" => "setting",
        "me" => "measure",
        "sd" => "studyDesign",
        "co" => "costBand",
        "ts" => "staffTimeSetup",
        "tr" => "staffTimeRunning",
        "in" => "independence",
        "tech" if of_practice => "technologyType",
        "pr" if of_practice => "problem",
        "ik" if of_practice => "innovationKind",
        "ho" if of_practice => "timeHorizon",
        "ev" => {
            let level = EvidenceLevel::from_concept(concept)?;
            let may_be =
                level.is_self_declarable() && (of_practice || level >= EvidenceLevel::Tried);
            return may_be.then_some(("evidenceLevel", false));
        }
        _ => return None,
    };
    Some((name, is_list(name)))
}
