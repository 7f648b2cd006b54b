//! `POST /api/staffroom/v1/events/:id/talks`: into the programme.

use staffroom_domain::StatusId;
use staffroom_domain::calendar::SlotKind;
use staffroom_service::calendar::{self, NewTalk};
use utoipa::ToSchema;

use crate::call::Answer;
use crate::entities::Talk;
use crate::staffroom::body::Sent;
use crate::staffroom::shown;

/// A talk, as an organiser enters it.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(in crate::staffroom) struct NewTalkBody {
    /// `nano` (by default), `micro`, `soapbox`, `round-table` or `custom`.
    kind: Option<String>,
    /// How long; left out: as long as its kind is.
    minutes: Option<u64>,
    /// What it is called: one line of at most 300 characters.
    title: String,
    /// The id of the account that speaks.
    speaker: Option<String>,
    /// Who speaks, as they want to be called.
    speaker_name: Option<String>,
    /// Which practice it is about: its id everywhere (`uri`).
    practice: Option<String>,
}

/// Whoever organises the event enters a talk into its programme. Speakers offer theirs when they ask for a place.
/// The same `Idempotency-Key` again gives what was entered the first time.
#[utoipa::path(
    post,
    path = "/events/{id}/talks",
    operation_id = "addTalk",
    tag = "events",
    params(
        ("id" = String, Path, description = "The id of the event"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same for every attempt at this talk"),
    ),
    request_body = NewTalkBody,
    responses((status = 201, description = "It is in the programme", body = Talk, headers(("Location" = String, description = "The programme in this API")))),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn handle(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let bearer = call.bearer("write:events")?;
    let by = bearer.user.account.id;
    let event: StatusId = call.id()?;
    let named = body.text("kind");
    let kind = named
        .as_deref()
        .map_or(Some(SlotKind::default()), SlotKind::from_name);
    if kind.is_none() {
        let message = "This should be nano, micro, soapbox, round-table or custom.";
        body.problem("kind", "wrong-form", message);
    }
    let new = NewTalk {
        kind: kind.unwrap_or_default(),
        minutes: body
            .number("minutes")
            .map(|minutes| u16::try_from(minutes).unwrap_or(u16::MAX)),
        title: body.text("title").unwrap_or_default(),
        speaker: body.id("speaker"),
        speaker_name: body.text("speakerName"),
        practice: body.text("practice"),
        idempotency: call.idempotency(bearer),
    };
    body.finish()?;
    let id = calendar::add_talk(&call.ctx, by, event, new).await?;
    let talk = calendar::get_talk(&call.ctx, Some(by), id).await?;
    let of = format!("events/{event}/programme");
    Ok(shown::made_at(&call, &of).json(Talk::new(&talk)))
}
