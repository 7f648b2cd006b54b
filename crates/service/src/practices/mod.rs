//! Practices: what teachers tell others to try, with how they know.
//!
//! A practice is a status of the kind `Article`: title and text are its own, everything that can be counted is in its
//! typed record, and the line above it is made of both the record and its ledger. Its author's own result is an outcome
//! like any other, which counts for itself alone.

mod edit;
mod line;
mod list;
mod publish;
mod relatives;
mod subject;
mod tombstone;
mod withdraw;

pub use crate::search::{
    FacetCount, FoundPractices, MAX_COUNTED, PracticeQuery, search_practices as search,
};
pub use edit::{PracticeEdit, assure, cannot_change, edit};
pub(crate) use edit::{edit_in, own};
pub(crate) use line::{copy_result_in, is_line_outdated, line_in, write_line_in};
pub use list::{PracticeFilter, PracticeView, get, list, versions};
pub use publish::{MAX_PRACTICE_TEXT, MAX_PRACTICE_TITLE, NewPractice, publish};
pub(crate) use publish::{
    not_a_member, own_result, publish_in, result_of, result_problems, text_problems,
};
pub use relatives::{MAX_RELATIVES, Relative, Relatives, relatives};
pub use staffroom_db::practices::{PracticeRow, PracticeVersionRow};
pub use subject::{EntrySubject, subject, subject_of_own};
pub use tombstone::{Tombstone, tombstone};
pub use withdraw::{delete, reinstate, withdraw};
