//! CSV (RFC 4180): one row for each concept. Several values in a field are joined by `" | "`.

use crate::{Concept, Relation, Scheme};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write};

/// Also the documentation of the columns; new ones go to the end.
const COLUMNS: [&str; 20] = [
    "iri",
    "slug",
    "broader",
    "ordinal",
    "hashtag",
    "label_en",
    "label_cy",
    "label_cy_reviewed",
    "definition_en",
    "definition_cy",
    "alt_labels",
    "synonyms",
    "related",
    "exact_match",
    "close_match",
    "narrow_match",
    "broad_match",
    "related_match",
    "deprecated",
    "replaced_by",
];

pub(super) fn write(out: &mut impl Write, scheme: &Scheme) -> fmt::Result {
    row(out, COLUMNS)?;
    scheme
        .concepts
        .iter()
        .try_for_each(|concept| row(out, fields(concept).iter().map(String::as_str)))
}

fn fields(concept: &Concept) -> [String; COLUMNS.len()] {
    let paths = |concepts: &[&Concept]| joined(concepts.iter().map(|concept| concept.path));
    let text = |texts: &[crate::Text], language: &str| {
        texts
            .iter()
            .find(|text| text.language == language)
            .map(|text| text.value.to_string())
            .unwrap_or_default()
    };
    let matches = |relation: Relation| {
        joined(
            concept
                .mappings
                .iter()
                .filter(|mapping| mapping.relation == relation)
                .map(|mapping| mapping.target.iri),
        )
    };
    let cy = concept.labels.iter().find(|text| text.language == "cy");
    [
        concept.iri.to_string(),
        concept.slug.to_string(),
        concept
            .broader
            .map_or("", |broader| broader.slug)
            .to_string(),
        concept
            .ordinal
            .map(|ordinal| format!("{ordinal}"))
            .unwrap_or_default(),
        concept.hashtag.to_string(),
        text(concept.labels, "en"),
        text(concept.labels, "cy"),
        cy.map(|text| text.reviewed.to_string()).unwrap_or_default(),
        text(concept.definitions, "en"),
        text(concept.definitions, "cy"),
        joined(concept.alt_labels.iter().map(|text| text.value)),
        joined(concept.synonyms.iter().copied()),
        paths(concept.related),
        matches(Relation::Exact),
        matches(Relation::Close),
        matches(Relation::Narrow),
        matches(Relation::Broad),
        matches(Relation::Related),
        concept.deprecated.to_string(),
        paths(concept.replaced_by),
    ]
}

fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.collect::<Vec<_>>().join(" | ")
}

fn row<'a>(out: &mut impl Write, fields: impl IntoIterator<Item = &'a str>) -> fmt::Result {
    for (position, value) in fields.into_iter().enumerate() {
        if position > 0 {
            out.write_char(',')?;
        }
        field(out, value)?;
    }
    out.write_str("\r\n")
}

fn field(out: &mut impl Write, value: &str) -> fmt::Result {
    if value.contains(['"', ',', '\r', '\n']) {
        write!(out, "\"{}\"", value.replace('"', "\"\""))
    } else {
        out.write_str(value)
    }
}

#[cfg(test)]
mod tests {
    use super::row;
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_fields_read_back(fields in proptest::collection::vec(any::<String>(), 2..5)) {
            let mut out = String::new();
            row(&mut out, fields.iter().map(String::as_str)).unwrap();
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(out.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(record.iter().collect::<Vec<_>>(), fields);
        }
    }
}
