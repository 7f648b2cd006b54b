//! Who may answer, like, share, quote and list (GoToSocial's interaction policies).

use crate::audience::Addressees;
use crate::json::{Json, Object};

/// Who may do one thing: at once, or after approval.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubPolicy {
    /// `automaticApproval`
    pub automatic: Addressees,
    /// `manualApproval`
    pub manual: Addressees,
}

/// Policies as they were written; an absent one says nothing, and means everybody, except `can_feature` and
/// `can_quote`, where it means no consent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InteractionPolicy {
    /// `canLike`
    pub can_like: Option<SubPolicy>,
    /// `canReply`
    pub can_reply: Option<SubPolicy>,
    /// `canAnnounce`
    pub can_announce: Option<SubPolicy>,
    /// `canQuote` (FEP-044f)
    pub can_quote: Option<SubPolicy>,
    /// `canFeature` (FEP-7aa9)
    pub can_feature: Option<SubPolicy>,
}

impl InteractionPolicy {
    pub(super) fn read(root: &Object) -> Option<Self> {
        let policy = root.get("interactionPolicy")?.as_object()?;
        let sub = |name: &str| {
            let sub = policy.get(name).and_then(Json::as_object)?;
            Some(SubPolicy {
                automatic: sub.addressees("automaticApproval"),
                manual: sub.addressees("manualApproval"),
            })
        };
        Some(Self {
            can_like: sub("canLike"),
            can_reply: sub("canReply"),
            can_announce: sub("canAnnounce"),
            can_quote: sub("canQuote"),
            can_feature: sub("canFeature"),
        })
    }
}
