//! Lists of other servers, which may lie about their length and never end.

use std::collections::HashSet;

use staffroom_net::FetchBudget;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{IncomingCollection, ObjectRef};

use super::error::ResolveError;
use super::fetch;
use crate::state::Federation;

/// How much of a list is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Documents that are fetched.
    pub(super) pages: usize,
    /// Items.
    pub(super) items: usize,
}

/// What was read of a list.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The ids of its items, each once, in order. They may be anybody's.
    pub(super) items: Vec<Iri>,
    /// Whether that is all of it.
    pub(super) complete: bool,
}

/// Reads a list, page by page of its own origin.
pub(super) async fn walk(
    fed: &Federation,
    list: &Iri,
    bounds: Bounds,
    budget: &mut FetchBudget,
) -> Result<Walked, ResolveError> {
    let mut walk = Walk {
        list,
        bounds,
        seen: HashSet::new(),
        found: Walked::default(),
    };
    let mut next = Some(list.clone());
    for _ in 0..bounds.pages {
        let Some(at) = next.take() else { break };
        if !at.same_origin(list) || !walk.seen.insert(at.canonical().to_owned()) {
            return Ok(walk.found);
        }
        let fetched = match fetch::at(fed, &at, budget).await {
            Ok(fetched) => fetched,
            // What was read so far is worth something.
            Err(_) if at != *list => return Ok(walk.found),
            Err(error) => return Err(error),
        };
        next = walk.page(fetched.document.into_collection()?);
        if walk.found.items.len() >= bounds.items {
            return Ok(walk.found);
        }
    }
    walk.found.complete = next.is_none();
    Ok(walk.found)
}

struct Walk<'a> {
    list: &'a Iri,
    bounds: Bounds,
    seen: HashSet<String>,
    found: Walked,
}

impl Walk<'_> {
    /// Takes the items of a page, and of the pages that are written out in it; gives what to fetch next.
    fn page(&mut self, page: IncomingCollection) -> Option<Iri> {
        let mut page = page;
        for _ in 0..self.bounds.pages {
            self.take(&page.items);
            match page.next.or(page.first) {
                None => return None,
                Some(ObjectRef::Id(next)) => return Some(next),
                Some(ObjectRef::Embedded(embedded)) => {
                    page = IncomingCollection::from_object(*embedded).ok()?;
                }
            }
        }
        // Pages within pages within pages: not a whole list.
        Some(self.list.clone())
    }

    fn take(&mut self, items: &[ObjectRef]) {
        for item in items.iter().filter_map(ObjectRef::id) {
            if self.found.items.len() >= self.bounds.items {
                return;
            }
            if self.seen.insert(format!("item {}", item.canonical())) {
                self.found.items.push(item);
            }
        }
    }
}
