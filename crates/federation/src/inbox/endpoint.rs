//! `POST /ap/inbox` and `POST /ap/actors/{id}/inbox`.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use actix_web::web::{self, Bytes, BytesMut, Data, Path, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use staffroom_config::FederationMode;
use staffroom_protocol::limits;

use super::admission::{self, Refusal};
use super::state::{InboxState, Recipient};
use crate::Federation;
use crate::verify::network_of;

/// How long a sender may take to send the whole body.
const BODY_WITHIN: Duration = Duration::from_secs(30);

/// The inboxes, for an actix application.
pub fn configure(fed: Federation, state: InboxState) -> impl FnOnce(&mut ServiceConfig) + Clone {
    let inboxes = Data::new(Inboxes { fed, state });
    move |config: &mut ServiceConfig| {
        config
            .app_data(inboxes)
            .route("/ap/inbox", web::post().to(post))
            .route("/ap/actors/{id}/inbox", web::post().to(post_to_actor));
    }
}

struct Inboxes {
    fed: Federation,
    state: InboxState,
}

async fn post(inboxes: Data<Inboxes>, request: HttpRequest, payload: Payload) -> HttpResponse {
    answer(take(&inboxes, &request, payload, None).await)
}

async fn post_to_actor(
    inboxes: Data<Inboxes>,
    id: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    answer(take(&inboxes, &request, payload, Some(&id)).await)
}

fn answer(answer: Result<(), Refusal>) -> HttpResponse {
    let label = match &answer {
        Ok(()) => "202".to_owned(),
        Err(refusal) => refusal.status.to_string(),
    };
    metrics::counter!("staffroom_inbox_requests_total", "status" => label).increment(1);
    match answer {
        Ok(()) => HttpResponse::Accepted().finish(),
        Err(refusal) => answer_of(&refusal),
    }
}

fn answer_of(refusal: &Refusal) -> HttpResponse {
    tracing::debug!(status = refusal.status, reason = %refusal.reason, "an activity was refused");
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    if let Some(pause) = refusal.retry_after {
        answer.insert_header((RETRY_AFTER, pause.as_secs().max(1).to_string()));
    }
    answer
        .content_type("text/plain; charset=utf-8")
        .body(refusal.reason.clone())
}

/// Takes an activity, at the inbox of that actor or at everybody's.
async fn take(
    inboxes: &Inboxes,
    request: &HttpRequest,
    payload: Payload,
    actor: Option<&str>,
) -> Result<(), Refusal> {
    let Inboxes { fed, state } = inboxes;
    let is_off = fed.ctx().config.federation_mode() == FederationMode::Off;
    if is_off || state.is_trial() {
        return Err(Refusal::new(404, "this instance does not federate"));
    }
    if let Some(network) = network_of(request) {
        state.check_address(&network).map_err(Refusal::too_many)?;
    }
    check_type(request)?;
    if let Some(actor) = actor {
        check_recipient(inboxes, actor).await?;
    }
    let body = read(request, payload).await?;
    admission::admit(fed, state, request, &body).await
}

/// Nothing is taken for somebody who is not here.
async fn check_recipient(inboxes: &Inboxes, id: &str) -> Result<(), Refusal> {
    match inboxes.state.recipient(&inboxes.fed, id).await? {
        Recipient::Here => Ok(()),
        Recipient::Nobody => Err(Refusal::new(404, "nobody has this inbox")),
        Recipient::Gone => Err(Refusal::new(410, "whose inbox this was is gone")),
    }
}

fn check_type(request: &HttpRequest) -> Result<(), Refusal> {
    let value = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = value.split(';').next().unwrap_or_default().trim();
    let is_activity = kind.eq_ignore_ascii_case("application/activity+json")
        || kind.eq_ignore_ascii_case("application/ld+json");
    if is_activity {
        Ok(())
    } else {
        Err(Refusal::new(415, "send application/activity+json"))
    }
}

async fn read(request: &HttpRequest, mut payload: Payload) -> Result<Bytes, Refusal> {
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limits::BODY as u64) {
        return Err(Refusal::too_large());
    }
    let whole = async {
        let mut body = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Refusal::new(400, "the body is not complete"))?;
            if body.len() + chunk.len() > limits::BODY {
                return Err(Refusal::too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    tokio::time::timeout(BODY_WITHIN, whole)
        .await
        .unwrap_or_else(|_| Err(Refusal::new(408, "the body came too slowly")))
}
