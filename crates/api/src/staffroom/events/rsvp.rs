//! `POST` and `DELETE /api/staffroom/v1/events/:id/rsvp`: taking part, or no more.

use actix_web::HttpResponse;
use serde_json::Value;
use staffroom_domain::calendar::{PlaceKind, SlotKind, TalkOffer};
use staffroom_domain::practice::Problem;
use staffroom_service::calendar::{self, Joined, Joining};
use utoipa::ToSchema;

use super::shown;
use crate::call::{Answer, Call};
use crate::entities::Event;
use crate::error::ApiError;
use crate::staffroom::body::{Body, Sent};

/// What somebody asks for.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(in crate::staffroom) struct RsvpBody {
    /// Which kind of place: `speaker`, `attendee` or `remote`. Left out: the one that they have, else to listen, wherever
    /// one can.
    place: Option<String>,
    /// What they would speak about; then the place is one to speak.
    talk: Option<TalkBody>,
}

/// What somebody would speak about.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of what `Body` reads")]
pub(in crate::staffroom) struct TalkBody {
    /// `nano` (by default), `micro`, `soapbox`, `round-table` or `custom`.
    kind: Option<String>,
    /// What it is called.
    title: String,
}

/// Asks for a place at an event, here or elsewhere: `mine` of the answer says how one stands, with one's number where one
/// waits. Asking again gives the same answer; another kind of place is another place, at the end of its line. Where there is
/// none to be had, `problems` says why: `full`, `not-offered`, `declined`, `cancelled`, `over` or `not-taken`.
#[utoipa::path(
    post,
    path = "/events/{id}/rsvp",
    operation_id = "joinEvent",
    tag = "events",
    params(("id" = String, Path, description = "The id of the event")),
    request_body = RsvpBody,
    responses((status = 200, description = "The event, with what one has there", body = Event)),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn join(sent: Sent) -> Answer {
    let Sent { call, mut body } = sent;
    let by = call.user("write:events")?;
    let id = call.id()?;
    let joining = joining(&mut body);
    body.finish()?;
    let joined = calendar::join(&call.ctx, by, id, joining).await?;
    if let Some((code, message)) = refused(joined) {
        return Err(ApiError::Record(vec![Problem::new("place", code, message)]));
    }
    let event = shown(&call, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(event))
}

fn joining(body: &mut Body) -> Joining {
    let asked = body.text("place");
    let mut kind = asked.as_deref().and_then(PlaceKind::from_name);
    if asked.is_some() && kind.is_none() {
        let message = "This should be speaker, attendee or remote.";
        body.problem("place", "wrong-form", message);
    }
    let talk = talk(body);
    match kind {
        None if talk.is_some() => kind = Some(PlaceKind::Speaker),
        Some(PlaceKind::Attendee | PlaceKind::Remote) if talk.is_some() => {
            let message = "Who offers a talk asks for a place to speak.";
            body.problem("talk", "not-a-speaker", message);
        }
        _ => {}
    }
    Joining {
        kind,
        talk,
        ..Joining::default()
    }
}

fn talk(body: &mut Body) -> Option<TalkOffer> {
    let mut members = body.object("talk")?;
    let mut text = |name: &str| match members.remove(name) {
        Some(Value::String(text)) => Ok(Some(text)),
        None | Some(Value::Null) => Ok(None),
        Some(_) => Err(()),
    };
    let (title, kind) = (text("title"), text("kind"));
    let kind = match kind {
        Ok(None) => Some(SlotKind::default()),
        Ok(Some(name)) => SlotKind::from_name(&name),
        Err(()) => None,
    };
    let title = title
        .ok()
        .flatten()
        .filter(|title| !title.trim().is_empty());
    if title.is_none() {
        let message = "Say what the talk is called.";
        body.problem("talk.title", "missing", message);
    }
    if kind.is_none() {
        let message = "This should be nano, micro, soapbox, round-table or custom.";
        body.problem("talk.kind", "wrong-form", message);
    }
    if !members.is_empty() {
        let message = "A talk that is offered has a kind and a title.";
        body.problem("talk", "unknown-member", message);
    }
    Some(TalkOffer {
        kind: kind?,
        title: title?,
    })
}

const fn refused(joined: Joined) -> Option<(&'static str, &'static str)> {
    Some(match joined {
        Joined::Going | Joined::Waiting(_) | Joined::Asked => return None,
        Joined::Full => ("full", "All places are taken, and nobody waits for one."),
        Joined::NotOffered => ("not-offered", "There are no places of this kind."),
        Joined::Declined => ("declined", "The organisers cannot give you a place."),
        Joined::Cancelled => ("cancelled", "It was called off."),
        Joined::Over => ("over", "It is over."),
        Joined::NotTaken => (
            "not-taken",
            "One does not take part in it here: see its page.",
        ),
    })
}

/// Gives one's place up, also one among those who wait. Whoever waits comes up.
#[utoipa::path(
    delete,
    path = "/events/{id}/rsvp",
    operation_id = "leaveEvent",
    tag = "events",
    params(("id" = String, Path, description = "The id of the event")),
    responses((status = 200, description = "The event, where one has nothing now", body = Event)),
    security(("bearer" = ["write:events"])),
)]
pub(in crate::staffroom) async fn leave(call: Call) -> Answer {
    let by = call.user("write:events")?;
    let id = call.id()?;
    calendar::leave(&call.ctx, by, id).await?;
    let event = shown(&call, Some(by), id).await?;
    Ok(HttpResponse::Ok().json(event))
}
