//! Lists, and pages of lists.

use super::activity::{ObjectRef, take_one};
use super::document::ParseError;
use crate::iri::Iri;
use crate::json::{Json, Object};
use crate::limits;

/// Which list it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CollectionKind {
    /// `Collection`
    Collection,
    /// `OrderedCollection` (and `FeaturedCollection`, FEP-7aa9)
    OrderedCollection,
    /// `CollectionPage`
    CollectionPage,
    /// `OrderedCollectionPage`
    OrderedCollectionPage,
}

impl CollectionKind {
    /// The kind of this name, if it is one.
    pub fn known(name: &str) -> Option<Self> {
        match name {
            "Collection" => Some(Self::Collection),
            "OrderedCollection" | "FeaturedCollection" => Some(Self::OrderedCollection),
            "CollectionPage" => Some(Self::CollectionPage),
            "OrderedCollectionPage" => Some(Self::OrderedCollectionPage),
            _ => None,
        }
    }

    /// Whether it is a page.
    pub fn is_page(self) -> bool {
        matches!(self, Self::CollectionPage | Self::OrderedCollectionPage)
    }
}

/// A list or a page of one. Items may belong to anybody; pages may never end: the caller counts.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingCollection {
    /// Its id; pages and partial collections often have none.
    pub id: Option<Iri>,
    /// Which list it is.
    pub kind: CollectionKind,
    /// How many items it says to have, at most [`limits::COUNT`]. Untrusted.
    pub total_items: Option<u64>,
    /// Whose it says to be (FEP-7888, FEP-1b12).
    pub attributed_to: Option<Iri>,
    /// The collection that a page is of.
    pub part_of: Option<Iri>,
    /// The first page.
    pub first: Option<ObjectRef>,
    /// The page after this.
    pub next: Option<ObjectRef>,
    /// The page before this.
    pub prev: Option<ObjectRef>,
    /// `orderedItems`, else `items`: those that are references, at most [`limits::ITEMS`].
    pub items: Vec<ObjectRef>,
}

impl IncomingCollection {
    /// Reads a collection; also one that is embedded.
    ///
    /// # Errors
    /// [`ParseError::NoType`], [`ParseError::WrongType`].
    pub fn from_object(mut root: Object) -> Result<Self, ParseError> {
        if root.type_names().next().is_none() {
            return Err(ParseError::NoType);
        }
        let kind = root
            .type_names()
            .find_map(CollectionKind::known)
            .ok_or(ParseError::WrongType)?;
        let items = root
            .take("orderedItems")
            .or_else(|| root.take("items"))
            .map(Json::into_each)
            .unwrap_or_default()
            .into_iter()
            .filter_map(ObjectRef::from_json)
            .take(limits::ITEMS)
            .collect();
        Ok(Self {
            id: root.own_id(),
            kind,
            total_items: root.count("totalItems"),
            attributed_to: root.iri("attributedTo"),
            part_of: root.iri("partOf"),
            first: take_one(&mut root, "first"),
            next: take_one(&mut root, "next"),
            prev: take_one(&mut root, "prev"),
            items,
        })
    }
}
