//! Writes the tables and the enums. Every concept is a static of its own, so that they can point to each other.

use crate::fold::fold;
use crate::source::{Concept, External, Scheme, Source, Texts};
use std::fmt::{self, Write};

const BASE: &str = "https://w3id.org/staffroom/v/";
const EXTERNAL_BASE: &str = "https://w3id.org/staffroom/x/";

/// `SCHEMES`, `CONCEPTS`, the external schemes and the sorted indexes.
pub(crate) fn tables(source: &Source, digest: &str) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let version = &source.version;
    writeln!(
        out,
        "/// The version of the vocabulary's content.\npub const VERSION: &str = {version:?};"
    )?;
    writeln!(
        out,
        "/// A digest of the data and of the code that writes the documents: the same digest means the same bytes of \
         every document. For entity tags; no protection against forgery.\npub const DIGEST: &str = {digest:?};"
    )?;
    for scheme in &source.scheme {
        scheme_static(&mut out, scheme)?;
    }
    for (path, scheme, concept) in source.concepts() {
        concept_static(&mut out, source, &path, scheme, concept)?;
    }
    for external in &source.external {
        external_statics(&mut out, external)?;
    }
    let schemes = list(source.scheme.iter().map(|s| name('S', &s.slug)));
    let concepts = list(source.concepts().map(|(path, _, _)| name('C', &path)));
    let external = list(source.external.iter().map(|s| name('X', &s.slug)));
    writeln!(out, "pub(crate) static SCHEMES: &[&Scheme] = &[{schemes}];")?;
    writeln!(
        out,
        "pub(crate) static CONCEPTS: &[&Concept] = &[{concepts}];"
    )?;
    writeln!(
        out,
        "pub(crate) static EXTERNAL: &[&ExternalScheme] = &[{external}];"
    )?;
    indexes(&mut out, source)?;
    Ok(out)
}

/// One enum for each scheme.
pub(crate) fn facets(source: &Source) -> Result<String, fmt::Error> {
    let mut out = String::new();
    for scheme in &source.scheme {
        facet(&mut out, scheme)?;
    }
    Ok(out)
}

fn scheme_static(out: &mut String, scheme: &Scheme) -> fmt::Result {
    let slug = &scheme.slug;
    writeln!(
        out,
        "pub(crate) static {}: Scheme = Scheme {{ slug: {slug:?}, iri: \"{BASE}{slug}/\", order_iri: \"{BASE}{slug}/#order\", \
         property: {:?}, ordered: {}, labels: {}, definitions: {}, concepts: &[{}] }};",
        name('S', slug),
        scheme.property,
        scheme.ordered,
        texts(&scheme.label, scheme.cy_reviewed),
        texts(&scheme.definition, scheme.cy_reviewed),
        list(
            scheme
                .concept
                .iter()
                .map(|concept| name('C', &format!("{slug}/{}", concept.slug)))
        ),
    )
}

fn concept_static(
    out: &mut String,
    source: &Source,
    path: &str,
    scheme: &Scheme,
    concept: &Concept,
) -> fmt::Result {
    let in_scheme = |slug: &str| name('C', &format!("{}/{slug}", scheme.slug));
    let narrower = scheme
        .concept
        .iter()
        .filter(|other| other.broader.as_ref() == Some(&concept.slug))
        .map(|other| in_scheme(&other.slug));
    let position = scheme
        .concept
        .iter()
        .position(|other| other.slug == concept.slug)
        .filter(|_| scheme.ordered);
    let alt_labels: String = [
        ("en", true, &concept.alt_labels.en),
        ("cy", concept.cy_reviewed, &concept.alt_labels.cy),
    ]
    .into_iter()
    .flat_map(|(language, reviewed, labels)| {
        labels
            .iter()
            .map(move |label| text(language, label, reviewed))
    })
    .collect();
    let mappings: Vec<String> = concept
        .mappings()
        .map(|(relation, target)| {
            format!(
                "Mapping {{ relation: Relation::{relation}, target: &{} }},",
                name('X', target)
            )
        })
        .collect();
    writeln!(
        out,
        "pub(crate) static {}: Concept = Concept {{ scheme: &{}, slug: {:?}, path: {path:?}, iri: \"{BASE}{path}\", labels: {}, \
         definitions: {}, alt_labels: &[{alt_labels}], synonyms: &{:?}, hashtag: \"#{}\", ordinal: {position:?}, \
         broader: {}, narrower: &[{}], related: &[{}], mappings: &[{}], deprecated: {}, replaced_by: &[{}] }};",
        name('C', path),
        name('S', &scheme.slug),
        concept.slug,
        texts(&concept.label, concept.cy_reviewed),
        texts(&concept.definition, concept.cy_reviewed),
        concept.synonyms,
        concept.hashtag,
        concept.broader.as_ref().map_or_else(
            || "None".to_owned(),
            |slug| format!("Some(&{})", in_scheme(slug))
        ),
        list(narrower),
        list(
            source
                .related(path, concept)
                .iter()
                .map(|path| name('C', path))
        ),
        mappings.concat(),
        concept.deprecated,
        list(concept.replaced_by.iter().map(|path| name('C', path))),
    )
}

