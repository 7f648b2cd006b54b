//! `POST /api/v1/polls/:id/votes`: voting.

use staffroom_domain::StatusId;
use staffroom_service::statuses;

use super::get::answer;
use crate::call::{Answer, Call};
use crate::error::ApiError;

/// `choices[]` are positions from 0. Answers the poll.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("write:statuses")?;
    let id: StatusId = call.id()?;
    if !call.params.has("choices") {
        return Err(ApiError::missing("choices"));
    }
    let no_choice = || ApiError::invalid("The chosen vote option does not exist for the poll");
    let choices = call.params.integers("choices").ok_or_else(no_choice)?;
    let choices: Result<Vec<i32>, _> = choices.into_iter().map(i32::try_from).collect();
    let choices = choices.map_err(|_| no_choice())?;
    let id = statuses::vote(&call.ctx, by, id, choices).await?;
    answer(&call, Some(by), id).await
}
