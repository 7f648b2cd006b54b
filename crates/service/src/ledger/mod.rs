//! The ledger of a practice: what adoptions and outcomes of it come to, kept up to date with each of them.
//!
//! The server of a practice keeps its ledger: it takes entries in or rejects them, with a reason that is listed. Every
//! other server counts what it has seen itself, and shows what the practice's own server says beside it
//! ([`LedgerView::theirs`]). Which is which, `status.local` of the practice says; the functions are the same.
//!
//! What changes in a setting is subtracted and added, so an entry costs the same however long the ledger is. Days pass
//! without anybody writing: a summary is made of the tally when it is read.
//!
//! For those who federate: entries come in with [`statuses::store`](crate::statuses::store) and a record in the draft;
//! what is to be answered is [`Event::EntryAnswered`](staffroom_domain::Event); what others answer goes to
//! [`answered_in`], what they say of their ledgers to [`tell_theirs_in`].

mod answer;
mod entered;
mod read;
mod recompute;
mod refresh;

pub use answer::{accept, answered_in, reject, tell_theirs_in};
pub use entered::entered;
pub use read::{
    LedgerEntry, LedgerView, Rejected, TheirList, entries, like_mine, read, rejected, summaries_in,
    summary_in,
};
pub(crate) use read::{found_elsewhere, practice_for, reported_in, their_rejections};
pub(crate) use recompute::{begin_in, count_anew_in, note_withdrawal_in, settle_in, touch_in};
pub use refresh::{RefreshPracticeHandler, read_theirs_later};
pub(crate) use refresh::{refresh_later, tell_later};
