//! A part of a whole, in words that do not pretend.

use std::fmt;

/// The smallest whole of which percentages are told.
pub const PERCENT_MINIMUM: u64 = 20;

/// A part of a whole: as two counts, and never as a percentage of fewer than twenty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// So many of so many.
    Counts {
        /// The part.
        part: u64,
        /// The whole.
        whole: u64,
    },
    /// A percentage with the counts that it is made of.
    Percent {
        /// Rounded; 0 only for none, 100 only for all.
        percent: u8,
        /// The part.
        part: u64,
        /// The whole.
        whole: u64,
    },
}

impl Share {
    /// Of a part of a whole; a part that is larger counts as the whole.
    pub fn of(part: u64, whole: u64) -> Self {
        let part = part.min(whole);
        if whole < PERCENT_MINIMUM {
            return Self::Counts { part, whole };
        }
        let exact = u128::from(part) * 100;
        let rounded = (exact + u128::from(whole) / 2) / u128::from(whole);
        let percent = match rounded {
            0 if part > 0 => 1,
            100 if part < whole => 99,
            other => u8::try_from(other).unwrap_or(100),
        };
        Self::Percent {
            percent,
            part,
            whole,
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Counts { part, whole } => write!(f, "{part} of {whole}"),
            Self::Percent {
                percent,
                part,
                whole,
            } => write!(f, "{percent} % ({part} of {whole})"),
        }
    }
}