fn external_statics(out: &mut String, external: &External) -> fmt::Result {
    let slug = &external.slug;
    let base = external
        .base
        .clone()
        .unwrap_or_else(|| format!("{EXTERNAL_BASE}{slug}/"));
    let concepts = external
        .concept
        .iter()
        .map(|concept| name('X', &format!("{slug}/{}", concept.slug)));
    writeln!(
        out,
        "static {}: ExternalScheme = ExternalScheme {{ slug: {slug:?}, iri: {base:?}, label: {:?}, ours: {}, \
         concepts: &[{}] }};",
        name('X', slug),
        external.label,
        external.base.is_none(),
        list(concepts),
    )?;
    for concept in &external.concept {
        writeln!(
            out,
            "static {}: ExternalConcept = ExternalConcept {{ scheme: &{}, slug: {:?}, iri: \"{base}{}\", label: {:?} }};",
            name('X', &format!("{slug}/{}", concept.slug)),
            name('X', slug),
            concept.slug,
            concept.slug,
            concept.label,
        )?;
    }
    Ok(())
}

/// Sorted by key, for binary search.
fn indexes(out: &mut String, source: &Source) -> fmt::Result {
    let mut paths = Vec::new();
    let mut hashtags = Vec::new();
    let mut names = Vec::new();
    for (position, (path, _, concept)) in source.concepts().enumerate() {
        let target = name('C', &path);
        paths.push((path.to_lowercase(), position, target.clone()));
        hashtags.push((fold(&concept.hashtag), position, target.clone()));
        let texts = [&concept.hashtag, &concept.label.en]
            .into_iter()
            .chain(&concept.label.cy)
            .chain(&concept.alt_labels.en)
            .chain(&concept.alt_labels.cy)
            .chain(&concept.synonyms);
        names.extend(texts.map(|text| (fold(text), position, target.clone())));
    }
    for (index, mut entries) in [
        ("BY_PATH", paths),
        ("BY_HASHTAG", hashtags),
        ("BY_NAME", names),
    ] {
        entries.sort();
        entries.dedup();
        let entries: Vec<String> = entries
            .iter()
            .map(|(key, _, target)| format!("({key:?}, &{target}),"))
            .collect();
        writeln!(
            out,
            "pub(crate) static {index}: &[(&str, &Concept)] = &[{}];",
            entries.concat()
        )?;
    }
    Ok(())
}

fn facet(out: &mut String, scheme: &Scheme) -> fmt::Result {
    let rust = &scheme.rust;
    let order = if scheme.ordered {
        ", PartialOrd, Ord"
    } else {
        ""
    };
    let definition = &scheme.definition.en;
    writeln!(
        out,
        "/// {}: {definition}\n///\n/// The scheme `{}`.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash{order})]\n\
         #[non_exhaustive]\npub enum {rust} {{",
        scheme.label.en, scheme.slug,
    )?;
    for concept in &scheme.concept {
        let (label, definition) = (&concept.label.en, &concept.definition.en);
        let path = format!("{}/{}", scheme.slug, concept.slug);
        writeln!(
            out,
            "/// {label} (`{path}`): {definition}\n{},",
            variant(concept)
        )?;
    }
    let all: Vec<String> = scheme
        .concept
        .iter()
        .map(|concept| format!("Self::{},", variant(concept)))
        .collect();
    writeln!(
        out,
        "}}\nimpl Facet for {rust} {{\nconst ALL: &'static [Self] = &[{}];\n\
         fn scheme() -> &'static Scheme {{ &tables::{} }}",
        all.concat(),
        name('S', &scheme.slug),
    )?;
    // The lint is expected only where it would speak: an unfulfilled expectation is a warning too.
    if scheme.concept.len() > 95 {
        writeln!(
            out,
            "#[expect(clippy::too_many_lines, reason = \"one arm for each concept\")]"
        )?;
    }
    writeln!(
        out,
        "fn concept(self) -> &'static Concept {{\nmatch self {{"
    )?;
    for concept in &scheme.concept {
        let target = name('C', &format!("{}/{}", scheme.slug, concept.slug));
        writeln!(out, "Self::{} => &tables::{target},", variant(concept))?;
    }
    writeln!(out, "}}\n}}\n}}\nfacet_traits!({rust});")
}

/// `Compared` of `compared`, `FullyOnline` of `fully-online`.
fn variant(concept: &Concept) -> String {
    concept.rust.clone().unwrap_or_else(|| {
        concept
            .slug
            .split(['-', '.'])
            .map(|part| {
                let mut chars = part.chars();
                chars
                    .next()
                    .map(|first| first.to_ascii_uppercase())
                    .into_iter()
                    .chain(chars.map(|c| c.to_ascii_lowercase()))
                    .collect::<String>()
            })
            .collect()
    })
}

/// The static of a path: `C_TECH_BLOCK_CODING`.
fn name(kind: char, path: &str) -> String {
    let path: String = path
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect();
    format!("{kind}_{path}")
}

fn list(names: impl Iterator<Item = String>) -> String {
    names
        .map(|name| format!("&{name},"))
        .collect::<Vec<_>>()
        .concat()
}

fn texts(texts: &Texts, cy_reviewed: bool) -> String {
    let mut out = text("en", &texts.en, true);
    if let Some(cy) = &texts.cy {
        out.push_str(&text("cy", cy, cy_reviewed));
    }
    format!("&[{out}]")
}

fn text(language: &str, value: &str, reviewed: bool) -> String {
    format!("Text {{ language: {language:?}, value: {value:?}, reviewed: {reviewed} }},")
}
