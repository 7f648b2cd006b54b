//! An instance on a temporary database, asked as other servers ask.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::body::to_bytes;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap};
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, HttpResponse, web};
use serde_json::Value;
use staffroom_config::{Config, Sources, parse};
use staffroom_db::{Db, DbError, DbOptions, Location, accounts};
use staffroom_domain::id::NodeId;
use staffroom_domain::{
    AccountId, ActorKind, Addresses, Clock, EmailAddress, IdGenerator, Password, Random, Role,
    StatusId, Timestamp, Username,
};
use staffroom_federation::Federation;
use staffroom_federation::endpoints::{Serving, configure_with};
use staffroom_net::PublicOnly;
use staffroom_service::accounts::{AccountRow, RemoteAccount, keep_remote};
use staffroom_service::context::Parts;
use staffroom_service::limits::Limits;
use staffroom_service::passwords::Hasher;
use staffroom_service::secrets::SecretKey;
use staffroom_service::statuses::{NewStatus, StatusView, load_one, publish};
use staffroom_service::users::{self, NewUser};
use staffroom_service::{Ctx, Tx};

const SETTINGS: &str = r#"
[server]
url = "https://social.school.example"
account_domain = "school.example"
[instance]
name = "Hilltop Staffroom"
description = "For everybody who teaches at Hilltop."
provider = "volunteers"
"#;

pub(crate) const AS2: &str = "application/activity+json";

struct StoppedClock;

impl Clock for StoppedClock {
    /// 1 September 2026, 08:05 UTC.
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(1_788_249_900_000_000)
    }
}

/// Counts on, so that every run is the same and nothing comes twice.
struct CountingRandom(AtomicU64);

impl Random for CountingRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let n = self.0.fetch_add(1, Ordering::SeqCst);
            let n = n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            chunk.copy_from_slice(n.to_le_bytes().get(..chunk.len()).unwrap());
        }
    }
}

/// An instance.
pub(crate) struct Instance {
    pub(crate) ctx: Ctx,
    pub(crate) fed: Federation,
    pub(crate) serving: Serving,
    _folder: tempfile::TempDir,
}

impl Instance {
    pub(crate) fn new() -> Self {
        Self::with("")
    }

    /// With further settings.
    pub(crate) fn with(settings: &str) -> Self {
        let text = format!("{SETTINGS}\n{settings}");
        let sources = Sources::new().with_file("staffroom.toml", &text);
        let config: Config = parse(&sources).expect("good settings").config;
        let folder = tempfile::tempdir().unwrap();
        let options = DbOptions::new(Location::Sqlite(folder.path().join("staffroom.sqlite")));
        Db::migrate(&options, None).unwrap();
        let random = Arc::new(CountingRandom(AtomicU64::new(1)));
        let ctx = Ctx::new(Parts {
            addresses: Addresses::new(config.server.url.origin()),
            directory: Arc::default(),
            config: Arc::new(config),
            db: Db::open(&options).unwrap(),
            clock: Arc::new(StoppedClock),
            key: SecretKey::generate(&*random),
            random,
            ids: Arc::new(IdGenerator::new(NodeId::new(0).unwrap())),
            hasher: Hasher::weak(),
            limits: Limits::default(),
            rehearsal: false,
        });
        let fed = Federation::new(&ctx, PublicOnly::new().into()).unwrap();
        Self {
            serving: Serving::new(fed.clone()),
            ctx,
            fed,
            _folder: folder,
        }
    }

    /// Somebody who teaches here.
    pub(crate) async fn teacher(&self, name: &str) -> AccountRow {
        let new = NewUser {
            username: Username::parse(name).unwrap(),
            display_name: format!("{name} of Hilltop"),
            email: Some(EmailAddress::parse(&format!("{name}@school.example")).unwrap()),
            roles: [Role::Teacher].into_iter().collect(),
            password: Some(Password::present("a horse in the corridor".to_owned()).unwrap()),
        };
        users::create(&self.ctx, new).await.unwrap();
        let row = staffroom_service::accounts::find_by_handle(&self.ctx, name, None).await;
        row.unwrap().unwrap()
    }

    /// Somebody elsewhere, who is known here.
    pub(crate) async fn stranger(&self, name: &str) -> AccountRow {
        let uri = format!("https://peer.example/users/{name}");
        let new = RemoteAccount {
            kind: ActorKind::Person,
            username: name.to_owned(),
            domain: "peer.example".to_owned(),
            display_name: String::new(),
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
            host: "peer.example".to_owned(),
            inbox: format!("{uri}/inbox"),
            shared_inbox: None,
            outbox: None,
            followers: None,
            following: None,
            featured: None,
            keys: Vec::new(),
            advertises: None,
            document: "{}".to_owned(),
            uri,
        };
        let kept = self.ctx.transact(|tx: &mut Tx<'_>| keep_remote(tx, new));
        kept.await.unwrap()
    }

    /// Changes the row of an account.
    pub(crate) async fn change(&self, id: AccountId, change: fn(&mut AccountRow)) {
        let work = self.ctx.transact(move |tx| {
            let mut row = accounts::find(tx.conn, id)?.unwrap();
            change(&mut row);
            accounts::update(tx.conn, row)
        });
        work.await.unwrap();
    }

    pub(crate) async fn post(&self, by: &AccountRow, new: NewStatus) -> StatusId {
        publish(&self.ctx, by.id, new).await.unwrap()
    }

    /// A status as its author sees it.
    pub(crate) async fn view(&self, by: &AccountRow, id: StatusId) -> StatusView {
        let viewer = Some(by.id);
        let read = self
            .ctx
            .db
            .read::<_, DbError, _>(move |conn| load_one(conn, viewer, id));
        read.await.unwrap().unwrap()
    }

    /// A document.
    pub(crate) async fn fetch(&self, path: &str) -> Answer {
        self.get(path, &[("accept", AS2)]).await
    }

    pub(crate) async fn get(&self, path: &str, headers: &[(&'static str, &str)]) -> Answer {
        let mut request = TestRequest::get().uri(path);
        for (name, value) in headers {
            request = request.insert_header((*name, *value));
        }
        self.send(request).await
    }

    /// The endpoints, and a page for everything else.
    pub(crate) async fn send(&self, request: TestRequest) -> Answer {
        let app = App::new()
            .configure(configure_with(self.serving.clone()))
            .route("/@{name}", web::get().to(page))
            .default_service(web::to(HttpResponse::ImATeapot));
        let app = init_service(app).await;
        let response = actix_web::test::call_service(&app, request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.unwrap();
        Answer {
            status,
            headers,
            text: String::from_utf8(body.to_vec()).unwrap(),
        }
    }
}

async fn page() -> &'static str {
    "a page"
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    #[track_caller]
    pub(crate) fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    /// The document of a 200 that other implementations accept.
    #[track_caller]
    pub(crate) fn document(&self) -> Value {
        self.assert_status(200);
        assert_eq!(
            self.header(header::CONTENT_TYPE.as_str()),
            "application/activity+json; charset=utf-8"
        );
        assert_eq!(self.header("vary"), "Accept, Signature, Signature-Input");
        self.json()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("JSON")
    }
}
