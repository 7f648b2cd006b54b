//! An instance without its pages.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use staffroom_config::{Overrides, Sources};
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::deliveries::{self, DeliveryRow, Destination, Mailing};
use staffroom_db::follows::{self, FollowRow};
use staffroom_db::remote_actors::{self, RemoteActorRow};
use staffroom_db::{Conn, Db, DbError, DbOptions, Location, activities, outbox};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload};
use staffroom_domain::{
    AccountId, ActivityId, ActorKind, Addresses, Clock, IdGenerator, NodeId, Random, Timestamp,
};
use staffroom_federation::outbox::{FederationSubscriber, handlers};
use staffroom_federation::{Federation, deliver};
use staffroom_net::{AddressPolicy, LoopbackPolicy};
use staffroom_service::context::Parts;
use staffroom_service::limits::Limits;
use staffroom_service::passwords::Hasher;
use staffroom_service::ports::EventSubscriber as _;
use staffroom_service::secrets::SecretKey;
use staffroom_service::{Ctx, accounts as actors};
use tempfile::TempDir;

use super::scripted::Scripted;

/// Stands until it is moved.
pub(crate) struct Standing(AtomicI64);

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

struct Seeded(AtomicU64);

impl Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let state = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            *byte = (mixed >> 56) as u8;
        }
    }
}

/// The instance `https://school.example`, with an author.
pub(crate) struct World {
    pub(crate) fed: Federation,
    pub(crate) author: AccountRow,
    clock: Arc<Standing>,
    claimed: Mutex<i64>,
    _folder: TempDir,
}

impl World {
    /// That reaches these hosts.
    pub(crate) async fn reaching(hosts: &[(&str, &Scripted)]) -> Self {
        Self::with_settings(hosts, &[]).await
    }

    pub(crate) async fn with_settings(
        hosts: &[(&str, &Scripted)],
        settings: &[(&str, &str)],
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut overrides = Overrides::new();
        overrides.set("server.url=https://school.example").unwrap();
        for (key, value) in settings {
            overrides.set(&format!("{key}={value}")).unwrap();
        }
        let loaded = staffroom_config::parse(&Sources::new().with_overrides(overrides)).unwrap();
        let options = DbOptions::new(Location::Sqlite(folder.path().join("test.sqlite")));
        Db::migrate(&options, None).unwrap();
        let clock = Arc::new(Standing(AtomicI64::new(1_788_249_600_000_000)));
        let random = Arc::new(Seeded(AtomicU64::new(1)));
        let ctx = Ctx::new(Parts {
            db: Db::open(&options).unwrap(),
            key: SecretKey::generate(&*random),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            random,
            ids: Arc::new(IdGenerator::new(NodeId::new(0).unwrap())),
            hasher: Hasher::weak(),
            limits: Limits::default(),
            rehearsal: false,
            addresses: Addresses::new("https://school.example"),
            directory: Arc::default(),
            config: Arc::new(loaded.config),
        });
        let hosts = hosts.iter().map(|(name, server)| (*name, server.address));
        let fed =
            Federation::new(&ctx, AddressPolicy::from(LoopbackPolicy::for_hosts(hosts))).unwrap();
        actors::ensure_instance_actor(&ctx).await.unwrap();
        let author = actors::create_actor(&ctx, ActorKind::Person, "amira", "Amira").await;
        let world = Self {
            fed,
            author: author.unwrap(),
            clock,
            claimed: Mutex::new(1),
            _folder: folder,
        };
        world.work().await;
        world
    }

    pub(crate) fn ctx(&self) -> &Ctx {
        self.fed.ctx()
    }

    pub(crate) fn advance(&self, by: Duration) {
        let micros = i64::try_from(by.as_micros()).unwrap();
        self.clock.0.fetch_add(micros, Ordering::SeqCst);
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, DbError> + Send + 'static,
    ) -> T {
        self.ctx().db.write(work).await.unwrap()
    }

    /// A remote actor, with an inbox of its own and one of its server.
    pub(crate) async fn remote(&self, name: &str, host: &str) -> AccountRow {
        let now = self.ctx().now();
        let (uri, domain) = (format!("http://{host}/{name}"), host.to_owned());
        let row = AccountRow {
            username: name.to_owned(),
            username_folded: name.to_owned(),
            domain: domain.clone(),
            uri: Some(uri.clone()),
            ..AccountRow::blank(self.ctx().new_id(), ActorKind::Person, now)
        };
        let made = row.clone();
        self.write(move |conn| {
            accounts::insert(conn, row.clone())?;
            remote_actors::upsert(
                conn,
                RemoteActorRow {
                    account_id: row.id,
                    inbox: format!("{uri}/inbox"),
                    shared_inbox: Some(format!("http://{domain}/inbox")),
                    host: domain,
                    outbox: None,
                    followers: None,
                    following: None,
                    featured: None,
                    fetched_at: now,
                    document: String::new(),
                },
            )
        })
        .await;
        made
    }

