//! Talks of events: entered, decided about, and made into practices.

pub(super) mod create;
pub(super) mod decide;
pub(super) mod draft;
