//! One scheme with its concepts.

use askama::Template;
use staffroom_vocabulary::{Concept, Document, Scheme, Text};

use super::format::{self, Format, OtherFormat};
use super::language::{self, LanguageLink};
use super::nearest::{self, address};
use super::{canonical, document};
use crate::layout::Layout;
use crate::page::{Page, PageResult};
use crate::words::Words;

#[derive(Template)]
#[template(path = "vocab_scheme.html")]
struct SchemePage {
    layout: Layout,
    t: Words,
    label: Text,
    definition: Text,
    iri: &'static str,
    ordered: bool,
    concepts: Vec<ShownConcept>,
    languages: Vec<LanguageLink>,
    formats: Vec<OtherFormat>,
    has_drafts: bool,
}

struct ShownConcept {
    href: String,
    label: Text,
    definition: Text,
    hashtag: &'static str,
    ordinal: Option<u32>,
    deprecated: bool,
    is_top: bool,
}

impl ShownConcept {
    fn new(concept: &'static Concept, language: &str) -> Self {
        Self {
            href: address(concept),
            label: concept.label(language),
            definition: concept.definition(language),
            hashtag: concept.hashtag(),
            ordinal: concept.ordinal(),
            deprecated: concept.is_deprecated(),
            is_top: concept.is_top(),
        }
    }
}

pub(crate) async fn show(page: Page) -> PageResult {
    let slug: String = page.segment("scheme")?;
    let scheme = find(&slug).ok_or_else(|| nearest::scheme(page.words(), &slug))?;
    let path = format!("/vocab/{}/", scheme.slug());
    if slug != scheme.slug() {
        return Ok(canonical(&page, &path));
    }
    let format = Format::choose(&page, Format::OF_SCHEME)?;
    if format != Format::Html {
        return Ok(document::data(
            &page,
            scheme.slug(),
            format,
            || match format {
                Format::Csv => scheme.to_csv(),
                _ => document::graph(&Document::of_scheme(scheme), format),
            },
        ));
    }
    let language = language::choose(&page);
    let concepts: Vec<ShownConcept> = scheme
        .concepts()
        .iter()
        .map(|concept| ShownConcept::new(concept, language))
        .collect();
    document::html(
        &page,
        &SchemePage {
            layout: page.layout(),
            t: page.words(),
            label: scheme.label(language),
            definition: scheme.definition(language),
            iri: scheme.iri(),
            ordered: scheme.is_ordered(),
            has_drafts: concepts
                .iter()
                .any(|concept| language::is_draft(&concept.label)),
            concepts,
            languages: language::links(&path, language),
            formats: format::others(&path, Format::OF_SCHEME),
        },
    )
}

/// The scheme of an address, in whatever capitals it was typed.
pub(crate) fn find(slug: &str) -> Option<&'static Scheme> {
    Scheme::from_slug(&slug.to_ascii_lowercase())
}
