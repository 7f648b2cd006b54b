//! The members: who speaks for each, who teaches there, what they have written, and what stands in their outboxes.
//!
//! Practice `n` is of the host `n` modulo the number of hosts. What was tried of it the first, second and third time is of
//! the hosts after that one, so no two outcomes of a practice are of the same place.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use crate::federation::world::{Person, World};
use crate::practices::seed::{self, PHASES, SUBJECTS, pick};
use crate::tested::http::{Message, answer, read_message};

const ACTIVITY: &str = "application/activity+json";
const ORGANISATION: &str = "https://w3id.org/staffroom/ns#organisation";
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
const V: &str = "https://w3id.org/staffroom/v";
/// So many outcomes has each practice before anything new comes.
pub(crate) const OUTCOMES: u32 = 3;
/// So many activities stand on a page of an outbox.
const ON_PAGE: usize = 50;
/// So many objects stand on a page that has them written out.
const WRITTEN_ON_PAGE: usize = 40;

/// Something that a member has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    Practice(u32),
    /// What became of a practice the so manieth time.
    Outcome(u32, u32),
}

/// All of them.
pub(crate) struct Members {
    pub(crate) world: World,
    pub(crate) hosts: u32,
    pub(crate) practices: u32,
    /// Whether they show what they announce written out.
    pub(crate) written: bool,
    /// How often a practice or an outcome was asked for.
    pub(crate) asked: AtomicU32,
}

/// Follows that came to them, as they were sent.
pub(crate) type Follows = mpsc::UnboundedReceiver<Value>;

