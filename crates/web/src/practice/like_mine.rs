//! Settings like the visitor's: what they chose, and what came of a practice there.

use staffroom_domain::StatusId;
use staffroom_domain::ledger::{Country, Filter, LikeMine};
use staffroom_service::{ledger, links};
use staffroom_vocabulary::{Concept, Scheme};

use super::{Named, ShownLedger};
use crate::error::PageError;
use crate::page::Page;
use crate::shown::viewer;

/// By what settings are told apart here.
const LIKE_MINE: [&str; 3] = ["phase", "subject", "setting"];

/// What came of it in settings like the visitor's.
pub(crate) struct FoundLikeMine {
    pub(crate) counted: Option<ShownLedger>,
    /// Addresses of what few reported.
    pub(crate) texts: Vec<String>,
}

/// A list to choose from.
pub(crate) struct Choice {
    pub(crate) name: &'static str,
    pub(crate) label: Named,
    pub(crate) options: Vec<ChoiceOption>,
}

/// One of them.
pub(crate) struct ChoiceOption {
    pub(crate) value: &'static str,
    pub(crate) name: Named,
    pub(crate) chosen: bool,
}

/// What is asked for in the form; nothing where it was not sent.
pub(crate) async fn like_mine(
    page: &Page,
    id: StatusId,
) -> Result<Option<FoundLikeMine>, PageError> {
    let query = page.query();
    let mut filter = Filter::default();
    for name in LIKE_MINE {
        let found = query.all(name).take(5).filter_map(Concept::from_path);
        let found = found
            .filter(|concept| concept.scheme().property() == name)
            .map(Into::into);
        match name {
            "phase" => filter.phase.extend(found),
            "subject" => filter.subject.extend(found),
            _ => filter.setting.extend(found),
        }
    }
    // `GB-WLS` is in `GB`: a ledger knows countries.
    let region = query.get("region").trim().to_ascii_uppercase();
    let country = region.split('-').next().unwrap_or_default();
    filter.country.extend(Country::parse(country));
    if filter.is_empty() {
        return Ok(None);
    }
    let found = ledger::like_mine(page.ctx(), viewer(page), id, filter).await?;
    Ok(Some(match found {
        LikeMine::Counts(summary) => FoundLikeMine {
            counted: Some(ShownLedger::of(page.words(), &summary)),
            texts: Vec::new(),
        },
        LikeMine::Texts(texts) => FoundLikeMine {
            counted: None,
            texts: texts
                .into_iter()
                .filter(|text| links::web(text).is_some())
                .take(40)
                .collect(),
        },
    }))
}

/// What can be chosen.
pub(crate) fn choices(page: &Page) -> Vec<Choice> {
    let (words, query) = (page.words(), page.query());
    let choice = |name: &'static str| {
        let scheme = Scheme::from_property(name)?;
        let options = scheme.concepts().iter().filter(|it| !it.is_deprecated());
        Some(Choice {
            name,
            label: Named::text(words, scheme.label(words.code())),
            options: options
                .map(|concept| ChoiceOption {
                    value: concept.path(),
                    name: Named::text(words, concept.label(words.code())),
                    chosen: query.get(name) == concept.path(),
                })
                .collect(),
        })
    };
    LIKE_MINE.into_iter().filter_map(choice).collect()
}
