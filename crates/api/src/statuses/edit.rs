//! `PUT /api/v1/statuses/:id`: changing what one posted.

use staffroom_service::media::Revised;
use staffroom_service::statuses::{self, StatusEdit};

use super::create::{files, format, language, poll};
use super::get::answer;
use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::media::focus;
use crate::params::Params;

/// Replaces text, warning and poll; what is not given is empty afterwards, as in Mastodon.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("write:statuses")?;
    let params = &call.params;
    let edit = StatusEdit {
        text: params.text("status").unwrap_or_default(),
        format: format(params),
        spoiler: params.text("spoiler_text").unwrap_or_default(),
        sensitive: params.boolean("sensitive").unwrap_or(false),
        language: language(params),
        poll: poll(params)?,
        keeps_poll: false,
        files: params.has("media_ids").then(|| files(params)).transpose()?,
        revised: params
            .groups("media_attributes")
            .iter()
            .map(revised)
            .collect::<Result<_, _>>()?,
    };
    let id = statuses::edit(&call.ctx, by, call.id()?, edit).await?;
    answer(&call, by, id).await
}

/// What is said of one of its files; what cannot be an id is a file of nobody.
fn revised(group: &Params) -> Result<Revised, ApiError> {
    Ok(Revised {
        id: group.text("id").and_then(|id| id.trim().parse().ok()),
        description: group.text("description"),
        focus: focus(group)?,
    })
}