impl Members {
    /// Starts to answer at a port of the loopback.
    pub(crate) async fn start(
        hosts: u32,
        practices: u32,
        written: bool,
    ) -> anyhow::Result<(Arc<Self>, Follows)> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let members = Arc::new(Self {
            world: World::new(listener.local_addr()?.port())?,
            hosts,
            practices,
            written,
            asked: AtomicU32::new(0),
        });
        let (sender, follows) = mpsc::unbounded_channel();
        let served = Arc::clone(&members);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (members, sender) = (Arc::clone(&served), sender.clone());
                // A connection that fails is the caller's to notice.
                tokio::spawn(async move { members.serve(stream, &sender).await.ok() });
            }
        });
        Ok((members, follows))
    }

    /// Who speaks for a host.
    pub(crate) fn voice(host: u32) -> Person {
        Person { host, number: 0 }
    }

    fn teacher(host: u32) -> Person {
        Person { host, number: 1 }
    }

    /// Whose it is.
    pub(crate) fn host(&self, thing: Thing) -> u32 {
        match thing {
            Thing::Practice(n) => n % self.hosts,
            Thing::Outcome(n, time) => (n % self.hosts + time + 1) % self.hosts,
        }
    }

    pub(crate) fn id(&self, thing: Thing) -> String {
        let authority = self.world.authority(self.host(thing));
        match thing {
            Thing::Practice(n) => format!("http://{authority}/objects/p{n}"),
            Thing::Outcome(n, time) => format!("http://{authority}/objects/o{n}-{time}"),
        }
    }

    /// What a host has in its outbox.
    pub(crate) fn things(&self, host: u32) -> Vec<Thing> {
        let of = |behind: u32| {
            let first = (host + self.hosts - behind) % self.hosts;
            (first..self.practices).step_by(self.hosts as usize)
        };
        let mut all: Vec<Thing> = of(0).map(Thing::Practice).collect();
        for time in 0..OUTCOMES {
            all.extend(of(time + 1).map(|n| Thing::Outcome(n, time)));
        }
        all
    }

    /// The voice of a host says that there is something.
    pub(crate) fn announce(&self, thing: Thing) -> Value {
        let (id, actor) = (
            self.id(thing),
            self.world.actor(Self::voice(self.host(thing))),
        );
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": format!("{id}/announced"),
            "type": "Announce",
            "actor": actor,
            "object": id,
            "published": "2026-09-01T08:00:00Z",
            "to": [PUBLIC],
            "cc": [format!("{actor}/followers")],
        })
    }

    async fn serve(
        &self,
        stream: TcpStream,
        follows: &mpsc::UnboundedSender<Value>,
    ) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        while let Some(request) = read_message(&mut stream).await? {
            let host = World::host_of(request.header("host").unwrap_or_default());
            let bytes = match host.filter(|host| *host < self.hosts) {
                Some(host) => self.respond(host, &request, follows),
                None => answer("421 Misdirected Request", "text/plain", b""),
            };
            stream.get_mut().write_all(&bytes).await?;
        }
        Ok(())
    }

    fn respond(
        &self,
        host: u32,
        request: &Message,
        follows: &mpsc::UnboundedSender<Value>,
    ) -> Vec<u8> {
        let (method, target) = request.request();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if method == "POST" {
            let activity: Option<Value> = serde_json::from_slice(&request.body).ok();
            // The measurement may have ended.
            activity
                .filter(|it| it["type"] == "Follow")
                .map(|it| follows.send(it).ok());
            return answer("202 Accepted", "text/plain", b"");
        }
        if path == "/.well-known/webfinger" {
            return document(&self.webfinger(host, query), "application/jrd+json");
        }
        match self.document(host, path, query) {
            Some(found) => document(&found, ACTIVITY),
            None => answer("404 Not Found", "text/plain", b""),
        }
    }

    /// Of the server: who speaks for it; else of one of the two who live there.
    fn webfinger(&self, host: u32, query: &str) -> Value {
        let resource = url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "resource")
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default();
        if resource.contains("u0") || resource.contains("u1") {
            let number = u32::from(resource.contains("u1"));
            return self.world.webfinger(Person { host, number });
        }
        let href = self.world.actor(Self::voice(host));
        json!({
            "subject": resource,
            "links": [{"rel": ORGANISATION, "type": ACTIVITY, "href": href}],
        })
    }

    fn document(&self, host: u32, path: &str, query: &str) -> Option<Value> {
        let (kind, rest) = path.strip_prefix('/')?.split_once('/')?;
        let (name, part) = rest.split_once('/').unwrap_or((rest, ""));
        match kind {
            "users" => {
                let number = name.strip_prefix('u')?.parse().ok()?;
                self.of_person(Person { host, number }, part, query)
            }
            "objects" => {
                let thing = thing(name)?;
                (self.host(thing) == host).then_some(())?;
                if part.is_empty() {
                    self.asked.fetch_add(1, Ordering::Relaxed);
                }
                match (thing, part) {
                    (Thing::Practice(n), "") => Some(self.practice(n)),
                    (Thing::Practice(n), "ledger") => Some(self.ledger(n, query)),
                    (Thing::Outcome(n, time), "") => Some(self.outcome(n, time)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn of_person(&self, person: Person, part: &str, query: &str) -> Option<Value> {
        match (part, person.number) {
            ("", 0..=1) => {
                let mut actor = self.world.actor_document(person).ok()?;
                if person.number == 0 {
                    set(&mut actor, "type", "Organization".into());
                }
                if person.number == 0 && self.written {
                    let list = format!("{}/records", self.world.actor(person));
                    set(&mut actor, "records", list.into());
                }
                set(&mut actor, "indexable", true.into());
                set(&mut actor, "discoverable", true.into());
                Some(actor)
            }
            ("outbox", 0) => Some(self.outbox(person.host, query)),
            ("records", 0) => Some(self.records(person.host, query)),
            ("outbox" | "followers" | "following", _) => {
                let id = format!("{}/{part}", self.world.actor(person));
                Some(list(&id, "OrderedCollection", &[], 0, None))
            }
            _ => None,
        }
    }

    fn outbox(&self, host: u32, query: &str) -> Value {
        let id = format!("{}/outbox", self.world.actor(Self::voice(host)));
        let all = self.things(host);
        let page: Option<usize> = query
            .strip_prefix("page=")
            .and_then(|page| page.parse().ok());
        let Some(page) = page else {
            let mut head = list(&id, "OrderedCollection", &[], all.len(), None);
            set(&mut head, "first", format!("{id}?page=0").into());
            return head;
        };
        let items: Vec<Value> = all
            .chunks(ON_PAGE)
            .nth(page)
            .unwrap_or_default()
            .iter()
            .map(|thing| self.announce(*thing))
            .collect();
        let next = ((page + 1) * ON_PAGE < all.len()).then(|| format!("{id}?page={}", page + 1));
        let at = format!("{id}?page={page}");
        list(&at, "OrderedCollectionPage", &items, all.len(), next)
    }

    /// What a host has, written out.
    fn records(&self, host: u32, query: &str) -> Value {
        let id = format!("{}/records", self.world.actor(Self::voice(host)));
        let page = query.strip_prefix("page=").and_then(|it| it.parse().ok());
        let Some(page): Option<usize> = page else {
            let mut head = list(&id, "Collection", &[], 0, None);
            set(&mut head, "first", format!("{id}?page=0").into());
            return head;
        };
        let all = self.things(host);
        let shown = all.chunks(WRITTEN_ON_PAGE).nth(page).unwrap_or_default();
        let items: Vec<Value> = shown
            .iter()
            .map(|thing| match *thing {
                Thing::Practice(n) => self.practice(n),
                Thing::Outcome(n, time) => self.outcome(n, time),
            })
            .collect();
        let more = (page + 1) * WRITTEN_ON_PAGE < all.len();
        let next = more.then(|| format!("{id}?page={}", page + 1));
        let at = format!("{id}?page={page}");
        list(&at, "CollectionPage", &items, all.len(), next)
    }

    fn practice(&self, n: u32) -> Value {
        let id = self.id(Thing::Practice(n));
        let text = "We replaced written comments by two minutes of recorded voice for each learner, once a fortnight, and \
                    gave them ten minutes in class to act on what they heard. ";
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": id,
            "type": "Article",
            "attributedTo": self.world.actor(Self::teacher(self.host(Thing::Practice(n)))),
            "to": [PUBLIC],
            "name": format!("Spoken comments, {}", seed::name(n)),
            "content": format!("<p>{}</p>", text.repeat(6)),
            "published": "2026-06-01T08:00:00Z",
            "url": id,
            "practice": {
                "version": 1,
                "evidenceLevel": format!("{V}/ev/idea"),
                "technologyType": [format!("{V}/tech/{}", pick(&seed::TECHNOLOGIES, n))],
                "problem": [format!("{V}/pr/{}", pick(&seed::PROBLEMS, n))],
                "phase": [format!("{V}/ph/{}", pick(&PHASES, n))],
                "subject": [format!("{V}/su/{}", pick(&SUBJECTS, n))],
                "costBand": format!("{V}/co/very-low"),
                "region": pick(&seed::REGIONS, n / 3),
                "language": "en",
                "steps": ["Choose one aim.", "Record two minutes.", "Give time to act on it."],
                "index": "all",
                "licence": "CC-BY-4.0",
                "ledger": format!("{id}/ledger"),
            },
        })
    }

    fn outcome(&self, n: u32, time: u32) -> Value {
        let practice = self.id(Thing::Practice(n));
        let id = self.id(Thing::Outcome(n, time));
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": id,
            "type": "Note",
            "attributedTo": self.world.actor(Self::teacher(self.host(Thing::Outcome(n, time)))),
            "to": [PUBLIC],
            "inReplyTo": practice,
            "content": "<p>We have tried it. It takes a quiet room.</p>",
            "published": "2026-07-01T08:00:00Z",
            "url": id,
            "outcome": {
                "practice": practice,
                "practiceVersion": 1,
                "outcome": format!("{V}/oc/{}", pick(&seed::RESULTS, n + time)),
                "evidenceLevel": format!("{V}/ev/tried"),
                "independence": format!("{V}/in/independent-practitioner"),
                "nextTime": "We would begin with fewer classes.",
                "wouldWarnAbout": "It takes a quiet room.",
            },
        })
    }

    /// What the author's server lists.
    fn ledger(&self, n: u32, query: &str) -> Value {
        let practice = self.id(Thing::Practice(n));
        let id = format!("{practice}/ledger");
        let first = format!("{id}?page=1");
        if query == "page=1" {
            let items = (0..OUTCOMES).map(|time| self.id(Thing::Outcome(n, time)).into());
            let items: Vec<Value> = items.collect();
            return list(&first, "OrderedCollectionPage", &items, items.len(), None);
        }
        let mut head = list(&id, "OrderedCollection", &[], OUTCOMES as usize, None);
        set(&mut head, "first", first.into());
        let summary = json!({"practice": practice, "organisations": 0});
        set(&mut head, "ledgerSummary", summary);
        head
    }
}

