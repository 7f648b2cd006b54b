//! As much of HTTP/1.1 as a load generator needs: whole messages over connections that stay open,
//! one request at a time on each. A full client would take a share of the machine that belongs to
//! the server under test.

use std::io;
use std::net::SocketAddr;

use tokio::io::{
    AsyncBufRead, AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, BufReader,
};
use tokio::net::TcpStream;

/// More than any head line, head or body that is sent to or from a benchmark.
const MAX: usize = 4 << 20;

/// A request or an answer, whole.
#[derive(Debug, Default)]
pub(crate) struct Message {
    /// The request line or the status line.
    pub(crate) first: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// The first header of this name, which is in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The status of an answer; 0 for what has none.
    pub(crate) fn status(&self) -> u16 {
        let word = self.first.split(' ').nth(1);
        word.and_then(|word| word.parse().ok()).unwrap_or(0)
    }

    /// Method and target of a request.
    pub(crate) fn request(&self) -> (&str, &str) {
        let mut words = self.first.split(' ');
        (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        )
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.header(name)
            .is_some_and(|seen| seen.eq_ignore_ascii_case(value))
    }
}

/// The bytes of a request. `Host` and `Content-Length` are added.
pub(crate) fn request(
    method: &str,
    target: &str,
    authority: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1_024 + body.len());
    let mut put = |parts: &[&str]| {
        for part in parts {
            bytes.extend_from_slice(part.as_bytes());
        }
    };
    put(&[
        method,
        " ",
        target,
        " HTTP/1.1\r\nHost: ",
        authority,
        "\r\n",
    ]);
    for (name, value) in headers {
        put(&[name, ": ", value, "\r\n"]);
    }
    if method != "GET" {
        put(&["Content-Length: ", &body.len().to_string(), "\r\n"]);
    }
    put(&["\r\n"]);
    bytes.extend_from_slice(body);
    bytes
}

/// The bytes of an answer.
pub(crate) fn answer(status: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// The next message; `None` where the other side closed between messages.
pub(crate) async fn read_message<S>(stream: &mut S) -> io::Result<Option<Message>>
where
    S: AsyncBufRead + Unpin,
{
    let Some(first) = read_line(stream).await? else {
        return Ok(None);
    };
    let mut message = Message {
        first,
        ..Message::default()
    };
    loop {
        let line = read_line(stream).await?.ok_or_else(cut)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(bad)?;
        message
            .headers
            .push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        if message.headers.len() > 200 {
            return Err(bad());
        }
    }
    message.body = read_body(stream, &message).await?;
    Ok(Some(message))
}

async fn read_body<S>(stream: &mut S, message: &Message) -> io::Result<Vec<u8>>
where
    S: AsyncBufRead + Unpin,
{
    let is_answer = message.first.starts_with("HTTP/");
    if is_answer && matches!(message.status(), 204 | 304) {
        return Ok(Vec::new());
    }
    if message.is("transfer-encoding", "chunked") {
        return read_chunks(stream).await;
    }
    if let Some(length) = message.header("content-length") {
        return read_exactly(stream, length.parse().map_err(|_| bad())?).await;
    }
    let mut body = Vec::new();
    if is_answer {
        // Without a length the end of the connection is the end of the answer.
        stream.take(MAX as u64).read_to_end(&mut body).await?;
    }
    Ok(body)
}

async fn read_chunks<S>(stream: &mut S) -> io::Result<Vec<u8>>
where
    S: AsyncBufRead + Unpin,
{
    let mut body = Vec::new();
    loop {
        let line = read_line(stream).await?.ok_or_else(cut)?;
        let length = line.split(';').next().unwrap_or_default().trim();
        let length = usize::from_str_radix(length, 16).map_err(|_| bad())?;
        if body.len().saturating_add(length) > MAX {
            return Err(bad());
        }
        if length == 0 {
            while !read_line(stream).await?.ok_or_else(cut)?.is_empty() {}
            return Ok(body);
        }
        body.extend(read_exactly(stream, length).await?);
        read_line(stream).await?.ok_or_else(cut)?;
    }
}

async fn read_exactly<S>(stream: &mut S, length: usize) -> io::Result<Vec<u8>>
where
    S: AsyncRead + Unpin,
{
    if length > MAX {
        return Err(bad());
    }
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

/// A line without its end; `None` where there is nothing more.
async fn read_line<S>(stream: &mut S) -> io::Result<Option<String>>
where
    S: AsyncBufRead + Unpin,
{
    let mut line = Vec::new();
    let mut limited = stream.take(1 << 16);
    if limited.read_until(b'\n', &mut line).await? == 0 {
        return Ok(None);
    }
    if line.pop() != Some(b'\n') {
        return Err(cut());
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    String::from_utf8(line).map(Some).map_err(|_| bad())
}

fn bad() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not the HTTP that was expected")
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the connection was cut")
}

/// A connection to the server under test, opened when it is first used and again after a failure.
#[derive(Debug)]
pub(crate) struct Connection {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Connection {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            stream: None,
        }
    }

    /// Sends a request and reads its answer. After an error the next request opens a new
    /// connection; whether this one was carried out is then unknown.
    pub(crate) async fn send(&mut self, request: &[u8]) -> io::Result<Message> {
        let mut stream = if let Some(stream) = self.stream.take() {
            stream
        } else {
            let stream = TcpStream::connect(self.address).await?;
            stream.set_nodelay(true)?;
            BufReader::new(stream)
        };
        stream.get_mut().write_all(request).await?;
        let message = read_message(&mut stream).await?.ok_or_else(cut)?;
        if !message.is("connection", "close") {
            self.stream = Some(stream);
        }
        Ok(message)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{answer, read_message, request};

    fn read(mut bytes: &[u8]) -> Option<super::Message> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(read_message(&mut bytes)).ok().flatten()
    }

    #[test]
    fn a_request_is_its_line_its_headers_and_its_body() {
        let bytes = request("POST", "/inbox", "a.test:81", &[("Date", "now")], b"{}");
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "POST /inbox HTTP/1.1\r\nHost: a.test:81\r\nDate: now\r\nContent-Length: 2\r\n\r\n{}"
        );
    }

    #[test]
    fn a_read_has_no_length() {
        let bytes = request("GET", "/", "a.test", &[], b"");
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"
        );
    }

    #[test]
    fn what_is_written_is_read() {
        let message = read(&request("POST", "/x?y", "a.test", &[], b"body")).unwrap();
        assert_eq!(message.request(), ("POST", "/x?y"));
        assert_eq!(message.header("host"), Some("a.test"));
        assert_eq!(message.body, b"body");
        let message = read(&answer("202 Accepted", "text/plain", b"")).unwrap();
        assert_eq!(message.status(), 202);
    }

    #[test]
    fn chunks_are_put_together() {
        let text = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
        assert_eq!(read(text).unwrap().body, b"abcde");
    }

    #[test]
    fn an_answer_without_a_length_ends_with_the_connection() {
        let text = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it";
        assert_eq!(read(text).unwrap().body, b"all of it");
    }

    #[test]
    fn a_length_beyond_reason_is_refused() {
        let text = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n";
        assert!(read(text).is_none());
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            read(&bytes);
        }
    }
}
