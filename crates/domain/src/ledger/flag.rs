//! What stands in the way of trusting a practice at a glance.

use serde::{Deserialize, Deserializer, Serialize};

use super::month::Month;

/// How many months old the newest evidence may be.
const FRESH_MONTHS: i32 = 60;
/// How many independent settings must see no effect, or harm, before a practice is contested …
const CONTESTED_LEAST: u64 = 2;
/// … and that each stands for at most so many of all the independent ones: a fifth.
const CONTESTED_SHARE: u64 = 5;

/// Something that overrides the colour of a practice, not its level. Set and taken away by rule alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// The author has withdrawn the practice.
    Withdrawn,
    /// A setting that is not unverified reports harm, be it one of many, with an interest, or the author's own.
    HarmReported,
    /// At least two independent known settings, and a fifth of all of them, report no effect or harm.
    Contested,
    /// The newest report of a setting that is not unverified is more than five years old, to the month: never early, and at
    /// most a month late.
    Stale,
}

impl Flag {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::Withdrawn,
        Self::HarmReported,
        Self::Contested,
        Self::Stale,
    ];

    /// The code on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::HarmReported => "harm-reported",
            Self::Contested => "contested",
            Self::Stale => "stale",
        }
    }

    /// What it means, in English.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Withdrawn => "The author has withdrawn this practice.",
            Self::HarmReported => "Harm has been reported.",
            Self::Contested => "Contested: several independent settings saw no effect, or harm.",
            Self::Stale => "The newest report is more than five years old.",
        }
    }
}

/// Whether enough of the independent settings speak against it.
pub(super) const fn is_contested(against: u64, independent: u64) -> bool {
    against >= CONTESTED_LEAST && against.saturating_mul(CONTESTED_SHARE) >= independent
}

/// Whether what is newest is too old. Where there is no evidence, none is old.
pub(super) fn is_stale(newest: Option<Month>, now: Option<Month>) -> bool {
    match (newest, now) {
        (Some(newest), Some(now)) => now.since(newest) > FRESH_MONTHS,
        _ => false,
    }
}

/// The flags of another server that we know; it may have newer ones.
pub(super) fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Flag>, D::Error> {
    let codes = Vec::<String>::deserialize(deserializer)?;
    let find = |code: &String| Flag::ALL.into_iter().find(|flag| flag.as_str() == code);
    Ok(codes.iter().filter_map(find).collect())
}
