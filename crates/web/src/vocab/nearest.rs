//! What somebody may have meant by an address that does not exist.

use staffroom_vocabulary::{Concept, Scheme, named, search};

use crate::error::{PageError, Suggestion};
use crate::return_to::percent_encode;
use crate::words::{Message, Words, key};

/// How alike two slugs must be, from 0 to 1.
const ALIKE: f64 = 0.75;
const MOST: usize = 3;

/// No such scheme; perhaps one of these.
pub(crate) fn scheme(words: Words, slug: &str) -> PageError {
    let wanted = slug.to_lowercase();
    let likeness = |scheme: &'static Scheme| {
        let label = scheme.label("en").value.to_lowercase().replace(' ', "-");
        strsim::jaro_winkler(&wanted, &label)
            .max(strsim::jaro_winkler(
                &wanted,
                &scheme.property().to_lowercase(),
            ))
            .max(strsim::jaro_winkler(&wanted, scheme.slug()))
    };
    let mut suggestions: Vec<Suggestion> = closest(Scheme::all(), likeness)
        .into_iter()
        .map(|scheme| Suggestion {
            href: format!("/vocab/{}/", scheme.slug()),
            text: Message::verbatim(scheme.label(words.code()).value),
        })
        .collect();
    suggestions.push(everything());
    PageError::NotFound(suggestions)
}

/// No such concept in this scheme; perhaps one of these.
pub(crate) fn concept(words: Words, scheme: &'static Scheme, slug: &str) -> PageError {
    let wanted = slug.to_lowercase();
    let mut found = closest(scheme.concepts(), |concept| {
        strsim::jaro_winkler(&wanted, concept.slug())
    });
    let word = wanted.replace('-', " ");
    let elsewhere = named(&word).chain(search(&word, MOST));
    for concept in elsewhere {
        if found.len() < MOST && !found.contains(&concept) {
            found.push(concept);
        }
    }
    let mut suggestions: Vec<Suggestion> = found
        .into_iter()
        .map(|concept| to_concept(words, concept))
        .collect();
    suggestions.push(Suggestion {
        href: format!("/vocab/{}/", scheme.slug()),
        text: key("nearest-all-of").with("scheme", scheme.label(words.code()).value),
    });
    suggestions.push(everything());
    PageError::NotFound(suggestions)
}

fn to_concept(words: Words, concept: &'static Concept) -> Suggestion {
    Suggestion {
        href: address(concept),
        text: Message::verbatim(concept.label(words.code()).value),
    }
}

/// The address of a concept's page.
pub(crate) fn address(concept: &Concept) -> String {
    format!("/vocab/{}", percent_encode(concept.path()))
}

fn everything() -> Suggestion {
    Suggestion {
        href: "/vocab/".to_owned(),
        text: key("nearest-everything"),
    }
}

fn closest<T: Copy>(all: &[T], likeness: impl Fn(T) -> f64) -> Vec<T> {
    let mut ranked: Vec<(f64, T)> = all
        .iter()
        .map(|one| (likeness(*one), *one))
        .filter(|(alike, _)| *alike >= ALIKE)
        .collect();
    ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    ranked.into_iter().map(|(_, one)| one).take(MOST).collect()
}
