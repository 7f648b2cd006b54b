//! A vocabulary for what teachers try, and for how they know whether it worked.
//!
//! Eighteen schemes: the evidence level of a practice and what stands behind it (study design, assurance,
//! independence, measure), the type of technology, and the facets by which a practice is found (phase, subject,
//! setting, problem, cost, staff time, time to pay-off, kind of innovation, outcome, group size, licence). Every
//! concept has an IRI, an English and a Welsh label, a definition in plain words, and one hashtag of its own; many
//! have other names, synonyms and mappings to the schemes of others.
//!
//! Everything is static data, made at build time from one file, `vocabulary.toml`. The crate does no input or output
//! and needs only `alloc`.
//!
//! ```
//! use staffroom_vocabulary::{Concept, ConceptRef, EvidenceLevel, Facet};
//!
//! let tried = Concept::from_hashtag("#evidencetried").unwrap();
//! assert_eq!(tried.iri(), "https://w3id.org/staffroom/v/ev/tried");
//! assert_eq!(tried.label("en").value, "Tried");
//! // The Welsh is a draft until a speaker has read it, and says so.
//! assert!(!tried.label("cy").reviewed);
//!
//! // Typed: one enum for each scheme; those of ordered schemes compare.
//! assert_eq!(EvidenceLevel::from_concept(tried), Some(EvidenceLevel::Tried));
//! assert!(EvidenceLevel::Tried < EvidenceLevel::Compared);
//!
//! // What other servers say and we do not know is kept.
//! let theirs = ConceptRef::from_iri("https://elsewhere.example/v/homework");
//! assert_eq!(theirs.iri(), "https://elsewhere.example/v/homework");
//! ```
//!
//! Documents for publication, as in [`Document`]:
//!
//! ```
//! use staffroom_vocabulary::{Document, Scheme};
//!
//! let scheme = Scheme::from_slug("ev").unwrap();
//! let document = Document::of_scheme(scheme);
//! assert!(document.to_json_ld().starts_with("{\n  \"@context\": "));
//! assert!(document.to_turtle().contains("skos:ConceptScheme"));
//! assert!(scheme.to_csv().starts_with("iri,slug,"));
//! ```
//!
//! # Features
//!
//! `std` (default) only turns on `serde/std`.

#![no_std]

extern crate alloc;

mod concept;
mod concept_ref;
mod document;
mod evidence;
mod external;
mod facet;
mod fold;
mod licence;
mod lookup;
mod scheme;
mod tables;
mod text;

pub use concept::Concept;
pub use concept_ref::ConceptRef;
pub use document::{Document, context_json};
pub use evidence::{EvidenceBasis, Missing, PlainAnswers, missing_for};
pub use external::{ExternalConcept, ExternalScheme, Mapping, Relation};
pub use facet::{
    Assurance, CostBand, EvidenceLevel, Facet, GroupSize, Independence, InnovationKind, Licence,
    Measure, Outcome, Phase, Problem, Setting, StaffTimeRunning, StaffTimeSetup, StudyDesign,
    Subject, TechnologyType, TimeHorizon,
};
pub use lookup::{named, search};
pub use scheme::Scheme;
pub use tables::{DIGEST, VERSION};
pub use text::Text;

/// The namespace of our terms, prefix `cop`.
pub const NAMESPACE: &str = "https://w3id.org/staffroom/ns#";
/// What the IRIs of schemes and concepts begin with.
pub const BASE: &str = "https://w3id.org/staffroom/v/";
/// What the IRIs begin with that we give to concepts of others who publish none.
pub const EXTERNAL_BASE: &str = "https://w3id.org/staffroom/x/";
/// The IRI of the JSON-LD context, whose text is [`context_json`].
pub const CONTEXT_IRI: &str = "https://w3id.org/staffroom/skos-context.jsonld";

/// The examples of the README are tested with the others.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
