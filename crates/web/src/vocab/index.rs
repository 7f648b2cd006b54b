//! All schemes.

use askama::Template;
use staffroom_vocabulary::{Document, Scheme, Text, VERSION};

use super::document;
use super::format::{self, Format, OtherFormat};
use super::language::{self, LanguageLink};
use crate::layout::Layout;
use crate::page::{Page, PageResult};
use crate::words::Words;

const PATH: &str = "/vocab/";

#[derive(Template)]
#[template(path = "vocab_index.html")]
struct IndexPage {
    layout: Layout,
    t: Words,
    version: &'static str,
    schemes: Vec<ShownScheme>,
    languages: Vec<LanguageLink>,
    formats: Vec<OtherFormat>,
    has_drafts: bool,
}

struct ShownScheme {
    href: String,
    label: Text,
    definition: Text,
    count: usize,
}

pub(crate) async fn show(page: Page) -> PageResult {
    let format = Format::choose(&page, Format::OF_OTHERS)?;
    if format != Format::Html {
        return Ok(document::data(&page, "all", format, || {
            document::graph(&Document::of_vocabulary(), format)
        }));
    }
    let language = language::choose(&page);
    let schemes: Vec<ShownScheme> = Scheme::all()
        .iter()
        .map(|scheme| ShownScheme {
            href: format!("{PATH}{}/", scheme.slug()),
            label: scheme.label(language),
            definition: scheme.definition(language),
            count: scheme.concepts().len(),
        })
        .collect();
    document::html(
        &page,
        &IndexPage {
            has_drafts: schemes
                .iter()
                .any(|scheme| language::is_draft(&scheme.label)),
            layout: page.layout(),
            t: page.words(),
            version: VERSION,
            schemes,
            languages: language::links(PATH, language),
            formats: format::others(PATH, Format::OF_OTHERS),
        },
    )
}
