//! Finding concepts by what people and other servers write.

use crate::fold::fold;
use crate::{Concept, Scheme, tables};
use alloc::format;
use alloc::vec::Vec;

type Index = &'static [(&'static str, &'static Concept)];

/// The concepts that a word or hashtag may mean: by label, other name, synonym or hashtag, in any language; with or
/// without `#`, ignoring case, spaces and hyphens. More than one if the word is ambiguous.
///
/// For suggestions that a person accepts or not; never apply them in silence. Deprecated concepts are among them, so
/// that a caller can suggest what replaces them.
///
/// ```
/// let found = staffroom_vocabulary::named("#smartboard");
/// assert_eq!(found.map(|concept| concept.path()).collect::<Vec<_>>(), ["tech/interactive-display"]);
/// ```
pub fn named(word: &str) -> impl Iterator<Item = &'static Concept> {
    let key = fold(word);
    let mut found: Vec<&'static Concept> = Vec::new();
    for concept in equal(tables::BY_NAME, &key) {
        if !found.contains(&concept) {
            found.push(concept);
        }
    }
    found.into_iter()
}

/// At most `limit` concepts for completing what somebody has begun to type, best first: a label that begins so, then
/// another name, synonym or hashtag that begins so, then a later word of a label. Deprecated concepts are left out.
///
/// ```
/// let found = staffroom_vocabulary::search("art", 3);
/// assert_eq!(found[0].path(), "tech/ai");
/// assert_eq!(found[1].path(), "su/art-design");
/// ```
pub fn search(begun: &str, limit: usize) -> Vec<&'static Concept> {
    let key = fold(begun);
    if key.is_empty() {
        return Vec::new();
    }
    let mut ranked: Vec<(u8, &'static Concept)> = Concept::all()
        .iter()
        .filter(|concept| !concept.deprecated)
        .filter_map(|concept| Some((rank(concept, &key)?, *concept)))
        .collect();
    // Stable: equal ranks stay in the order of the vocabulary.
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked
        .into_iter()
        .map(|(_, concept)| concept)
        .take(limit)
        .collect()
}

fn rank(concept: &Concept, key: &str) -> Option<u8> {
    let begins = |text: &str| fold(text).starts_with(key);
    let labels = || concept.labels.iter().map(|text| text.value);
    let others = || {
        concept
            .alt_labels
            .iter()
            .map(|text| text.value)
            .chain(concept.synonyms.iter().copied())
            .chain([concept.hashtag])
    };
    if labels().any(begins) {
        Some(0)
    } else if others().any(begins) {
        Some(1)
    } else if labels().any(|label| label.split_whitespace().any(begins)) {
        Some(2)
    } else {
        None
    }
}

pub(crate) fn by_path(path: &str) -> Option<&'static Concept> {
    equal(tables::BY_PATH, &path.to_lowercase()).next()
}

pub(crate) fn by_hashtag(hashtag: &str) -> Option<&'static Concept> {
    let tag = hashtag.strip_prefix('#').unwrap_or(hashtag);
    // Unlike `fold`, a hashtag has no spaces or hyphens to overlook.
    if tag.chars().all(char::is_alphanumeric) {
        equal(tables::BY_HASHTAG, &fold(tag)).next()
    } else {
        None
    }
}

pub(crate) fn in_scheme(scheme: &Scheme, slug: &str) -> Option<&'static Concept> {
    by_path(&format!("{}/{slug}", scheme.slug))
}

/// The entries of a sorted index with exactly this key.
fn equal(index: Index, key: &str) -> impl Iterator<Item = &'static Concept> {
    let start = index.partition_point(|(entry, _)| *entry < key);
    index
        .get(start..)
        .unwrap_or_default()
        .iter()
        .take_while(move |(entry, _)| *entry == key)
        .map(|(_, concept)| *concept)
}
