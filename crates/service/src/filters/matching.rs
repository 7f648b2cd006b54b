//! Which filters a status meets.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use moka::sync::Cache;
use staffroom_db::filters::{self as rows, FilterKeywordRow, FilterRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{FilterId, StatusId, Timestamp};
use staffroom_text::{Haystack, Keywords, plain_text};

use super::Context;
use crate::statuses::{StatusView, Viewer};

/// How many bytes of prepared keywords are kept.
const KEPT: u64 = 32 << 20;

/// What is found by which keywords, prepared once for as long as nobody changes them: the keywords
/// themselves are the key, so that nothing in here is ever out of date.
static PREPARED: LazyLock<Cache<Arc<[FilterKeywordRow]>, Arc<Keywords>>> = LazyLock::new(|| {
    Cache::builder()
        .max_capacity(KEPT)
        .weigher(|keywords: &Arc<[FilterKeywordRow]>, _| weight(keywords))
        .build()
});

/// About how many bytes prepared keywords take: each byte of one is a state of a machine.
fn weight(keywords: &[FilterKeywordRow]) -> u32 {
    let bytes: usize = keywords
        .iter()
        .map(|row| 100 + 20 * row.keyword.len())
        .sum();
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// A filter that a status meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterMatch {
    /// The filter; whether it has expired is not looked at.
    pub filter: Arc<FilterRow>,
    /// Its keywords that the status has.
    pub keywords: Vec<String>,
    /// The status, or what it boosts, where that is in the filter.
    pub statuses: Vec<StatusId>,
}

impl FilterMatch {
    /// Whether the filter counts in such a list, now.
    pub fn counts_in(&self, context: Context, now: Timestamp) -> bool {
        let is_over = self
            .filter
            .expires_at
            .is_some_and(|at| at <= now.as_micros());
        !is_over && Context::of(&self.filter).contains(&context)
    }

    /// Whether what meets the filter is not to be shown at all.
    pub fn hides(&self) -> bool {
        self.filter.action == "hide"
    }
}

/// Notes in each status which filters of the viewer it meets. At most three queries, whatever the number
/// of statuses.
pub(crate) fn apply(
    conn: &mut Conn,
    viewer: Viewer,
    views: &mut [StatusView],
) -> Result<(), DbError> {
    let found = matches(conn, viewer, views)?;
    for (view, found) in views.iter_mut().zip(found) {
        if let Some(original) = &mut view.boost_of {
            original.filtered.clone_from(&found);
        }
        view.filtered = found;
    }
    Ok(())
}

/// Which filters of the viewer each status meets, in their order. At most three queries.
pub fn matches(
    conn: &mut Conn,
    viewer: Viewer,
    views: &[StatusView],
) -> Result<Vec<Vec<FilterMatch>>, DbError> {
    let filters = match viewer {
        Some(viewer) if !views.is_empty() => rows::of_account(conn, viewer)?,
        _ => Vec::new(),
    };
    if filters.is_empty() {
        return Ok(vec![Vec::new(); views.len()]);
    }
    let ids: Vec<FilterId> = filters.iter().map(|row| row.id).collect();
    let keywords: Arc<[FilterKeywordRow]> = rows::keywords(conn, &ids)?.into();
    let shown: Vec<StatusId> = views.iter().flat_map(ids_of).collect();
    let single = rows::among(conn, &ids, &shown)?;
    let machine = prepared(&keywords);
    let filters: Vec<Arc<FilterRow>> = filters.into_iter().map(Arc::new).collect();
    let found = views.iter().map(|view| {
        let mut words = words(&keywords, &machine, view);
        let of_view = ids_of(view);
        let met = filters.iter().filter_map(|filter| {
            let keywords = words.remove(&filter.id).unwrap_or_default();
            let is_single =
                |(of, id): &&(FilterId, StatusId)| *of == filter.id && of_view.contains(id);
            let statuses: Vec<StatusId> =
                single.iter().filter(is_single).map(|(_, id)| *id).collect();
            let is_met = !keywords.is_empty() || !statuses.is_empty();
            is_met.then(|| FilterMatch {
                filter: Arc::clone(filter),
                keywords,
                statuses,
            })
        });
        met.collect()
    });
    Ok(found.collect())
}

fn prepared(keywords: &Arc<[FilterKeywordRow]>) -> Arc<Keywords> {
    PREPARED.get_with_by_ref(keywords, || {
        let pairs = keywords
            .iter()
            .map(|row| (row.keyword.as_str(), row.whole_word));
        Arc::new(Keywords::new(pairs))
    })
}

/// The ids by which a status can be in a filter: its own, and that of what it boosts.
fn ids_of(view: &StatusView) -> Vec<StatusId> {
    let boosted = view.boost_of.as_ref().map(|of| of.status.id);
    std::iter::once(view.status.id).chain(boosted).collect()
}

/// The keywords that a status has, by filter.
fn words(
    keywords: &[FilterKeywordRow],
    machine: &Keywords,
    view: &StatusView,
) -> HashMap<FilterId, Vec<String>> {
    let mut found: HashMap<FilterId, Vec<String>> = HashMap::new();
    if machine.is_empty() {
        return found;
    }
    for place in machine.found_in(&haystack(view)) {
        if let Some(row) = keywords.get(place) {
            found
                .entry(row.filter_id)
                .or_default()
                .push(row.keyword.clone());
        }
    }
    found
}

/// All that a status says: warning, title, text, choices of its poll, descriptions of its files.
fn haystack(view: &StatusView) -> Haystack {
    let view = view.boost_of.as_deref().unwrap_or(view);
    let row = &view.status;
    let text = plain_text(&row.content);
    let choices = view.poll.iter().flat_map(|poll| &poll.options);
    let described = view
        .attachments
        .iter()
        .filter_map(|file| file.description.as_deref());
    let mut parts = vec![row.spoiler.as_str(), text.as_str()];
    parts.extend(row.title.as_deref());
    parts.extend(choices.map(|option| option.title.as_str()));
    parts.extend(described);
    Haystack::new(parts)
}
