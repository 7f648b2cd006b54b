//! `GET /api/v1/streaming`: streams by WebSocket, one (`?stream=…`) or several (messages `subscribe` and
//! `unsubscribe`).

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, rt};
use actix_ws::{CloseCode, CloseReason, Message as Frame, MessageStream, Session};
use serde_json::{Value, json};
use staffroom_service::Ctx;
use staffroom_service::tokens::Bearer;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, interval_at, timeout};

use super::channel::{Asked, Channel, Refusal};
use super::message::Message;
use super::streams::{Seat, Streams};
use crate::call::Answer;
use crate::caller::Caller;
use crate::error::ApiError;
use crate::params;

/// How often a client is asked whether it is still there. One that does not answer until it is asked again
/// is gone.
const BEAT: Duration = Duration::from_secs(30);
/// A client takes a message within this time.
const TAKEN_WITHIN: Duration = Duration::from_secs(10);
/// The longest message of a client, in bytes.
const MAX_FRAME: usize = 4 * 1024;

/// Begins to listen. The token may stand in `Authorization`, in `access_token` or, because browsers can set
/// nothing else, in `Sec-WebSocket-Protocol`, which they want to see again.
pub(crate) async fn handle(
    request: HttpRequest,
    payload: Payload,
    ctx: Data<Ctx>,
    streams: Data<Streams>,
) -> Answer {
    let params = params::parse(request.query_string(), None, &[])?;
    let offered = offered(&request);
    let shown = match &offered {
        Some(token) if !request.headers().contains_key(header::AUTHORIZATION) => {
            Some(token.clone())
        }
        _ => None,
    };
    let shown = shown.or_else(|| params.present("access_token"));
    let bearer = Caller::counted(&ctx, &request, shown)
        .await?
        .into_person()?;
    let (mut response, session, frames) = actix_ws::handle(&request, payload)
        .map_err(|_| ApiError::BadRequest("WebSockets are spoken here".to_owned()))?;
    if let Some(value) = offered.and_then(|token| HeaderValue::from_str(&token).ok()) {
        let headers = response.headers_mut();
        headers.insert(header::SEC_WEBSOCKET_PROTOCOL, value);
    }
    let (seat, messages) = streams.enter(&bearer).await?;
    let socket = Socket {
        seat,
        bearer,
        session,
    };
    // Before the answer: from then on nothing is missed.
    let first = match params.present("stream") {
        Some(stream) => {
            let (tag, list) = (params.present("tag"), params.present("list"));
            let asked = Asked {
                stream: &stream,
                tag: tag.as_deref(),
                list: list.as_deref(),
            };
            socket.seat.subscribe(&socket.bearer, asked).await
        }
        None => Ok(()),
    };
    rt::spawn(socket.run(messages, frames.max_frame_size(MAX_FRAME), first));
    Ok(response)
}

/// The first protocol that is offered.
fn offered(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(header::SEC_WEBSOCKET_PROTOCOL)?;
    let first = value.to_str().ok()?.split(',').next()?.trim();
    (!first.is_empty()).then(|| first.to_owned())
}

/// The connection of a client.
struct Socket {
    seat: Seat,
    bearer: Bearer,
    session: Session,
}

/// The client is gone, or has to go.
struct Over(Option<CloseCode>);

impl Socket {
    async fn run(
        mut self,
        mut messages: Receiver<Arc<Message>>,
        mut frames: MessageStream,
        first: Result<(), Refusal>,
    ) {
        let mut is_there = true;
        let mut beat = interval_at(Instant::now() + BEAT, BEAT);
        let mut over = self.answer(first).await;
        while over.is_ok() {
            over = tokio::select! {
                message = messages.recv() => match message {
                    Some(message) => self.send(message.for_socket()).await,
                    None => Err(Over(Some(CloseCode::Normal))),
                },
                frame = frames.recv() => match frame {
                    Some(Ok(frame)) => {
                        is_there = true;
                        self.take(frame).await
                    }
                    Some(Err(_)) => Err(Over(Some(CloseCode::Protocol))),
                    None => Err(Over(None)),
                },
                _ = beat.tick() => {
                    if std::mem::replace(&mut is_there, false) {
                        in_time(self.session.ping(b"")).await
                    } else {
                        Err(Over(None))
                    }
                }
            };
        }
        let Self { seat, session, .. } = self;
        drop(seat);
        let code = over.err().and_then(|over| over.0);
        // Whoever does not take it any more is gone anyway.
        drop(timeout(TAKEN_WITHIN, session.close(code.map(CloseReason::from))).await);
    }

    async fn send(&mut self, text: impl Into<bytestring::ByteString>) -> Result<(), Over> {
        in_time(self.session.text(text)).await
    }

    async fn take(&mut self, frame: Frame) -> Result<(), Over> {
        match frame {
            Frame::Text(text) => self.obey(&text).await,
            Frame::Ping(bytes) => in_time(self.session.pong(&bytes)).await,
            Frame::Pong(_) | Frame::Nop => Ok(()),
            Frame::Close(_) => Err(Over(Some(CloseCode::Normal))),
            Frame::Binary(_) | Frame::Continuation(_) => Err(Over(Some(CloseCode::Unsupported))),
        }
    }

    /// What is no JSON, or of another type, is passed over, as Mastodon does it.
    async fn obey(&mut self, text: &str) -> Result<(), Over> {
        let Ok(asked) = serde_json::from_str::<Value>(text) else {
            return Ok(());
        };
        let named = |name: &str| asked.get(name).and_then(Value::as_str);
        // Some clients send ids as numbers.
        let list = asked.get("list").and_then(Value::as_i64);
        let list = list.map(|id| id.to_string());
        let wanted = Asked {
            stream: named("stream").unwrap_or_default(),
            tag: named("tag"),
            list: named("list").or(list.as_deref()),
        };
        match named("type") {
            Some("subscribe") => {
                let subscribed = self.seat.subscribe(&self.bearer, wanted).await;
                self.answer(subscribed).await
            }
            Some("unsubscribe") => {
                let channel = Channel::parse(wanted, self.bearer.user.account.id);
                let left = channel.map(|channel| self.seat.unsubscribe(&channel));
                self.answer(left).await
            }
            _ => Ok(()),
        }
    }

    /// Only failures are answered, as Mastodon does it.
    async fn answer(&mut self, done: Result<(), Refusal>) -> Result<(), Over> {
        let Err(refusal) = done else { return Ok(()) };
        let told = json!({"error": refusal.error, "status": refusal.status});
        self.send(told.to_string()).await
    }
}

/// What is sent to a client, unless it does not take it.
async fn in_time(sending: impl Future<Output = Result<(), actix_ws::Closed>>) -> Result<(), Over> {
    match timeout(TAKEN_WITHIN, sending).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Over(None)),
    }
}
