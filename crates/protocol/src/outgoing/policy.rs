//! Who may answer, like, share, quote and list.

use serde::Serialize;

use super::context::{Context, Term, Terms};
use crate::audience::Addressees;

/// Who may do one thing. To say "nobody", name the author alone: an empty list is as if absent for readers of JSON-LD.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Approvals {
    /// At once.
    #[serde(skip_serializing_if = "Addressees::is_empty")]
    pub automatic_approval: Addressees,
    /// After approval.
    #[serde(skip_serializing_if = "Addressees::is_empty")]
    pub manual_approval: Addressees,
}

/// Policies; an absent one says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InteractionPolicy {
    /// Who may like it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_like: Option<Approvals>,
    /// Who may answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_reply: Option<Approvals>,
    /// Who may share it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_announce: Option<Approvals>,
    /// Who may quote it (FEP-044f).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_quote: Option<Approvals>,
    /// Who may list it (FEP-7aa9).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_feature: Option<Approvals>,
}

impl Terms for InteractionPolicy {
    fn terms(&self, context: &mut Context) {
        context.add(Term::InteractionPolicy);
    }
}
