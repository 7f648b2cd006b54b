//! What was not taken into a ledger, and why. Rejections are listed with their reason, never erased.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

/// Why an adoption or an outcome does not count. There is no reason "we do not like it": a result is not rejected for
/// what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", from = "String")]
pub enum Reason {
    /// It advertises.
    Spam,
    /// It attacks somebody.
    Abuse,
    /// It is about something else.
    OutOfScope,
    /// The same was counted already.
    Duplicate,
    /// There never was such a version of the practice.
    UnknownVersion,
    /// The practice was deleted before.
    Deleted,
    /// It says that it is independent, and is the author's own.
    NotIndependent,
    /// It is not from the server that it says it is from, or was changed on the way.
    Forged,
    /// Something that another server says and we do not know. Never our own reason.
    Other,
}

/// An entry that was not taken into the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// The id of the adoption or outcome.
    pub id: String,
    /// Why.
    pub reason: Reason,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Spam,
        Self::Abuse,
        Self::OutOfScope,
        Self::Duplicate,
        Self::UnknownVersion,
        Self::Deleted,
        Self::NotIndependent,
        Self::Forged,
        Self::Other,
    ];

    /// The code on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Abuse => "abuse",
            Self::OutOfScope => "out-of-scope",
            Self::Duplicate => "duplicate",
            Self::UnknownVersion => "unknown-version",
            Self::Deleted => "deleted",
            Self::NotIndependent => "not-independent",
            Self::Forged => "forged",
            Self::Other => "other",
        }
    }

    /// The reason of a code; an unknown one is `Other`.
    pub fn from_code(code: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|reason| reason.as_str() == code)
            .unwrap_or(Self::Other)
    }

    /// What to tell whoever sent it, in English.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Spam => "It advertises something.",
            Self::Abuse => {
                "It attacks somebody. Say what happened without that, and send it again."
            }
            Self::OutOfScope => "It is not about this practice.",
            Self::Duplicate => "The same was counted already. Edit the first one to change it.",
            Self::UnknownVersion => {
                "There is no such version of the practice. Name the version that you tried."
            }
            Self::Deleted => "The practice was deleted.",
            Self::NotIndependent => {
                "It is by the author or from the author's organisation, so it cannot be independent. Send it as the \
                 author's own."
            }
            Self::Forged => "It is not from the server that it says it is from.",
            Self::Other => "The other server gives a reason that this one does not know.",
        }
    }
}

impl From<String> for Reason {
    fn from(code: String) -> Self {
        Self::from_code(&code)
    }
}

/// Counts by reason, of another server: what we do not know is counted together, not left out.
pub(super) fn counts<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Reason, u64>, D::Error> {
    let mut counts = BTreeMap::new();
    for (code, n) in BTreeMap::<String, u64>::deserialize(deserializer)? {
        let sum: &mut u64 = counts.entry(Reason::from_code(&code)).or_default();
        *sum = sum.saturating_add(n);
    }
    Ok(counts)
}

/// How many were rejected for each reason.
pub fn count_reasons(rejections: &[Rejection]) -> BTreeMap<Reason, u64> {
    let mut counts = BTreeMap::new();
    for rejection in rejections {
        *counts.entry(rejection.reason).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_there_and_back() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.as_str()), reason);
            let json = serde_json::to_value(reason).unwrap();
            assert_eq!(json, reason.as_str());
        }
        assert_eq!(Reason::from_code("displeasing"), Reason::Other);
    }
}
