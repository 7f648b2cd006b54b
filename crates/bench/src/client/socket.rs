//! As much of WebSocket (RFC 6455) as a listener needs: the opening, and text that comes in whole frames.

use std::io;

use anyhow::{bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::tested::http::request;
use crate::tested::server::{Server, authority};

/// More than any message that is sent to a benchmark.
const MAX: usize = 1 << 20;
const TEXT: u8 = 1;
const CLOSE: u8 = 8;

/// A socket that listens to the stream of the account.
pub(crate) struct Socket(BufReader<TcpStream>);

impl Socket {
    pub(crate) async fn open(server: &Server) -> anyhow::Result<Self> {
        let mut stream = TcpStream::connect(server.address).await?;
        let bearer = format!("Bearer {}", server.token);
        let mut headers = vec![
            ("Authorization", bearer.as_str()),
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            // Any sixteen bytes; it is no secret.
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        let extra = server.extra.iter();
        headers.extend(extra.map(|(name, value)| (name.as_str(), value.as_str())));
        let target = "/api/v1/streaming?stream=user";
        let ask = request("GET", target, authority(&server.url), &headers, b"");
        stream.write_all(&ask).await?;
        let mut stream = BufReader::with_capacity(1_024, stream);
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            ensure!(head.len() < 8_192, "no end of the answer's head");
            head.push(stream.read_u8().await?);
        }
        if !head.starts_with(b"HTTP/1.1 101") {
            bail!("no socket: {}", String::from_utf8_lossy(&head));
        }
        Ok(Self(stream))
    }

    /// The next text. A server's frames are not masked; pings need no answer for as long as this lives.
    pub(crate) async fn next(&mut self) -> io::Result<Vec<u8>> {
        loop {
            let opcode = self.0.read_u8().await? & 0x0f;
            let length = match self.0.read_u8().await? & 0x7f {
                126 => usize::from(self.0.read_u16().await?),
                127 => usize::try_from(self.0.read_u64().await?).unwrap_or(usize::MAX),
                short => usize::from(short),
            };
            if length > MAX || opcode == CLOSE {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let mut text = vec![0; length];
            self.0.read_exact(&mut text).await?;
            if opcode == TEXT {
                return Ok(text);
            }
        }
    }
}
