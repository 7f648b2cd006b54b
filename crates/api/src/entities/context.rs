//! `Context`: the thread around a status.

use serde::Serialize;
use staffroom_service::statuses::Thread;

use super::shaper::Shaper;
use super::status::Status;

/// What stands above and below a status.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Context {
    ancestors: Vec<Status>,
    descendants: Vec<Status>,
}

impl Shaper<'_> {
    /// A thread.
    pub(crate) fn context(self, thread: &Thread) -> Context {
        Context {
            ancestors: self.statuses(&thread.ancestors),
            descendants: self.statuses(&thread.descendants),
        }
    }
}
