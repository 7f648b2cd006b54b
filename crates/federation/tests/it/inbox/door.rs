//! The inboxes of an instance, and people elsewhere who sign with real keys: everything goes the way
//! that a request goes.

use std::sync::LazyLock;

use actix_web::App;
use actix_web::test::{TestRequest, call_service, init_service};
use data_encoding::BASE64;
use serde_json::{Value, json};
use staffroom_db::DbError;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::inbox::{self, InboxItemRow};
use staffroom_domain::{AccountId, ActorKind};
use staffroom_federation::inbox::{InboxState, configure, drain};
use staffroom_signatures::{Outgoing, PrivateKey, proof, sign};
use staffroom_testkit::TestDb;

use crate::resolve::remote::person;
use crate::resolve::world::{HERE, World, key};

/// Our host, as requests name it.
pub(crate) const HOST: &str = "localhost:8080";
const INBOX: &str = "/ap/inbox";

/// For headers that do not depend on the key.
static ANY: LazyLock<PrivateKey> = LazyLock::new(key);

/// An instance whose inboxes are open.
pub(crate) struct Door {
    pub(crate) world: World,
    state: InboxState,
}

/// Somebody elsewhere, with an RSA key and one for proofs.
pub(crate) struct Peer {
    pub(crate) id: String,
    pub(crate) host: &'static str,
    pub(crate) key: PrivateKey,
    pub(crate) proofs: PrivateKey,
}

impl Peer {
    pub(crate) fn key_id(&self) -> String {
        format!("{}#main-key", self.id)
    }

    pub(crate) fn proof_id(&self) -> String {
        format!("{}#ed25519-key", self.id)
    }

    /// An activity of theirs.
    pub(crate) fn activity(&self, n: u32, kind: &str, object: impl Into<Value>) -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams"],
            "id": format!("{}/activities/{n}", self.id),
            "type": kind,
            "actor": self.id,
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "object": object.into(),
        })
    }

    /// The document of themselves.
    pub(crate) fn document(&self) -> Value {
        let (host, name) = (self.host, self.id.rsplit('/').next().unwrap());
        let (_, mut document) = person(host, name, &self.key);
        document["assertionMethod"] = json!([{
            "id": self.proof_id(),
            "type": "Multikey",
            "controller": self.id,
            "publicKeyMultibase": self.proofs.public().to_multibase(),
        }]);
        document
    }
}

/// A POST to an inbox as it goes over the wire, signed by a hand of our own.
#[derive(Clone)]
pub(crate) struct Letter {
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Letter {
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.add(name, value);
    }

    pub(crate) fn add(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn get(&self, name: &str) -> &str {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        &found.unwrap().1
    }

    /// Signs by the cavage draft.
    pub(crate) fn cavage(
        mut self,
        peer: &Peer,
        algorithm: &str,
        covered: &str,
        parameters: &str,
    ) -> Self {
        let value = |name: &str| {
            let bare = format!("{}=", name.trim_matches(['(', ')']));
            let mut all = parameters.split(',');
            all.find_map(|one| one.strip_prefix(&bare))
                .unwrap()
                .to_owned()
        };
        let lines: Vec<String> = covered
            .split(' ')
            .map(|name| match name {
                "(request-target)" => format!("{name}: post {}", self.target),
                "(created)" | "(expires)" => format!("{name}: {}", value(name)),
                header => format!("{name}: {}", self.get(header)),
            })
            .collect();
        let signature = BASE64.encode(&peer.key.sign(lines.join("\n").as_bytes()).unwrap());
        let more = if parameters.is_empty() { "" } else { "," };
        let header = format!(
            "keyId=\"{}\",algorithm=\"{algorithm}\",headers=\"{covered}\"{more}{parameters},\
             signature=\"{signature}\"",
            peer.key_id()
        );
        self.set("Signature", &header);
        self
    }

    /// Signs by RFC 9421, with that key.
    pub(crate) fn rfc9421(
        mut self,
        (key, key_id): (&PrivateKey, &str),
        algorithm: &str,
        components: &[&str],
        created: i64,
    ) -> Self {
        let named: Vec<String> = components
            .iter()
            .map(|name| format!("\"{name}\""))
            .collect();
        let input = format!(
            "({});created={created};keyid=\"{key_id}\";alg=\"{algorithm}\"",
            named.join(" ")
        );
        let mut base = String::new();
        for name in components {
            let value = match *name {
                "@method" => "POST".to_owned(),
                "@target-uri" => format!("http://{}{}", self.get("host"), self.target),
                "@authority" => self.get("host").to_owned(),
                "@path" => self.target.clone(),
                header => self.get(header).to_owned(),
            };
            base.extend(["\"", name, "\": ", &value, "\n"]);
        }
        base.extend(["\"@signature-params\": ", &input]);
        let signature = BASE64.encode(&key.sign(base.as_bytes()).unwrap());
        self.set("Signature-Input", &format!("sig1={input}"));
        self.set("Signature", &format!("sig1=:{signature}:"));
        self
    }
}

impl Door {
    pub(crate) async fn new() -> Self {
        Self::of(World::new().await)
    }

    /// On that database.
    pub(crate) async fn on(db: TestDb) -> Self {
        Self::of(World::on(db).await)
    }

    fn of(world: World) -> Self {
        Self {
            world,
            state: InboxState::new(false),
        }
    }

    /// Somebody elsewhere, whom we do not know yet.
    pub(crate) fn peer(&self, host: &'static str, name: &str) -> Peer {
        let peer = Peer {
            id: format!("http://{host}/users/{name}"),
            host,
            key: key(),
            proofs: PrivateKey::generate_ed25519().unwrap(),
        };
        self.world.remote.person(host, name, &peer.key);
        self.world.remote.activity(&peer.id, &peer.document());
        peer
    }

