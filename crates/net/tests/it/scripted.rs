//! A server that does what a test tells it, right or wrong.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinHandle;

/// What is done with one request, step by step.
pub(crate) enum Act {
    /// These bytes.
    Send(Vec<u8>),
    /// These bytes, again and again, as long as somebody reads.
    Endless(Vec<u8>),
    /// These bytes one by one, a few milliseconds apart.
    Trickle(Vec<u8>),
    /// Nothing more, until the other side gives up.
    Stall,
    /// Ends the connection in an orderly way.
    Close,
    /// Ends the connection in a disorderly way.
    Reset,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key == name);
        let value = found.next()?.1.as_str();
        assert!(found.next().is_none(), "{name} was sent twice");
        Some(value)
    }
}

/// Ends with the test that holds it.
pub(crate) struct Scripted {
    pub(crate) address: SocketAddr,
    state: Arc<State>,
    accepting: JoinHandle<()>,
}

type Script = Box<dyn Fn(&Asked) -> Vec<Act> + Send + Sync>;

struct State {
    script: Script,
    connections: AtomicUsize,
    written: AtomicUsize,
    asked: Mutex<Vec<Asked>>,
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Scripted {
    pub(crate) fn new(script: impl Fn(&Asked) -> Vec<Act> + Send + Sync + 'static) -> Self {
        Self::at("127.0.0.1:0".parse().unwrap(), script)
    }

    /// Always the same answer.
    pub(crate) fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::new(move |_| vec![Act::Send(answer.clone()), Act::Close])
    }

    /// To be left alone: tells afterwards whether it was.
    pub(crate) fn canary() -> Self {
        Self::answering(ok("application/activity+json", "{}"))
    }

    /// Must be called inside of a runtime.
    pub(crate) fn at(
        address: SocketAddr,
        script: impl Fn(&Asked) -> Vec<Act> + Send + Sync + 'static,
    ) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind(address).unwrap();
        // Enough for all calls at once: who finds the queue full tries again after a second.
        let listener = socket.listen(1_024).unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            script: Box::new(script),
            connections: AtomicUsize::new(0),
            written: AtomicUsize::new(0),
            asked: Mutex::default(),
        });
        let accepting = tokio::spawn({
            let state = Arc::clone(&state);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    state.connections.fetch_add(1, Ordering::SeqCst);
                    let state = Arc::clone(&state);
                    // That the other side leaves in between is what many tests are about.
                    tokio::spawn(async move { drop(state.serve(stream).await) });
                }
            }
        });
        Self {
            address,
            state,
            accepting,
        }
    }

    pub(crate) fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// Bytes that have left the server.
    pub(crate) fn written(&self) -> usize {
        self.state.written.load(Ordering::SeqCst)
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.state.asked.lock().unwrap().clone()
    }
}

impl State {
    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        while let Some(asked) = read(&mut stream).await? {
            let acts = (self.script)(&asked);
            self.asked.lock().unwrap().push(asked);
            for act in acts {
                match act {
                    Act::Send(bytes) => self.write(&mut stream, &bytes).await?,
                    Act::Endless(bytes) => loop {
                        self.write(&mut stream, &bytes).await?;
                    },
                    Act::Trickle(bytes) => {
                        let mut turns = tokio::time::interval(Duration::from_millis(5));
                        for byte in bytes {
                            turns.tick().await;
                            self.write(&mut stream, &[byte]).await?;
                        }
                    }
                    Act::Stall => {
                        stream.read_u8().await?;
                    }
                    Act::Close => {
                        stream.shutdown().await?;
                        return Ok(());
                    }
                    Act::Reset => {
                        stream.set_zero_linger()?;
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    async fn write(&self, stream: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
        stream.write_all(bytes).await?;
        self.written.fetch_add(bytes.len(), Ordering::SeqCst);
        Ok(())
    }
}

async fn read(stream: &mut TcpStream) -> io::Result<Option<Asked>> {
    let mut bytes = Vec::new();
    let head_ends = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8(bytes[..head_ends].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap().split(' ');
    let mut asked = Asked {
        method: first.next().unwrap().to_owned(),
        path: first.next().unwrap().to_owned(),
        headers: lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
        body: bytes[head_ends + 4..].to_vec(),
    };
    let length = asked
        .header("content-length")
        .map_or(0, |n| n.parse().unwrap());
    while asked.body.len() < length {
        if stream.read_buf(&mut asked.body).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(asked))
}

/// A correct answer.
pub(crate) fn ok(content_type: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A redirect.
pub(crate) fn to(location: &str) -> Vec<Act> {
    let answer = format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
    vec![Act::Send(answer.into_bytes())]
}

/// The beginning of an answer, as a step.
pub(crate) fn send(text: &str) -> Act {
    Act::Send(text.as_bytes().to_vec())
}
