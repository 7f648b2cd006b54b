//! Lists and their pages.

use serde::Serialize;

use super::context::{Context, Terms};
use crate::iri::Iri;

/// How many there are: a collection that says nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Collection", rename_all = "camelCase")]
pub struct Total {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Iri>,
    /// How many.
    pub total_items: u64,
}

impl Total {
    /// So many, without an id.
    pub fn of(total_items: u64) -> Self {
        Self {
            id: None,
            total_items,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
enum ListType {
    Collection,
    OrderedCollection,
    CollectionPage,
    OrderedCollectionPage,
}

/// A list, with its items or with a first page.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Collection<I> {
    id: Iri,
    #[serde(rename = "type")]
    kind: ListType,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_items: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributed_to: Option<Iri>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<Iri>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<Iri>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<I>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ordered_items: Option<Vec<I>>,
}

impl<I> Collection<I> {
    fn empty(id: Iri, kind: ListType) -> Self {
        Self {
            id,
            kind,
            total_items: None,
            attributed_to: None,
            first: None,
            last: None,
            items: None,
            ordered_items: None,
        }
    }

    /// An unordered list with all its items.
    pub fn of(id: Iri, items: Vec<I>) -> Self {
        let total = u64::try_from(items.len()).ok();
        Self {
            items: Some(items),
            total_items: total,
            ..Self::empty(id, ListType::Collection)
        }
    }

    /// A list in order with all its items.
    pub fn ordered(id: Iri, items: Vec<I>) -> Self {
        let total = u64::try_from(items.len()).ok();
        Self {
            ordered_items: Some(items),
            total_items: total,
            ..Self::empty(id, ListType::OrderedCollection)
        }
    }

    /// A list in order whose items are on pages, or not shown where there is no `first`.
    pub fn paged(id: Iri, total_items: Option<u64>, first: Option<Iri>) -> Self {
        Self {
            total_items,
            first,
            ..Self::empty(id, ListType::OrderedCollection)
        }
    }

    /// An unordered list whose items are on pages.
    pub fn unordered(id: Iri, first: Iri) -> Self {
        Self {
            first: Some(first),
            ..Self::empty(id, ListType::Collection)
        }
    }

    /// Says whose list it is.
    #[must_use]
    pub fn owned_by(mut self, owner: Iri) -> Self {
        self.attributed_to = Some(owner);
        self
    }

    /// Names the last page.
    #[must_use]
    pub fn with_last(mut self, last: Iri) -> Self {
        self.last = Some(last);
        self
    }

    /// Does not say how many there are.
    #[must_use]
    pub fn without_total(mut self) -> Self {
        self.total_items = None;
        self
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CollectionPage<I> {
    id: Iri,
    #[serde(rename = "type")]
    kind: ListType,
    part_of: Iri,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Iri>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prev: Option<Iri>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<I>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ordered_items: Option<Vec<I>>,
}

impl<I> CollectionPage<I> {
    /// A page of a list in order.
    pub fn ordered(id: Iri, part_of: Iri, items: Vec<I>) -> Self {
        Self {
            id,
            kind: ListType::OrderedCollectionPage,
            part_of,
            next: None,
            prev: None,
            items: None,
            ordered_items: Some(items),
        }
    }

    /// A page of an unordered list.
    pub fn of(id: Iri, part_of: Iri, items: Vec<I>) -> Self {
        Self {
            kind: ListType::CollectionPage,
            items: Some(items),
            ordered_items: None,
            ..Self::ordered(id, part_of, Vec::new())
        }
    }

    /// Names the page after this.
    #[must_use]
    pub fn with_next(mut self, next: Iri) -> Self {
        self.next = Some(next);
        self
    }

    /// Names the page before this.
    #[must_use]
    pub fn with_prev(mut self, prev: Iri) -> Self {
        self.prev = Some(prev);
        self
    }
}

impl<I: Terms> Terms for Collection<I> {
    fn terms(&self, context: &mut Context) {
        for item in [&self.items, &self.ordered_items]
            .into_iter()
            .flatten()
            .flatten()
        {
            item.terms(context);
        }
    }
}

impl<I: Terms> Terms for CollectionPage<I> {
    fn terms(&self, context: &mut Context) {
        for item in [&self.items, &self.ordered_items]
            .into_iter()
            .flatten()
            .flatten()
        {
            item.terms(context);
        }
    }
}

/// An id has no terms.
impl Terms for Iri {
    fn terms(&self, _context: &mut Context) {}
}
