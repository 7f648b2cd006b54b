//! What a broken `vocabulary.toml` is refused for. The tests of the crate check the rest through the public interface.

use crate::fold::fold;
use crate::source::{Concept, Source};
use std::collections::{BTreeMap, BTreeSet};

/// All problems at once, each with the place where it is.
pub(crate) fn problems(source: &Source) -> Vec<String> {
    let mut problems = Vec::new();
    let external: BTreeSet<String> = source
        .external
        .iter()
        .flat_map(|scheme| {
            scheme
                .concept
                .iter()
                .map(move |concept| format!("{}/{}", scheme.slug, concept.slug))
        })
        .collect();
    let mut paths = BTreeMap::new();
    for (path, _, concept) in source.concepts() {
        if paths.insert(path.to_lowercase(), concept).is_some() {
            problems.push(format!("{path}: the same id twice, ignoring case"));
        }
    }
    hashtags(source, &mut problems);
    for (path, scheme, concept) in source.concepts() {
        texts(&path, concept, &mut problems);
        let known = |target: &str| source.concepts().any(|(other, _, _)| other == target);
        if let Some(broader) = &concept.broader
            && !scheme.concept.iter().any(|other| {
                other.slug == *broader && other.broader.is_none() && other.slug != concept.slug
            })
        {
            problems.push(format!(
                "{path}: broader '{broader}' is no top concept of the scheme"
            ));
        }
        for target in concept.related.iter().chain(&concept.replaced_by) {
            if !known(target) || *target == path {
                problems.push(format!("{path}: no such concept: {target}"));
            }
        }
        if !concept.deprecated && !concept.replaced_by.is_empty() {
            problems.push(format!("{path}: replaced but not deprecated"));
        }
        mappings(&path, concept, &external, &mut problems);
    }
    problems
}

fn hashtags(source: &Source, problems: &mut Vec<String>) {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for (path, _, concept) in source.concepts() {
        let tag = &concept.hashtag;
        if !tag.chars().all(char::is_alphanumeric)
            || tag.chars().all(char::is_numeric)
            || !tag.starts_with(char::is_uppercase)
        {
            problems.push(format!(
                "{path}: '{tag}' is no CamelCase hashtag of letters and digits"
            ));
        }
        if let Some(other) = owners.insert(fold(tag), path.clone()) {
            problems.push(format!("{path}: hashtag '{tag}' is that of {other}"));
        }
    }
    for (path, _, concept) in source.concepts() {
        for synonym in &concept.synonyms {
            if let Some(owner) = owners.get(&fold(synonym))
                && *owner != path
            {
                problems.push(format!(
                    "{path}: synonym '{synonym}' is the hashtag of {owner}"
                ));
            }
        }
    }
}

/// SKOS S13 (one text is not both preferred, alternative and hidden label), and nothing empty or untrimmed.
fn texts(path: &str, concept: &Concept, problems: &mut Vec<String>) {
    if !concept
        .slug
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
    {
        problems.push(format!(
            "{path}: a slug has letters, digits, hyphens and dots"
        ));
    }
    for (language, label, others) in [
        (
            "en",
            Some(&concept.label.en),
            concept.alt_labels.en.as_slice(),
        ),
        (
            "cy",
            concept.label.cy.as_ref(),
            concept.alt_labels.cy.as_slice(),
        ),
    ] {
        let mut seen: BTreeSet<&str> = label.into_iter().map(String::as_str).collect();
        for other in others {
            if !seen.insert(other) {
                problems.push(format!("{path}: '{other}'@{language} is there twice (S13)"));
            }
        }
    }
    let all = [&concept.label.en, &concept.definition.en]
        .into_iter()
        .chain(&concept.label.cy)
        .chain(&concept.definition.cy)
        .chain(&concept.alt_labels.en)
        .chain(&concept.alt_labels.cy)
        .chain(&concept.synonyms);
    for text in all {
        if text.trim() != text || text.is_empty() || text.chars().any(char::is_control) {
            problems.push(format!("{path}: empty, untrimmed or control: {text:?}"));
        }
    }
}

/// SKOS S46 forbids exactMatch beside broadMatch or relatedMatch; two relations to one target are a mistake anyway.
fn mappings(
    path: &str,
    concept: &Concept,
    external: &BTreeSet<String>,
    problems: &mut Vec<String>,
) {
    let mut seen = BTreeSet::new();
    for (_, target) in concept.mappings() {
        if !external.contains(target) {
            problems.push(format!("{path}: no such mapping target: {target}"));
        }
        if !seen.insert(target) {
            problems.push(format!("{path}: two mappings to {target}"));
        }
    }
}
