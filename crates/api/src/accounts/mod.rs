//! `/api/v1/accounts`: one file an endpoint.

pub(crate) mod block;
pub(crate) mod endorse;
pub(crate) mod follow;
pub(crate) mod get;
pub(crate) mod lookup;
pub(crate) mod mute;
pub(crate) mod network;
pub(crate) mod note;
pub(crate) mod profile;
pub(crate) mod relationships;
pub(crate) mod search;
pub(crate) mod several;
pub(crate) mod sign_up;
pub(crate) mod statuses;
pub(crate) mod update_credentials;
pub(crate) mod verify_credentials;
