//! Other people's servers: one listener, as many host names as a test wants.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use staffroom_signatures::PrivateKey;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What is answered: status, headers, body.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

type Pages = Arc<Mutex<HashMap<String, Answer>>>;

/// Refuses a request, by its head, with a status.
type Gate = Box<dyn Fn(&str) -> Option<u16> + Send + Sync>;

#[derive(Clone, Default)]
struct Shared {
    pages: Pages,
    asked: Arc<Mutex<Vec<String>>>,
    heads: Arc<Mutex<Vec<String>>>,
    gates: Arc<Mutex<HashMap<String, Gate>>>,
}

/// Ends with the test that holds it.
pub(crate) struct Remote {
    pub(crate) address: SocketAddr,
    shared: Shared,
    accepting: JoinHandle<()>,
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Remote {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Shared::default();
        let accepting = tokio::spawn({
            let shared = shared.clone();
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, shared.clone()));
                }
            }
        });
        Self {
            address,
            shared,
            accepting,
        }
    }

    /// Answers a URL (`host/path?query`).
    pub(crate) fn put(&self, url: &str, answer: Answer) {
        let url = url.trim_start_matches("http://").to_owned();
        self.shared.pages.lock().unwrap().insert(url, answer);
    }

    pub(crate) fn activity(&self, url: &str, body: &Value) {
        self.put(url, ok("application/activity+json", &body.to_string()));
    }

    pub(crate) fn redirect(&self, from: &str, to: &str) {
        let answer = Answer {
            status: 302,
            headers: vec![("location".to_owned(), to.to_owned())],
            body: String::new(),
        };
        self.put(from, answer);
    }

    pub(crate) fn status(&self, url: &str, status: u16) {
        let mut answer = ok("text/plain", "");
        answer.status = status;
        self.put(url, answer);
    }

    /// What a handle is: `name@host` leads to an actor.
    pub(crate) fn handle(&self, asked: &str, subject: &str, actor: &str) {
        let host = asked.split('@').next_back().unwrap();
        let body = json!({
            "subject": format!("acct:{subject}"),
            "links": [{"rel": "self", "type": "application/activity+json", "href": actor}],
        });
        let resource = format!("acct:{asked}")
            .replace(':', "%3A")
            .replace('@', "%40");
        self.put(
            &format!("{host}/.well-known/webfinger?resource={resource}"),
            ok("application/jrd+json", &body.to_string()),
        );
    }

    /// A correct person at a host, with a key.
    pub(crate) fn person(&self, host: &str, name: &str, key: &PrivateKey) -> String {
        let (id, document) = person(host, name, key);
        self.activity(&id, &document);
        self.handle(&format!("{name}@{host}"), &format!("{name}@{host}"), &id);
        id
    }

    /// Lets a host refuse requests by their heads.
    pub(crate) fn gate(
        &self,
        host: &str,
        gate: impl Fn(&str) -> Option<u16> + Send + Sync + 'static,
    ) {
        let mut gates = self.shared.gates.lock().unwrap();
        gates.insert(host.to_owned(), Box::new(gate));
    }

    /// The heads of all requests to a host since the last time, in order.
    pub(crate) fn heads(&self, host: &str) -> Vec<String> {
        let line = format!("host: {host}\r\n");
        let mut heads = self.shared.heads.lock().unwrap();
        let all = std::mem::take(&mut *heads);
        all.into_iter()
            .filter(|head| head.to_ascii_lowercase().contains(&line))
            .collect()
    }

    /// How often a URL was asked for.
    pub(crate) fn asked(&self, url: &str) -> usize {
        let url = url.trim_start_matches("http://");
        self.shared
            .asked
            .lock()
            .unwrap()
            .iter()
            .filter(|it| *it == url)
            .count()
    }

    /// How often anything was asked for.
    pub(crate) fn asked_in_all(&self) -> usize {
        self.shared.asked.lock().unwrap().len()
    }

    /// How often anything of a host, or of hosts below it, was asked for.
    pub(crate) fn asked_below(&self, domain: &str) -> usize {
        let asked = self.shared.asked.lock().unwrap();
        let host = |url: &&String| url.split('/').next().is_some_and(|it| it.ends_with(domain));
        asked.iter().filter(host).count()
    }

    /// How often anything of a host was asked for.
    pub(crate) fn asked_of(&self, host: &str) -> usize {
        let begin = format!("{host}/");
        let asked = self.shared.asked.lock().unwrap();
        asked.iter().filter(|it| it.starts_with(&begin)).count()
    }
}

/// A correct document of a person.
pub(crate) fn person(host: &str, name: &str, key: &PrivateKey) -> (String, Value) {
    let id = format!("http://{host}/users/{name}");
    let document = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id,
        "type": "Person",
        "preferredUsername": name,
        "name": name,
        "inbox": format!("{id}/inbox"),
        "outbox": format!("{id}/outbox"),
        "followers": format!("{id}/followers"),
        "publicKey": {
            "id": format!("{id}#main-key"),
            "owner": id,
            "publicKeyPem": key.public().to_pem(),
        },
    });
    (id, document)
}

pub(crate) fn ok(content_type: &str, body: &str) -> Answer {
    Answer {
        status: 200,
        headers: vec![("content-type".to_owned(), content_type.to_owned())],
        body: body.to_owned(),
    }
}

async fn serve(mut stream: TcpStream, shared: Shared) {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read_buf(&mut bytes).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
    }
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    let host = head
        .lines()
        .find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("host").then(|| value.trim())
        })
        .unwrap_or_default();
    let url = format!("{host}{path}");
    shared.asked.lock().unwrap().push(url.clone());
    shared.heads.lock().unwrap().push(head.clone());
    let refused = shared
        .gates
        .lock()
        .unwrap()
        .get(host)
        .and_then(|gate| gate(&head));
    let answer = shared.pages.lock().unwrap().get(&url).cloned();
    let answer = answer
        .filter(|_| refused.is_none())
        .unwrap_or_else(|| Answer {
            status: refused.unwrap_or(404),
            headers: Vec::new(),
            body: String::new(),
        });
    let mut lines = vec![
        format!("HTTP/1.1 {} X", answer.status),
        "Connection: close".to_owned(),
        format!("Content-Length: {}", answer.body.len()),
    ];
    let headers = answer.headers.iter();
    lines.extend(headers.map(|(name, value)| format!("{name}: {value}")));
    let text = format!("{}\r\n\r\n{}", lines.join("\r\n"), answer.body);
    // That the other side leaves early is its own affair.
    drop(stream.write_all(text.as_bytes()).await);
    drop(stream.shutdown().await);
}
