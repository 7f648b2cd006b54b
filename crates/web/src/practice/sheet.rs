//! The record of a practice as people read it.

use staffroom_domain::practice::{Ages, Approach, CitationKind, PracticeRecord};
use staffroom_service::links;
use staffroom_vocabulary::{ConceptRef, Facet as _, Scheme};

use super::concept::Named;
use crate::words::{Message, Words, key};

/// Everything that a record says.
pub(crate) struct Sheet {
    /// What can be counted, label and values.
    pub(crate) facts: Vec<Fact>,
    pub(crate) steps: Vec<String>,
    pub(crate) materials: Vec<Material>,
    pub(crate) rationale: Option<String>,
    pub(crate) did_not_work: Option<String>,
    pub(crate) warning: Option<String>,
    pub(crate) products: Vec<Product>,
    pub(crate) interest: Option<String>,
    pub(crate) citations: Vec<Work>,
    pub(crate) approaches: Vec<ShownApproach>,
    pub(crate) licence: Option<Named>,
}

/// A line of facts.
pub(crate) struct Fact {
    pub(crate) label: Named,
    pub(crate) values: Vec<Named>,
    /// What the value means, in plain words.
    pub(crate) meaning: Option<Named>,
}

/// Something to work with.
pub(crate) struct Material {
    pub(crate) name: String,
    pub(crate) href: Option<String>,
    pub(crate) sort: Option<String>,
    pub(crate) licence: Option<Named>,
}

/// Something that is sold.
pub(crate) struct Product {
    pub(crate) name: String,
    pub(crate) maker: Option<String>,
    pub(crate) href: Option<String>,
}

/// A work that is cited.
pub(crate) struct Work {
    pub(crate) title: String,
    pub(crate) year: Option<String>,
    pub(crate) href: Option<String>,
    pub(crate) sort: Option<Message>,
}

/// An approach of the Toolkit, with what it said of it.
pub(crate) struct ShownApproach {
    pub(crate) name: String,
    pub(crate) href: Option<String>,
    pub(crate) figures: Option<Message>,
}

impl Sheet {
    pub(crate) fn new(words: Words, record: &PracticeRecord) -> Self {
        Self {
            facts: facts(words, record),
            steps: record.steps.clone(),
            materials: materials(words, record),
            rationale: told(record.rationale.as_deref()),
            did_not_work: told(record.what_did_not_work.as_deref()),
            warning: told(record.would_warn_about.as_deref()),
            products: record
                .product
                .iter()
                .map(|it| Product {
                    name: it.name.clone(),
                    maker: told(it.maker.as_deref()),
                    href: web(it.url.as_deref()),
                })
                .collect(),
            interest: told(record.interest_declared.as_deref()),
            citations: record
                .citations
                .iter()
                .map(|it| Work {
                    title: it.title.clone(),
                    year: it.year.map(|year| year.to_string()),
                    href: web(it.url.as_deref()),
                    sort: match it.kind {
                        CitationKind::Study => Some(key("practice-work-study")),
                        CitationKind::Comparison => Some(key("practice-work-comparison")),
                        CitationKind::WideEvidence => Some(key("practice-work-wide")),
                        CitationKind::Other => None,
                    },
                })
                .collect(),
            approaches: record.approach.iter().map(approach).collect(),
            licence: record.licence.as_deref().map(|text| licence(words, text)),
        }
    }
}

fn told(text: Option<&str>) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    text.map(str::to_owned)
}

fn web(address: Option<&str>) -> Option<String> {
    address.and_then(links::web).map(str::to_owned)
}

/// A licence by its SPDX id or its IRI.
pub(crate) fn licence(words: Words, text: &str) -> Named {
    let record = PracticeRecord {
        licence: Some(text.to_owned()),
        ..PracticeRecord::default()
    };
    match record.known_licence() {
        Some(known) => {
            let concept = known.concept();
            let label = Named::text(words, concept.label(words.code()));
            Named {
                href: Some(format!("/vocab/{}", concept.path())),
                name: format!("{} ({})", label.name, concept.slug()),
                lang: label.lang,
            }
        }
        None => Named {
            href: web(Some(text)),
            ..Named::plain(text)
        },
    }
}

