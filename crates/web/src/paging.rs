//! Parts of lists, and the links between them. A part is asked for by the ids at its ends, never by counting: what comes
//! in meanwhile moves nothing.

use staffroom_service::statuses;
use staffroom_service::{listing, timelines};

use crate::page::Page;
use crate::return_to::percent_encode;

/// The links to other parts of a list.
pub(crate) struct Paging {
    pub(crate) newest: Option<String>,
    pub(crate) newer: Option<String>,
    pub(crate) older: Option<String>,
}

/// What of a list is asked for: `max_id` and `min_id`, as in the Mastodon API.
pub(crate) fn asked(page: &Page, limit: i64) -> statuses::Page {
    let query = page.query();
    let id = |name: &str| query.get(name).trim().parse::<i64>().ok();
    let max_id = id("max_id");
    statuses::Page {
        max_id,
        since_id: None,
        min_id: id("min_id").filter(|_| max_id.is_none()),
        limit,
    }
}

impl Paging {
    /// The part of a list between those ids.
    pub(crate) fn new(page: &Page, newest: Option<i64>, oldest: Option<i64>) -> Self {
        let query = page.query();
        let is_later = is_later(page);
        let mut kept = String::new();
        for (name, value) in query.pairs() {
            if !matches!(name, "max_id" | "min_id") {
                kept.push_str(&percent_encode(name));
                kept.push('=');
                kept.push_str(&percent_encode(value));
                kept.push('&');
            }
        }
        let to = |name: &str, id: i64| format!("{}?{kept}{name}={id}", page.path());
        let first = match kept.strip_suffix('&') {
            Some(kept) => format!("{}?{kept}", page.path()),
            None => page.path().to_owned(),
        };
        Self {
            newest: is_later.then_some(first),
            newer: newest.filter(|_| is_later).map(|id| to("min_id", id)),
            older: oldest.map(|id| to("max_id", id)),
        }
    }

    /// Of a timeline.
    pub(crate) fn of_timeline(page: &Page, part: &timelines::Part) -> Self {
        let oldest = part.oldest.filter(|_| !part.is_last);
        Self::new(page, part.newest, oldest)
    }

    /// Of a list.
    pub(crate) fn of_part<T>(page: &Page, part: &listing::Part<T>) -> Self {
        Self::new(page, part.newest, part.oldest)
    }

    /// Whether there is any other part.
    pub(crate) const fn is_empty(&self) -> bool {
        self.newest.is_none() && self.newer.is_none() && self.older.is_none()
    }
}

/// Whether another part than the first is asked for.
pub(crate) fn is_later(page: &Page) -> bool {
    let query = page.query();
    ["max_id", "min_id"]
        .iter()
        .any(|name| !query.get(name).is_empty())
}
