//! Events: made, changed and called off, who takes part, and what was said there.

pub(super) mod attendees;
pub(super) mod cancel;
pub(super) mod copy;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod edit;
pub(super) mod get;
pub(super) mod list;
pub(super) mod notes;
pub(super) mod programme;
pub(super) mod rsvp;
pub(super) mod upcoming;

use actix_web::http::header;
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use serde_json::Value;
use staffroom_domain::calendar::EventRecord;
use staffroom_domain::{AccountId, StatusId, Timestamp};
use staffroom_service::calendar::{self, EventPart, NewEvent, NewPlace};
use staffroom_service::statuses::{StatusView, Viewer};
use utoipa::ToSchema;

use super::body::Body;
use crate::call::Call;
use crate::entities::{self, Event, MyPlace};
use crate::error::ApiError;
use crate::paging::part;

/// An event, as its organisers send it.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(super) struct EventBody {
    /// What it is called: one line of at most 300 characters.
    title: String,
    /// What its organisers say about it: Markdown, at most 5,000 characters.
    text: Option<String>,
    /// The language of its words (BCP 47).
    language: Option<String>,
    /// The time zone of its place, by its name in the IANA database: `Europe/London`.
    zone: String,
    /// When it begins, on the clocks there: `2027-01-28T18:00`.
    starts: String,
    /// When it ends, on the clocks there; left out: the end is open.
    ends: Option<String>,
    /// Where one can go.
    place: Option<PlaceBody>,
    /// Where one takes part by the net.
    online_url: Option<String>,
    /// Where one takes part, where that is not here.
    join_url: Option<String>,
    /// `scheduled`, `tentative`, `postponed`, `rescheduled`, `online` or `cancelled`; left out of a change: as before.
    state: Option<String>,
    /// Who may see it: `public` (by default), `unlisted` or `private`. Said at first; a change may repeat it.
    visibility: Option<String>,
    /// The id of the account of a group of this server that holds it; whoever makes it moderates that. Only at first.
    group: Option<String>,
    /// Everything else. The programme (`slots`) counts only at first; afterwards it is changed talk by talk.
    #[schema(value_type = entities::EventRecord)]
    record: Value,
}

/// Where one can go.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(super) struct PlaceBody {
    /// What it is called.
    name: String,
    /// Its address, one line.
    address: Option<String>,
}

/// Events, the earliest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Events {
    /// Each of them, without its text.
    items: Vec<Event>,
    /// Where later ones are; also in the header `Link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Takes an event out of a body.
fn written(body: &mut Body) -> NewEvent {
    let record = body.record();
    let record = record.and_then(|record| {
        let read = EventRecord::parse(&Value::Object(record));
        body.read("", read)
    });
    NewEvent {
        title: body.text("title").unwrap_or_default(),
        text: body.text("text").unwrap_or_default(),
        language: body.language(),
        zone: body.text("zone").unwrap_or_default(),
        starts: body.text("starts").unwrap_or_default(),
        ends: body.text("ends"),
        place: place(body),
        online_url: body.text("onlineUrl"),
        join_url: body.text("joinUrl"),
        state: body.text("state"),
        record: record.unwrap_or_default(),
        ..NewEvent::default()
    }
}

fn place(body: &mut Body) -> Option<NewPlace> {
    let members = body.object("place")?;
    let mut place = NewPlace::default();
    for (name, value) in members {
        match (name.as_str(), value) {
            ("name", Value::String(text)) => place.name = text,
            ("address", Value::String(text)) => place.address = text,
            (_, Value::Null) => {}
            _ => {
                let message = "A place has a name and an address, both texts.";
                body.problem("place", "wrong-form", message);
            }
        }
    }
    Some(place)
}

/// One event as a client is given it.
async fn shown(call: &Call, viewer: Viewer, id: StatusId) -> Result<Event, ApiError> {
    let shown = calendar::show(&call.ctx, viewer, id).await?;
    let mine = shown.place.as_ref();
    let mine = mine.and_then(|place| MyPlace::new(&place.row, Some(place.joined)));
    let event = call
        .shaper()
        .event(&shown.view, mine, Some(shown.organises));
    event.ok_or(ApiError::NotFound)
}

/// The same, of one that was just made or changed.
async fn changed(
    call: &Call,
    by: AccountId,
    id: StatusId,
    notices: Vec<String>,
) -> Result<Event, ApiError> {
    Ok(shown(call, Some(by), id).await?.with_notices(notices))
}

/// A part of a list.
fn listed(call: &Call, found: &EventPart) -> HttpResponse {
    let shaper = call.shaper();
    let event = |view: &StatusView| {
        let mine = found
            .places
            .iter()
            .find(|row| row.status_id == view.status.id);
        shaper.event(view, mine.and_then(|row| MyPlace::new(row, None)), None)
    };
    let items = found.views.iter().filter_map(event).collect();
    let next = found.next.map(|(at, id)| {
        let place = format!("{}-{id}", at.as_micros());
        part(call, &["after"], "after", &place)
    });
    let mut answer = HttpResponse::Ok();
    link_to(&mut answer, next.as_deref());
    answer.json(Events { items, next })
}

fn link_to(answer: &mut HttpResponseBuilder, next: Option<&str>) {
    if let Some(next) = next {
        answer.insert_header((header::LINK, format!("<{next}>; rel=\"next\"")));
    }
}

/// Where a part begins: a time and an id; what is no place is the beginning.
fn after(call: &Call) -> Option<(Timestamp, StatusId)> {
    let text = call.params.present("after")?;
    let (at, id) = text.rsplit_once('-')?;
    Some((Timestamp::from_micros(at.parse().ok()?), id.parse().ok()?))
}
