//! What the caller is told of.

pub(crate) mod get;
pub(crate) mod groups;
pub(crate) mod list;
pub(crate) mod policy;
pub(crate) mod remove;
pub(crate) mod requests;
pub(crate) mod unread;

use staffroom_service::notifications::Wanted;

use crate::call::Call;
use crate::error::ApiError;

/// Which notifications are asked for. Kinds that are unknown here are asked for in vain.
fn wanted(call: &Call) -> Result<Wanted, ApiError> {
    Ok(Wanted {
        only: call.params.texts("types"),
        without: call.params.texts("exclude_types"),
        from: call.id_param("account_id")?,
        with_filtered: call.params.boolean("include_filtered").unwrap_or(false),
    })
}
