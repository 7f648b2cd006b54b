//! The ledger of a practice, in our own API.

use std::collections::BTreeMap;

use serde::Serialize;
use staffroom_domain::ledger::{self as counted, LedgerSummary, Lineage, Sentence, sentences};
use staffroom_service::ledger::LedgerView;
use utoipa::ToSchema;

use super::entry::Entry;
use super::record_schema;
use super::shaper::moment;

/// The ledger of a practice: what came of it wherever it was tried, counted by settings and not by posts.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ledger {
    /// What was counted here.
    #[serde(flatten)]
    counted: Counted,
    /// What the practice's own server says, where that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    theirs: Option<Theirs>,
    /// What came of practices that were made from this one. Never added to anything.
    lineage: Adaptations,
    /// How many entries are counted.
    entry_count: i64,
    /// Those that are counted, the newest first.
    items: Vec<Entry>,
    /// Where older ones are.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Counts, and what they mean in words.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Counted {
    /// The counts. There is no average and no percentage.
    #[schema(value_type = record_schema::LedgerSummary)]
    summary: LedgerSummary,
    /// What is to be said, in this order: who said they would try it, then warnings, then results, then what stands apart.
    sentences: Vec<Said>,
    /// Whether too few independent settings have reported for more than counts.
    too_few_to_say: bool,
}

/// A sentence about a ledger.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Said {
    /// For translations; stable.
    code: &'static str,
    /// The numbers in it, by name.
    numbers: BTreeMap<&'static str, u64>,
    /// In English.
    text: String,
}

/// What another server says of its ledger.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Theirs {
    /// Its counts.
    #[schema(value_type = record_schema::LedgerSummary)]
    summary: LedgerSummary,
    /// When it said so.
    at: String,
}

/// Ledgers of practices that were made from one.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Adaptations {
    /// By how many practices it was adapted.
    practices: u64,
    /// Their counts, those with most independent settings first; at most 100.
    #[schema(value_type = Vec<record_schema::LedgerSummary>)]
    adapted_by: Vec<LedgerSummary>,
}

/// What came of a practice in settings like one's own.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LikeMine {
    /// The counts, where at least three settings fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    counted: Option<Counted>,
    /// Where fewer do: the URIs of those reports that the viewer may see, to be read and not to be counted.
    texts: Vec<String>,
}

impl From<Sentence> for Said {
    fn from(sentence: Sentence) -> Self {
        Self {
            code: sentence.code(),
            numbers: sentence.numbers().into_iter().collect(),
            text: sentence.english(),
        }
    }
}

impl Counted {
    pub(super) fn new(summary: LedgerSummary, more: impl IntoIterator<Item = Sentence>) -> Self {
        let all = sentences(&summary).into_iter().chain(more);
        Self {
            sentences: all.map(Said::from).collect(),
            too_few_to_say: summary.is_too_few_to_say(),
            summary,
        }
    }
}

impl From<counted::LikeMine> for LikeMine {
    fn from(found: counted::LikeMine) -> Self {
        match found {
            counted::LikeMine::Counts(summary) => Self {
                counted: Some(Counted::new(*summary, None)),
                texts: Vec::new(),
            },
            counted::LikeMine::Texts(texts) => Self {
                counted: None,
                texts,
            },
        }
    }
}

impl From<Lineage> for Adaptations {
    fn from(lineage: Lineage) -> Self {
        Self {
            practices: lineage.practices,
            adapted_by: lineage.adapted_by,
        }
    }
}

impl Ledger {
    /// With a part of its entries.
    pub(crate) fn new(view: LedgerView, items: Vec<Entry>, next: Option<String>) -> Self {
        let theirs = view.theirs.map(|(summary, at)| Theirs {
            summary,
            at: moment(at),
        });
        let here = view.summary.outcomes.total();
        let author = theirs.as_ref().map(|it| it.summary.outcomes.total());
        let differ = author
            .filter(|author| *author != here)
            .map(|author| Sentence::ServersDiffer { author, here });
        let more = view.lineage.sentence().into_iter().chain(differ);
        Self {
            counted: Counted::new(view.summary, more),
            theirs,
            lineage: view.lineage.into(),
            entry_count: view.entries,
            items,
            next,
        }
    }
}
