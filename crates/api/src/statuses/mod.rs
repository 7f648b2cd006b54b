//! `/api/v1/statuses`: one file an endpoint.

pub(crate) mod absent;
pub(crate) mod bookmark;
pub(crate) mod boost;
pub(crate) mod context;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod edit;
pub(crate) mod favourite;
pub(crate) mod get;
pub(crate) mod history;
pub(crate) mod marked;
pub(crate) mod mute;
pub(crate) mod pin;
pub(crate) mod react;
pub(crate) mod several;
pub(crate) mod source;
