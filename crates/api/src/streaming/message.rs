//! A message, written once for everybody who hears it.

use std::sync::{Arc, OnceLock};

use actix_web::web::Bytes;
use bytestring::ByteString;
use serde_json::json;

/// Something on its way to clients.
#[derive(Debug)]
pub(super) struct Message {
    stream: Vec<String>,
    event: &'static str,
    /// JSON, or the bare id of what was deleted; some events have none.
    payload: Option<Arc<str>>,
    socket: OnceLock<ByteString>,
    sse: OnceLock<Bytes>,
}

impl Message {
    pub(super) fn new(
        stream: Vec<String>,
        event: &'static str,
        payload: Option<Arc<str>>,
    ) -> Arc<Self> {
        Arc::new(Self {
            stream,
            event,
            payload,
            socket: OnceLock::new(),
            sse: OnceLock::new(),
        })
    }

    /// As it goes through a WebSocket.
    pub(super) fn for_socket(&self) -> ByteString {
        let made = || match &self.payload {
            Some(payload) => {
                json!({"stream": self.stream, "event": self.event, "payload": &**payload})
                    .to_string()
                    .into()
            }
            None => json!({"stream": self.stream, "event": self.event})
                .to_string()
                .into(),
        };
        self.socket.get_or_init(made).clone()
    }

    /// As a server-sent event. The payload has no line breaks: it is JSON without white space.
    pub(super) fn for_sse(&self) -> Bytes {
        let made = || {
            let payload = self.payload.as_deref().unwrap_or("undefined");
            format!("event: {}\ndata: {payload}\n\n", self.event).into()
        };
        self.sse.get_or_init(made).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_written_in_both_ways() {
        let stream = vec!["hashtag".to_owned(), "edtech".to_owned()];
        let told = Message::new(stream, "delete", Some("12".into()));
        assert_eq!(
            &*told.for_socket(),
            r#"{"event":"delete","payload":"12","stream":["hashtag","edtech"]}"#
        );
        assert_eq!(told.for_sse(), "event: delete\ndata: 12\n\n");
        let told = Message::new(vec!["user".to_owned()], "filters_changed", None);
        assert_eq!(
            &*told.for_socket(),
            r#"{"event":"filters_changed","stream":["user"]}"#
        );
        assert_eq!(
            told.for_sse(),
            "event: filters_changed\ndata: undefined\n\n"
        );
    }
}
