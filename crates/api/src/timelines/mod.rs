//! `/api/v1/timelines`: one file an endpoint.

use actix_web::HttpResponse;
use staffroom_service::timelines::{Kinds, Part};

use crate::call::Call;
use crate::error::ApiError;
use crate::paging::listed;

pub(crate) mod home;
pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod public;
pub(crate) mod tag;

/// `local`, `remote` and `only_media`. Both of the first are neither.
fn kinds(call: &Call) -> Kinds {
    let wants = |name: &str| call.params.boolean(name).unwrap_or(false);
    let (local, remote) = (wants("local"), wants("remote"));
    Kinds {
        local: (local != remote).then_some(local),
        only_media: wants("only_media"),
    }
}

/// Timelines of everybody may be for people of this instance only.
fn is_open_to(call: &Call, is_signed_in: bool) -> Result<(), ApiError> {
    if is_signed_in || call.ctx.config.timelines.open {
        Ok(())
    } else {
        Err(ApiError::Unauthorized)
    }
}

/// A part of a timeline, with links to what is older and newer.
fn answer(call: &Call, part: &Part) -> HttpResponse {
    let shown = call.shaper().statuses(&part.views);
    listed(call, &shown, part.newest, part.oldest)
}
