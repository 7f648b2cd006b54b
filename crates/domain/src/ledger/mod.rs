//! The ledger of a practice: what came of it wherever it was tried, counted so that nobody can be misled by the count.
//!
//! Here belong the arithmetic and its words: which reports of a setting count ([`SettingEntries`]), what the setting adds
//! ([`Contribution`]), the sum ([`Tally`]), what is told of it ([`LedgerSummary`], [`Sentence`]). The time is an argument.
//! Here does not belong who may report what, where entries come from, or where tallies are kept.
//!
//! When something changes in one setting:
//!
//! ```text
//! old = SettingEntries::of(its entries before).contribution()     (or as it was kept)
//! new = SettingEntries::of(its entries now).contribution()
//! tally.replace(old, new)
//! LedgerSummary::of(tally, facts)
//! ```

mod contribution;
mod counts;
mod digest;
mod entry;
mod filter;
mod flag;
mod instant;
mod level;
mod lineage;
mod month;
mod rejection;
mod setting;
mod share;
mod summary;
mod tally;
mod words;

pub use contribution::{Contribution, Finding, Stage, Standing};
pub use counts::{AdoptionCounts, Denominator, Noticed, OutcomeCounts};
pub use digest::{canonical_lines, canonical_text, canonical_text_of_lines};
pub use entry::{Circumstances, Country, Entry, InvalidCountry, Said, SettingKey};
pub use filter::{Filter, LIKE_MINE_MINIMUM, LikeMine, like_mine};
pub use flag::Flag;
pub use level::{DecidedBy, LevelAdvice, Proposal, Reported};
pub use lineage::Lineage;
pub use rejection::{Reason, Rejection, count_reasons};
pub use setting::{SettingEntries, by_setting};
pub use share::{PERCENT_MINIMUM, Share};
pub use summary::{Facts, INDEPENDENT_MINIMUM, LedgerSummary};
pub use tally::Tally;
pub use words::{Results, Sentence, sentences};
