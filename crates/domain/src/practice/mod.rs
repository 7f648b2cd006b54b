//! What teachers tell one another in a form that can be counted: a practice, that somebody takes it up, and what came
//! of it.
//!
//! Here belong the records as they are on the wire, in the database and in our own API (one form everywhere), what a
//! record must have, and the words that are made of it. Here does not belong counting (`ledger`), who may write what,
//! nor the status that carries a record.

mod adoption;
mod index;
mod outcome;
mod parts;
mod record;
mod version;

pub use adoption::{AdoptionRecord, AdoptionStatus};
pub use index::Index;
pub use outcome::{Adaptation, Fidelity, OutcomeRecord, WouldDoAgain};
pub use parts::{Ages, Approach, Citation, CitationKind, Material, Product};
pub use record::PracticeRecord;
pub use version::Version;
