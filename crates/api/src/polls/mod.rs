//! `/api/v1/polls`: one file an endpoint. A poll has the id of its status.

pub(crate) mod get;
pub(crate) mod vote;
