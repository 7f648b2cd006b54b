//! A mail server that counts, and that can be slow.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::tcp::OwnedReadHalf;
use tokio::net::{TcpListener, TcpStream};

/// What has been delivered: for each recipient, the `Message-ID` of each letter, in order.
pub(crate) type Delivered = BTreeMap<String, Vec<String>>;

/// A mail server on loopback, for as long as it lives.
pub(crate) struct CountingSmtp {
    port: u16,
    state: Arc<Mutex<State>>,
    accepting: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct State {
    delivered: Delivered,
    /// How many letters have arrived whole and are not confirmed yet.
    unconfirmed: usize,
    /// How long a confirmation takes.
    slowness: Duration,
}

impl CountingSmtp {
    /// Starts to listen.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A peer that is killed breaks the conversation off; that is what it is for.
                tokio::spawn(converse(stream, Arc::clone(&shared)));
            }
        });
        Self {
            port,
            state,
            accepting,
        }
    }

    /// Where it listens, on 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// From now on a letter is confirmed so long after it has arrived.
    pub(crate) fn confirm_after(&self, slowness: Duration) {
        self.state.lock().unwrap().slowness = slowness;
    }

    /// What has arrived so far.
    pub(crate) fn delivered(&self) -> Delivered {
        self.state.lock().unwrap().delivered.clone()
    }

    /// How many letters have arrived whole and wait for their confirmation.
    pub(crate) fn unconfirmed(&self) -> usize {
        self.state.lock().unwrap().unconfirmed
    }
}

impl Drop for CountingSmtp {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// As much of RFC 5321 as a polite client needs.
async fn converse(stream: TcpStream, state: Arc<Mutex<State>>) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 counting.test ESMTP\r\n").await?;
    let mut recipient = String::new();
    while let Some(line) = lines.next_line().await? {
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => {
                let greeting = b"250-counting.test\r\n250 8BITMIME\r\n";
                writer.write_all(greeting).await?;
            }
            "RCPT" => {
                recipient = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                writer.write_all(b"250 ok\r\n").await?;
            }
            "DATA" => {
                writer.write_all(b"354 go on\r\n").await?;
                // A letter that is cut off has not arrived.
                let Some(id) = read_letter(&mut lines).await? else {
                    return Ok(());
                };
                let slowness = arrived(&state, &recipient, id);
                tokio::time::sleep(slowness).await;
                state.lock().unwrap().unconfirmed -= 1;
                writer.write_all(b"250 taken\r\n").await?;
            }
            "QUIT" => {
                writer.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => writer.write_all(b"250 ok\r\n").await?,
        }
    }
    Ok(())
}

/// The `Message-ID` of a letter that ends as it should.
async fn read_letter(
    lines: &mut Lines<BufReader<OwnedReadHalf>>,
) -> std::io::Result<Option<String>> {
    let mut id = String::new();
    while let Some(line) = lines.next_line().await? {
        if line == "." {
            return Ok(Some(id));
        }
        if let Some(value) = line.strip_prefix("Message-ID:") {
            value.trim().clone_into(&mut id);
        }
    }
    Ok(None)
}

fn arrived(state: &Mutex<State>, recipient: &str, id: String) -> Duration {
    let mut state = state.lock().unwrap();
    state
        .delivered
        .entry(recipient.to_owned())
        .or_default()
        .push(id);
    state.unconfirmed += 1;
    state.slowness
}
