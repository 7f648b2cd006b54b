//! Practices by what they are about: the concepts of the vocabulary with how many practices have them.

use std::collections::HashMap;

use askama::Template;
use staffroom_service::practices::{self, PracticeQuery};
use staffroom_service::statuses;
use staffroom_vocabulary::{Concept, Scheme};

use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::practice::{Named, concept_search};
use crate::shown::viewer;
use crate::words::Words;

/// The schemes that one looks through, in this order.
const MEMBERS: [&str; 6] = [
    "problem",
    "technologyType",
    "phase",
    "subject",
    "evidenceLevel",
    "outcome",
];

#[derive(Template)]
#[template(path = "browse.html")]
struct BrowsePage {
    layout: Layout,
    t: Words,
    schemes: Vec<ShownScheme>,
    is_complete: bool,
}

struct ShownScheme {
    slug: &'static str,
    label: Named,
    about: Named,
    concepts: Vec<ShownConcept>,
}

struct ShownConcept {
    name: Named,
    count: usize,
    /// Those below it that practices have.
    narrower: Vec<ShownConcept>,
}

/// `GET /browse`
pub(crate) async fn show(page: Page) -> PageResult {
    let words = page.words();
    let everything = PracticeQuery {
        counts: true,
        page: statuses::Page {
            limit: 1,
            ..statuses::Page::default()
        },
        ..PracticeQuery::default()
    };
    let found = practices::search(page.ctx(), viewer(&page), everything).await?;
    let counts = |scheme: &Scheme| -> HashMap<String, usize> {
        let of_scheme = found.counts.get(scheme.slug()).into_iter().flatten();
        of_scheme
            .map(|it| (it.concept.clone(), it.practices))
            .collect()
    };
    let schemes = MEMBERS.into_iter().filter_map(Scheme::from_property);
    html(&BrowsePage {
        layout: page.layout(),
        t: words,
        schemes: schemes
            .map(|scheme| shown(words, scheme, &counts(scheme)))
            .collect(),
        is_complete: found.is_complete,
    })
}

fn shown(words: Words, scheme: &'static Scheme, counts: &HashMap<String, usize>) -> ShownScheme {
    let usable = scheme.top_concepts().filter(|it| !it.is_deprecated());
    ShownScheme {
        slug: scheme.slug(),
        label: Named {
            href: Some(format!("/vocab/{}/", scheme.slug())),
            ..Named::text(words, scheme.label(words.code()))
        },
        about: Named::text(words, scheme.definition(words.code())),
        concepts: usable.map(|it| concept(words, it, counts)).collect(),
    }
}

fn concept(words: Words, it: &'static Concept, counts: &HashMap<String, usize>) -> ShownConcept {
    let count = counts.get(it.slug()).copied().unwrap_or(0);
    let below = it
        .narrower()
        .iter()
        .filter(|it| counts.contains_key(it.slug()));
    ShownConcept {
        name: Named {
            href: (count > 0).then(|| concept_search(it)),
            ..Named::text(words, it.label(words.code()))
        },
        count,
        narrower: below.map(|it| concept(words, it, counts)).collect(),
    }
}
