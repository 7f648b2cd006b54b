//! One concept.

use actix_web::HttpResponse;
use actix_web::http::header;
use askama::Template;
use staffroom_service::accounts::AccountRow;
use staffroom_service::hub;
use staffroom_vocabulary::{Concept, Document, Mapping, Relation, Text};

use super::format::{self, Format, OtherFormat};
use super::language::{self, LanguageLink};
use super::nearest::{self, address};
use super::{canonical, document, external, scheme};
use crate::accept::best_type;
use crate::error::PageError;
use crate::layout::Layout;
use crate::page::{Page, PageResult};
use crate::practice::concept_search;
use crate::words::{Markup, Message, Words, escaped, key};

/// In which form other servers want an actor.
const ACTIVITY: &str = "application/activity+json";

#[derive(Template)]
#[template(path = "vocab_concept.html")]
struct ConceptPage {
    layout: Layout,
    t: Words,
    scheme_href: String,
    scheme_label: Text,
    label: Text,
    labels: &'static [Text],
    definition: Text,
    iri: &'static str,
    hashtag: &'static str,
    ordinal: Option<u32>,
    alt_labels: &'static [Text],
    synonyms: &'static [&'static str],
    broader: Vec<Neighbour>,
    narrower: Vec<Neighbour>,
    related: Vec<Neighbour>,
    mappings: Vec<ShownMapping>,
    deprecated: bool,
    /// Where the practices are that have it.
    practices: String,
    /// Who announces what is new with it, where it is a topic of a hub.
    follow: Option<Follow>,
    /// Links to what is used instead.
    replaced_by: Option<Markup>,
    languages: Vec<LanguageLink>,
    formats: Vec<OtherFormat>,
}

/// An account that one can follow.
struct Follow {
    /// Its id.
    actor: String,
    href: String,
    handle: String,
}

/// Another concept of ours.
struct Neighbour {
    href: String,
    label: Text,
}

/// What it corresponds to elsewhere.
struct ShownMapping {
    relation: Message,
    href: String,
    label: &'static str,
    scheme: &'static str,
}

impl ShownMapping {
    fn new(mapping: &Mapping) -> Self {
        let target = mapping.target();
        Self {
            relation: match mapping.relation() {
                Relation::Exact => key("concept-exact"),
                Relation::Close => key("concept-close"),
                Relation::Narrow => key("concept-wider-than"),
                Relation::Broad => key("concept-narrower-than"),
                Relation::Related => key("concept-related-to"),
            },
            href: if target.scheme().has_our_iris() {
                format!("{}#{}", external::address(target.scheme()), target.slug())
            } else {
                target.iri().to_owned()
            },
            label: target.label(),
            scheme: target.scheme().label(),
        }
    }
}

pub(crate) async fn show(page: Page) -> PageResult {
    let slug: String = page.segment("scheme")?;
    let scheme = scheme::find(&slug).ok_or_else(|| nearest::scheme(page.words(), &slug))?;
    let slug: String = page.segment("concept")?;
    let concept = scheme
        .concept(&slug)
        .ok_or_else(|| nearest::concept(page.words(), scheme, &slug))?;
    let path = address(concept);
    if page.path() != path {
        return Ok(canonical(&page, &path));
    }
    let account = hub::account_of(page.ctx(), concept).await;
    let account = account.map_err(PageError::internal)?;
    if let Some(account) = account.as_ref().filter(|_| wants_actor(&page)) {
        return Ok(to_actor(&page, account));
    }
    let format = Format::choose(&page, Format::OF_OTHERS)?;
    if format != Format::Html {
        let name = concept.path().replace('/', ".");
        return Ok(document::data(&page, &name, format, || {
            document::graph(&Document::of_concept(concept), format)
        }));
    }
    document::html(&page, &template(&page, concept, &path, account.as_ref()))
}

/// Whether somebody looks for an actor: so do other servers where the address of a concept is typed into their search.
fn wants_actor(page: &Page) -> bool {
    let offers = [
        "text/html",
        ACTIVITY,
        "application/ld+json",
        "application/json",
        "text/turtle",
    ];
    let is_asked = page.query().get("format").is_empty();
    is_asked && best_type(page.header(&header::ACCEPT), &offers) == Some(1)
}

fn to_actor(page: &Page, account: &AccountRow) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, page.ctx().addresses.actor(account.id)))
        .insert_header((header::VARY, "Accept"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .finish()
}

fn template(
    page: &Page,
    concept: &'static Concept,
    path: &str,
    account: Option<&AccountRow>,
) -> ConceptPage {
    let language = language::choose(page);
    let ctx = page.ctx();
    let follow = account.map(|account| Follow {
        actor: ctx.addresses.actor(account.id),
        href: format!("/@{}", account.username),
        handle: format!("@{}@{}", account.username, ctx.config.account_domain()),
    });
    let neighbours = |list: &[&'static Concept]| {
        list.iter()
            .map(|concept| Neighbour {
                href: address(concept),
                label: concept.label(language),
            })
            .collect()
    };
    ConceptPage {
        layout: page.layout(),
        t: page.words(),
        scheme_href: format!("/vocab/{}/", concept.scheme().slug()),
        scheme_label: concept.scheme().label(language),
        label: concept.label(language),
        labels: concept.labels(),
        definition: concept.definition(language),
        iri: concept.iri(),
        hashtag: concept.hashtag(),
        ordinal: concept.ordinal(),
        alt_labels: concept.alt_labels(),
        synonyms: concept.synonyms(),
        broader: neighbours(concept.broader().as_slice()),
        narrower: neighbours(concept.narrower()),
        related: neighbours(concept.related()),
        mappings: concept.mappings().iter().map(ShownMapping::new).collect(),
        deprecated: concept.is_deprecated(),
        practices: concept_search(concept),
        follow,
        replaced_by: links(page.words(), &neighbours(concept.replaced_by())),
        languages: language::links(path, language),
        formats: format::others(path, Format::OF_OTHERS),
    }
}

/// Links with commas between them, to be put into a message.
fn links(words: Words, concepts: &[Neighbour]) -> Option<Markup> {
    let link = |one: &Neighbour| {
        let (href, label) = (escaped(&one.href), escaped(one.label.value));
        let lang = one.label.language;
        if lang == words.code() {
            format!("<a href=\"{href}\">{label}</a>")
        } else {
            format!("<a href=\"{href}\" lang=\"{lang}\">{label}</a>")
        }
    };
    let html: Vec<String> = concepts.iter().map(link).collect();
    let text: Vec<&str> = concepts.iter().map(|one| one.label.value).collect();
    (!concepts.is_empty()).then(|| Markup::new(html.join(", "), text.join(", ")))
}
