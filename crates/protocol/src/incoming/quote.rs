//! What a post quotes.

use super::tag::ObjectLink;
use crate::iri::Iri;
use crate::json::Object;

/// References to the quoted post. A quote without a checked authorization is a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotes {
    /// `quote` (FEP-044f).
    pub quote: Option<Iri>,
    /// `quoteUri`, `quoteUrl`, `_misskey_quote` or a link tag with Misskey's relation (FEP-e232): the first of them.
    pub legacy: Option<Iri>,
    /// `quoteAuthorization`: the stamp of the quoted author.
    pub authorization: Option<Iri>,
}

impl Quotes {
    pub(super) fn read(root: &Object, links: &[ObjectLink]) -> Self {
        Self {
            quote: root.only_iri("quote"),
            legacy: ["quoteUri", "quoteUrl", "_misskey_quote"]
                .iter()
                .find_map(|name| root.only_iri(name))
                .or_else(|| {
                    let link = links.iter().find(|link| link.is_quote())?;
                    Some(link.href.clone())
                }),
            authorization: root.only_iri("quoteAuthorization"),
        }
    }

    /// What is quoted, by whichever name.
    pub fn target(&self) -> Option<&Iri> {
        self.quote.as_ref().or(self.legacy.as_ref())
    }
}
