//! What teachers tell one another in a form that can be counted: a practice, that somebody takes it up, and what came
//! of it.
//!
//! Here belong the records as they are on the wire, in the database and in our own API (one form everywhere), what a
//! record must have, and the words that are made of it. Here does not belong counting (`ledger`), who may write what,
//! nor the status that carries a record.

mod address;
mod adoption;
#[cfg(test)]
mod any;
mod changes;
mod check;
mod facets;
mod hashtags;
mod index;
mod licence;
pub mod limits;
mod members;
mod outcome;
mod parts;
pub mod plain;
mod problem;
mod read;
mod record;
mod summary;
mod told;
mod version;
mod words;

pub use adoption::{AdoptionRecord, AdoptionStatus};
pub use changes::changes_core;
pub use check::{Curator, PracticeBasis, Reporter, check_adoption, check_outcome, check_practice};
pub use facets::Found;
pub use index::{Index, InvalidIndex};
pub use outcome::{Adaptation, Fidelity, OutcomeRecord, WouldDoAgain};
pub use parts::{Ages, Approach, Citation, CitationKind, Material, Product};
pub use problem::Problem;
pub use record::PracticeRecord;
pub use summary::{FoundElsewhere, summary_line};
pub use version::Version;
