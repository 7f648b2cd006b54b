//! The people on the other side: their addresses, keys, documents and activities. Everybody lives
//! on `http://host-NUMBER.localhost:PORT`, and the generator answers for all of these hosts.

use anyhow::Context as _;
use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};
use staffroom_domain::Timestamp;
use staffroom_signatures::PrivateKey;

/// So many key pairs are shared by all; making one takes a tenth of a second.
const KEYS: u32 = 4;
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Somebody on one of the hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Person {
    pub(crate) host: u32,
    pub(crate) number: u32,
}

/// All of them.
pub(crate) struct World {
    port: u16,
    keys: Vec<PrivateKey>,
}

impl World {
    /// Whose hosts answer at this port of the loopback.
    pub(crate) fn new(port: u16) -> anyhow::Result<Self> {
        let keys = (0..KEYS).map(|_| PrivateKey::generate_rsa_2048());
        let keys = keys.collect::<Result<_, _>>()?;
        Ok(Self { port, keys })
    }

    pub(crate) fn authority(&self, host: u32) -> String {
        format!("host-{host}.localhost:{}", self.port)
    }

    /// The number of the host that a request is for.
    pub(crate) fn host_of(authority: &str) -> Option<u32> {
        let name = authority.split(':').next()?;
        name.strip_prefix("host-")?
            .strip_suffix(".localhost")?
            .parse()
            .ok()
    }

    pub(crate) fn actor(&self, person: Person) -> String {
        format!(
            "http://{}/users/u{}",
            self.authority(person.host),
            person.number
        )
    }

    pub(crate) fn key_id(&self, person: Person) -> String {
        format!("{}#main-key", self.actor(person))
    }

    pub(crate) fn key(&self, person: Person) -> anyhow::Result<&PrivateKey> {
        let index = person.host.wrapping_add(person.number) % KEYS;
        self.keys.get(index as usize).context("a key is missing")
    }

    pub(crate) fn actor_document(&self, person: Person) -> anyhow::Result<Value> {
        let actor = self.actor(person);
        let pem = self.key(person)?.public().to_pem();
        Ok(json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": actor,
            "type": "Person",
            "preferredUsername": format!("u{}", person.number),
            "name": format!("Person {} of host {}", person.number, person.host),
            "summary": "",
            "url": actor,
            "inbox": format!("{actor}/inbox"),
            "outbox": format!("{actor}/outbox"),
            "followers": format!("{actor}/followers"),
            "following": format!("{actor}/following"),
            "manuallyApprovesFollowers": false,
            "endpoints": {"sharedInbox": format!("http://{}/inbox", self.authority(person.host))},
            "publicKey": {"id": self.key_id(person), "owner": actor, "publicKeyPem": pem},
        }))
    }

    pub(crate) fn webfinger(&self, person: Person) -> Value {
        let actor = self.actor(person);
        let subject = format!("acct:u{}@{}", person.number, self.authority(person.host));
        json!({
            "subject": subject,
            "aliases": [actor],
            "links": [{"rel": "self", "type": "application/activity+json", "href": actor}],
        })
    }

    /// The activity that sends a note to everybody and to the followers.
    pub(crate) fn create(&self, author: Person, note: &str, published: Timestamp) -> Value {
        let actor = self.actor(author);
        let id = self.note_id(author, note);
        let followers = format!("{actor}/followers");
        let published = written(published);
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": format!("{id}/activity"),
            "type": "Create",
            "actor": actor,
            "published": published,
            "to": [PUBLIC],
            "cc": [followers],
            "object": {
                "id": id,
                "type": "Note",
                "attributedTo": actor,
                "content": format!("<p>Note {note}: what worked in our lessons this week.</p>"),
                "published": published,
                "url": id,
                "to": [PUBLIC],
                "cc": [followers],
                "sensitive": false,
                "tag": [],
                "attachment": [],
            },
        })
    }

    pub(crate) fn note_id(&self, author: Person, note: &str) -> String {
        format!("{}/notes/{note}", self.actor(author))
    }

    pub(crate) fn follow(&self, follower: Person, whom: &str) -> Value {
        let actor = self.actor(follower);
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": format!("{actor}/follows/1"),
            "type": "Follow",
            "actor": actor,
            "object": whom,
        })
    }

    /// The answer to a Follow that came, which is repeated in it.
    pub(crate) fn accept(&self, followed: Person, follow: &Value) -> Value {
        let actor = self.actor(followed);
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": format!("{actor}/accepts/1"),
            "type": "Accept",
            "actor": actor,
            "object": follow,
        })
    }
}

fn written(time: Timestamp) -> String {
    DateTime::from_timestamp_micros(time.as_micros())
        .map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use staffroom_domain::Timestamp;

    use super::{Person, World};

    #[test]
    fn a_host_is_known_by_its_name_whatever_the_port() {
        assert_eq!(World::host_of("host-17.localhost:4711"), Some(17));
        assert_eq!(World::host_of("host-17.localhost"), Some(17));
        assert_eq!(World::host_of("other.localhost"), None);
        assert_eq!(World::host_of("host-x.localhost"), None);
    }

    #[test]
    fn what_somebody_sends_names_them_and_their_key() {
        let world = World::new(81).unwrap();
        let amira = Person { host: 3, number: 9 };
        let actor = "http://host-3.localhost:81/users/u9";
        let document = world.actor_document(amira).unwrap();
        assert_eq!(document["id"], actor);
        assert_eq!(document["publicKey"]["owner"], actor);
        assert_eq!(document["publicKey"]["id"], world.key_id(amira));
        let activity = world.create(amira, "5", Timestamp::default());
        assert_eq!(activity["actor"], actor);
        assert_eq!(activity["object"]["attributedTo"], actor);
        assert_eq!(activity["object"]["published"], "1970-01-01T00:00:00.000Z");
        assert_eq!(activity["object"]["id"], world.note_id(amira, "5"));
    }
}
