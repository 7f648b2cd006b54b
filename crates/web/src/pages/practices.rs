//! Finding practices by words and facets.

use askama::Template;
use staffroom_service::practices::{self, FacetCount, FoundPractices, PracticeQuery};
use staffroom_service::statuses;
use staffroom_vocabulary::{Concept, Scheme};

use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::practice::{Hit, Named};
use crate::shown::viewer;
use crate::words::{Words, key};

/// How many a page has.
const HITS: i64 = 20;
/// The most facets that are asked for at once.
const MAX_FACETS: usize = 20;
/// How many of one scheme are offered.
const OPTIONS: usize = 12;
/// The longest text that is looked for, in characters.
const MAX_TEXT: usize = 500;
/// The longest value of a facet, in bytes.
const MAX_VALUE: usize = 512;
/// By what practices are found here, in this order: members of the record.
const MEMBERS: [&str; 8] = [
    "problem",
    "technologyType",
    "phase",
    "subject",
    "evidenceLevel",
    "outcome",
    "costBand",
    "setting",
];
/// And by what beside the vocabulary.
const OTHERS: [&str; 3] = ["region", "language", "licence"];

#[derive(Template)]
#[template(path = "practices.html")]
struct PracticesPage {
    layout: Layout,
    t: Words,
    text: String,
    chosen: Vec<Chosen>,
    facets: Vec<ShownFacet>,
    is_complete: bool,
    is_narrowed: bool,
    is_later: bool,
    hits: Vec<Hit>,
    older: Option<String>,
    feed: String,
    /// On a hub, where nothing is found: where one asks about it.
    ask: Option<String>,
}

/// A facet that was asked for.
struct Chosen {
    property: String,
    value: String,
    label: Named,
    name: Named,
    /// The same search without it.
    without: String,
}

/// What can be asked for besides.
struct ShownFacet {
    property: &'static str,
    label: Named,
    options: Vec<FacetOption>,
}

struct FacetOption {
    id: String,
    value: String,
    name: Named,
    count: usize,
}

/// What somebody looks for: words, and facets by member and value as they stand in addresses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Search {
    pub(crate) text: String,
    pub(crate) facets: Vec<(String, String)>,
}

impl Search {
    /// What the query says; what practices are not found by is passed over.
    pub(crate) fn of(page: &Page) -> Self {
        let query = page.query();
        let mut facets: Vec<(String, String)> = Vec::new();
        let names = Scheme::all().iter().map(|scheme| scheme.property());
        for name in names.chain(OTHERS) {
            for value in query.all(name).map(str::trim) {
                let is_usable = !value.is_empty()
                    && value.len() <= MAX_VALUE
                    && facets.len() < MAX_FACETS
                    && stored(name, value).is_some();
                let facet = (name.to_owned(), value.to_owned());
                if is_usable && !facets.contains(&facet) {
                    facets.push(facet);
                }
            }
        }
        Self {
            text: query.get("q").trim().chars().take(MAX_TEXT).collect(),
            facets,
        }
    }

    pub(crate) const fn is_everything(&self) -> bool {
        self.text.is_empty() && self.facets.is_empty()
    }

    /// As the use case takes it.
    pub(crate) fn query(&self, max_id: Option<i64>, limit: i64) -> PracticeQuery {
        PracticeQuery {
            counts: true,
            text: self.text.clone(),
            facets: self
                .facets
                .iter()
                .filter_map(|(name, value)| stored(name, value))
                .collect(),
            page: statuses::Page {
                max_id,
                limit,
                ..statuses::Page::default()
            },
        }
    }

    /// Its address at `path`, with something more where that is wanted.
    pub(crate) fn address(&self, path: &str, more: Option<(&str, &str)>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !self.text.is_empty() {
            query.append_pair("q", &self.text);
        }
        query.extend_pairs(&self.facets);
        query.extend_pairs(more);
        let query = query.finish();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }

    /// Where somebody asks whether anyone has tried it.
    fn ask(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !self.text.is_empty() {
            query.append_pair("q", &self.text);
        }
        for (name, value) in &self.facets {
            let scheme = Scheme::from_property(name).filter(|_| !OTHERS.contains(&name.as_str()));
            let concept = Concept::from_path(value)
                .or_else(|| scheme.and_then(|scheme| scheme.concept(value)));
            if let Some(concept) = concept.filter(|_| scheme.is_some()) {
                query.append_pair("about", concept.path());
            }
        }
        format!("/library/questions/new?{}", query.finish())
    }

    fn without(&self, facet: &(String, String)) -> Self {
        let mut less = self.clone();
        less.facets.retain(|it| it != facet);
        less
    }
}