    /// A remote actor that follows the author.
    pub(crate) async fn follower(&self, name: &str, host: &str) -> AccountRow {
        let row = self.remote(name, host).await;
        let follow = FollowRow {
            id: self.ctx().new_id(),
            account_id: row.id,
            target_id: self.author.id,
            state: 1,
            local: false,
            uri: Some(format!("http://{host}/follows/{name}")),
            reblogs: true,
            notify: false,
            languages: "[]".to_owned(),
            created_at: self.ctx().now(),
        };
        self.write(move |conn| follows::insert(conn, follow)).await;
        row
    }

    /// Turns events into activities, and queues them.
    pub(crate) async fn work(&self) {
        let events = self.write(|conn| outbox::take(conn, 100)).await;
        let all = handlers(&self.fed, true);
        let mut ids = Vec::new();
        for event in events {
            let event = event.unwrap();
            ids.push(event.id);
            for payload in (FederationSubscriber { federates: true }).jobs(&event) {
                if payload.kind() == JobKind::MakeKeys {
                    continue;
                }
                self.handle(&all, payload).await;
            }
        }
        self.write(move |conn| outbox::remove(conn, &ids)).await;
    }

    async fn handle(
        &self,
        all: &[Box<dyn staffroom_service::ports::JobHandler>],
        payload: JobPayload,
    ) {
        let id = {
            let mut claimed = self.claimed.lock().unwrap();
            *claimed += 1;
            *claimed
        };
        let job = ClaimedJob {
            id: id.into(),
            attempt: 1,
            max_attempts: 3,
            dedup_key: None,
            lease_token: 1,
            payload,
        };
        let kind = job.payload.kind();
        let handler = all.iter().find(|handler| handler.kind() == kind).unwrap();
        // Twice, as after a crash.
        handler.run(&job).await.unwrap();
        handler.run(&job).await.unwrap();
    }

    /// Queues an activity for inboxes, in a thread of the author's.
    pub(crate) async fn queue(&self, kind: &str, thread: &str, inboxes: &[(&str, &str)]) {
        let (ctx, by, now) = (self.ctx().clone(), self.author.id, self.ctx().now());
        let id: ActivityId = ctx.new_id();
        let row = activities::ActivityRow {
            id,
            event_id: None,
            account_id: by,
            kind: kind.to_owned(),
            body: format!("{{\"type\":\"{kind}\"}}"),
            public: false,
            status_id: None,
            created_at: now,
        };
        let thread = thread.to_owned();
        let destinations: Vec<Destination> = inboxes
            .iter()
            .map(|(host, path)| Destination {
                id: ctx.new_id(),
                host: (*host).to_owned(),
                inbox: format!("http://{host}{path}"),
            })
            .collect();
        self.write(move |conn| {
            activities::insert(conn, row)?;
            let mailing = Mailing {
                activity_id: id,
                thread_key: &thread,
                sync_followers: false,
            };
            deliveries::queue(conn, mailing, &destinations, now)
        })
        .await;
    }

    /// Everything that waits, for these hosts, due or not.
    pub(crate) async fn waiting(&self, hosts: &[&str]) -> Vec<DeliveryRow> {
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let far = self.ctx().now().plus(Duration::from_hours(24 * 365));
        self.write(move |conn| deliveries::next_for(conn, &hosts, 1_000, far))
            .await
    }

    pub(crate) async fn drain(&self) -> usize {
        deliver::drain(&self.fed).await
    }

    /// The activities of an account, the newest last.
    pub(crate) async fn activities(&self, rows: &[DeliveryRow]) -> Vec<activities::ActivityRow> {
        let mut ids: Vec<ActivityId> = rows.iter().map(|row| row.activity_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut found = self
            .write(move |conn| activities::find_many(conn, &ids))
            .await;
        found.sort_by_key(|row| row.id);
        found
    }

    pub(crate) fn author(&self) -> AccountId {
        self.author.id
    }
}
