//! `/api/v1/statuses`: one file an endpoint.

pub(crate) mod boost;
pub(crate) mod context;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod edit;
pub(crate) mod favourite;
pub(crate) mod get;
pub(crate) mod pin;
pub(crate) mod react;
pub(crate) mod source;
