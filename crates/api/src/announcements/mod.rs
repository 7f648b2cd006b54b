//! What everybody here is told.

pub(crate) mod dismiss;
pub(crate) mod list;
pub(crate) mod react;
