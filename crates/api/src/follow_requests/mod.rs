//! `/api/v1/follow_requests`: one file an endpoint.

pub(crate) mod answer;
pub(crate) mod list;
