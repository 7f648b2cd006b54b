//! An instance on a temporary database, and clients with tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use actix_web::App;
use actix_web::body::to_bytes;
use actix_web::dev::Service;
use actix_web::http::header::{self, HeaderMap};
use actix_web::test::{TestRequest, init_service};
use db::{Db, DbOptions, Location, QueryCounter};
use serde_json::Value;
use staffroom_config::{Config, Sources, parse};
use staffroom_domain::id::NodeId;
use staffroom_domain::{AccountId, Clock, IdGenerator, Random, Role, Timestamp, Username};
use staffroom_service::Ctx;
use staffroom_service::context::Parts;
use staffroom_service::invitations::{self, Inviter, Offer};
use staffroom_service::limits::Limits;
use staffroom_service::passwords::Hasher;
use staffroom_service::secrets::SecretKey;
use staffroom_service::users::{self, NewUser};
use staffroom_service::{accounts, tokens};
pub(crate) use staffroom_testkit::db;

const SETTINGS: &str = r#"
[server]
url = "https://school.example"
[instance]
name = "Hilltop Staffroom"
provider = "school"
contact_name = "The office"
contact_email = "office@school.example"
"#;

struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// Counts on, so that every run is the same and nothing comes twice.
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

/// An instance.
pub(crate) struct TestApp {
    pub(crate) ctx: Ctx,
    pub(crate) queries: QueryCounter,
    clock: Arc<TestClock>,
    _folder: tempfile::TempDir,
}

impl TestApp {
    pub(crate) fn new() -> Self {
        Self::with("[posting]\ndirect_messages = true\n")
    }

    /// That counts how often it is asked.
    pub(crate) fn counting(api: &str) -> Self {
        Self::with_all(&format!("{SETTINGS}[api]\n{api}\n"))
    }

    /// With these settings after the usual ones, among them that there are direct messages.
    pub(crate) fn with(more: &str) -> Self {
        let usual = format!("{SETTINGS}[api]\nrate_limits = false\n");
        let direct = if more.contains("[posting]") {
            ""
        } else {
            "[posting]\ndirect_messages = true\n"
        };
        Self::with_all(&format!("{usual}{direct}{more}"))
    }

    fn with_all(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sources = Sources::new().with_file("staffroom.toml", settings);
        let mut config: Config = parse(&sources).expect("good settings").config;
        folder.path().clone_into(&mut config.storage.data_dir);
        let queries = QueryCounter::default();
        let options = DbOptions {
            query_counter: Some(queries.clone()),
            ..DbOptions::new(Location::Sqlite(folder.path().join("staffroom.sqlite")))
        };
        Db::migrate(&options, None).unwrap();
        // 1 September 2026, 08:05 UTC.
        let clock = Arc::new(TestClock(AtomicI64::new(1_788_249_900_000_000)));
        let random = Arc::new(TestRandom(AtomicU64::new(1)));
        let ctx = Ctx::new(Parts {
            addresses: staffroom_domain::Addresses::new(config.server.url.origin()),
            directory: Arc::default(),
            config: Arc::new(config),
            db: Db::open(&options).unwrap(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            key: SecretKey::generate(&*random),
            random,
            ids: Arc::new(IdGenerator::new(NodeId::new(0).unwrap())),
            hasher: Hasher::weak(),
            limits: Limits::default(),
            rehearsal: false,
        });
        Self {
            ctx,
            queries,
            clock,
            _folder: folder,
        }
    }

    pub(crate) fn advance(&self, by: Duration) {
        let micros = i64::try_from(by.as_micros()).unwrap();
        self.clock.0.fetch_add(micros, Ordering::SeqCst);
    }

    /// A teacher with a client that may do everything.
    pub(crate) async fn teacher(&self, name: &str) -> Client<'_> {
        self.teacher_with(name, tokens::ALL_SCOPES).await
    }

