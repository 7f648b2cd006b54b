//! Consents that others can check.

use serde::Serialize;

use super::context::{Context, Term, Terms};
use crate::iri::Iri;

/// What is consented to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum StampKind {
    /// A quote (FEP-044f).
    QuoteAuthorization,
    /// A like.
    LikeAuthorization,
    /// An answer.
    ReplyAuthorization,
    /// A share.
    AnnounceAuthorization,
}

/// A consent: never embeds what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stamp {
    /// Its id, on the host of who consents.
    pub id: Iri,
    /// What is consented to.
    #[serde(rename = "type")]
    pub kind: StampKind,
    /// Who consents.
    pub attributed_to: Iri,
    /// What does it, such as the quoting post.
    pub interacting_object: Iri,
    /// What it is done to, such as the quoted post.
    pub interaction_target: Iri,
}

impl Terms for Stamp {
    fn terms(&self, context: &mut Context) {
        context.add(match self.kind {
            StampKind::QuoteAuthorization => Term::QuoteAuthorization,
            StampKind::LikeAuthorization
            | StampKind::ReplyAuthorization
            | StampKind::AnnounceAuthorization => Term::InteractionRequests,
        });
    }
}
