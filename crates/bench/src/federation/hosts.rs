//! The hosts of the other side: one listener that answers by whatever name it is asked for.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt as _, BufReader, copy, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::world::{Person, World};
use crate::tested::http::{Message, answer, read_message};

const ACTIVITY: &str = "application/activity+json";

/// An activity that came to one of the hosts.
#[derive(Debug)]
pub(crate) struct Delivery {
    /// When all of it was there.
    pub(crate) at: Instant,
    pub(crate) host: u32,
    pub(crate) kind: String,
    /// The id of its object.
    pub(crate) object: String,
    pub(crate) body: Vec<u8>,
}

/// The hosts while they answer.
pub(crate) struct Hosts {
    pub(crate) world: Arc<World>,
    pub(crate) deliveries: mpsc::UnboundedReceiver<Delivery>,
    hanging: Arc<AtomicU32>,
}

impl Hosts {
    /// Starts to answer at this address; port 0 chooses one.
    pub(crate) async fn start(address: SocketAddr) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let world = Arc::new(World::new(listener.local_addr()?.port())?);
        let (sender, deliveries) = mpsc::unbounded_channel();
        let hanging = Arc::new(AtomicU32::new(0));
        let host = Host {
            world: Arc::clone(&world),
            deliveries: sender,
            hanging: Arc::clone(&hanging),
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let host = host.clone();
                // A connection that fails is the caller's to notice.
                tokio::spawn(async move { host.serve(stream).await.ok() });
            }
        });
        Ok(Self {
            world,
            deliveries,
            hanging,
        })
    }

    /// From now on the hosts 1 to this one take requests and never answer.
    pub(crate) fn hang(&self, last: u32) {
        self.hanging.store(last, Ordering::Relaxed);
    }

    /// Forgets what came.
    pub(crate) fn forget(&mut self) {
        while self.deliveries.try_recv().is_ok() {}
    }
}

#[derive(Clone)]
struct Host {
    world: Arc<World>,
    deliveries: mpsc::UnboundedSender<Delivery>,
    hanging: Arc<AtomicU32>,
}

impl Host {
    async fn serve(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        while let Some(request) = read_message(&mut stream).await? {
            let host = World::host_of(request.header("host").unwrap_or_default());
            if host.is_some_and(|host| (1..=self.hanging.load(Ordering::Relaxed)).contains(&host)) {
                // Until the caller gives up.
                copy(&mut stream, &mut sink()).await?;
                return Ok(());
            }
            let bytes = match host {
                Some(host) => self.respond(host, request),
                None => answer("421 Misdirected Request", "text/plain", b""),
            };
            stream.get_mut().write_all(&bytes).await?;
        }
        Ok(())
    }

    fn respond(&self, host: u32, request: Message) -> Vec<u8> {
        let (method, target) = request.request();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if method == "POST" {
            if path != "/inbox" && !path.ends_with("/inbox") {
                return not_found();
            }
            if let Some(delivery) = delivery(host, request.body) {
                // The measurement may have ended.
                self.deliveries.send(delivery).ok();
            }
            return answer("202 Accepted", "text/plain", b"");
        }
        if path == "/.well-known/webfinger" {
            return match person_in(query).map(|number| Person { host, number }) {
                Some(person) => document(&self.world.webfinger(person), "application/jrd+json"),
                None => not_found(),
            };
        }
        let mut parts = path.split('/').skip(1);
        let number = match (
            parts.next(),
            parts.next().and_then(|name| name.strip_prefix('u')),
        ) {
            (Some("users"), Some(number)) => number.parse().ok(),
            _ => None,
        };
        let Some(person) = number.map(|number| Person { host, number }) else {
            return not_found();
        };
        match parts.next() {
            None => match self.world.actor_document(person) {
                Ok(actor) => document(&actor, ACTIVITY),
                Err(_) => not_found(),
            },
            Some("outbox" | "followers" | "following") => {
                let id = format!("http://{}{path}", self.world.authority(host));
                document(&nothing(&id), ACTIVITY)
            }
            Some(_) => not_found(),
        }
    }
}

fn not_found() -> Vec<u8> {
    answer("404 Not Found", "text/plain", b"")
}

fn document(value: &Value, content_type: &str) -> Vec<u8> {
    answer("200 OK", content_type, value.to_string().as_bytes())
}

fn nothing(id: &str) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id,
        "type": "OrderedCollection",
        "totalItems": 0,
        "orderedItems": [],
    })
}

/// The number of the person that a WebFinger query names, by address or by actor.
fn person_in(query: &str) -> Option<u32> {
    let (_, resource) =
        url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "resource")?;
    let name = match resource.strip_prefix("acct:") {
        Some(account) => account.split('@').find(|part| !part.is_empty())?.to_owned(),
        None => resource.rsplit('/').next()?.to_owned(),
    };
    name.strip_prefix('u')?.parse().ok()
}

#[derive(Deserialize)]
struct Activity {
    #[serde(rename = "type")]
    kind: String,
    object: Value,
}

fn delivery(host: u32, body: Vec<u8>) -> Option<Delivery> {
    let at = Instant::now();
    let activity: Activity = serde_json::from_slice(&body).ok()?;
    let object = match &activity.object {
        Value::String(id) => Some(id.clone()),
        object => object.get("id").and_then(Value::as_str).map(str::to_owned),
    };
    Some(Delivery {
        at,
        host,
        kind: activity.kind,
        object: object.unwrap_or_default(),
        body,
    })
}

#[cfg(test)]
mod tests {
    use super::{delivery, person_in};

    #[test]
    fn a_webfinger_query_names_an_address_or_an_actor() {
        assert_eq!(person_in("resource=acct%3Au7%40host-1.localhost"), Some(7));
        assert_eq!(
            person_in("rel=x&resource=http%3A%2F%2Fhost-1.localhost%2Fusers%2Fu8"),
            Some(8)
        );
        assert_eq!(person_in("resource=acct:somebody@else"), None);
        assert_eq!(person_in(""), None);
    }

    #[test]
    fn a_delivery_is_known_by_the_id_of_its_object() {
        let whole = br#"{"type":"Create","object":{"id":"https://a.test/1"}}"#.to_vec();
        let named = br#"{"type":"Announce","object":"https://a.test/1"}"#.to_vec();
        assert_eq!(delivery(1, whole).unwrap().object, "https://a.test/1");
        assert_eq!(delivery(1, named).unwrap().object, "https://a.test/1");
        assert!(delivery(1, b"nonsense".to_vec()).is_none());
    }
}
