//! `PUT /api/v1/statuses/:id`: changing what one posted.

use staffroom_service::statuses::{self, StatusEdit};

use super::create::{format, language, poll, refuse_what_is_missing};
use super::get::answer;
use crate::call::{Answer, Call};

/// Replaces text, warning and poll; what is not given is empty afterwards, as in Mastodon.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("write:statuses")?;
    let params = &call.params;
    refuse_what_is_missing(params)?;
    let edit = StatusEdit {
        text: params.text("status").unwrap_or_default(),
        format: format(params),
        spoiler: params.text("spoiler_text").unwrap_or_default(),
        sensitive: params.boolean("sensitive").unwrap_or(false),
        language: language(params),
        poll: poll(params)?,
    };
    let id = statuses::edit(&call.ctx, by, call.id()?, edit).await?;
    answer(&call, by, id).await
}
