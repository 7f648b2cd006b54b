//! `GET` and `POST /api/staffroom/v1/events/:id/notes`: what was said there.

use actix_web::HttpResponse;
use serde::Serialize;
use serde_json::Value;
use staffroom_domain::calendar::EventNoteRecord;
use staffroom_domain::{ApplicationId, StatusId};
use staffroom_service::calendar::{self, NewNote};
use staffroom_service::statuses;
use utoipa::ToSchema;

use super::link_to;
use crate::call::{Answer, Call};
use crate::entities::{self, EventNote};
use crate::error::ApiError;
use crate::paging::{STATUSES, limit, part};
use crate::staffroom::body::Sent;
use crate::staffroom::shown;

/// A note, as whoever writes it sends it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(in crate::staffroom) struct NoteBody {
    /// What was said: `text`, `links`, `licence`, and the number of the talk in `slot`. `event` is that of the address.
    #[schema(value_type = entities::EventNoteRecord)]
    record: Value,
    /// The language of the words (BCP 47).
    language: Option<String>,
}

/// Notes about an event, the oldest first.
#[derive(Serialize, ToSchema)]
pub(in crate::staffroom) struct EventNotes {
    /// Each of them.
    items: Vec<EventNote>,
    /// Where newer ones are; also in the header `Link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Notes about an event and about its talks, the oldest first.
#[utoipa::path(
    get,
    path = "/events/{id}/notes",
    operation_id = "listEventNotes",
    tag = "events",
    params(
        ("id" = String, Path, description = "The id of the event"),
        ("after" = Option<String>, Query, description = "Where the part before has ended, as its `next` says"),
        ("limit" = Option<i64>, Query, description = "At most so many: 20 by default, up to 40"),
    ),
    responses((status = 200, description = "Notes", body = EventNotes, headers(("Link" = String, description = "The part after (RFC 8288)")))),
    security((), ("bearer" = ["read:events"])),
)]
pub(in crate::staffroom) async fn list(call: Call) -> Answer {
    let viewer = call.anybody("read:events")?;
    let id = call.id()?;
    let after = call.params.present("after");
    let after: Option<StatusId> = after.and_then(|text| text.parse().ok());
    let most = limit(&call, STATUSES)?;
    let found = calendar::notes(&call.ctx, viewer, id, after, most).await?;
    let next = found
        .next
        .map(|last| part(&call, &["after"], "after", &last.to_string()));
    let shaper = call.shaper();
    let items = found
        .views
        .iter()
        .filter_map(|view| shaper.event_note(view));
    let items = items.collect();
    let mut answer = HttpResponse::Ok();
    link_to(&mut answer, next.as_deref());
    Ok(answer.json(EventNotes { items, next }))
}

/// Writes a note about an event or a talk of it, as an answer to it. The same `Idempotency-Key` again gives what was
/// written the first time.
#[utoipa::path(
    post,
    path = "/events/{id}/notes",
    operation_id = "writeEventNote",
    tag = "events",
    params(
        ("id" = String, Path, description = "The id of the event"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same for every attempt at this note"),
    ),
    request_body = NoteBody,
    responses((status = 201, description = "It is written", body = EventNote, headers(("Location" = String, description = "The notes of the event in this API")))),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn create(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let bearer = call.bearer("write:events")?;
    let (by, event) = (bearer.user.account.id, call.id::<StatusId>()?);
    let record = body.record().and_then(|mut record| {
        // The one of the address.
        record.remove("event");
        let read = EventNoteRecord::parse(&Value::Object(record));
        body.read("", read)
    });
    let language = body.language();
    body.finish()?;
    let record = record.ok_or(ApiError::NotFound)?;
    let new = NewNote {
        event,
        slot: record.slot,
        text: record.text,
        links: record.links,
        licence: record.licence,
        language,
        application: bearer.application.map(ApplicationId::get),
        idempotency: call.idempotency(bearer),
    };
    let id = calendar::add_note(&call.ctx, by, new).await?;
    let view = statuses::show(&call.ctx, Some(by), id).await?;
    let note = call.shaper().event_note(&view).ok_or(ApiError::NotFound)?;
    let of = format!("events/{event}/notes?after={}", id.get().saturating_sub(1));
    Ok(shown::made_at(&call, &of).json(note))
}