fn materials(words: Words, record: &PracticeRecord) -> Vec<Material> {
    record
        .materials
        .iter()
        .map(|it| Material {
            name: if it.name.trim().is_empty() {
                it.url.clone()
            } else {
                it.name.clone()
            },
            href: web(Some(&it.url)),
            sort: told(it.learning_resource_type.as_deref()),
            licence: it.licence.as_deref().map(|text| licence(words, text)),
        })
        .collect()
}

fn approach(it: &Approach) -> ShownApproach {
    let months = it.months.map(i64::from);
    let padlocks = it.padlocks.map(i64::from);
    let figures = match (months, padlocks) {
        (Some(months), Some(padlocks)) => Some(
            key("practice-approach-figures")
                .with("months", months)
                .with("padlocks", padlocks),
        ),
        _ => None,
    };
    ShownApproach {
        name: if it.label.trim().is_empty() {
            it.url.clone()
        } else {
            it.label.clone()
        },
        href: web(Some(&it.url)),
        figures,
    }
}

/// The label of the scheme whose concepts a member has.
pub(crate) fn label(words: Words, property: &str) -> Named {
    match Scheme::from_property(property) {
        Some(scheme) => Named::text(words, scheme.label(words.code())),
        None => Named::plain(property),
    }
}

fn facts(words: Words, record: &PracticeRecord) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |label: Named, concepts: &[ConceptRef]| {
        if !concepts.is_empty() {
            facts.push(Fact {
                label,
                values: Named::concepts(words, concepts),
                meaning: None,
            });
        }
    };
    let own = |message: Message| Named::plain(words.say(message).to_string());
    let members: [(&str, &[ConceptRef]); 14] = [
        ("problem", &record.problem),
        ("technologyType", &record.technology_type),
        ("phase", &record.phase),
        ("subject", &record.subject),
        ("setting", &record.setting),
        ("groupSize", record.group_size.as_slice()),
        ("costBand", record.cost_band.as_slice()),
        ("staffTimeSetup", record.staff_time_setup.as_slice()),
        ("staffTimeRunning", record.staff_time_running.as_slice()),
        ("timeHorizon", record.time_horizon.as_slice()),
        ("innovationKind", record.innovation_kind.as_slice()),
        ("studyDesign", record.study_design.as_slice()),
        ("measure", &record.measure),
        ("independence", record.independence.as_slice()),
    ];
    for (property, concepts) in members {
        add(label(words, property), concepts);
    }
    add(own(key("practice-learners")), record.learners.as_slice());
    add(
        own(key("practice-comparison-learners")),
        record.comparison_learners.as_slice(),
    );
    add(label(words, "assurance"), record.assurance.as_slice());
    let mut plain = |label: Message, text: Option<String>| {
        facts.extend(text.map(|text| Fact {
            label: Named::plain(words.say(label).to_string()),
            values: vec![Named::plain(text)],
            meaning: None,
        }));
    };
    plain(
        key("practice-ages"),
        record.ages.and_then(|it| ages(words, it)),
    );
    plain(
        key("practice-who-delivers"),
        told(record.who_delivers.as_deref()),
    );
    let mut first = claims(words, record);
    first.append(&mut facts);
    first
}

/// How sure, and what came of it: each with what that means.
fn claims(words: Words, record: &PracticeRecord) -> Vec<Fact> {
    let members = [
        ("evidenceLevel", &record.evidence_level),
        ("outcome", &record.outcome),
    ];
    let fact = |(property, concept): (&str, &Option<ConceptRef>)| {
        let concept = concept.as_ref()?;
        let meaning = concept.known().map(|it| it.definition(words.code()));
        Some(Fact {
            label: label(words, property),
            values: vec![Named::concept(words, concept)],
            meaning: meaning.map(|text| Named::text(words, text)),
        })
    };
    members.into_iter().filter_map(fact).collect()
}

fn ages(words: Words, ages: Ages) -> Option<String> {
    let said = match (ages.from, ages.to) {
        (Some(from), Some(to)) => words
            .say("practice-ages-between")
            .with("from", from)
            .with("to", to),
        (Some(from), None) => words.say("practice-ages-from").with("from", from),
        (None, Some(to)) => words.say("practice-ages-to").with("to", to),
        (None, None) => return None,
    };
    Some(said.to_string())
}
