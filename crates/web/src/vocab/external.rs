//! Schemes of others whose owners publish no addresses: those that we map to have addresses of
//! ours, so that a mapping never points at nothing.

use actix_web::HttpResponse;
use actix_web::http::header;
use askama::Template;
use staffroom_vocabulary::{Document, ExternalConcept, ExternalScheme};

use super::format::{self, Format, OtherFormat};
use super::{canonical, document};
use crate::error::PageError;
use crate::layout::Layout;
use crate::page::{Page, PageResult};
use crate::words::Words;

#[derive(Template)]
#[template(path = "vocab_external.html")]
struct ExternalPage {
    layout: Layout,
    t: Words,
    label: &'static str,
    concepts: &'static [&'static ExternalConcept],
    formats: Vec<OtherFormat>,
}

/// The page of a scheme of others.
pub(crate) async fn show(page: Page) -> PageResult {
    let (slug, external, graph) = find(&page)?;
    let path = address(external);
    if slug != external.slug() {
        return Ok(canonical(&page, &path));
    }
    let format = Format::choose(&page, Format::OF_OTHERS)?;
    if format != Format::Html {
        let name = format!("x.{slug}");
        return Ok(document::data(&page, &name, format, || {
            document::graph(&graph, format)
        }));
    }
    document::html(
        &page,
        &ExternalPage {
            layout: page.layout(),
            t: page.words(),
            label: external.label(),
            concepts: external.concepts(),
            formats: format::others(&path, Format::OF_OTHERS),
        },
    )
}

/// One concept stands in the document of its scheme.
pub(crate) async fn show_concept(page: Page) -> PageResult {
    let (_, external, _) = find(&page)?;
    let slug: String = page.segment("concept")?;
    let concept = external
        .concepts()
        .iter()
        .find(|concept| concept.slug() == slug);
    let concept = concept.ok_or(PageError::NotFound(Vec::new()))?;
    let path = format!(
        "{}{}#{}",
        address(external),
        page.query_suffix(),
        concept.slug()
    );
    Ok(HttpResponse::SeeOther()
        .insert_header((header::LOCATION, path))
        .finish())
}

/// Where a scheme of others is.
pub(crate) fn address(external: &ExternalScheme) -> String {
    format!("/vocab/x/{}", external.slug())
}

fn find(page: &Page) -> Result<(String, &'static ExternalScheme, Document), PageError> {
    let slug: String = page.segment("scheme")?;
    let external = ExternalScheme::from_slug(&slug.to_ascii_lowercase());
    let found = external.and_then(|external| Some((external, Document::of_external(external)?)));
    let (external, graph) = found.ok_or(PageError::NotFound(Vec::new()))?;
    Ok((slug, external, graph))
}