/// A facet as practices are found by it: scheme and slug, or one of the others and its value.
fn stored(name: &str, value: &str) -> Option<(String, String)> {
    if OTHERS.contains(&name) {
        return Some((name.to_owned(), value.to_owned()));
    }
    let scheme = Scheme::from_property(name)?;
    let concept = Concept::from_path(value).or_else(|| scheme.concept(value));
    let slug = match concept {
        Some(concept) if concept.scheme() == scheme => concept.slug().to_owned(),
        // A concept of others.
        None if value.starts_with("https://") || value.starts_with("http://") => value.to_owned(),
        _ => return None,
    };
    Some((scheme.slug().to_owned(), slug))
}

/// `GET /practices`
pub(crate) async fn show(page: Page) -> PageResult {
    let (ctx, words) = (page.ctx(), page.words());
    let search = Search::of(&page);
    let before = page.query().get("before").parse::<i64>().ok();
    let query = search.query(before, HITS);
    let found = practices::search(ctx, viewer(&page), query).await?;
    let hits = found.practices.iter();
    let hits = hits.filter_map(|view| Hit::new(words, &ctx.addresses, view, ctx.now()));
    html(&PracticesPage {
        layout: page.layout(),
        t: words,
        chosen: search
            .facets
            .iter()
            .map(|facet| chosen(words, &search, facet))
            .collect(),
        facets: facets(words, &search, &found),
        is_complete: found.is_complete,
        is_narrowed: !search.is_everything(),
        is_later: before.is_some(),
        hits: hits.collect(),
        older: found.next.map(|next| {
            let before = next.to_string();
            search.address("/practices", Some(("before", before.as_str())))
        }),
        feed: search.address("/practices.atom", None),
        ask: (ctx.config.is_hub() && before.is_none() && !search.is_everything())
            .then(|| search.ask()),
        text: search.text,
    })
}

fn chosen(words: Words, search: &Search, facet: &(String, String)) -> Chosen {
    let (property, value) = facet;
    Chosen {
        property: property.clone(),
        value: value.clone(),
        label: label(words, property),
        name: named(words, property, value),
        without: search.without(facet).address("/practices", None),
    }
}

/// What a facet is called.
pub(crate) fn label(words: Words, property: &str) -> Named {
    let message = match property {
        "region" => key("practice-region"),
        "language" => key("practice-language"),
        "licence" => key("practice-licence"),
        _ => {
            let scheme = Scheme::from_property(property);
            return scheme.map_or_else(
                || Named::plain(property),
                |scheme| Named::text(words, scheme.label(words.code())),
            );
        }
    };
    Named::plain(words.say(message).to_string())
}

/// What its value is called.
pub(crate) fn named(words: Words, property: &str, value: &str) -> Named {
    let scheme = Scheme::from_property(property);
    let concept = Concept::from_path(value)
        .or_else(|| scheme.and_then(|scheme| scheme.concept(value)))
        .filter(|_| !OTHERS.contains(&property));
    match concept {
        Some(concept) => Named::text(words, concept.label(words.code())),
        None => Named::plain(value),
    }
}

fn facets(words: Words, search: &Search, found: &FoundPractices) -> Vec<ShownFacet> {
    let facet = |property: &'static str| {
        let scheme = Scheme::from_property(property).filter(|_| !OTHERS.contains(&property));
        let slug = scheme.map_or(property, |scheme| scheme.slug());
        let counts = found.counts.get(slug)?;
        let options = counts
            .iter()
            .filter_map(|count| option(words, property, scheme, count))
            .filter(|it| {
                let asked = (property.to_owned(), it.value.clone());
                !search.facets.contains(&asked)
            });
        let options: Vec<FacetOption> = options.take(OPTIONS).collect();
        (!options.is_empty()).then(|| ShownFacet {
            property,
            label: label(words, property),
            options,
        })
    };
    MEMBERS
        .into_iter()
        .chain(OTHERS)
        .filter_map(facet)
        .collect()
}

fn option(
    words: Words,
    property: &'static str,
    scheme: Option<&'static Scheme>,
    count: &FacetCount,
) -> Option<FacetOption> {
    let concept = scheme.and_then(|scheme| scheme.concept(&count.concept));
    let value = match (concept, scheme) {
        (Some(concept), _) => concept.path().to_owned(),
        // A concept that is not known here has no name to choose it by.
        (None, Some(_)) => return None,
        (None, None) => count.concept.clone(),
    };
    Some(FacetOption {
        id: format!("{property}-{}", id_of(&count.concept)),
        name: named(words, property, &value),
        count: count.practices,
        value,
    })
}

/// A value as part of the id of an element.
fn id_of(value: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    value.chars().map(plain).collect()
}
