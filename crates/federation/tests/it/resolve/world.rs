//! An instance with an empty database that reaches nothing but one scripted listener.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::test::TestRequest;
use staffroom_config::{Overrides, Sources};
use staffroom_domain::{Addresses, Clock, IdGenerator, NodeId, Random, Timestamp};
use staffroom_federation::Federation;
use staffroom_federation::verify::{Signed, VerifyError, sender};
use staffroom_net::LoopbackPolicy;
use staffroom_service::context::Parts;
use staffroom_service::limits::Limits;
use staffroom_service::passwords::Hasher;
use staffroom_service::secrets::SecretKey;
use staffroom_service::{Ctx, accounts};
use staffroom_signatures::{Outgoing, PrivateKey, sign};
use staffroom_testkit::{Backend, TestDb};
use tempfile::TempDir;

use super::remote::Remote;

/// The hosts that lead to the listener.
pub(crate) const HOSTS: [&str; 4] = [
    "good.example",
    "evil.example",
    "other.example",
    "ids.example",
];
/// Where the instance itself is.
pub(crate) const HERE: &str = "http://localhost:8080";

pub(crate) struct World {
    pub(crate) fed: Federation,
    pub(crate) remote: Remote,
    clock: Arc<Standing>,
    _folder: TempDir,
    _db: TestDb,
}

struct Standing(AtomicI64);

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

struct Counting(AtomicU64);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let number = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            chunk.copy_from_slice(&number.to_le_bytes()[..chunk.len()]);
        }
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::on(TestDb::new(Backend::Sqlite)).await
    }

    /// On that database.
    pub(crate) async fn on(db: TestDb) -> Self {
        let remote = Remote::start().await;
        let folder = tempfile::tempdir().unwrap();
        let mut overrides = Overrides::new();
        let data = format!("storage.data_dir={}", folder.path().display());
        for setting in [&format!("server.url={HERE}"), &data] {
            overrides.set(setting).unwrap();
        }
        let loaded = staffroom_config::parse(&Sources::new().with_overrides(overrides)).unwrap();
        let clock = Arc::new(Standing(AtomicI64::new(
            Timestamp::from_secs(1_788_249_600).as_micros(),
        )));
        let random = Arc::new(Counting(AtomicU64::new(1)));
        let ctx = Ctx::new(Parts {
            config: loaded.config.clone().into(),
            db: db.handle(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            key: SecretKey::generate(&*random),
            random,
            ids: Arc::new(IdGenerator::new(NodeId::new(0).unwrap())),
            hasher: Hasher::weak(),
            limits: Limits::default(),
            rehearsal: false,
            addresses: Addresses::new(HERE),
            directory: Arc::default(),
        });
        accounts::ensure_instance_actor(&ctx).await.unwrap();
        let many = (0..1_000).flat_map(|n| [format!("s{n}.evil.example"), format!("d{n}.example")]);
        let hosts = HOSTS.into_iter().map(str::to_owned).chain(many);
        let policy = LoopbackPolicy::for_hosts(hosts.map(|host| (host, remote.address)));
        Self {
            fed: Federation::new(&ctx, policy.into()).unwrap(),
            remote,
            clock,
            _folder: folder,
            _db: db,
        }
    }

    /// The same in a new process: what was remembered is forgotten.
    pub(crate) fn restarted(self) -> Self {
        let policy = self.fed.client().policy().clone();
        Self {
            fed: Federation::new(self.fed.ctx(), policy).unwrap(),
            ..self
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn advance(&self, by: Duration) {
        let later = self.now().plus(by);
        self.clock.0.store(later.as_micros(), Ordering::SeqCst);
    }

    /// A request to the shared inbox, signed.
    pub(crate) fn signed(&self, key: &PrivateKey, key_id: &str, body: &str) -> HttpRequest {
        self.signed_from(key, key_id, body, None)
    }

    /// The same, from an address.
    pub(crate) fn signed_from(
        &self,
        key: &PrivateKey,
        key_id: &str,
        body: &str,
        from: Option<SocketAddr>,
    ) -> HttpRequest {
        let headers = sign::cavage(&Outgoing {
            key,
            key_id,
            method: "POST",
            scheme: "http",
            authority: "localhost:8080",
            path_and_query: "/ap/inbox",
            body: Some(body.as_bytes()),
            date: self.now(),
            covered: &[],
        })
        .unwrap();
        let mut request = TestRequest::post()
            .uri("/ap/inbox")
            .insert_header(("host", "localhost:8080"));
        for header in headers {
            request = request.append_header(header);
        }
        if let Some(from) = from {
            request = request.peer_addr(from);
        }
        request.to_http_request()
    }

    /// What becomes of such a request.
    pub(crate) async fn send(
        &self,
        key: &PrivateKey,
        key_id: &str,
        body: &str,
    ) -> Result<Signed, VerifyError> {
        let request = self.signed(key, key_id, body);
        sender(&self.fed, &request, body.as_bytes()).await
    }

    /// How many remote accounts are stored.
    pub(crate) async fn knows(&self, uri: &str) -> bool {
        let uri = uri.to_owned();
        let ctx = self.fed.ctx();
        let row: Result<_, staffroom_db::DbError> = ctx
            .db
            .read(move |conn| staffroom_db::accounts::find_by_uri(conn, &uri))
            .await;
        row.unwrap().is_some()
    }
}

pub(crate) fn key() -> PrivateKey {
    PrivateKey::generate_rsa_2048().unwrap()
}
