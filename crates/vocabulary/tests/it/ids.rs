//! What was published stays: every id in `tests/ids.txt` must exist for ever.
//!
//! To accept new concepts, add their lines to the file, as the failure message prints them.

use staffroom_vocabulary::{Concept, ExternalScheme, Scheme};
use std::collections::BTreeSet;

const PUBLISHED: &str = include_str!("../ids.txt");

fn current() -> BTreeSet<String> {
    let schemes = Scheme::all()
        .iter()
        .map(|scheme| format!("scheme {} {}", scheme.slug(), scheme.property()));
    let concepts = Concept::all()
        .iter()
        .map(|concept| match concept.ordinal() {
            Some(ordinal) => format!("{} {} {ordinal}", concept.path(), concept.hashtag()),
            None => format!("{} {}", concept.path(), concept.hashtag()),
        });
    let external = ExternalScheme::all()
        .iter()
        .filter(|scheme| scheme.has_our_iris())
        .flat_map(|scheme| {
            scheme
                .concepts()
                .iter()
                .map(|concept| format!("x/{}/{}", scheme.slug(), concept.slug()))
        });
    schemes.chain(concepts).chain(external).collect()
}

#[test]
fn nothing_published_is_removed_or_changed() {
    let current = current();
    let gone: Vec<&str> = PUBLISHED
        .lines()
        .filter(|line| !current.contains(*line))
        .collect();
    assert!(
        gone.is_empty(),
        "ids, hashtags and ordinals are for ever; deprecate instead of removing: {gone:#?}"
    );
}

#[test]
fn everything_new_is_recorded() {
    let published: BTreeSet<&str> = PUBLISHED.lines().collect();
    let new: Vec<String> = current()
        .into_iter()
        .filter(|line| !published.contains(line.as_str()))
        .collect();
    assert!(
        new.is_empty(),
        "add these lines to tests/ids.txt:\n{}",
        new.join("\n")
    );
}
