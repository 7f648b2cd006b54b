//! An instance on a temporary database, and people of other servers whose activities came in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use staffroom_config::{Config, Sources, parse};
use staffroom_db::accounts::AccountRow;
use staffroom_db::inbox::{self, InboxItemRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::id::NodeId;
use staffroom_domain::{
    AccountId, ActorKind, Addresses, Clock, Event, IdGenerator, InboxItemId, Random, StatusId,
    Timestamp,
};
use staffroom_federation::Federation;
use staffroom_federation::receive::{Outcome, ReceiveError, receive};
use staffroom_net::PublicOnly;
use staffroom_service::Ctx;
use staffroom_service::accounts::{self, RemoteAccount};
use staffroom_service::context::Parts;
use staffroom_service::follows::{self, Wishes};
use staffroom_service::limits::Limits;
use staffroom_service::passwords::Hasher;
use staffroom_service::secrets::SecretKey;
use staffroom_service::statuses::{NewStatus, publish};
use staffroom_testkit::{Backend, TestDb};

/// The addressee that is everybody.
pub(crate) const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

const SETTINGS: &str = r#"
[server]
url = "https://school.example"
[instance]
name = "Hilltop Staffroom"
description = "For everybody who teaches at Hilltop."
provider = "school"
contact_name = "The office"
contact_email = "office@school.example"
[federation]
mode = "open"
"#;

struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

struct TestRandom(AtomicU64);

impl Random for TestRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let n = self
                .0
                .fetch_add(1, Ordering::SeqCst)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15);
            chunk.copy_from_slice(n.to_le_bytes().get(..chunk.len()).unwrap());
        }
    }
}

/// An instance that federates.
pub(crate) struct Instance {
    pub(crate) fed: Federation,
    clock: Arc<TestClock>,
    _db: TestDb,
}

impl Instance {
    pub(crate) fn new() -> Self {
        Self::on(TestDb::new(Backend::Sqlite))
    }

    /// Where nobody writes to anybody alone.
    pub(crate) fn without_direct_messages() -> Self {
        let more = "[posting]\ndirect_messages = false\n";
        Self::made(TestDb::new(Backend::Sqlite), more)
    }

    /// On that database.
    pub(crate) fn on(db: TestDb) -> Self {
        Self::made(db, "[posting]\ndirect_messages = true\n")
    }

