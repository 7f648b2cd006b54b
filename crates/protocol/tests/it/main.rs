//! What goes out and comes in, as whole documents.

mod snapshots;
