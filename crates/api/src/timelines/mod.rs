//! `/api/v1/timelines`: one file an endpoint.

pub(crate) mod home;