    fn made(db: TestDb, more: &str) -> Self {
        let sources = Sources::new().with_file("staffroom.toml", format!("{SETTINGS}{more}"));
        let config: Config = parse(&sources).expect("good settings").config;
        // 1 September 2026, 08:05 UTC.
        let clock = Arc::new(TestClock(AtomicI64::new(1_788_249_900_000_000)));
        let random = Arc::new(TestRandom(AtomicU64::new(1)));
        let ctx = Ctx::new(Parts {
            addresses: Addresses::new(config.server.url.origin()),
            directory: Arc::default(),
            config: Arc::new(config),
            db: db.handle(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            key: SecretKey::generate(&*random),
            random,
            ids: Arc::new(IdGenerator::new(NodeId::new(0).unwrap())),
            hasher: Hasher::weak(),
            limits: Limits::default(),
            rehearsal: false,
        });
        Self {
            fed: Federation::new(&ctx, PublicOnly::new().into()).unwrap(),
            clock,
            _db: db,
        }
    }

    pub(crate) fn ctx(&self) -> &Ctx {
        self.fed.ctx()
    }

    pub(crate) fn advance(&self, by: Duration) {
        let micros = i64::try_from(by.as_micros()).unwrap();
        self.clock.0.fetch_add(micros, Ordering::SeqCst);
    }

    /// Reads the database.
    pub(crate) async fn read<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, DbError> + Send + 'static,
    {
        self.ctx().db.read(work).await.unwrap()
    }

    /// Somebody here.
    pub(crate) async fn local(&self, name: &str) -> AccountRow {
        self.local_of(ActorKind::Person, name).await
    }

    /// An actor here.
    pub(crate) async fn local_of(&self, kind: ActorKind, name: &str) -> AccountRow {
        accounts::create_actor(self.ctx(), kind, name, name)
            .await
            .unwrap()
    }

    /// Somebody elsewhere, as their server presents them.
    pub(crate) async fn remote(&self, name: &str, host: &str) -> AccountRow {
        self.remote_with(name, host, |_| {}).await
    }

    /// The same with changes.
    pub(crate) async fn remote_with(
        &self,
        name: &str,
        host: &str,
        change: impl FnOnce(&mut RemoteAccount),
    ) -> AccountRow {
        let uri = format!("https://{host}/users/{name}");
        let mut new = RemoteAccount {
            kind: ActorKind::Person,
            username: name.to_owned(),
            domain: host.to_owned(),
            display_name: name.to_owned(),
            summary: String::new(),
            url: None,
            fields: Vec::new(),
            avatar_url: None,
            header_url: None,
            locked: false,
            discoverable: true,
            indexable: true,
            memorial: false,
            also_known_as: Vec::new(),
            moved_to_uri: None,
            published: None,
            host: host.to_owned(),
            inbox: format!("{uri}/inbox"),
            shared_inbox: None,
            outbox: None,
            followers: Some(format!("{uri}/followers")),
            following: None,
            featured: Some(format!("{uri}/featured")),
            keys: Vec::new(),
            advertises: None,
            document: "{}".to_owned(),
            uri,
        };
        change(&mut new);
        self.ctx()
            .transact(move |tx| accounts::keep_remote(tx, new))
            .await
            .unwrap()
    }

    /// Somebody here follows somebody elsewhere, who has accepted.
    pub(crate) async fn follows(&self, by: &AccountRow, target: &AccountRow) {
        let row = follows::follow(self.ctx(), by.id, target.id, Wishes::default())
            .await
            .unwrap();
        let (by, target) = (by.clone(), target.clone());
        self.ctx()
            .transact(move |tx| follows::accept_in(tx, &by, &target, &row))
            .await
            .unwrap();
    }

    /// Somebody here posts something.
    pub(crate) async fn post(&self, by: &AccountRow, new: NewStatus) -> StatusId {
        publish(self.ctx(), by.id, new).await.unwrap()
    }

    /// The id of a local actor.
    pub(crate) fn uri(&self, account: &AccountRow) -> String {
        accounts::uri(self.fed.addresses(), account)
    }

    /// The id of a local object.
    pub(crate) fn object(&self, status: StatusId) -> String {
        self.fed.addresses().object(status)
    }

    /// Applies an activity that `by` signed.
    pub(crate) async fn receive(
        &self,
        by: &AccountRow,
        activity: Value,
    ) -> Result<Outcome, ReceiveError> {
        let item = self.accept(by, &activity).await;
        receive(&self.fed, item).await
    }

    /// Puts an activity that `by` signed into the inbox.
    pub(crate) async fn accept(&self, by: &AccountRow, activity: &Value) -> InboxItemRow {
        let now = self.ctx().now();
        let actor_uri = by.uri.clone().unwrap();
        let id: InboxItemId = self.ctx().new_id();
        let item = InboxItemRow {
            id,
            activity_uri: activity["id"]
                .as_str()
                .map_or_else(|| format!("{actor_uri}#{id}"), str::to_owned),
            kind: activity["type"].as_str().unwrap().to_owned(),
            host: by.domain.clone(),
            account_id: Some(by.id.get()),
            thread_key: actor_uri.clone(),
            actor_uri,
            body: activity.to_string(),
            received_at: now,
            run_at: now,
            attempts: 0,
            last_error: None,
            done_at: None,
        };
        let row = item.clone();
        let accepted = self.ctx().db.write(move |conn| inbox::accept(conn, row));
        assert!(accepted.await.unwrap(), "it has come before");
        item
    }

    /// The status of an id on the wire.
    pub(crate) async fn status(&self, uri: &str) -> Option<StatusRow> {
        let uri = uri.to_owned();
        self.read(move |conn| statuses::find_by_uri(conn, &uri))
            .await
            .filter(|row| row.deleted_at.is_none())
    }

    /// The account as it is now.
    pub(crate) async fn account(&self, id: AccountId) -> AccountRow {
        self.read(move |conn| staffroom_db::accounts::find(conn, id))
            .await
            .unwrap()
    }

    /// Takes the events that have happened since the last time.
    pub(crate) async fn events(&self) -> Vec<Event> {
        let taken = self.ctx().db.write(|conn| {
            let taken = staffroom_db::outbox::take(conn, 1_000)?;
            let events: Vec<_> = taken.into_iter().map(|event| event.unwrap()).collect();
            let ids: Vec<_> = events.iter().map(|event| event.id).collect();
            staffroom_db::outbox::remove(conn, &ids)?;
            Ok::<_, DbError>(events)
        });
        let taken = taken.await.unwrap();
        taken.into_iter().map(|event| event.event).collect()
    }
}

/// A public note.
pub(crate) fn note(by: &AccountRow, n: u32) -> Value {
    let actor = by.uri.as_deref().unwrap();
    json!({
        "id": format!("{actor}/notes/{n}"),
        "type": "Note",
        "attributedTo": actor,
        "to": [PUBLIC],
        "cc": [format!("{actor}/followers")],
        "content": "<p>Hello</p>",
        "published": "2026-09-01T07:00:00Z",
    })
}

/// An activity by somebody.
pub(crate) fn activity(by: &AccountRow, n: u32, kind: &str, object: impl Into<Value>) -> Value {
    let actor = by.uri.as_deref().unwrap();
    json!({
        "id": format!("{actor}/activities/{n}"),
        "type": kind,
        "actor": actor,
        "to": [PUBLIC],
        "object": object.into(),
    })
}

/// Whether it was refused.
#[track_caller]
pub(crate) fn assert_refused(result: &Result<Outcome, ReceiveError>) {
    assert!(
        matches!(result, Err(ReceiveError::Refused(_))),
        "{result:?}"
    );
}

/// Whether nothing was changed.
#[track_caller]
pub(crate) fn assert_ignored(result: &Result<Outcome, ReceiveError>) {
    assert!(matches!(result, Ok(Outcome::Ignored(_))), "{result:?}");
}

/// Whether something was changed.
#[track_caller]
pub(crate) fn assert_applied(result: &Result<Outcome, ReceiveError>) {
    assert!(matches!(result, Ok(Outcome::Applied)), "{result:?}");
}
