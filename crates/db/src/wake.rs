//! Remembers, for the transaction on this thread, whether something was queued in it, so that the
//! job runner can be woken when (and only when) the commit has succeeded. Nobody has to remember to
//! call it: the functions that write to the outbox and the job table do.

use std::cell::Cell;

thread_local! {
    static QUEUED: Cell<bool> = const { Cell::new(false) };
}

/// Something was queued in the open transaction.
pub(crate) fn mark() {
    QUEUED.set(true);
}

/// The open transaction, or the savepoint, is undone.
pub(crate) fn forget() {
    QUEUED.set(false);
}

/// Whether something was queued; starts anew.
pub(crate) fn take() -> bool {
    QUEUED.replace(false)
}
