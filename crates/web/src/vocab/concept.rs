//! One concept.

use askama::Template;
use staffroom_vocabulary::{Concept, Document, Mapping, Relation, Text};

use super::format::{self, Format, OtherFormat};
use super::language::{self, LanguageLink};
use super::nearest::{self, address};
use super::{canonical, document, external, scheme};
use crate::layout::Layout;
use crate::page::{Page, PageResult};
use crate::words::Words;

#[derive(Template)]
#[template(path = "vocab_concept.html")]
struct ConceptPage {
    layout: Layout,
    t: Words,
    scheme_href: String,
    scheme_label: Text,
    label: Text,
    labels: &'static [Text],
    definition: Text,
    iri: &'static str,
    hashtag: &'static str,
    ordinal: Option<u32>,
    alt_labels: &'static [Text],
    synonyms: &'static [&'static str],
    broader: Vec<Neighbour>,
    narrower: Vec<Neighbour>,
    related: Vec<Neighbour>,
    mappings: Vec<ShownMapping>,
    deprecated: bool,
    replaced_by: Vec<Neighbour>,
    languages: Vec<LanguageLink>,
    formats: Vec<OtherFormat>,
}

/// Another concept of ours.
struct Neighbour {
    href: String,
    label: Text,
}

/// What it corresponds to elsewhere.
struct ShownMapping {
    relation: &'static str,
    href: String,
    label: &'static str,
    scheme: &'static str,
}

impl ShownMapping {
    fn new(mapping: &Mapping) -> Self {
        let target = mapping.target();
        Self {
            relation: match mapping.relation() {
                Relation::Exact => "The same as",
                Relation::Close => "Nearly the same as",
                Relation::Narrow => "Wider than",
                Relation::Broad => "Narrower than",
                Relation::Related => "Related to",
            },
            href: if target.scheme().has_our_iris() {
                format!("{}#{}", external::address(target.scheme()), target.slug())
            } else {
                target.iri().to_owned()
            },
            label: target.label(),
            scheme: target.scheme().label(),
        }
    }
}

pub(crate) async fn show(page: Page) -> PageResult {
    let slug: String = page.segment("scheme")?;
    let scheme = scheme::find(&slug).ok_or_else(|| nearest::scheme(&slug))?;
    let slug: String = page.segment("concept")?;
    let concept = scheme
        .concept(&slug)
        .ok_or_else(|| nearest::concept(scheme, &slug))?;
    let path = address(concept);
    if page.path() != path {
        return Ok(canonical(&page, &path));
    }
    let format = Format::choose(&page, Format::OF_OTHERS)?;
    if format != Format::Html {
        let name = concept.path().replace('/', ".");
        return Ok(document::data(&page, &name, format, || {
            document::graph(&Document::of_concept(concept), format)
        }));
    }
    document::html(&page, &template(&page, concept, &path))
}

fn template(page: &Page, concept: &'static Concept, path: &str) -> ConceptPage {
    let language = language::choose(page);
    let neighbours = |list: &[&'static Concept]| {
        list.iter()
            .map(|concept| Neighbour {
                href: address(concept),
                label: concept.label(language),
            })
            .collect()
    };
    ConceptPage {
        layout: page.layout(),
        t: page.words(),
        scheme_href: format!("/vocab/{}/", concept.scheme().slug()),
        scheme_label: concept.scheme().label(language),
        label: concept.label(language),
        labels: concept.labels(),
        definition: concept.definition(language),
        iri: concept.iri(),
        hashtag: concept.hashtag(),
        ordinal: concept.ordinal(),
        alt_labels: concept.alt_labels(),
        synonyms: concept.synonyms(),
        broader: neighbours(concept.broader().as_slice()),
        narrower: neighbours(concept.narrower()),
        related: neighbours(concept.related()),
        mappings: concept.mappings().iter().map(ShownMapping::new).collect(),
        deprecated: concept.is_deprecated(),
        replaced_by: neighbours(concept.replaced_by()),
        languages: language::links(path, language),
        formats: format::others(path, Format::OF_OTHERS),
    }
}
