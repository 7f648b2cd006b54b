//! `POST /api/v1/statuses`: posting.

use std::time::Duration;

use actix_web::HttpResponse;
use staffroom_domain::{ApplicationId, AttachmentId, ReplyPolicy, Visibility};
use staffroom_service::statuses::{self, NewPoll, NewStatus, Posted};
use staffroom_text::Format;

use crate::call::{Answer, Call};
use crate::entities::ScheduledStatus;
use crate::error::ApiError;
use crate::params::{Params, moment};

/// The longest language tag, in bytes (RFC 5646, 4.4.1).
const MAX_LANGUAGE: usize = 35;

/// Posts. The same `Idempotency-Key` again answers what was posted the first time.
pub(crate) async fn handle(call: Call) -> Answer {
    let bearer = call.bearer("write:statuses")?;
    let by = bearer.user.account.id;
    let params = &call.params;
    let new = NewStatus {
        text: params.text("status").unwrap_or_default(),
        format: format(params),
        spoiler: params.text("spoiler_text").unwrap_or_default(),
        sensitive: params.boolean("sensitive"),
        language: language(params),
        visibility: visibility(params)?,
        in_reply_to: call.id_param("in_reply_to_id")?,
        poll: poll(params)?,
        files: files(params)?,
        reply_policy: reply_policy(params)?,
        application: bearer.application.map(ApplicationId::get),
        idempotency: call.idempotency(bearer),
    };
    let posted = if let Some(at) = moment(params, "scheduled_at")? {
        statuses::schedule(&call.ctx, by, new, at).await?
    } else {
        let view = statuses::publish_and_show(&call.ctx, by, new).await?;
        Posted::Now(Box::new(view))
    };
    Ok(match &posted {
        Posted::Now(view) => HttpResponse::Ok().json(call.shaper().status(view)),
        Posted::Later(kept) => HttpResponse::Ok().json(ScheduledStatus::new(&call.ctx, kept)),
    })
}

/// `media_ids`, in order; what cannot be an id is a file of nobody.
pub(super) fn files(params: &Params) -> Result<Vec<AttachmentId>, ApiError> {
    let ids = params.texts("media_ids").into_iter();
    ids.filter(|id| !id.trim().is_empty())
        .map(|id| {
            let unknown = || {
                ApiError::invalid(&format!(
                    "Media {id} not found or already attached to another post"
                ))
            };
            id.trim().parse().map_err(|_| unknown())
        })
        .collect()
}

/// `content_type`, as glitch and GoToSocial have it.
pub(super) fn format(params: &Params) -> Format {
    match params.text("content_type").as_deref() {
        Some("text/markdown") => Format::Markdown,
        _ => Format::Plain,
    }
}

/// A language tag; what is none is left out.
pub(super) fn language(params: &Params) -> Option<String> {
    params.present("language").filter(|tag| is_language(tag))
}

/// Whether a text can be a language tag.
pub(crate) fn is_language(tag: &str) -> bool {
    tag.len() <= MAX_LANGUAGE
        && tag.starts_with(|c: char| c.is_ascii_alphabetic())
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// `visibility`, if it was given.
pub(super) fn visibility(params: &Params) -> Result<Option<Visibility>, ApiError> {
    let Some(name) = params.present("visibility") else {
        return Ok(None);
    };
    let found = Visibility::from_name(&name);
    let not_in_list = || ApiError::invalid("Visibility is not included in the list");
    found.map(Some).ok_or_else(not_in_list)
}

/// `interaction_policy`, as GoToSocial has it, as far as it says who may answer. Whoever is named always
/// may; more than that is asked of nobody here yet.
fn reply_policy(params: &Params) -> Result<ReplyPolicy, ApiError> {
    let policy = params.group("interaction_policy");
    let Some(rules) = policy.and_then(|policy| policy.group("can_reply")) else {
        return Ok(ReplyPolicy::Public);
    };
    let list = |names: [&str; 2]| {
        let found = names.into_iter().find(|name| rules.has(name));
        found.map(|name| rules.texts(name)).unwrap_or_default()
    };
    if !list(["manual_approval", "with_approval"]).is_empty() {
        return Err(ApiError::invalid("answers cannot be approved here yet"));
    }
    let mut policy = ReplyPolicy::Nobody;
    for who in list(["automatic_approval", "always"]) {
        match who.as_str() {
            "public" => return Ok(ReplyPolicy::Public),
            "followers" => policy = ReplyPolicy::Followers,
            "mentioned" | "author" | "me" => {}
            other => {
                let reason = format!("answers cannot be kept to \"{other}\" here yet");
                return Err(ApiError::invalid(&reason));
            }
        }
    }
    Ok(policy)
}

pub(super) fn poll(params: &Params) -> Result<Option<NewPoll>, ApiError> {
    let Some(poll) = params.group("poll") else {
        return Ok(None);
    };
    let expires_in = poll.integer("expires_in");
    let expires_in = expires_in.and_then(|seconds| u64::try_from(seconds).ok());
    let expires_in = expires_in.ok_or_else(|| ApiError::invalid("Expires at can't be blank"))?;
    Ok(Some(NewPoll {
        options: poll.texts("options"),
        multiple: poll.boolean("multiple").unwrap_or(false),
        hides_totals: poll.boolean("hide_totals").unwrap_or(false),
        expires_in: Duration::from_secs(expires_in),
    }))
}