    /// A teacher with a client of those scopes.
    pub(crate) async fn teacher_with(&self, name: &str, scopes: &str) -> Client<'_> {
        let new = NewUser {
            username: Username::parse(name).unwrap(),
            display_name: String::new(),
            email: None,
            roles: [Role::Teacher].into_iter().collect(),
            password: None,
        };
        let user = users::create(&self.ctx, new).await.unwrap();
        let token = tokens::create(&self.ctx, user.user.id, "test", scopes)
            .await
            .unwrap();
        Client {
            app: self,
            id: user.account.id,
            token: Some(token.as_str().to_owned()),
        }
    }

    /// A client without a token.
    pub(crate) const fn stranger(&self) -> Client<'_> {
        Client {
            app: self,
            id: AccountId::INSTANCE,
            token: None,
        }
    }

    /// An invitation for one; gives its code.
    /// A group of this instance.
    pub(crate) async fn group(&self, name: &str) -> AccountId {
        let kind = staffroom_domain::ActorKind::Group;
        let made = accounts::create_actor(&self.ctx, kind, name, name).await;
        made.unwrap().id
    }

    /// Lets somebody moderate a group.
    pub(crate) async fn moderates(&self, group: AccountId, who: AccountId) {
        staffroom_service::groups::set_moderator(&self.ctx, group, who, true)
            .await
            .unwrap();
    }

    pub(crate) async fn invitation(&self) -> String {
        let offer = Offer {
            roles: [Role::Teacher].into_iter().collect(),
            max_uses: 1,
            note: String::new(),
        };
        let made = invitations::create(&self.ctx, &Inviter::CommandLine, &offer).await;
        let link = made.unwrap().link;
        link.rsplit('/').next().unwrap().to_owned()
    }

    /// Makes somebody approve followers by hand.
    pub(crate) async fn lock(&self, id: AccountId) {
        self.change(id, |row| row.locked = true).await;
    }

    pub(crate) async fn suspend(&self, id: AccountId) {
        let now = self.ctx.now().as_micros();
        self.change(id, move |row| row.suspended_at = Some(now))
            .await;
    }

    pub(crate) async fn change_account(
        &self,
        id: AccountId,
        change: impl FnOnce(&mut accounts::AccountRow),
    ) {
        self.change(id, change).await;
    }

    async fn change(&self, id: AccountId, change: impl FnOnce(&mut accounts::AccountRow)) {
        let mut row = accounts::find(&self.ctx, id).await.unwrap().unwrap();
        change(&mut row);
        let write = self
            .ctx
            .db
            .write(move |conn| db::accounts::update(conn, row));
        write.await.unwrap();
    }
}

/// A program of somebody, with its token.
pub(crate) struct Client<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) id: AccountId,
    pub(crate) token: Option<String>,
}

impl Client<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(TestRequest::post().uri(path).set_json(body))
            .await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(TestRequest::put().uri(path).set_json(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(TestRequest::patch().uri(path).set_json(body))
            .await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(TestRequest::delete().uri(path)).await
    }

    /// Posts a text; gives its id.
    pub(crate) async fn publish(&self, text: &str) -> String {
        let body = serde_json::json!({"status": text});
        self.post("/api/v1/statuses", body).await.ok().id()
    }

    /// Does something with a status.
    pub(crate) async fn act(&self, id: &str, what: &str) -> Answer {
        let path = format!("/api/v1/statuses/{id}/{what}");
        self.send(TestRequest::post().uri(&path)).await
    }

    pub(crate) async fn send(&self, mut request: TestRequest) -> Answer {
        if let Some(token) = &self.token {
            request = request.insert_header((header::AUTHORIZATION, format!("Bearer {token}")));
        }
        let ctx = self.app.ctx.clone();
        let service = init_service(App::new().configure(staffroom_api::configure(ctx))).await;
        let response = service.call(request.to_request()).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.unwrap();
        Answer {
            status,
            headers,
            text: String::from_utf8_lossy(&body).into_owned(),
            bytes: body.to_vec(),
        }
    }
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        serde_json::from_str(&self.text).unwrap()
    }

    /// Checks an error and gives its text.
    #[track_caller]
    pub(crate) fn error(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text);
        let body: Value = serde_json::from_str(&self.text).unwrap();
        body["error"].as_str().expect("a text").to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

/// Reading answers.
pub(crate) trait Json {
    /// The `id`.
    fn id(&self) -> String;
    /// The `id`s of a list.
    fn ids(&self) -> Vec<String>;
}

impl Json for Value {
    fn id(&self) -> String {
        self["id"].as_str().expect("an id").to_owned()
    }

    fn ids(&self) -> Vec<String> {
        let list = self.as_array().expect("a list");
        list.iter().map(Json::id).collect()
    }
}
