//! A server for the app of a test, and a client of its streams that speaks the protocol itself.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::rt::net::TcpStream;
use actix_web::{App, HttpServer, rt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use crate::app::TestApp;

/// Nothing in a test takes longer.
const SOON: Duration = Duration::from_secs(20);

/// The endpoints of an app, over real HTTP.
pub(crate) struct Served {
    at: SocketAddr,
    handle: ServerHandle,
}

impl Served {
    pub(crate) fn new(app: &TestApp) -> Self {
        let configure = staffroom_api::configure(app.ctx.clone());
        let server = HttpServer::new(move || App::new().configure(configure.clone()))
            .workers(1)
            .disable_signals()
            .shutdown_timeout(0)
            .bind("127.0.0.1:0")
            .unwrap();
        let at = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        rt::spawn(server);
        Self { at, handle }
    }

    /// Asks for a WebSocket; gives the head of the answer.
    pub(crate) async fn upgrade(&self, query: &str, headers: &[(&str, &str)]) -> (Socket, String) {
        let mut request = format!(
            "GET /api/v1/streaming{query} HTTP/1.1\r\nHost: school.example\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n"
        );
        for (name, value) in headers {
            request.extend([*name, ": ", *value, "\r\n"]);
        }
        self.ask(&(request + "\r\n")).await
    }

    /// Listens by WebSocket, by the token in the query.
    pub(crate) async fn socket(&self, token: Option<&String>, query: &str) -> Socket {
        let token = token.expect("a token");
        let query = format!("?access_token={token}{query}");
        let (socket, head) = self.upgrade(&query, &[]).await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        socket
    }

    /// Asks for server-sent events.
    pub(crate) async fn sse(&self, token: Option<&String>, path: &str) -> (Socket, String) {
        let token = token.expect("a token");
        let request = format!(
            "GET /api/v1/streaming/{path} HTTP/1.1\r\nHost: school.example\r\n\
             Authorization: Bearer {token}\r\n\r\n"
        );
        self.ask(&request).await
    }

    async fn ask(&self, request: &str) -> (Socket, String) {
        let mut stream = TcpStream::connect(self.at).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut socket = Socket {
            stream,
            read: Vec::new(),
        };
        let head = socket.until(b"\r\n\r\n").await.expect("a head");
        (socket, head)
    }

    pub(crate) async fn stop(self) {
        self.handle.stop(false).await;
    }
}

/// A client that listens.
pub(crate) struct Socket {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Socket {
    async fn more(&mut self) -> bool {
        let mut piece = [0; 4096];
        let n = timeout(SOON, self.stream.read(&mut piece)).await;
        let n = n.expect("something is heard in time").unwrap_or(0);
        self.read.extend_from_slice(&piece[..n]);
        n > 0
    }

    async fn until(&mut self, end: &[u8]) -> Option<String> {
        loop {
            if let Some(at) = self.read.windows(end.len()).position(|it| it == end) {
                let text: Vec<u8> = self.read.drain(..at + end.len()).collect();
                return Some(String::from_utf8(text).unwrap());
            }
            if !self.more().await {
                return None;
            }
        }
    }

    async fn bytes(&mut self, n: usize) -> Option<Vec<u8>> {
        while self.read.len() < n {
            if !self.more().await {
                return None;
            }
        }
        Some(self.read.drain(..n).collect())
    }

    /// The next frame: its kind and what it holds (RFC 6455, 5.2). None where the server has hung up.
    async fn frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let head = self.bytes(2).await?;
        let mut length = u64::from(head[1] & 0x7f);
        if length >= 126 {
            let long = self.bytes(if length == 126 { 2 } else { 8 }).await?;
            length = long
                .iter()
                .fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
        }
        let body = self.bytes(usize::try_from(length).unwrap()).await?;
        Some((head[0] & 0x0f, body))
    }

    /// The next message, as it came. None where the server has closed.
    pub(crate) async fn message(&mut self) -> Option<Value> {
        loop {
            let (kind, body) = self.frame().await?;
            match kind {
                1 => return Some(serde_json::from_slice(&body).unwrap()),
                8 => return None,
                _ => {}
            }
        }
    }

    /// The next message: its stream, its event, and its payload read.
    pub(crate) async fn heard(&mut self) -> (String, String, Value) {
        let told = self.message().await.expect("a message");
        let stream: Vec<&str> = told["stream"]
            .as_array()
            .unwrap_or_else(|| panic!("no stream: {told}"))
            .iter()
            .map(|part| part.as_str().unwrap())
            .collect();
        let payload = told["payload"].as_str().map_or(Value::Null, |payload| {
            serde_json::from_str(payload).unwrap()
        });
        let event = told["event"].as_str().unwrap().to_owned();
        (stream.join(","), event, payload)
    }

    async fn send(&mut self, kind: u8, body: &[u8]) {
        let length = u8::try_from(body.len()).unwrap();
        assert!(length < 126, "short messages only");
        // Masked by zeros, which changes nothing.
        let head = [0x80 | kind, 0x80 | length, 0, 0, 0, 0];
        let frame = [&head, body].concat();
        self.stream.write_all(&frame).await.unwrap();
    }

    pub(crate) async fn text(&mut self, text: &str) {
        self.send(1, text.as_bytes()).await;
    }

    pub(crate) async fn binary(&mut self) {
        self.send(2, b"x").await;
    }

    /// Asks for a stream, or leaves one, and waits until that was done: the answer to what cannot be comes
    /// after it.
    pub(crate) async fn ask(&mut self, asked: Value) {
        self.text(&asked.to_string()).await;
        self.text(r#"{"type":"subscribe","stream":"?"}"#).await;
        let told = self.message().await.expect("an answer");
        assert_eq!(told, json!({"error": "Unknown stream type", "status": 400}));
    }

    pub(crate) async fn subscribe(&mut self, stream: &str) {
        self.ask(json!({"type": "subscribe", "stream": stream}))
            .await;
    }

    /// The next server-sent event: its lines without the frame of HTTP.
    pub(crate) async fn event(&mut self) -> Option<String> {
        let size = self.until(b"\r\n").await?;
        let size = usize::from_str_radix(size.trim(), 16).unwrap();
        let body = self.bytes(size + 2).await?;
        let body = String::from_utf8(body[..size].to_vec()).unwrap();
        (size > 0).then_some(body)
    }
}