fn thing(name: &str) -> Option<Thing> {
    if let Some(n) = name.strip_prefix('p') {
        return Some(Thing::Practice(n.parse().ok()?));
    }
    let (n, time) = name.strip_prefix('o')?.split_once('-')?;
    Some(Thing::Outcome(n.parse().ok()?, time.parse().ok()?))
}

fn list(id: &str, kind: &str, items: &[Value], total: usize, next: Option<String>) -> Value {
    let mut list = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id,
        "type": kind,
        "totalItems": total,
    });
    let name = if kind.starts_with("Ordered") {
        "orderedItems"
    } else {
        "items"
    };
    set(&mut list, name, items.into());
    if let Some(next) = next {
        set(&mut list, "next", next.into());
    }
    list
}

fn set(document: &mut Value, name: &str, value: Value) {
    if let Some(members) = document.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

fn document(value: &Value, content_type: &str) -> Vec<u8> {
    answer("200 OK", content_type, value.to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::atomic::AtomicU32;

    use super::{Members, OUTCOMES, Thing, thing};
    use crate::federation::world::World;

    fn members() -> Members {
        Members {
            world: World::new(81).unwrap(),
            hosts: 8,
            practices: 29,
            written: true,
            asked: AtomicU32::new(0),
        }
    }

    #[test]
    fn each_thing_stands_in_one_outbox_that_of_its_host() {
        let members = members();
        let mut all = BTreeSet::new();
        for host in 0..members.hosts {
            for thing in members.things(host) {
                assert_eq!(members.host(thing), host);
                assert!(all.insert(members.id(thing)), "{thing:?} stands twice");
            }
        }
        assert_eq!(all.len(), 29 * (1 + OUTCOMES as usize));
    }

    #[test]
    fn what_is_written_out_is_as_at_its_own_address() {
        let members = members();
        let mut next = members.document(3, "/users/u0/records", "").unwrap()["first"].clone();
        let mut count = 0;
        while let Some(url) = next.as_str() {
            let query = url.split_once('?').unwrap().1;
            let page = members.document(3, "/users/u0/records", query).unwrap();
            for object in page["items"].as_array().unwrap() {
                let id = object["id"].as_str().unwrap();
                let path = id.strip_prefix("http://host-3.localhost:81").unwrap();
                assert_eq!(members.document(3, path, "").as_ref(), Some(object));
                count += 1;
            }
            next = page["next"].clone();
        }
        assert_eq!(count, members.things(3).len());
    }

    #[test]
    fn what_stands_in_an_outbox_is_there() {
        let members = members();
        let page = members.document(3, "/users/u0/outbox", "page=0").unwrap();
        for announced in page["orderedItems"].as_array().unwrap() {
            let id = announced["object"].as_str().unwrap();
            let path = id.strip_prefix("http://host-3.localhost:81").unwrap();
            assert_eq!(members.document(3, path, "").unwrap()["id"], id);
        }
        assert!(members.document(4, "/objects/p3", "").is_none());
    }

    #[test]
    fn a_thing_is_known_by_its_name() {
        assert_eq!(thing("p17"), Some(Thing::Practice(17)));
        assert_eq!(thing("o17-2"), Some(Thing::Outcome(17, 2)));
        assert_eq!(thing("o17"), None);
        assert_eq!(thing("x"), None);
    }
}
