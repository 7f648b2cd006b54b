//! `ScheduledStatus`.

use serde::Serialize;
use staffroom_domain::Visibility;
use staffroom_service::Ctx;
use staffroom_service::statuses::{NewPoll, Scheduled};

use super::media::MediaAttachment;
use super::shaper::moment;

/// A status that waits for its time.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ScheduledStatus {
    id: String,
    scheduled_at: String,
    params: Params,
    media_attachments: Vec<MediaAttachment>,
}

/// What will be posted.
#[derive(Clone, Debug, Serialize)]
struct Params {
    text: String,
    poll: Option<Poll>,
    media_ids: Option<Vec<String>>,
    sensitive: bool,
    spoiler_text: String,
    visibility: Option<&'static str>,
    in_reply_to_id: Option<String>,
    language: Option<String>,
    application_id: Option<String>,
    /// Always null: it says when, outside.
    scheduled_at: Option<String>,
    idempotency: Option<String>,
    with_rate_limit: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Poll {
    options: Vec<String>,
    expires_in: u64,
    multiple: bool,
    hide_totals: bool,
}

impl From<&NewPoll> for Poll {
    fn from(poll: &NewPoll) -> Self {
        Self {
            options: poll.options.clone(),
            expires_in: poll.expires_in.as_secs(),
            multiple: poll.multiple,
            hide_totals: poll.hides_totals,
        }
    }
}

impl ScheduledStatus {
    pub(crate) fn new(ctx: &Ctx, scheduled: &Scheduled) -> Self {
        let new = &scheduled.new;
        let media_ids: Vec<String> = new.files.iter().map(ToString::to_string).collect();
        let files = scheduled.files.iter();
        Self {
            id: scheduled.id.to_string(),
            scheduled_at: moment(scheduled.at),
            params: Params {
                text: new.text.clone(),
                poll: new.poll.as_ref().map(Poll::from),
                media_ids: (!media_ids.is_empty()).then_some(media_ids),
                sensitive: new.sensitive.unwrap_or(false),
                spoiler_text: new.spoiler.clone(),
                visibility: new.visibility.map(Visibility::as_str),
                in_reply_to_id: new.in_reply_to.map(|id| id.to_string()),
                language: new.language.clone(),
                application_id: new.application.map(|id| id.to_string()),
                scheduled_at: None,
                idempotency: None,
                with_rate_limit: true,
            },
            media_attachments: files
                .map(|row| MediaAttachment::of_upload(ctx, row, true))
                .collect(),
        }
    }
}
