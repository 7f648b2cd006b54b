//! Licences as records name them.

use staffroom_vocabulary::{Facet, Licence};

use super::record::PracticeRecord;

/// The licence of an SPDX id or of an IRI of `li`, if it is one of ours.
pub(super) fn known_licence(text: &str) -> Option<Licence> {
    Licence::from_iri(text).or_else(|| {
        let slug = text.strip_prefix("li/").unwrap_or(text);
        Licence::from_slug(slug)
    })
}

impl PracticeRecord {
    /// What others may do with the text, if the record names a licence that we know.
    pub fn known_licence(&self) -> Option<Licence> {
        self.licence.as_deref().and_then(known_licence)
    }
}
