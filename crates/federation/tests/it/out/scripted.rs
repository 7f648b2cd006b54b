//! A server that answers as a test says, and remembers what it was sent.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(crate) fn host(&self) -> &str {
        self.header("host").unwrap()
    }

    /// Signed by RFC 9421, not by the older draft.
    pub(crate) fn is_rfc9421(&self) -> bool {
        self.header("signature-input").is_some()
    }
}

/// What is answered: a status and perhaps a header, or nothing at all.
pub(crate) type Answer = Option<(u16, &'static str)>;

type Script = Box<dyn Fn(&Asked) -> Answer + Send + Sync>;

/// Ends with the test that holds it.
pub(crate) struct Scripted {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    accepting: JoinHandle<()>,
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Scripted {
    pub(crate) async fn new(script: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let script: Arc<Script> = Arc::new(Box::new(script));
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let seen = Arc::clone(&asked);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, seen) = (Arc::clone(&script), Arc::clone(&seen));
                tokio::spawn(async move { drop(serve(stream, &script, &seen).await) });
            }
        });
        Self {
            address,
            asked,
            accepting,
        }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn forget(&self) {
        self.asked.lock().unwrap().clear();
    }
}

async fn serve(mut stream: TcpStream, script: &Script, seen: &Mutex<Vec<Asked>>) -> io::Result<()> {
    while let Some(asked) = read(&mut stream).await? {
        let answer = script(&asked);
        seen.lock().unwrap().push(asked);
        let Some((status, header)) = answer else {
            // Until the other side gives up.
            stream.read_u8().await?;
            return Ok(());
        };
        let answer = format!("HTTP/1.1 {status} X\r\n{header}Content-Length: 0\r\n\r\n");
        stream.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}

async fn read(stream: &mut TcpStream) -> io::Result<Option<Asked>> {
    let mut bytes = Vec::new();
    let ends = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8(bytes[..ends].to_vec()).unwrap();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    let mut asked = Asked {
        path,
        head,
        body: String::new(),
    };
    let length: usize = asked
        .header("content-length")
        .map_or(0, |n| n.trim().parse().unwrap());
    while bytes.len() < ends + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
    asked.body = String::from_utf8(bytes[ends..].to_vec()).unwrap();
    Ok(Some(asked))
}
