//! `Filter`, `FilterKeyword`, `FilterStatus`, `FilterResult`, and `V1Filter`.

use serde::Serialize;
use staffroom_domain::Timestamp;
use staffroom_service::filters::{
    self, Context, FilterKeywordRow, FilterMatch, FilterRow, FilterStatusRow, OldFilter,
};

use super::shaper::{Shaper, moment};

/// A filter.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Filter {
    id: String,
    title: String,
    context: Vec<&'static str>,
    expires_at: Option<String>,
    #[serde(rename = "filter_action")]
    action: String,
    /// Not in results.
    #[serde(skip_serializing_if = "Option::is_none")]
    keywords: Option<Vec<FilterKeyword>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statuses: Option<Vec<FilterStatus>>,
}

/// A word or phrase of a filter.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FilterKeyword {
    id: String,
    keyword: String,
    whole_word: bool,
}

/// A status in a filter.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FilterStatus {
    id: String,
    status_id: String,
}

/// A filter that a status meets, and why.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FilterResult {
    filter: Filter,
    keyword_matches: Option<Vec<String>>,
    status_matches: Option<Vec<String>>,
}

/// A filter as the first version of the API has it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct V1Filter {
    id: String,
    phrase: String,
    context: Vec<&'static str>,
    whole_word: bool,
    expires_at: Option<String>,
    irreversible: bool,
}

fn contexts(row: &FilterRow) -> Vec<&'static str> {
    Context::of(row).into_iter().map(Context::as_str).collect()
}

fn expires_at(row: &FilterRow) -> Option<String> {
    row.expires_at.map(Timestamp::from_micros).map(moment)
}

impl From<&FilterRow> for Filter {
    fn from(row: &FilterRow) -> Self {
        Self {
            id: row.id.to_string(),
            title: row.title.clone(),
            context: contexts(row),
            expires_at: expires_at(row),
            action: row.action.clone(),
            keywords: None,
            statuses: None,
        }
    }
}

impl From<&filters::Filter> for Filter {
    fn from(filter: &filters::Filter) -> Self {
        let keywords = filter.keywords.iter().map(FilterKeyword::from);
        let statuses = filter.statuses.iter().map(FilterStatus::from);
        Self {
            keywords: Some(keywords.collect()),
            statuses: Some(statuses.collect()),
            ..Self::from(&filter.row)
        }
    }
}

impl From<&FilterKeywordRow> for FilterKeyword {
    fn from(row: &FilterKeywordRow) -> Self {
        Self {
            id: row.id.to_string(),
            keyword: row.keyword.clone(),
            whole_word: row.whole_word,
        }
    }
}

impl From<&FilterStatusRow> for FilterStatus {
    fn from(row: &FilterStatusRow) -> Self {
        Self {
            id: row.id.to_string(),
            status_id: row.status_id.to_string(),
        }
    }
}

impl From<&OldFilter> for V1Filter {
    fn from(old: &OldFilter) -> Self {
        let row = &old.filter;
        Self {
            id: old.keyword.id.to_string(),
            phrase: old.keyword.keyword.clone(),
            context: contexts(row),
            whole_word: old.keyword.whole_word,
            expires_at: expires_at(row),
            irreversible: row.action == "hide",
        }
    }
}

impl Shaper<'_> {
    /// The filters that a status meets and that count now.
    pub(super) fn filter_results(self, matches: &[FilterMatch]) -> Vec<FilterResult> {
        let now = self.now.as_micros();
        matches
            .iter()
            .filter(|found| found.filter.expires_at.is_none_or(|end| end > now))
            .map(|found| {
                let ids: Vec<String> = found.statuses.iter().map(ToString::to_string).collect();
                FilterResult {
                    filter: Filter::from(&*found.filter),
                    keyword_matches: (!found.keywords.is_empty()).then(|| found.keywords.clone()),
                    status_matches: (!ids.is_empty()).then_some(ids),
                }
            })
            .collect()
    }
}
