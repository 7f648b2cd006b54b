//! `GET /api/v1/streaming/…`: one stream as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use futures_util::stream;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, Interval, interval_at};

use super::channel::{Asked, Refusal};
use super::message::Message;
use super::streams::{Seat, Streams};
use crate::call::{Answer, Call};
use crate::error::ApiError;

/// How often something is sent, so that nobody in between takes the connection for dead.
const THUMP: Duration = Duration::from_secs(15);

/// `GET /api/v1/streaming/health`.
pub(crate) async fn health() -> Answer {
    Ok(HttpResponse::Ok().content_type("text/plain").body("OK"))
}

/// The stream that the path names.
pub(crate) async fn handle(call: Call, streams: Data<Streams>) -> Answer {
    let path = call.request.path().trim_end_matches('/');
    let (_, path) = path.split_once("/v1/streaming/").unwrap_or_default();
    let mut name = path.replace('/', ":");
    if name.starts_with("public") && call.params.boolean("only_media") == Some(true) {
        name.push_str(":media");
    }
    let (tag, list) = (call.params.present("tag"), call.params.present("list"));
    let asked = Asked {
        stream: &name,
        tag: tag.as_deref(),
        list: list.as_deref(),
    };
    let bearer = call.bearer(asked.scope())?;
    let (seat, messages) = streams.enter(bearer).await?;
    seat.subscribe(bearer, asked).await?;
    let listening = Listening {
        messages,
        thump: interval_at(Instant::now() + THUMP, THUMP),
        is_new: true,
        _seat: seat,
    };
    let body = stream::unfold(listening, Listening::next);
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        // nginx would wait for more.
        .insert_header(("x-accel-buffering", "no"))
        .streaming(body))
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NOT_THEIRS => Self::NotFound,
            Refusal::BUSY => Self::Busy,
            refusal => Self::BadRequest(refusal.error.to_owned()),
        }
    }
}

struct Listening {
    messages: Receiver<Arc<Message>>,
    thump: Interval,
    is_new: bool,
    _seat: Seat,
}

impl Listening {
    /// The next piece of the answer; its end where the client was sent away.
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        let piece = if std::mem::replace(&mut self.is_new, false) {
            Bytes::from_static(b":)\n")
        } else {
            tokio::select! {
                message = self.messages.recv() => message?.for_sse(),
                _ = self.thump.tick() => Bytes::from_static(b":thump\n"),
            }
        };
        Some((Ok(piece), self))
    }
}
