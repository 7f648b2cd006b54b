//! What people do not want to see, or not at first: words and single statuses.
//!
//! As in Mastodon, nothing is left out of a list: every status says which filters of the viewer it meets,
//! and clients hide, blur or cover it where the filter's contexts say so.

mod change;
mod matching;
mod old;

pub use change::{
    Expiry, FilterChange, KeywordChange, add_keyword, add_status, change_keyword, create, delete,
    delete_keyword, delete_status, keyword, list, show, status, update,
};
pub(crate) use matching::apply;
pub use matching::{FilterMatch, matches};
pub use old::{OldFilter, OldFilterChange, create_old, delete_old, list_old, show_old, update_old};
pub use staffroom_db::filters::{FilterKeywordRow, FilterRow, FilterStatusRow};

use staffroom_db::DbError;
use thiserror::Error;

/// The longest title, in characters.
pub const MAX_TITLE: usize = 256;
/// The longest keyword, in characters.
pub const MAX_KEYWORD: usize = 512;
/// How many filters one person has.
const MAX_FILTERS: usize = 100;
/// How many keywords all filters of one person have together.
const MAX_KEYWORDS: usize = 1_000;
/// How many statuses all filters of one person have together.
const MAX_STATUSES: usize = 1_000;

/// In which lists a filter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The home timeline, and lists.
    Home,
    /// Notifications.
    Notifications,
    /// Public timelines, hashtags, search.
    Public,
    /// What stands around a status.
    Thread,
    /// Profiles.
    Account,
}

impl Context {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] = [
        Self::Home,
        Self::Notifications,
        Self::Public,
        Self::Thread,
        Self::Account,
    ];

    /// The name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Notifications => "notifications",
            Self::Public => "public",
            Self::Thread => "thread",
            Self::Account => "account",
        }
    }

    const fn bit(self) -> i32 {
        match self {
            Self::Home => 1,
            Self::Notifications => 2,
            Self::Public => 4,
            Self::Thread => 8,
            Self::Account => 16,
        }
    }

    /// Those whose bits are set.
    pub fn of(row: &FilterRow) -> Vec<Self> {
        let mut all = Self::ALL.to_vec();
        all.retain(|context| row.contexts & context.bit() != 0);
        all
    }

    /// The bits of those names; none where there is no name, or one that is none.
    fn bits(names: &[String]) -> Option<i32> {
        let bit = |name: &String| {
            let mut all = Self::ALL.into_iter();
            all.find(|context| context.as_str() == name).map(Self::bit)
        };
        let bits: Option<Vec<i32>> = names.iter().map(bit).collect();
        bits.filter(|bits| !bits.is_empty())
            .map(|bits| bits.into_iter().fold(0, |all, bit| all | bit))
    }
}

/// A filter with what it looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The filter.
    pub row: FilterRow,
    /// Its keywords, the first made first.
    pub keywords: Vec<FilterKeywordRow>,
    /// Its statuses.
    pub statuses: Vec<FilterStatusRow>,
}

/// Why a filter cannot be as it was asked for.
#[derive(Clone, Debug, Error)]
pub enum FilterError {
    /// There is none, or it is somebody else's: which, is not told.
    #[error("Record not found")]
    NotFound,
    /// The text says why, for its owner.
    #[error("Validation failed: {0}")]
    Invalid(String),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl FilterError {
    fn invalid(reason: impl Into<String>) -> Self {
        Self::Invalid(reason.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_are_bits_and_names() {
        let names = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            Context::bits(&names)
        };
        assert_eq!(names(&["home", "account", "home"]), Some(17));
        assert_eq!(names(&[]), None);
        assert_eq!(names(&["home", "kitchen"]), None);
    }
}
