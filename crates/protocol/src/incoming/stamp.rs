//! Consents that others can check: of quotes (FEP-044f), interactions (GoToSocial) and features (FEP-7aa9).

use super::document::{ParseError, required_id};
use crate::iri::Iri;
use crate::json::Object;

/// A consent: whose, to what, about what. Whether it holds is for the caller to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingStamp {
    /// Its id.
    pub id: Iri,
    /// Its type, such as `QuoteAuthorization`.
    pub kind: String,
    /// Who consents.
    pub attributed_to: Option<Iri>,
    /// What does it: the quoting post, the reply, the list.
    pub interacting_object: Option<Iri>,
    /// What it is done to: the quoted post, the featured actor.
    pub interaction_target: Option<Iri>,
}

impl IncomingStamp {
    /// Whether a type is one of a stamp.
    pub fn is_kind(name: &str) -> bool {
        matches!(
            name,
            "QuoteAuthorization"
                | "FeatureAuthorization"
                | "LikeApproval"
                | "ReplyApproval"
                | "AnnounceApproval"
                | "LikeAuthorization"
                | "ReplyAuthorization"
                | "AnnounceAuthorization"
        )
    }

    pub(super) fn read(root: &Object) -> Result<Self, ParseError> {
        let id = required_id(root)?;
        let mut names = root.type_names().peekable();
        names.peek().ok_or(ParseError::NoType)?;
        let kind = names
            .find(|name| Self::is_kind(name))
            .ok_or(ParseError::WrongType)?
            .to_owned();
        Ok(Self {
            id,
            kind,
            attributed_to: root.only_iri("attributedTo"),
            interacting_object: root.only_iri("interactingObject"),
            interaction_target: root.only_iri("interactionTarget"),
        })
    }
}