    /// Somebody elsewhere who has sent us something before.
    pub(crate) async fn known(&self, host: &'static str, name: &str) -> Peer {
        let peer = self.peer(host, name);
        let hello = peer.activity(0, "View", "http://other.example/1");
        assert_eq!(self.send(&peer, &hello).await, 202);
        self.apply().await;
        peer
    }

    /// Somebody here.
    pub(crate) async fn local(&self, name: &str) -> AccountRow {
        let ctx = self.world.fed.ctx();
        staffroom_service::accounts::create_actor(ctx, ActorKind::Person, name, name)
            .await
            .unwrap()
    }

    /// The account of an actor elsewhere.
    pub(crate) async fn account(&self, uri: &str) -> AccountRow {
        let uri = uri.to_owned();
        let ctx = self.world.fed.ctx();
        let found: Result<_, DbError> = ctx
            .db
            .read(move |conn| accounts::find_by_uri(conn, &uri))
            .await;
        found.unwrap().unwrap()
    }

    /// The account as it is now.
    pub(crate) async fn account_by_id(&self, id: AccountId) -> AccountRow {
        let ctx = self.world.fed.ctx();
        let found: Result<_, DbError> = ctx.db.read(move |conn| accounts::find(conn, id)).await;
        found.unwrap().unwrap()
    }

    /// A POST that nobody has signed yet, with all headers that are signed.
    pub(crate) fn letter(&self, activity: &Value) -> Letter {
        self.letter_of(activity.to_string())
    }

    /// The same with whatever body.
    pub(crate) fn letter_of(&self, body: String) -> Letter {
        let signed = sign::cavage(&self.outgoing(&ANY, "http://x.example/k", &body, &[])).unwrap();
        let mut letter = Letter {
            target: INBOX.to_owned(),
            headers: Vec::new(),
            body,
        };
        letter.set("Host", HOST);
        letter.set("Content-Type", "application/activity+json");
        for (name, value) in signed.into_iter().filter(|(name, _)| *name != "Signature") {
            letter.set(name, &value);
        }
        let digest = letter
            .get("digest")
            .trim_start_matches("SHA-256=")
            .to_owned();
        letter.set("Content-Digest", &format!("sha-256=:{digest}:"));
        letter
    }

    fn outgoing<'a>(
        &self,
        key: &'a PrivateKey,
        key_id: &'a str,
        body: &'a str,
        covered: &'a [(&'a str, &'a str)],
    ) -> Outgoing<'a> {
        Outgoing {
            key,
            key_id,
            method: "POST",
            scheme: "http",
            authority: HOST,
            path_and_query: INBOX,
            body: Some(body.as_bytes()),
            date: self.world.now(),
            covered,
        }
    }

    /// What a letter is answered.
    pub(crate) async fn post(&self, letter: &Letter) -> u16 {
        let fed = self.world.fed.clone();
        let app = init_service(App::new().configure(configure(fed, self.state.clone()))).await;
        let mut request = TestRequest::post().uri(&letter.target);
        for (name, value) in &letter.headers {
            request = request.append_header((name.as_str(), value.as_str()));
        }
        let request = request.set_payload(letter.body.clone()).to_request();
        call_service(&app, request).await.status().as_u16()
    }

    /// What an activity is answered that `by` signs, whoever did it.
    pub(crate) async fn send(&self, by: &Peer, activity: &Value) -> u16 {
        self.send_with(by, activity, &[], &[]).await
    }

    /// The same with further headers, signed and not.
    pub(crate) async fn send_with(
        &self,
        by: &Peer,
        activity: &Value,
        covered: &[(&str, &str)],
        beside: &[(&str, &str)],
    ) -> u16 {
        let mut letter = self.letter(activity);
        let body = letter.body.clone();
        let key_id = by.key_id();
        let signed = sign::cavage(&self.outgoing(&by.key, &key_id, &body, covered)).unwrap();
        for (name, value) in signed {
            letter.set(name, &value);
        }
        for (name, value) in covered.iter().chain(beside) {
            letter.set(name, value);
        }
        self.post(&letter).await
    }

    /// The activity with a proof by its actor's key, made now.
    pub(crate) fn proven(&self, by: &Peer, mut activity: Value) -> Value {
        proof::attach(&mut activity, &by.proofs, &by.proof_id(), self.world.now()).unwrap();
        activity
    }

    /// Applies what waits.
    pub(crate) async fn apply(&self) -> usize {
        drain(&self.world.fed).await
    }

    /// What waits to be applied.
    pub(crate) async fn waiting(&self) -> Vec<InboxItemRow> {
        let now = self.world.now();
        let ctx = self.world.fed.ctx();
        // Claimed for no time at all.
        ctx.db
            .write(move |conn| inbox::claim(conn, now, now, 1_000))
            .await
            .unwrap()
    }

    /// The id of a local actor.
    pub(crate) fn uri(&self, account: &AccountRow) -> String {
        self.world.fed.addresses().actor(account.id)
    }
}

/// A public note by somebody.
pub(crate) fn note(by: &Peer, n: u32) -> Value {
    json!({
        "id": format!("{}/notes/{n}", by.id),
        "type": "Note",
        "attributedTo": by.id,
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "content": "<p>Hello</p>",
        "published": "2026-09-01T07:00:00Z",
    })
}

#[test]
fn the_host_is_that_of_the_instance() {
    assert_eq!(HERE, format!("http://{HOST}"));
}
