//! What is checked in every record.

use staffroom_vocabulary::{BASE, ConceptRef, EvidenceBasis, EvidenceLevel, Missing, missing_for};

use super::region::{is_region, message_about};
use crate::practice::address::is_web_address;
use crate::practice::limits;
use crate::practice::members::Member;
use crate::practice::parts::Product;
use crate::practice::problem::Problem;
use crate::record::RecordText;

/// Problems, as they are found.
#[derive(Debug, Default)]
pub(super) struct Checks {
    problems: Vec<Problem>,
}

/// Members whose values decide what a result counts for: only our own concepts can.
const DECISIVE: [&str; 7] = [
    "evidenceLevel",
    "outcome",
    "studyDesign",
    "assurance",
    "independence",
    "learners",
    "comparisonLearners",
];

impl Checks {
    /// The answer.
    pub(super) fn done(mut self, record: &impl serde::Serialize) -> Result<(), Vec<Problem>> {
        if self.problems.is_empty() && RecordText::of(record).is_err() {
            let message = "This is too much for one record. Put longer texts into the description or into a material.";
            self.tell("", "too-large", message);
        }
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(self.problems)
        }
    }

    pub(super) fn tell(
        &mut self,
        field: impl Into<String>,
        code: &'static str,
        message: impl Into<std::borrow::Cow<'static, str>>,
    ) {
        self.problems.push(Problem::new(field, code, message));
    }

    /// Something that has to be said.
    pub(super) fn need(&mut self, met: bool, field: &str, message: &'static str) {
        if !met {
            self.tell(field, "required", message);
        }
    }

    pub(super) fn text(&mut self, field: &str, text: &str, most: usize) {
        let length = text.chars().count();
        if length > most {
            let message = format!("Shorten this to {most} characters; it has {length}.");
            self.tell(field, "too-long", message);
        }
    }

    pub(super) fn maybe_text(&mut self, field: &str, text: Option<&String>, most: usize) {
        if let Some(text) = text {
            self.text(field, text, most);
        }
    }

    /// A text that has to be there.
    pub(super) fn needed_text(&mut self, field: &str, text: &str, most: usize) {
        self.need(!text.trim().is_empty(), field, "Something is missing here.");
        self.text(field, text, most);
    }

    pub(super) fn texts(&mut self, field: &str, texts: &[String], entries: usize, most: usize) {
        self.entries(field, texts.len(), entries);
        for (at, text) in texts.iter().enumerate() {
            self.needed_text(&format!("{field}[{at}]"), text, most);
        }
    }

    pub(super) fn entries(&mut self, field: &str, number: usize, most: usize) {
        if number > most {
            let message = format!("At most {most} may stand here.");
            self.tell(field, "too-many", message);
        }
    }

    pub(super) fn address(&mut self, field: &str, address: &str) {
        if !is_web_address(address) {
            let message =
                "This is no address of a page. Write it in full, beginning with https://.";
            self.tell(field, "address", message);
        }
    }

    pub(super) fn maybe_address(&mut self, field: &str, address: Option<&String>) {
        if let Some(address) = address {
            self.address(field, address);
        }
    }

    pub(super) fn region(&mut self, region: Option<&String>) {
        if let Some(region) = region.filter(|region| !is_region(region)) {
            self.tell("region", "region", message_about(region));
        }
    }

    /// Every concept of the right scheme, and none of ours that does not exist.
    pub(super) fn members(&mut self, members: &[Member<'_>]) {
        for member in members {
            self.entries(member.name, member.concepts.len(), limits::CONCEPTS);
            for (at, concept) in member.concepts.iter().enumerate() {
                let field = if member.many {
                    format!("{}[{at}]", member.name)
                } else {
                    member.name.to_owned()
                };
                self.concept(field, member.name, member.scheme, concept);
            }
        }
    }

    pub(super) fn concept(
        &mut self,
        field: String,
        member: &str,
        scheme: &str,
        concept: &ConceptRef,
    ) {
        let iri = concept.iri();
        match concept {
            ConceptRef::Known(known) if known.scheme().slug() == scheme => {}
            ConceptRef::Known(known) => {
                let message = format!(
                    "\"{}\" is a choice for something else: {}.",
                    known.label("en").value,
                    known.scheme().label("en").value,
                );
                self.tell(field, "wrong-scheme", message);
            }
            ConceptRef::Unknown(_) if is_ours(iri) => {
                let message = "The vocabulary has no such choice. Choose one from the list.";
                self.tell(field, "unknown-concept", message);
            }
            ConceptRef::Unknown(_) if !is_web_address(iri) || iri.len() > limits::CONCEPT => {
                let message = "This is no choice of a vocabulary. Choose one from the list.";
                self.tell(field, "not-a-concept", message);
            }
            ConceptRef::Unknown(_) if DECISIVE.contains(&member) => {
                let message = if member == "learners" || member == "comparisonLearners" {
                    "Choose one of the sizes of the list. Groups below ten are never split further, so that nobody can \
                     be recognised."
                } else {
                    "Choose one from the list: a choice of another vocabulary cannot be counted."
                };
                self.tell(field, "not-ours", message);
            }
            ConceptRef::Unknown(_) => {}
        }
    }

    /// What a level needs.
    pub(super) fn level(&mut self, level: EvidenceLevel, basis: &EvidenceBasis) {
        for missing in missing_for(level, basis).err().unwrap_or_default() {
            self.missing(missing);
        }
    }

    pub(super) fn missing(&mut self, missing: Missing) {
        let field = match missing {
            Missing::RationaleOrCitation => "rationale",
            Missing::MeasuredDesign | Missing::ComparedDesign => "studyDesign",
            Missing::Measure => "measure",
            Missing::Learners => "learners",
            Missing::ComparisonLearners => "comparisonLearners",
            Missing::WideEvidence | Missing::IndependentComparison => "citations",
            Missing::CuratorAssurance | Missing::CuratorElsewhere => "assurance",
            _ => "evidenceLevel",
        };
        self.tell(field, missing.code(), missing.message());
    }

    pub(super) fn products(&mut self, products: &[Product]) {
        self.entries("product", products.len(), limits::PRODUCTS);
        for (at, product) in products.iter().enumerate() {
            let field = |name: &str| format!("product[{at}].{name}");
            self.needed_text(&field("name"), &product.name, limits::NAME);
            self.maybe_text(&field("maker"), product.maker.as_ref(), limits::NAME);
            self.maybe_address(&field("url"), product.url.as_ref());
        }
    }

    /// An interest is declared in words, and by everybody who sells; where there is none, nothing is said.
    pub(super) fn interest(&mut self, declared: Option<&String>, sells: bool) {
        if declared.is_some_and(|words| says_none(words)) {
            let message = "Leave this empty if you have no interest in the product.";
            self.tell("interestDeclared", "interest-none", message);
        }
        if sells && declared.is_none() {
            let message = "Say what your interest in the product is: for example, that you work for its maker.";
            self.tell("interestDeclared", "interest-required", message);
        }
        self.maybe_text("interestDeclared", declared, limits::SHORT);
    }
}

/// Whether an address is in the namespace of our vocabulary, however its letters are written.
fn is_ours(iri: &str) -> bool {
    let base = BASE.trim_start_matches("https://");
    ["https://", "http://"].iter().any(|scheme| {
        let rest = iri
            .get(..scheme.len())
            .filter(|start| start.eq_ignore_ascii_case(scheme))
            .and_then(|_| iri.get(scheme.len()..));
        rest.and_then(|rest| rest.get(..base.len()))
            .is_some_and(|start| start.eq_ignore_ascii_case(base))
    })
}

/// Whether words say that there is nothing to say.
fn says_none(words: &str) -> bool {
    let words: String = words
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    matches!(
        words.as_str(),
        "" | "no"
            | "none"
            | "nil"
            | "na"
            | "nothing"
            | "notapplicable"
            | "nointerest"
            | "false"
            | "dim"
            | "dimbyd"
    )
}
